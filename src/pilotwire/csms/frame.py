"""What went over the wire: frames as sent, messages as understood."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

import msgspec


class Direction(StrEnum):
    """Who sent a frame."""

    FROM_STATION = "from_station"
    TO_STATION = "to_station"


class MessageKind(IntEnum):
    """The OCPP-J message type numbers."""

    CALL = 2
    RESULT = 3
    ERROR = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """One WebSocket frame; `connection` counts the connections of the whole bench from 1."""

    direction: Direction
    text: str
    at_mono_s: float
    connection: int


@dataclass(frozen=True, slots=True)
class Message:
    """A decoded frame. A RESULT or ERROR carries the action it answers ("" when nobody asked);
    the payload of an ERROR is `{"errorCode", "errorDescription", "errorDetails"}`."""

    kind: MessageKind
    id: str
    action: str
    payload: dict[str, Any]
    frame: Frame


class MalformedFrame(ValueError):
    """A frame that is no OCPP-J message; the text says why."""


LENGTHS = {MessageKind.CALL: 4, MessageKind.RESULT: 3, MessageKind.ERROR: 5}  # OCPP-J 4.2


def decode(frame: Frame) -> Message:
    """Read a frame; raise MalformedFrame when it is not an OCPP-J message."""
    try:
        parts = msgspec.json.decode(frame.text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise MalformedFrame(f"not JSON: {error}") from error
    kind = _kind(parts)
    if len(parts) != LENGTHS[kind]:
        raise MalformedFrame(f"a {kind.name} has {LENGTHS[kind]} elements, this has {len(parts)}")
    if not isinstance(parts[1], str) or not parts[1]:
        raise MalformedFrame(f"the message id is not a string: {parts[1]!r}")
    return _message(kind, parts, frame)


def _kind(parts: Any) -> MessageKind:
    if not isinstance(parts, list) or not parts:
        raise MalformedFrame("not a JSON array with a message type")
    if type(parts[0]) is not int or parts[0] not in tuple(MessageKind):
        raise MalformedFrame(f"unknown message type: {parts[0]!r}")
    return MessageKind(parts[0])


def _message(kind: MessageKind, parts: list[Any], frame: Frame) -> Message:
    action, payload = "", parts[-1]
    if kind is MessageKind.CALL:
        action = parts[2]
    if kind is MessageKind.ERROR:
        payload = {"errorCode": parts[2], "errorDescription": parts[3], "errorDetails": parts[4]}
    if not isinstance(action, str):
        raise MalformedFrame(f"the action is not a string: {action!r}")
    if not isinstance(payload, dict):
        raise MalformedFrame(f"the payload is not an object: {payload!r}")
    return Message(kind=kind, id=parts[1], action=action, payload=payload, frame=frame)
