"""A trace: a header and one line per event, enough to replay a run through the core. So a field bug becomes a test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import IO, Any, get_args

import msgspec

from pilotwire.core.csms import BootCause
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.registry import VARIABLES
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.rules import Rules
from pilotwire.core.settings import Layers
from pilotwire.core.station import Station, step
from pilotwire.core.variable import Values
from pilotwire.store.slices import SettingRow, StoredValue


class TraceError(ValueError):
    """A trace cannot be read; the text names the line."""


def _members(union: Any) -> Iterator[type]:
    for member in get_args(union):
        yield from _members(member) if isinstance(member, UnionType) else (member,)


EVENTS: dict[str, type] = {event.__name__: event for event in _members(Event)}


@dataclass(frozen=True, slots=True)
class Header:
    """How a run began."""

    version: str
    personality: str
    boot: str
    cause: BootCause
    evses: int
    rules: Rules
    base: tuple[SettingRow, ...]
    pinned: tuple[SettingRow, ...]
    kept: tuple[SettingRow, ...]
    moment: Moment


@dataclass(frozen=True, slots=True)
class Line:
    """One event and its moment."""

    moment: Moment
    name: str
    event: msgspec.Raw


def rows_of(values: Values) -> tuple[SettingRow, ...]:
    """*values* as a trace writes them; secrets are left out."""
    secret = {name for name, variable in VARIABLES.items() if variable.secret}
    return tuple((name, evse, value) for (name, evse), value in values.items() if name not in secret)


def values_of(rows: tuple[SettingRow, ...]) -> dict[tuple[str, int], StoredValue]:
    """What :func:`rows_of` wrote."""
    return {(name, evse): value for name, evse, value in rows}


class Recorder:
    """Writes a trace as it happens."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def begin(self, header: Header) -> None:
        """A run begins, or begins again."""
        self._file.write(msgspec.json.encode({"begin": header}) + b"\n")

    def record(self, event: Event, moment: Moment) -> None:
        """*event* was taken at *moment*."""
        line = Line(moment, type(event).__name__, msgspec.Raw(msgspec.json.encode(event)))
        self._file.write(msgspec.json.encode(line) + b"\n")
        self._file.flush()


def replayed(path: Path) -> Iterator[tuple[str, Station, Outcome]]:
    """Each line of the trace at *path*, the station after it, and what it said. Raises TraceError."""
    station: Station | None = None
    for number, text in enumerate(path.read_bytes().splitlines(), 1):
        try:
            name, station, outcome = _replayed(station, text)
        except (msgspec.MsgspecError, KeyError, TypeError) as error:
            raise TraceError(f"{path}:{number}: {error}") from error
        yield name, station, outcome


def _replayed(station: Station | None, text: bytes) -> tuple[str, Station, Outcome]:
    if text.startswith(b'{"begin"'):
        return ("begin", *_begun(msgspec.json.decode(text, type=dict[str, Header])["begin"]))
    line = msgspec.json.decode(text, type=Line)
    if station is None:
        raise KeyError("no header before the first event")
    event: Event = msgspec.json.decode(line.event, type=EVENTS[line.name])
    return (line.name, *step(station, event, line.moment))


def _begun(header: Header) -> tuple[Station, Outcome]:
    layers = Layers(VARIABLES, values_of(header.base), values_of(header.pinned))
    plan = Plan(header.boot, layers, header.evses, header.rules, header.cause)
    return restore(Kept(settings=values_of(header.kept)), plan, header.moment)
