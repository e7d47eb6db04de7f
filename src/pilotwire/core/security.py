"""Security events: each is recorded; those the central system wants to hear of are told it, in order, until it has them
(OCPP 2.0.1 A04, security whitepaper A04 and 8).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Final

from pilotwire.core import registry
from pilotwire.core.csms import BootCause, is_online
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.incident import Incident
from pilotwire.core.moment import Stamp, stamp
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.fault import Fault, standing_faults

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


# What somebody outside can bring about as often as they like: within this time the same one is noted once.
REPEATED_S: Final = 3600.0
REPEATABLE: Final = frozenset(
    {
        Incident.NOT_LET_IN,
        Incident.CSMS_NOT_TRUSTED,
        Incident.REPLAY,
        Incident.INVALID_CSMS_CERTIFICATE,
        Incident.INVALID_TLS_VERSION,
        Incident.INVALID_TLS_CIPHER_SUITE,
        Incident.MEMORY_EXHAUSTION,
    }
)
MOST_WAITING: Final = 200  # incidents nobody has fetched yet; the oldest makes room, the log still has it
TEXT_LENGTH: Final = 255  # OCPP 2.0.1 SecurityEventNotificationRequest.techInfo


@dataclass(frozen=True, slots=True)
class IncidentSeen:
    """Somebody at our border has noticed *incident*; *text* says more, and never a secret."""

    incident: Incident
    text: str = ""


@dataclass(frozen=True, slots=True)
class IncidentRecorded:
    """*incident* has happened: a line of the security log. No other ever has the same *id*."""

    id: str
    incident: Incident
    stamp: Stamp
    text: str


@dataclass(frozen=True, slots=True)
class TellIncident:
    """The central system is to hear of *record*: a fact, so that it is durable first, and a question with an answer."""

    record: IncidentRecorded


@dataclass(frozen=True, slots=True)
class IncidentTold:
    """The central system has the incident *id*; or nobody answered (*taken* is false)."""

    id: str
    taken: bool = True


class Telling(Enum):
    """How far the oldest of those that wait is."""

    RESTS = "rests"  # nothing waits, or nobody listens
    ASKED = "asked"  # it is on its way
    PAUSES = "pauses"  # nobody answered; it is told again later


@dataclass(frozen=True, slots=True)
class Watch:
    """``waiting`` are not told yet, the oldest first, and durable; ``attempts`` are those of the oldest one.

    ``seen_s`` is when a repeatable incident was noted last, on the monotonic clock.
    """

    waiting: tuple[IncidentRecorded, ...] = ()
    telling: Telling = Telling.RESTS
    attempts: int = 0
    seen_s: Mapping[Incident, float] = field(default_factory=dict)


def on_seen(station: Station, event: IncidentSeen, moment: Moment) -> Said:
    """Noted, unless it is only once more the same."""
    return recorded(station, event.incident, event.text, moment)


def recorded(station: Station, incident: Incident, text: str, moment: Moment) -> Said:
    """*station* with *incident* in its log, and waiting for the central system if that is to hear of it."""
    watch = station.watch
    if incident in REPEATABLE:
        last_s = watch.seen_s.get(incident)
        if last_s is not None and moment.mono_s - last_s < REPEATED_S:
            return station, NOTHING
        watch = replace(watch, seen_s={**watch.seen_s, incident: moment.mono_s})
    id = f"{station.boot}/{moment.mono_s:.6f}/{incident.value}"
    record = IncidentRecorded(id, incident, stamp(station.boot, moment), text[:TEXT_LENGTH])
    if incident in station.rules.incidents_told:
        is_room = len(watch.waiting) < MOST_WAITING
        watch = replace(watch, waiting=(*watch.waiting, record) if is_room else _without_oldest(watch, record))
    station = station if watch is station.watch else replace(station, watch=watch)
    return station, Outcome(facts=(record,))


def _without_oldest(watch: Watch, record: IncidentRecorded) -> tuple[IncidentRecorded, ...]:
    """The one under way stays: its answer would otherwise be taken for that of another."""
    first, *others = watch.waiting
    return (first, *others[1:], record)


def told_next(station: Station, moment: Moment) -> Said:
    """*station* telling the oldest one that waits, if it may."""
    watch = station.watch
    if watch.telling is not Telling.RESTS or not watch.waiting or not is_online(station):
        return station, NOTHING
    said = Outcome(facts=(TellIncident(watch.waiting[0]),))
    return replace(station, watch=replace(watch, telling=Telling.ASKED)), said


def on_told(station: Station, event: IncidentTold, moment: Moment) -> Said:
    """Taken, and the next one has its turn; nobody answered, and it is told again after a pause (A04.FR.02).

    One that the central system refuses again and again is given up: it stays in the log, and others get their turn.
    """
    watch = station.watch
    if not watch.waiting or watch.waiting[0].id != event.id or watch.telling is not Telling.ASKED:
        return station, NOTHING
    if event.taken:
        return replace(station, watch=_told(watch)), NOTHING
    if not is_online(station):
        return replace(station, watch=replace(watch, telling=Telling.RESTS)), NOTHING
    if watch.attempts + 1 >= station.settings.get(registry.MESSAGE_ATTEMPTS):
        return replace(station, watch=_told(watch)), NOTHING
    watch = replace(watch, telling=Telling.PAUSES, attempts=watch.attempts + 1)
    pause_s = station.settings.get(registry.MESSAGE_INTERVAL_S) * watch.attempts
    return replace(station, watch=watch).armed(AGAIN, moment.mono_s + pause_s), NOTHING


def _told(watch: Watch) -> Watch:
    return replace(watch, waiting=watch.waiting[1:], telling=Telling.RESTS, attempts=0)


def on_again_due(station: Station, event: Due, moment: Moment) -> Said:
    """The pause is over."""
    if station.watch.telling is not Telling.PAUSES:
        return station, NOTHING
    return replace(station, watch=replace(station.watch, telling=Telling.RESTS)), NOTHING


def noticed(before: Station, station: Station, moment: Moment) -> Said:
    """What a step means for security: another clock, a store that is full, settings that guard the way out."""
    said = NOTHING
    for incident, text in _found(before, station):
        station, more = recorded(station, incident, text, moment)
        said += more
    station, more = told_next(station, moment)
    return station, said + more


def _found(before: Station, station: Station) -> tuple[tuple[Incident, str], ...]:
    found: tuple[tuple[Incident, str], ...] = ()
    if before.clock.utc_minus_mono_s != station.clock.utc_minus_mono_s:
        found += ((Incident.TIME_SET, ""),)
    if before.settings is not station.settings:
        names = tuple(name for name in GUARDING if _is_changed(before, station, name))
        found += ((Incident.RECONFIGURATION, ", ".join(names)),) if names else ()
    if before.ports is not station.ports and _is_full(station) and not _is_full(before):
        found += ((Incident.MEMORY_EXHAUSTION, ""),)
    return found


def _is_changed(before: Station, station: Station, name: str) -> bool:
    """What was asked for, not what counts: the end of a trial is no change."""
    variable = station.settings.layers.variables[name]
    return before.settings.reported(variable) != station.settings.reported(variable)


def _is_full(station: Station) -> bool:
    return any(Fault.STORE_FULL in standing_faults(port) for port in station.ports)


def at_start(station: Station, moment: Moment) -> Said:
    """What every start is, and why there was one."""
    said = NOTHING
    if station.boot_cause is not BootCause.POWER_UP:
        station, more = recorded(station, Incident.RESET, station.boot_cause.value, moment)
        said += more
    station, more = recorded(station, Incident.STARTUP, "", moment)
    return station, said + more


AGAIN = Due(STATION, Timer.INCIDENT)
GUARDING: Final = tuple(
    variable.name
    for variable in (
        registry.PASSWORD,
        registry.SECURITY_PROFILE,
        registry.VERIFY_CERTIFICATE,
        registry.ORGANIZATION,
        registry.IDENTITY,
    )
)
