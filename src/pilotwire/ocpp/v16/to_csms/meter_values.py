"""MeterValues: readings during transactions and outside of them (OCPP 1.6 4.7)."""

from collections.abc import Mapping

from pilotwire.core.sampling import Sampled
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v16.messages.meter_values import MeterValue, MeterValuesRequest, SampledValue, UnitOfMeasure
from pilotwire.ocpp.v16.to_csms.sampled_value import sampled_values

ACTION = "MeterValues"
# "OCPP 1.6 does not have a UnitOfMeasure for frequency" (errata 3.86): some schemas know Hertz, others refuse it.
UNITS: Mapping[str, UnitOfMeasure] = {each.value: each for each in UnitOfMeasure if each is not UnitOfMeasure.HERTZ}


def meter_values(
    connector: int, samples: tuple[Sampled, ...], transaction_id: int | None, station: Station
) -> tuple[Message, ...]:
    """The readings; nothing where they hold no value."""
    values = tuple([value for each in samples if (value := _meter_value(each, station)).sampled_value])
    if not values:
        return ()
    return (
        Message(ACTION, MeterValuesRequest(connector_id=connector, meter_value=values, transaction_id=transaction_id)),
    )


def _meter_value(sampled: Sampled, station: Station) -> MeterValue:
    timestamp = wire_time(sampled.stamp, station)
    return MeterValue(timestamp=timestamp, sampled_value=sampled_values(sampled, SampledValue, UNITS))
