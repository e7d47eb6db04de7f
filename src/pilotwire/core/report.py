"""Which status was told when: the central system hears of a change once, and of what changed while it was away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.csms import is_online
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.local_list import is_disputed
from pilotwire.core.moment import Stamp, stamp
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.availability import ANNOUNCED
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.fault import NO_FAULTS, Fault, first_fault, standing_faults
from pilotwire.core.port.phase import Operability, Pilot
from pilotwire.core.reservation import is_kept
from pilotwire.core.rules import RejectedEnd
from pilotwire.core.stop import BY_REJECTION, BY_UNPLUGGING
from pilotwire.core.transaction import Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


OVER = (
    Charging.FINISHED,
    Charging.EMPTY,
    Charging.PLUGGED,
    Charging.CLAIMED,
    Charging.RESERVED,
    Charging.UNAVAILABLE,
)


@dataclass(frozen=True, slots=True)
class Status:
    """What is told about an EVSE or, at EVSE 0, about the station itself."""

    charging: Charging
    fault: Fault | None = None
    together: frozenset[Fault] = NO_FAULTS  # those of the standing ones that are told beside the first
    is_parted: bool = False  # the plug was pulled out of the vehicle, and the cable is still here


@dataclass(frozen=True, slots=True)
class Untold:
    """A status that waits for its time to be told, and since when it has been so (monotonic seconds)."""

    status: Status
    since_s: float


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """The status of *evse* is *status*; *was* is what the central system was told last, None: nothing yet."""

    evse: int
    status: Status
    was: Status | None
    stamp: Stamp


def status_of(station: Station, evse: int) -> Status:
    """What is to be told about *evse*."""
    if evse == STATION:
        out = station.operability is Operability.INOPERATIVE and not _is_left(station)
        fault = Fault.LOCAL_LIST_CONFLICT if is_disputed(station) else None
        return Status(Charging.UNAVAILABLE if out else Charging.EMPTY, fault)
    port = station.ports[evse - 1]
    charging = charging_of(port)
    if charging is Charging.EMPTY and _is_awaited(station, evse):
        charging = Charging.CLAIMED
    elif charging is Charging.EMPTY and is_kept(station, evse):
        charging = Charging.RESERVED
    transaction = station.transactions.get(evse)
    if charging in OVER and transaction is not None and transaction.phase is Phase.ENDING:
        charging = Charging.STOPPING  # not over before the last words are said
    together = standing_faults(port) & station.rules.told_together
    return Status(charging, first_fault(port), together, _is_parted(port, charging))


def _is_left(station: Station) -> bool:
    """Some EVSE only leaves service, with the driver who is there."""
    return any(port.availability.station in ANNOUNCED for port in station.ports)


def _is_parted(port: Port, charging: Charging) -> bool:
    """OCPP 1.6 4.9: a transaction that the vehicle has left, whether that suspends it or has ended it."""
    if port.pilot is not Pilot.GONE:
        return False
    return charging is Charging.SUSPENDED_EV or (charging is Charging.FINISHED and port.grant.stop == BY_UNPLUGGING)


def _is_awaited(station: Station, evse: int) -> bool:
    """Somebody is about to plug in here: at this EVSE, or at whichever they like where there is no other."""
    return evse in station.claims or (len(station.ports) == 1 and STATION in station.claims)


def reported(station: Station, evses: tuple[int, ...], moment: Moment) -> Said:
    """*station* having told the status of those *evses* of which it was last told otherwise; it must be online.

    A status that has to last a while before it is told, or to keep its distance from the one before, waits for its time
    (OCPP 1.6 9.1.17 MinimumStatusDuration; chargebyte guide 3.4: 10 s between two); the first one never waits.
    """
    said = NOTHING
    for evse in evses:
        status = status_of(station, evse)
        if status == station.told.get(evse) or _is_untold(station, evse, status):
            station = _forgotten(station, evse)
        elif _due_s(station, evse, status, moment) <= moment.mono_s:
            station, more = _told(_forgotten(station, evse), evse, status, moment)
            said += more
        else:
            station = _waiting(station, evse, status, moment)
    return station, said


def _is_untold(station: Station, evse: int, status: Status) -> bool:
    """*status* is none of the central system's business: it has refused this driver itself."""
    if station.rules.rejected_end is RejectedEnd.TOLD or status.charging is not Charging.FINISHED:
        return False
    return status.fault is None and station.ports[evse - 1].grant.stop == BY_REJECTION


def _due_s(station: Station, evse: int, status: Status, moment: Moment) -> float:
    """When *status* may be told."""
    if evse not in station.told:
        return moment.mono_s
    last_s = station.told_s.get(evse)
    lasted_s = _since_s(station, evse, status, moment) + station.settings.get(registry.MINIMUM_STATUS_S)
    return lasted_s if last_s is None else max(lasted_s, last_s + station.rules.status_gap_s)


def _since_s(station: Station, evse: int, status: Status, moment: Moment) -> float:
    untold = station.untold.get(evse)
    return untold.since_s if untold is not None and untold.status == status else moment.mono_s


def _told(station: Station, evse: int, status: Status, moment: Moment) -> Said:
    fact = StatusChanged(evse, status, station.told.get(evse), stamp(station.boot, moment))
    station = replace(station, told={**station.told, evse: status})
    if station.rules.status_gap_s:
        station = replace(station, told_s={**station.told_s, evse: moment.mono_s})
    return station, Outcome(facts=(fact,))


def _waiting(station: Station, evse: int, status: Status, moment: Moment) -> Station:
    untold = Untold(status, _since_s(station, evse, status, moment))
    if station.untold.get(evse) == untold:
        return station
    due_s = _due_s(station, evse, status, moment)
    station = replace(station, untold={**station.untold, evse: untold})
    return station.armed(Due(evse, Timer.STATUS), due_s)


def _forgotten(station: Station, evse: int) -> Station:
    if evse not in station.untold:
        return station
    untold = {each: waiting for each, waiting in station.untold.items() if each != evse}
    return replace(station, untold=untold).disarmed(Due(evse, Timer.STATUS))


def on_status_due(station: Station, event: Due, moment: Moment) -> Said:
    """The time of a status that waited."""
    is_here = STATION <= event.evse <= len(station.ports)
    return reported(station, (event.evse,), moment) if is_here and is_online(station) else (station, NOTHING)
