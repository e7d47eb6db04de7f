"""The central system as the station sees it: offline, asked, pending, rejected or accepted, and what each permits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import meter_key, registry
from pilotwire.core.clock import told
from pilotwire.core.deadline import STATION, Due, Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import Machine, for_all, ignoring
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.rules import LinkBack, Unregistered
from pilotwire.core.settings import Settings, Write, write

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


class Registration(Enum):
    """Whether the central system knows this station since its start."""

    OFFLINE = "offline"  # not registered since the start, and no link
    EARLY = "early"  # linked, but so soon after the start that we do not introduce ourselves yet
    ASKED = "asked"  # BootNotification is on its way
    PENDING = "pending"
    REJECTED = "rejected"
    ACCEPTED = "accepted"
    AWAY = "away"  # accepted before; the link is down


class BootCause(Enum):
    """Why the station boots (OCPP 2.0.1 BootReasonEnumType)."""

    POWER_UP = "PowerUp"
    REMOTE_RESET = "RemoteReset"
    SCHEDULED_RESET = "ScheduledReset"
    WATCHDOG = "Watchdog"
    TRIGGERED = "Triggered"
    FIRMWARE_UPDATE = "FirmwareUpdate"


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """The connection to the central system is up or down."""

    online: bool


@dataclass(frozen=True, slots=True)
class BootAnswered:
    """The answer to BootNotification: *registration* is PENDING, REJECTED or ACCEPTED; None: nobody answered."""

    registration: Registration | None
    interval_s: int = 0
    utc_s: float | None = None


@dataclass(frozen=True, slots=True)
class HeartbeatAnswered:
    """The central system says what time it is; None: nobody answered."""

    utc_s: float | None


@dataclass(frozen=True, slots=True)
class SendBoot:
    """Ask the central system to accept this station (OCPP 1.6 4.2, OCPP 2.0.1 B01)."""

    cause: BootCause


@dataclass(frozen=True, slots=True)
class SendHeartbeat:
    """Tell the central system that the station is there (OCPP 1.6 4.6, OCPP 2.0.1 G02)."""


@dataclass(frozen=True, slots=True)
class Registered:
    """The central system said whether it accepts this station."""

    registration: Registration


def is_registered(station: Station) -> bool:
    """The central system that is configured now has accepted this station once, or it need not (OCPP 1.6 4.2.1)."""
    settings = station.settings
    need_not = station.rules.unregistered is Unregistered.CHARGES or not settings.get(registry.OCPP_ENABLED)
    return need_not or _is_accepted(station)


def _is_accepted(station: Station) -> bool:
    """Whoever is called now has accepted this station, by the name it calls itself now."""
    return station.accepted_by == station.settings.get(registry.CSMS_URL)


def is_online(station: Station) -> bool:
    """The central system can be asked and told: the link is up and the station accepted."""
    return station.registration is Registration.ACCEPTED


def is_expected(station: Station, moment: Moment) -> bool:
    """So soon after the start a central system may still be found: nobody is judged without it (guide 3.4 T14)."""
    is_unknown = station.registration in (Registration.OFFLINE, Registration.EARLY, Registration.ASKED)
    is_wanted = station.settings.get(registry.OCPP_ENABLED) and station.settings.get(registry.CSMS_URL) is not None
    return is_unknown and is_wanted and moment.mono_s < offline_s(station)


def offline_s(station: Station) -> float:
    """When a station that has not found its central system gives up waiting for it."""
    return station.begun_s + station.rules.offline_after_s


def on_link_up(station: Station, event: LinkChanged, moment: Moment) -> Said:
    """The first link since the start: introduce ourselves, unless it is too early for that."""
    due_s = _boot_due_s(station)
    if due_s <= moment.mono_s:
        return _booting(station)
    deadlines = arm(station.deadlines, BOOT_AGAIN, due_s)
    return replace(station, registration=Registration.EARLY, deadlines=deadlines), NOTHING


def _boot_due_s(station: Station) -> float:
    """When we may introduce ourselves: a while after the start, and a longer one as long as a meter is missing."""
    is_metered = all(port.reading is not None for port in station.ports)
    rules = station.rules
    return station.begun_s + (rules.boot_earliest_s if is_metered else max(rules.boot_earliest_s, rules.boot_latest_s))


def _booting(station: Station) -> Said:
    station = replace(station, registration=Registration.ASKED, deadlines=disarm(station.deadlines, BOOT_AGAIN))
    return station, Outcome(commands=(SendBoot(station.boot_cause),))


def introduced(station: Station, moment: Moment) -> Said:
    """*station* not waiting any longer for a meter that has come (chargebyte guide 3.4 T14)."""
    if station.registration is not Registration.EARLY:
        return station, NOTHING
    due_s = _boot_due_s(station)
    if due_s <= moment.mono_s:
        return _booting(station)
    return station if station.deadlines.get(BOOT_AGAIN) == due_s else station.armed(BOOT_AGAIN, due_s), NOTHING


def on_link_back(station: Station, event: LinkChanged, moment: Moment) -> Said:
    """A link that was only lost: go on where we were (OCPP 1.6 4.2, OCPP 2.0.1 B01.FR.08), unless it is another one."""
    if station.settings.get(registry.BOOT_ON_RECONNECT) or not _is_accepted(station):
        return _booting(station)
    told = station.told if station.rules.link_back is LinkBack.NEWS else {}
    return _beating(replace(station, registration=Registration.ACCEPTED, told=told), moment), NOTHING


def on_link(before: Callable[..., Said]) -> Callable[..., Said]:
    """A handler that treats a link going up as *before* does, and one that is down already as nothing new."""

    def handler(station: Station, event: LinkChanged, moment: Moment) -> Said:
        return before(station, event, moment) if event.online else (station, NOTHING)

    return handler


def on_link_lost(station: Station, event: LinkChanged, moment: Moment) -> Said:
    """Charging goes on; what is told waits in the ledger."""
    if event.online:
        return station, NOTHING
    was_accepted = station.registration is Registration.ACCEPTED
    deadlines = disarm(disarm(station.deadlines, BOOT_AGAIN), HEARTBEAT)
    registration = Registration.AWAY if was_accepted else Registration.OFFLINE
    return replace(station, registration=registration, deadlines=deadlines), NOTHING


def on_boot_answered(station: Station, event: BootAnswered, moment: Moment) -> Said:
    """Accepted, pending, rejected, or no answer at all: then once more, later (OCPP 1.6 4.2, OCPP 2.0.1 B02, B03)."""
    station, said = told(station, event.utc_s, moment)
    if event.registration is Registration.ACCEPTED:
        station, more = _accepted(station, event, moment)
        return station, said + more
    if event.registration is None and is_online(station):
        return station, said  # one that was asked for out of its turn: nothing is lost
    again_s = moment.mono_s + (max(event.interval_s, 0) or station.rules.silent_boot_retry_s)
    station = replace(
        station,
        registration=event.registration or station.registration,
        deadlines=arm(disarm(station.deadlines, HEARTBEAT), BOOT_AGAIN, again_s),
    )
    return station, said + Outcome(facts=(Registered(event.registration),) if event.registration else ())


def _accepted(station: Station, event: BootAnswered, moment: Moment) -> Said:
    """From now on everything may be said; a central system that accepts us anew is reported everything anew."""
    interval_s = event.interval_s or Settings(station.settings.layers).get(registry.HEARTBEAT_INTERVAL_S)
    station = replace(
        station,
        registration=Registration.ACCEPTED,
        accepted_by=station.settings.get(registry.CSMS_URL),
        settings=_heartbeat_set(station.settings, interval_s),
        told=station.told if is_online(station) else {},
        untold=station.untold if is_online(station) else {},
        deadlines=disarm(station.deadlines, BOOT_AGAIN),
    )
    station, keys = meter_key.told(_beating(station, moment))
    return station, Outcome(facts=(Registered(Registration.ACCEPTED),)) + keys


def _heartbeat_set(settings: Settings, interval_s: int) -> Settings:
    if settings.get(registry.HEARTBEAT_INTERVAL_S) == interval_s:
        return settings
    return write(settings, Write(registry.HEARTBEAT_INTERVAL_S.name, interval_s))[0]


def on_boot_due(station: Station, event: Due, moment: Moment) -> Said:
    """The interval the central system asked for is over, or it is not too early any more."""
    return _booting(station)


def on_heartbeat_due(station: Station, event: Due, moment: Moment) -> Said:
    """Still there."""
    return _beating(station, moment), Outcome(commands=(SendHeartbeat(),))


def on_heartbeat_answered(station: Station, event: HeartbeatAnswered, moment: Moment) -> Said:
    """The time of the central system, where it is our clock."""
    return told(station, event.utc_s, moment)


def _beating(station: Station, moment: Moment) -> Station:
    at_s = moment.mono_s + station.settings.get(registry.HEARTBEAT_INTERVAL_S)
    return replace(station, deadlines=arm(station.deadlines, HEARTBEAT, at_s))


def rescheduled(before: Station, station: Station, moment: Moment) -> Station:
    """*station* with its heartbeat at a newly written interval (OCPP 1.6 9.1.8)."""
    variable = registry.HEARTBEAT_INTERVAL_S
    if not is_online(station) or before.settings.get(variable) == station.settings.get(variable):
        return station
    return _beating(station, moment)


BOOT_AGAIN = Due(STATION, Timer.BOOT)
HEARTBEAT = Due(STATION, Timer.HEARTBEAT)
UP = frozenset(set(Registration) - {Registration.OFFLINE, Registration.AWAY})
DOWN = frozenset({Registration.OFFLINE, Registration.AWAY})

REGISTRATION: Machine[Station, Outcome] = Machine(
    name="registration",
    phases=Registration,
    phase_of=lambda station: station.registration,
    hears=(LinkChanged, BootAnswered, HeartbeatAnswered, Timer.BOOT, Timer.HEARTBEAT),
    table={
        (Registration.OFFLINE, LinkChanged): on_link(on_link_up),
        (Registration.AWAY, LinkChanged): on_link(on_link_back),
        **for_all(UP, LinkChanged, on_link_lost),
        **for_all(UP, BootAnswered, on_boot_answered),
        **for_all(UP, HeartbeatAnswered, on_heartbeat_answered),
        **for_all(UP, Timer.BOOT, on_boot_due),
        (Registration.ACCEPTED, Timer.HEARTBEAT): on_heartbeat_due,
    },
    ignored=ignoring(DOWN, BootAnswered, HeartbeatAnswered, Timer.BOOT)  # an answer that came as the link broke
    | ignoring(set(Registration) - {Registration.ACCEPTED}, Timer.HEARTBEAT),
    nothing=NOTHING,
)
