"""Which status was told when: the central system hears of a change once, and of what changed while it was away."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pilotwire.core.deadline import STATION
from pilotwire.core.moment import Stamp, stamp
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.fault import Fault, first_fault
from pilotwire.core.port.phase import Operability
from pilotwire.core.transaction import Phase

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


OVER = (Charging.FINISHED, Charging.EMPTY, Charging.PLUGGED, Charging.CLAIMED, Charging.UNAVAILABLE)


@dataclass(frozen=True, slots=True)
class Status:
    """What is told about an EVSE or, at EVSE 0, about the station itself."""

    charging: Charging
    fault: Fault | None = None


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
        out = station.operability is Operability.INOPERATIVE
        return Status(Charging.UNAVAILABLE if out else Charging.EMPTY)
    port = station.ports[evse - 1]
    charging = charging_of(port)
    if charging is Charging.EMPTY and evse in station.claims:
        charging = Charging.CLAIMED
    transaction = station.transactions.get(evse)
    if charging in OVER and transaction is not None and transaction.phase is Phase.ENDING:
        charging = Charging.STOPPING  # not over before the last words are said
    return Status(charging, first_fault(port))


def reported(station: Station, evses: tuple[int, ...], moment: Moment) -> Said:
    """*station* having told the status of those *evses* of which it was last told otherwise; it must be online."""
    told, facts = dict(station.told), []
    for evse in evses:
        status, was = status_of(station, evse), station.told.get(evse)
        if status != was:
            told[evse] = status
            facts.append(StatusChanged(evse, status, was, stamp(station.boot, moment)))
    if not facts:
        return station, NOTHING
    return replace(station, told=told), Outcome(facts=tuple(facts))
