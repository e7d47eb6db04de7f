"""OCPP-J frames: what came in, and the bytes of what goes out. No socket, no clock, and the payload stays raw.

OCPP-J 1.6 chapter 4 and OCPP-J 2.0.1 part 4 chapter 4 are the same here but for the error codes.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Raw, Struct

from pilotwire.ocpp.rpc_error import RpcErrorKind

CALL, CALL_RESULT, CALL_ERROR = 2, 3, 4  # OCPP-J 4.1.3, table of message types
MAX_ID = 36  # OCPP-J 4.1.4
MAX_DESCRIPTION = 255  # OCPP-J 2.0.1 part 4, 4.2.3
UNREADABLE_ID = "-1"  # OCPP-J 2.0.1 part 4, 4.2.3: the id of the answer when that of the call cannot be read

MessageId = Annotated[str, Meta(max_length=MAX_ID)]


class Call(Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=CALL):
    """``[2, id, action, payload]`` (OCPP-J 4.2.1)."""

    id: MessageId
    action: str
    payload: Raw


class CallResult(Struct, frozen=True, array_like=True, forbid_unknown_fields=True, tag=CALL_RESULT):
    """``[3, id, payload]`` (OCPP-J 4.2.2)."""

    id: MessageId
    payload: Raw


class CallError(Struct, frozen=True, array_like=True, tag=CALL_ERROR):
    """``[4, id, code, description, details]`` (OCPP-J 4.2.3); one that leaves out the last two is understood too."""

    id: MessageId
    code: str
    description: str = ""
    details: Raw = Raw(b"{}")


@dataclass(frozen=True, slots=True)
class Malformed:
    """A frame that is none of the above, with as much of its head as can be read."""

    id: str | None
    kind: RpcErrorKind
    text: str
    message_type: int | None = None

    @property
    def is_answer(self) -> bool:
        """An answer is never answered: the call it belongs to has failed."""
        return self.message_type in (CALL_RESULT, CALL_ERROR)


Frame = Call | CallResult | CallError | Malformed

_DECODER: msgspec.json.Decoder[Call | CallResult | CallError] = msgspec.json.Decoder(Call | CallResult | CallError)
_HEAD = re.compile(r'\s*+\[\s*+(-?\d{1,9})\s*+(?:,\s*+("[^"\\]*+(?:\\.[^"\\]*+)*"))?')


def parse(frame: str | bytes) -> Frame:
    """Read one WebSocket message. Never raises."""
    try:
        # Bytes become text first: a raw payload would carry invalid UTF-8 further in (OCPP-J 4.1.2).
        text = frame if isinstance(frame, str) else frame.decode()
        return _DECODER.decode(text)
    except msgspec.ValidationError as error:
        return _not_a_call(text, str(error))
    except (msgspec.DecodeError, UnicodeError) as error:
        return _not_json(frame, str(error))
    except RecursionError:
        return _not_json(frame, "nested too deeply")


def _not_a_call(text: str, why: str) -> Malformed:
    """JSON, but not one of the three messages."""
    message_type, id = _head(text)
    if message_type not in (None, CALL, CALL_RESULT, CALL_ERROR):
        why = f"message type {message_type} is not supported"
        return Malformed(id, RpcErrorKind.MESSAGE_TYPE_NOT_SUPPORTED, why, message_type)
    return Malformed(id, RpcErrorKind.RPC_FRAMEWORK, why, message_type)


def _not_json(frame: str | bytes, why: str) -> Malformed:
    """Broken somewhere; when that is behind the id, the id is still good for an answer."""
    text = frame if isinstance(frame, str) else frame.decode(errors="replace")
    message_type, id = _head(text)
    kind = RpcErrorKind.RPC_FRAMEWORK if id is None else RpcErrorKind.FORMAT_VIOLATION
    return Malformed(id, kind, why, message_type)


def _head(text: str) -> tuple[int | None, str | None]:
    """Message type and id of a frame that as a whole cannot be decoded."""
    found = _HEAD.match(text)
    if found is None:
        return None, None
    try:
        id = msgspec.json.decode(found[2] or "null", type=str)
    except (msgspec.DecodeError, UnicodeError):
        return int(found[1]), None
    return int(found[1]), id


def encode_call(id: str, action: str, payload: Struct | dict[str, Any]) -> bytes:
    """``[2, id, action, payload]``."""
    return msgspec.json.encode((CALL, id, action, payload))


def encode_result(id: str, payload: Struct) -> bytes:
    """``[3, id, payload]``."""
    return msgspec.json.encode((CALL_RESULT, id, payload))


def encode_error(id: str | None, code: str, description: str) -> bytes:
    """``[4, id, code, description, {}]``; the code is spelled by the dialect's ``CODES``."""
    safe = description[:MAX_DESCRIPTION].encode(errors="replace").decode()
    return msgspec.json.encode((CALL_ERROR, UNREADABLE_ID if id is None else id, code, safe, {}))
