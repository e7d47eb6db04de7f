"""Frames as a station writes them: its message ids, its blanks, its way of writing a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

from pilotwire.ocpp.message_id import STYLES
from pilotwire.ocpp.rpc import encode_call, encode_error, encode_result
from pilotwire.ocpp.time_field import fields_with_times
from pilotwire.personality.model import Spacing, Timestamps, Wire

Spelled = Callable[[str], str]
SPELLED: Final[Mapping[Timestamps, Spelled]] = {  # from what timestamp.to_wire makes: 2026-11-20T03:04:05.123Z
    Timestamps.ZERO_MILLISECONDS: lambda text: f"{text[:19]}.000Z",
    Timestamps.SECONDS: lambda text: f"{text[:19]}Z",
}
MILLISECONDS_LENGTH: Final = len("2026-11-20T03:04:05.123Z")
OWN: Final = Wire()
ON_ONE_LINE: Final = 0  # for msgspec: one line, with a blank behind each comma and colon


class Writer:
    """Writes the frames of one station in the style of *wire*; *ids* run on over reconnects."""

    def __init__(self, wire: Wire = OWN, ids: Iterator[str] | None = None) -> None:
        self.wire = wire
        self._ids = STYLES[wire.message_ids]() if ids is None else ids
        self._spelled = SPELLED.get(wire.timestamps)
        self._is_spaced = wire.spacing is Spacing.SPACED

    def new_id(self) -> str:
        """The id of the next message."""
        return next(self._ids)

    def call(self, id: str, action: str, payload: Struct) -> bytes:
        """``[2, id, action, payload]``."""
        members = self.wire.members.get(action)
        timed = self._timed(payload)
        return self._spaced(encode_call(id, action, timed if members is None else in_order(timed, members)))

    def result(self, id: str, payload: Struct) -> bytes:
        """``[3, id, payload]``."""
        return self._spaced(encode_result(id, self._timed(payload)))

    def error(self, id: str | None, code: str, description: str) -> bytes:
        """``[4, id, code, description, {}]``."""
        return self._spaced(encode_error(id, code, description))

    def _timed(self, payload: Struct) -> Struct:
        return payload if self._spelled is None else with_times(payload, self._spelled)

    def _spaced(self, frame: bytes) -> bytes:
        return msgspec.json.format(frame, indent=ON_ONE_LINE) if self._is_spaced else frame


def in_order(payload: Struct, members: tuple[str, ...]) -> dict[str, Any]:
    """*payload* with *members* first, those that are there; the others behind them as they come."""
    said: dict[str, Any] = msgspec.to_builtins(payload)
    return {**{name: said[name] for name in members if name in said}, **said}


def with_times(payload: Any, spelled: Spelled) -> Any:
    """*payload* with every time in it spelled otherwise; nothing else in it is looked at."""
    changes: dict[str, Any] = {}
    kind: type[Struct] = type(payload)
    for field, is_time in fields_with_times(kind):
        value = getattr(payload, field.name)
        if value is not None:
            changes[field.name] = _respelled(value, spelled) if is_time else _inside(value, spelled)
    return msgspec.structs.replace(payload, **changes) if changes else payload


def _respelled(text: str, spelled: Spelled) -> str:
    """A time that is not ours, such as one that is passed on, stays as it is."""
    return spelled(text) if len(text) == MILLISECONDS_LENGTH else text


def _inside(value: Any, spelled: Spelled) -> Any:
    if isinstance(value, tuple):
        return tuple(with_times(each, spelled) for each in value)
    return with_times(value, spelled)
