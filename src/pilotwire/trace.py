"""A trace: a header and one line per event, enough to replay a run through the core. So a field bug becomes a test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from types import UnionType
from typing import IO, Any, TypeVar, get_args

import msgspec
import structlog

from pilotwire.config.table import VARIABLES
from pilotwire.core import registry
from pilotwire.core.clock import Offset
from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import STATION
from pilotwire.core.event import Event
from pilotwire.core.firmware import Firmware, FirmwareAsked, FirmwareOrder
from pilotwire.core.local_list import LocalList
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.availability import Availability
from pilotwire.core.port.phase import Operability
from pilotwire.core.profile import Installed
from pilotwire.core.request import ConfigurationEdited, VariablesWritten
from pilotwire.core.reservation import Reservation
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.rules import Rules
from pilotwire.core.sealed import is_sealed
from pilotwire.core.security import IncidentRecorded
from pilotwire.core.settings import Layers, Write
from pilotwire.core.station import Station, step
from pilotwire.core.token import TokenInfo
from pilotwire.core.transaction import Transaction
from pilotwire.core.upload import LogAsked, LogOrder, Upload
from pilotwire.core.variable import Values
from pilotwire.personality.load import PersonalityError
from pilotwire.personality.load import load as load_personality
from pilotwire.store.slices import SettingRow, StoredValue

log = structlog.get_logger("pilotwire.trace")
Order = TypeVar("Order", FirmwareOrder, LogOrder)
LOGIN = re.compile(r"//[^/@]*@")
BEGINNING = b'{"begin"'


class TraceError(ValueError):
    """A trace cannot be read; the text names the line."""


def _members(union: Any) -> Iterator[type]:
    for member in get_args(union):
        yield from _members(member) if isinstance(member, UnionType) else (member,)


EVENTS: dict[str, type] = {event.__name__: event for event in _members(Event)}


@dataclass(frozen=True, slots=True)
class KeptRows:
    """What had survived, as a trace writes it."""

    transactions: dict[int, Transaction]
    availability: dict[int, Availability]
    operability: Operability
    cache: dict[str, TokenInfo]
    settings: tuple[SettingRow, ...]
    boots: dict[str, Offset] = field(default_factory=dict)
    accepted_by: str | None = None
    local_list: LocalList = LocalList()
    profiles: tuple[Installed, ...] = ()
    proven: tuple[SettingRow, ...] = ()
    incidents: tuple[IncidentRecorded, ...] = ()
    reservations: dict[int, Reservation] = field(default_factory=dict)
    firmware: Firmware = Firmware()
    upload: Upload = Upload()


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
    kept: KeptRows
    moment: Moment
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One event and its moment."""

    moment: Moment
    name: str
    event: msgspec.Raw


def rows_of(values: Values) -> tuple[SettingRow, ...]:
    """*values* as a trace writes them; secrets are left out, unless only their name is known here."""
    secret = {name for name, variable in VARIABLES.items() if variable.secret}
    return tuple(
        (name, evse, value) for (name, evse), value in values.items() if name not in secret or is_sealed(value)
    )


def kept_rows(kept: Kept) -> KeptRows:
    """*kept* as a trace writes it."""
    return KeptRows(
        transactions=dict(kept.transactions),
        availability=dict(kept.availability),
        operability=kept.operability,
        cache=dict(kept.cache),
        settings=rows_of(kept.settings),
        boots=dict(kept.boots),
        accepted_by=kept.accepted_by,
        local_list=kept.local_list,
        profiles=kept.profiles,
        proven=rows_of(kept.proven),
        incidents=kept.incidents,
        reservations=dict(kept.reservations),
        firmware=replace(kept.firmware, order=kept.firmware.order and _without_login(kept.firmware.order)),
        upload=replace(kept.upload, order=kept.upload.order and _without_login(kept.upload.order)),
    )


