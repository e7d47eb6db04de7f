"""StopTransaction: a transaction is over (OCPP 1.6 4.10)."""

from collections.abc import Mapping

from pilotwire.core.sampling import Sampled
from pilotwire.core.station import Station
from pilotwire.core.stop import Reason as Why
from pilotwire.core.transaction import TransactionChanged
from pilotwire.core.transaction_data import at_end
from pilotwire.ocpp.dialect import Heard, Message
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v16.id_tag import id_tag_of, info_of
from pilotwire.ocpp.v16.messages.stop_transaction import (
    MeterValue,
    Reason,
    SampledValue,
    StopTransactionRequest,
    StopTransactionResponse,
    UnitOfMeasure,
)
from pilotwire.ocpp.v16.to_csms.sampled_value import Words, sampled_values
from pilotwire.personality.model import MeterForm

ACTION = "StopTransaction"
UNITS: Mapping[str, UnitOfMeasure] = {each.value: each for each in UnitOfMeasure}  # no Hertz: errata 3.86
WORDS = Words(SampledValue, UNITS)
REASONS: Mapping[Why | None, Reason] = {
    Why.DEAUTHORIZED: Reason.DE_AUTHORIZED,
    Why.EMERGENCY_STOP: Reason.EMERGENCY_STOP,
    Why.VEHICLE_UNPLUGGED: Reason.EV_DISCONNECTED,
    Why.LOCAL: Reason.LOCAL,
    Why.MASTER_PASS: Reason.LOCAL,  # OCPP 1.6 7.36 has no word for it; the idTag is that of the pass
    Why.OTHER: Reason.OTHER,
    Why.POWER_LOSS: Reason.POWER_LOSS,
    Why.REBOOT: Reason.REBOOT,
    Why.REMOTE: Reason.REMOTE,
    Why.RESET_AT_ONCE: Reason.HARD_RESET,
    Why.RESET_ORDERLY: Reason.SOFT_RESET,
    Why.TIMEOUT: Reason.OTHER,  # OCPP 1.6 7.36 has no word for it
    Why.UNLOCK_COMMAND: Reason.UNLOCK_COMMAND,
    None: Reason.OTHER,
}


def stop_transaction(fact: TransactionChanged, number: int, station: Station, data: tuple[MeterValue, ...]) -> Message:
    """The end. The reason is always said, although Local may be left out: who reads it need not know the rule."""
    request = StopTransactionRequest(
        meter_stop=round(fact.meter_wh or 0),
        timestamp=wire_time(fact.stamp, station),
        transaction_id=number,
        id_tag=id_tag_of(fact.token) if fact.names_token else None,
        reason=REASONS[fact.reason],
        transaction_data=data or None,
    )
    return Message(ACTION, request)


def transaction_data(samples: tuple[Sampled, ...], station: Station, form: MeterForm) -> tuple[MeterValue, ...]:
    """The readings from the beginning to the end; none where none are wanted any more (OCPP 1.6 3.16.5)."""
    if not at_end(station.settings):
        return ()
    return tuple([value for each in samples if (value := _meter_value(each, station, form)).sampled_value])


def _meter_value(sampled: Sampled, station: Station, form: MeterForm) -> MeterValue:
    timestamp = wire_time(sampled.stamp, station)
    return MeterValue(timestamp=timestamp, sampled_value=sampled_values(sampled, station, WORDS, form))


def stopped(answer: StopTransactionResponse) -> Heard:
    """The word on the driver, if any: for the cache, as nothing is left to stop (OCPP 1.6 4.10)."""
    return Heard(info=None if answer.id_tag_info is None else info_of(answer.id_tag_info))
