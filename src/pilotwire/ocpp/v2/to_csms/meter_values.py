"""MeterValues: readings outside the rows of a transaction (OCPP 2.0.1 J01)."""

from __future__ import annotations

from pilotwire.core.station import Station
from pilotwire.core.trigger import MeterSampled
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v2.messages.meter_values import MeterValuesRequest
from pilotwire.ocpp.v2.sample import meter_values


def told(fact: MeterSampled, station: Station) -> tuple[Message, ...]:
    """The samples of one EVSE (OCPP 2.0.1 J01.FR.02); nothing where the meter knows none of the measurands."""
    values = meter_values(fact.samples, station)
    if values is None:
        return ()
    return (Message("MeterValues", MeterValuesRequest(evse_id=fact.evse, meter_value=values)),)
