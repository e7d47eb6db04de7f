"""How a transaction is told: one row of the ledger after the other, up to its last words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.csms import is_online
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.frozen import replace
from pilotwire.core.moment import stamp
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.points import Point, points_at, state_of
from pilotwire.core.sampling import Occasion, Sampled, durable_reading, sampled, told_wh
from pilotwire.core.stop import Trigger
from pilotwire.core.token import Token
from pilotwire.core.transaction import ChargingState, Ending, Kind, Phase, Transaction, TransactionChanged
from pilotwire.core.transaction_data import at_end, begun

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]


def finish(station: Station, evse: int, moment: Moment) -> Said:
    """The last words of a transaction that is ending, with the newest reading; nothing where none is ending."""
    transaction = station.transactions.get(evse)
    if transaction is None or transaction.ending is None:
        return station, NOTHING
    station = station.disarmed(Due(evse, Timer.FINAL_READING))
    ending = transaction.ending
    samples = sampled(station, evse, Occasion.END, at_end(station.settings), moment)
    samples = tuple(replace(each, stamp=ending.stamp) for each in samples)
    fact = last_words(evse, transaction, ending, _told_wh(station, evse, transaction), samples)
    return station.with_transaction(evse, None), Outcome(facts=(fact,))


def last_words(
    evse: int, transaction: Transaction, ending: Ending, meter_wh: float | None, samples: tuple[Sampled, ...]
) -> TransactionChanged:
    """The last row of *transaction*, however it came to its end (OCPP 1.6 4.10, OCPP 2.0.1 E06)."""
    return TransactionChanged(
        transaction=transaction.id,
        seq=transaction.next_seq,
        kind=Kind.ENDED,
        trigger=ending.stop.trigger,
        reason=ending.stop.reason,
        stamp=ending.stamp,
        offline=ending.offline,
        evse=evse,
        token=ending.stop.token or transaction.token,
        names_token=ending.stop.trigger is Trigger.STOP_AUTHORIZED,
        charging=ending.charging,
        becomes_chargeable=False,
        was_chargeable=ending.was_chargeable,
        remote_start_id=transaction.remote_start_id,
        meter_wh=meter_wh,
        samples=samples,
        reservation=transaction.reservation,
    )


def tell(
    station: Station,
    evse: int,
    kind: Kind,
    trigger: Trigger,
    moment: Moment,
    samples: tuple[Sampled, ...] = (),
) -> Said:
    """One more row about the transaction of *evse*, which goes on."""
    transaction = station.transactions[evse]
    becomes = transaction.phase is Phase.OPEN and Point.POWER_PATH_CLOSED in points_at(station, evse)
    fact = TransactionChanged(
        transaction=transaction.id,
        seq=transaction.next_seq,
        kind=kind,
        trigger=trigger,
        reason=None,
        stamp=stamp(station.boot, moment),
        offline=not is_online(station),
        evse=evse,
        token=_stopped_by(station, evse, trigger) or transaction.token,
        names_token=_names_token(station, evse, kind, trigger),
        charging=state_of(station.ports[evse - 1]) if evse else ChargingState.IDLE,
        becomes_chargeable=becomes,
        was_chargeable=transaction.phase is Phase.CHARGEABLE,
        remote_start_id=transaction.remote_start_id,
        meter_wh=_told_wh(station, evse, transaction),
        samples=samples,
        reservation=transaction.reservation,
    )
    phase = Phase.CHARGEABLE if becomes else transaction.phase
    reading = durable_reading(station, evse, moment) or transaction.reading
    told = replace(
        transaction,
        known=fact.stamp,
        phase=phase,
        next_seq=transaction.next_seq + 1,
        reading=reading,
        chargeable=fact.stamp if becomes else transaction.chargeable,
    )
    if becomes:
        told = replace(told, first_wh=_register_wh(station, evse, transaction))
    station, said = station.with_transaction(evse, told), Outcome(facts=(fact,))
    return _opened(station, evse, said, moment) if becomes else (station, said)


def _opened(station: Station, evse: int, said: Outcome, moment: Moment) -> Said:
    """Energy may flow from now on: what the meter says is kept for the end, and told at once if that is wanted."""
    said += Outcome(facts=begun(station, evse, moment))
    samples = sampled(station, evse, Occasion.BEGIN, station.settings.get(registry.SAMPLED_AFTER_START), moment)
    if not samples:
        return station, said
    station, more = tell(station, evse, Kind.UPDATED, Trigger.METER_VALUE_PERIODIC, moment, samples)
    return station, said + more


def _names_token(station: Station, evse: int, kind: Kind, trigger: Trigger) -> bool:
    """OCPP 2.0.1 E03.FR.01, E05.FR.02: the token is named once, in the row in which the driver becomes known."""
    if trigger in (Trigger.AUTHORIZED, Trigger.REMOTE_START, Trigger.STOP_AUTHORIZED):
        return True
    return kind is Kind.STARTED and Point.AUTHORIZED in points_at(station, evse)


def _stopped_by(station: Station, evse: int, trigger: Trigger) -> Token | None:
    """The token that has just ended the permit of *evse*, while its transaction goes on (OCPP 2.0.1 E07.FR.02)."""
    stop = station.ports[evse - 1].grant.stop if evse and trigger is Trigger.STOP_AUTHORIZED else None
    return None if stop is None else stop.token


def _told_wh(station: Station, evse: int, transaction: Transaction) -> float | None:
    register_wh = _register_wh(station, evse, transaction)
    return None if register_wh is None else told_wh(station.rules, transaction, register_wh)


def _register_wh(station: Station, evse: int, transaction: Transaction) -> float | None:
    reading = station.ports[evse - 1].reading if evse else None
    if reading is not None:
        return reading.energy_wh
    return transaction.reading.energy_wh if transaction.reading else None
