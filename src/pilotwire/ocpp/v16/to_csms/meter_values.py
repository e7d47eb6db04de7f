"""MeterValues: readings during transactions and outside of them (OCPP 1.6 4.7)."""

from collections.abc import Mapping

from pilotwire.core.sampling import Sampled
from pilotwire.core.station import Station
from pilotwire.core.transaction import TransactionChanged
from pilotwire.core.trigger import MeterSampled
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v16.messages.meter_values import MeterValue, MeterValuesRequest, SampledValue, UnitOfMeasure
from pilotwire.ocpp.v16.to_csms.sampled_value import Words, sampled_values
from pilotwire.personality.model import MeterForm

ACTION = "MeterValues"
# "OCPP 1.6 does not have a UnitOfMeasure for frequency" (errata 3.86): some schemas know Hertz, others refuse it.
UNITS: Mapping[str, UnitOfMeasure] = {each.value: each for each in UnitOfMeasure if each is not UnitOfMeasure.HERTZ}
WORDS = Words(SampledValue, UNITS)


def meter_values(
    fact: TransactionChanged | MeterSampled, number: int | None, station: Station, form: MeterForm
) -> tuple[Message, ...]:
    """The readings of *fact*, in transaction *number* if that is known; nothing where they hold no value."""
    values = tuple([value for each in fact.samples if (value := _meter_value(each, station, form)).sampled_value])
    if not values:
        return ()
    request = MeterValuesRequest(connector_id=fact.evse, meter_value=values, transaction_id=number)
    return (Message(ACTION, request),)


def _meter_value(sampled: Sampled, station: Station, form: MeterForm) -> MeterValue:
    timestamp = wire_time(sampled.stamp, station)
    return MeterValue(timestamp=timestamp, sampled_value=sampled_values(sampled, station, WORDS, form))