def kept_from(rows: KeptRows) -> Kept:
    """What :func:`kept_rows` wrote."""
    return Kept(
        transactions=rows.transactions,
        availability=rows.availability,
        operability=rows.operability,
        cache=rows.cache,
        settings=values_of(rows.settings),
        boots=rows.boots,
        local_list=rows.local_list,
        reservations=rows.reservations,
        accepted_by=rows.accepted_by,
        profiles=rows.profiles,
        proven=values_of(rows.proven),
        incidents=rows.incidents,
        firmware=rows.firmware,
        upload=rows.upload,
    )


def values_of(rows: tuple[SettingRow, ...]) -> dict[tuple[str, int], StoredValue]:
    """What :func:`rows_of` wrote."""
    return {(name, evse): value for name, evse, value in rows}


class Recorder:
    """Writes a trace as it happens."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._has_failed = False

    def begin(self, header: Header) -> None:
        """A run begins, or begins again; what a kill left half written stays on a line of its own."""
        self._write(b"\n" + msgspec.json.encode({"begin": header}) + b"\n")

    def record(self, event: Event, moment: Moment) -> None:
        """*event* was taken at *moment*."""
        line = Line(moment, type(event).__name__, msgspec.Raw(msgspec.json.encode(masked(event))))
        self._write(msgspec.json.encode(line) + b"\n")

    def _write(self, text: bytes) -> None:
        """A full disk ends the trace, not the station."""
        if self._has_failed:
            return
        try:
            self._file.write(text)
            self._file.flush()
        except OSError as error:
            self._has_failed = True
            log.error("the trace ends here", error=str(error))


def masked(event: Event) -> Event:
    """*event* without the secrets in it."""
    match event:
        case VariablesWritten():
            return replace(event, writes=_masked(event.writes))
        case ConfigurationEdited():
            return replace(event, changes=_masked(event.changes))
        case FirmwareAsked():
            return replace(event, order=_without_login(event.order))
        case LogAsked():
            return replace(event, order=_without_login(event.order))
    return event


def _without_login(order: Order) -> Order:
    """*order* without the user and password that a location may have (chargebyte guide 11.5)."""
    return replace(order, location=LOGIN.sub("//*@", order.location))


def _masked(writes: tuple[Write, ...]) -> tuple[Write, ...]:
    secret = {name for name, variable in VARIABLES.items() if variable.secret}
    return tuple(
        replace(write, value="*") if write.name in secret and not is_sealed(write.value) else write for write in writes
    )


def replayed(path: Path) -> Iterator[tuple[str, Station, Outcome]]:
    """Each line of the trace at *path*, the station after it, and what it said. Raises TraceError.

    The last line before a beginning, or of the file, may be half written: then the station was killed while it wrote.
    """
    station: Station | None = None
    lines = path.read_bytes().split(b"\n")
    for number, (text, next_text) in enumerate(pairwise((*lines, BEGINNING)), 1):
        try:
            if not text:
                continue
            name, station, outcome = _replayed(station, text)
        except (msgspec.MsgspecError, KeyError, TypeError, PersonalityError) as error:
            if isinstance(error, msgspec.DecodeError) and next_text.startswith(BEGINNING):
                continue
            raise TraceError(f"{path}:{number}: {error}") from error
        yield name, station, outcome


def _replayed(station: Station | None, text: bytes) -> tuple[str, Station, Outcome]:
    if text.startswith(BEGINNING):
        return ("begin", *_begun(msgspec.json.decode(text, type=dict[str, Header])["begin"]))
    line = msgspec.json.decode(text, type=Line)
    if station is None:
        raise KeyError("no header before the first event")
    event: Event = msgspec.json.decode(line.event, type=EVENTS[line.name])
    return (line.name, *step(station, event, line.moment))


def _begun(header: Header) -> tuple[Station, Outcome]:
    pinned = values_of(header.pinned)
    with_limitations = pinned.get((registry.LIMITATIONS.name, STATION)) is True
    personality = load_personality(header.personality, header.variant, with_limitations=with_limitations)
    variables = personality.changed(VARIABLES)
    layers = Layers(variables, values_of(header.base), pinned)
    plan = Plan(header.boot, layers, header.evses, header.rules, header.cause)
    return restore(kept_from(header.kept), plan, header.moment)
