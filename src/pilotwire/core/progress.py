"""The one place where a transaction begins, goes on and ends: an EVSE before a step compared with the same after it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.csms import is_online
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.moment import stamp
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.points import Point, Points, points_at, state_of
from pilotwire.core.port.charging import Charging, CutOff, Origin, charging_of
from pilotwire.core.port.guard import is_blocked, is_plugged
from pilotwire.core.port.meter import ReadMeter
from pilotwire.core.port.phase import Permit
from pilotwire.core.reservation import used
from pilotwire.core.row import finish, tell
from pilotwire.core.sampling import Occasion, counted, sampled, sampling_armed
from pilotwire.core.settings import taken_over
from pilotwire.core.stop import BY_FAULT, BY_UNPLUGGING, BY_VEHICLE, Stop, Trigger
from pilotwire.core.transaction import ChargingState, Ending, Kind, Phase, Transaction
from pilotwire.core.variable import Applies

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


def progress(before: Station, station: Station, evse: int, moment: Moment) -> Said:
    """Begin, continue or end the transaction of *evse*, as the points that were reached or left demand (E01, E06).

    Whatever is reached with a start point behind it begins one: no energy flows without. And none outlives both driver
    and vehicle, whatever the stop points say (OCPP 1.6 9.1.25 StopTransactionOnEVSideDisconnect).
    """
    was, now = _points_before(before, station, evse), points_at(station, evse)
    transaction = station.transactions.get(evse)
    if transaction is None or transaction.phase is Phase.ENDING:
        if not now - was or not now & _points(station.settings.get(registry.TX_START_POINT)):
            return station, NOTHING
        station, last_words = finish(station, evse, moment)  # the last driver's reading will not come in time
        station, begun = _begin(station, evse, now - was, moment)
        return station, last_words + begun
    if not now or (was - now) & _stop_points(station):
        return end(station, evse, _stop_at(before, station, evse), moment)
    return _continue(before, station, evse, now - was, moment)


def _points_before(before: Station, station: Station, evse: int) -> Points:
    """What was reached before; where another driver has taken the place of one who waited, only the vehicle."""
    old, new = before.claims.get(evse), station.claims.get(evse)
    is_replaced = old is not None and new is not None and old is not new
    return points_at(before, evse) & {Point.EV_CONNECTED} if is_replaced else points_at(before, evse)


@lru_cache(maxsize=64)
def _points(names: tuple[str, ...]) -> Points:
    return frozenset(Point(name) for name in names)


def _stop_points(station: Station) -> Points:
    """What ends a transaction when it is left; the vehicle alone only where it may not come back."""
    points = _points(station.settings.get(registry.TX_STOP_POINT))
    return points if station.settings.get(registry.STOP_ON_UNPLUG) else points - {Point.EV_CONNECTED}


def _begin(station: Station, evse: int, gained: Points, moment: Moment) -> Said:
    settings = taken_over(station.settings, Applies.NEXT_TRANSACTION)
    station, name = (station if settings is station.settings else replace(station, settings=settings)).named()
    station = _introduced(station, Transaction(name, stamp(station.boot, moment)), evse)
    station = counted(sampling_armed(station, evse, moment), evse, Occasion.PERIODIC, Occasion.CLOCK)
    samples = sampled(station, evse, Occasion.BEGIN, station.settings.get(registry.SAMPLED_AT_START), moment)
    return tell(station, evse, Kind.STARTED, _first_trigger(station, evse, gained), moment, samples)


def _first_trigger(station: Station, evse: int, gained: Points) -> Trigger:
    """A remote start is told in the first row there is, even if a plug began it (OCPP 2.0.1 F02.FR.21)."""
    origin = _origin(station, evse)
    is_remote = origin is not None and origin.trigger is Trigger.REMOTE_START
    return Trigger.REMOTE_START if is_remote else _trigger(station, evse, gained)


def _origin(station: Station, evse: int) -> Origin | None:
    """How the driver who waits or may charge at *evse* came to it."""
    claim = station.claims.get(evse)
    if claim is not None:
        return claim.origin
    grant = station.ports[evse - 1].grant if evse else None
    return grant.origin if grant is not None and grant.permit is Permit.GIVEN else None


def _continue(before: Station, station: Station, evse: int, gained: Points, moment: Moment) -> Said:
    stop = _withdrawn(before, station, evse)
    is_same_state = not evse or state_of(before.ports[evse - 1]) is state_of(station.ports[evse - 1])
    if not gained and not stop and is_same_state:
        return station, NOTHING
    station = _introduced(station, station.transactions[evse], evse)
    trigger = stop.trigger if stop else _trigger(station, evse, gained)
    return tell(station, evse, Kind.UPDATED, trigger, moment)


def _withdrawn(before: Station, station: Station, evse: int) -> Stop | None:
    """Why the permit of *evse* was just used up while its transaction goes on (a TxStopPoint without Authorized)."""
    if not evse or station.ports[evse - 1].grant.permit is not Permit.SPENT:
        return None
    was_spent = before.ports[evse - 1].grant.permit is Permit.SPENT
    return None if was_spent else station.ports[evse - 1].grant.stop


def _introduced(station: Station, transaction: Transaction, evse: int) -> Station:
    """*station* with *transaction* at *evse*, made out to the driver it is known to belong to now."""
    claim = station.claims.get(evse)
    grant = station.ports[evse - 1].grant if evse else None
    if claim is not None:
        transaction = replace(transaction, token=claim.token, remote_start_id=claim.origin.remote_start_id)
    elif grant is not None and grant.permit is Permit.GIVEN:
        transaction = replace(transaction, token=grant.token, remote_start_id=grant.origin.remote_start_id)
    return used(station, evse, transaction)


def _trigger(station: Station, evse: int, gained: Points) -> Trigger:
    if Point.EV_CONNECTED in gained:
        return Trigger.CABLE_PLUGGED_IN
    origin = _origin(station, evse)
    if Point.AUTHORIZED in gained and origin is not None:
        return origin.trigger
    if evse and charging_of(station.ports[evse - 1]) is Charging.FAULTED:
        return Trigger.ABNORMAL_CONDITION
    return Trigger.CHARGING_STATE_CHANGED


def _stop_at(before: Station, station: Station, evse: int) -> Stop:
    """Why the transaction of *evse* ends: what the permit says, or else what happened to the vehicle."""
    port = station.ports[evse - 1]
    stop = port.grant.stop or before.ports[evse - 1].grant.stop
    if stop is not None:
        return stop
    if is_blocked(port):
        return BY_FAULT
    return BY_VEHICLE if is_plugged(port) else BY_UNPLUGGING


def end(station: Station, evse: int, stop: Stop, moment: Moment) -> Said:
    """The transaction of *evse* is over but for its last reading, which is asked for; without a meter, altogether."""
    transaction = station.transactions[evse]
    if transaction.phase is Phase.ENDING:
        return station, NOTHING
    state = state_of(station.ports[evse - 1]) if evse else ChargingState.IDLE
    was_chargeable = transaction.phase is Phase.CHARGEABLE
    ending = Ending(stop, stamp(station.boot, moment), state, was_chargeable, not is_online(station))
    station = station.with_transaction(evse, replace(transaction, phase=Phase.ENDING, ending=ending))
    station = station.disarmed(Due(evse, Timer.SAMPLE))
    if not evse:
        return finish(station, evse, moment)
    station, said = station.step_port(CutOff(evse, stop), moment)  # a permit does not outlive its transaction
    if station.ports[evse - 1].reading is None:
        station, last_words = finish(station, evse, moment)
        return station, said + last_words
    station = station.armed(Due(evse, Timer.FINAL_READING), moment.mono_s + station.rules.final_reading_s)
    return station, said + Outcome(commands=(ReadMeter(evse),))
