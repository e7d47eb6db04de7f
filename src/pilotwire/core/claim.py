"""A driver who may charge and has not plugged in yet: waits at the station, or at the EVSE that was chosen for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.port.charging import Origin, Permitted
from pilotwire.core.port.guard import is_blocked, is_staying
from pilotwire.core.port.phase import Permit
from pilotwire.core.progress import end
from pilotwire.core.row import finish
from pilotwire.core.sampling import sampling_armed
from pilotwire.core.schedule import permitted
from pilotwire.core.stop import BY_ANOTHER_DRIVER, BY_PLUGGING_IN, BY_TIMEOUT, Stop
from pilotwire.core.token import Token

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


@dataclass(frozen=True, slots=True)
class Claim:
    """*token* may charge at the EVSE that is used first (or the one the claim stands at)."""

    token: Token
    origin: Origin


def is_free(port: Port) -> bool:
    """Somebody new may charge at *port*."""
    return port.grant.permit in (Permit.NONE, Permit.SPENT) and is_staying(port) and not is_blocked(port)


def claimed(station: Station, evse: int, claim: Claim, moment: Moment) -> Said:
    """*claim* waits at *evse* (0: at any) for a vehicle; it takes the place of a claim that waits there already."""
    station, said = dropped(station, evse, BY_ANOTHER_DRIVER, moment)
    station = replace(station, claims={**station.claims, evse: claim})
    patience_s = station.settings.get(registry.CONNECTION_TIMEOUT_S)
    if patience_s:
        station = station.armed(Due(evse, Timer.CLAIM), moment.mono_s + patience_s)
    return station, said


def dropped(station: Station, evse: int, stop: Stop, moment: Moment) -> Said:
    """The claim at *evse* is over, and with it a transaction that had begun with it; nothing where nobody waits."""
    if evse not in station.claims:
        return station, NOTHING
    station = without(station, evse)
    if evse not in station.transactions:
        return station, NOTHING
    return end(station, evse, stop, moment)


def without(station: Station, evse: int) -> Station:
    """*station* with nobody waiting at *evse*."""
    claims = {each: claim for each, claim in station.claims.items() if each != evse}
    return replace(station, claims=claims).disarmed(Due(evse, Timer.CLAIM))


def on_patience_over(station: Station, event: Due, moment: Moment) -> Said:
    """Nothing was plugged in in time (OCPP 1.6 ConnectionTimeOut, OCPP 2.0.1 E03.FR.05)."""
    return dropped(station, event.evse, BY_TIMEOUT, moment)


def moved(station: Station, evse: int) -> Station:
    """*station* with the driver who waits at any EVSE now waiting at *evse*, which must be free for them."""
    if STATION not in station.claims or evse in station.claims:
        return station
    claim = station.claims[STATION]
    station = without(station, STATION)
    return replace(station, claims={**station.claims, evse: claim})


def brought(station: Station, evse: int, moment: Moment) -> Said:
    """*station* with the transaction of the driver who came from any EVSE to *evse*; one that runs there goes on."""
    station, said = finish(station, evse, moment)  # of the last driver; the meter will not answer in time
    if evse in station.transactions:
        station, more = end(station, STATION, BY_PLUGGING_IN, moment)
        return station, said + more
    station = station.with_transaction(evse, station.transactions[STATION]).with_transaction(STATION, None)
    return sampling_armed(station, evse, moment), said


def taken(station: Station, evse: int, moment: Moment) -> Said:
    """The driver who waits at *evse* has plugged in and may charge."""
    claim = station.claims.get(evse)
    if claim is None:
        return station, NOTHING
    return permitted(without(station, evse), Permitted(evse, claim.token, claim.origin), moment)
