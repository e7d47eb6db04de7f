"""GetCompositeSchedule: what all limits together will be (OCPP 2.0.1 K08)."""

from __future__ import annotations

from pilotwire.core.event import Asked
from pilotwire.core.profile import RateUnit
from pilotwire.core.reply import Reply
from pilotwire.core.schedule import CompositeAsked
from pilotwire.core.station import Station
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.ocpp.v2.charging_profile import to_periods
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import (
    ChargingRateUnitEnumType,
    GenericStatusEnumType,
    StatusInfoType,
)
from pilotwire.ocpp.v2.messages.get_composite_schedule import (
    CompositeScheduleType,
    GetCompositeScheduleRequest,
    GetCompositeScheduleResponse,
)


def take(request: GetCompositeScheduleRequest, incoming: Incoming) -> CompositeAsked:
    """EVSE 0 is what the station takes from the grid (K08.FR.03)."""
    unit = request.charging_rate_unit
    return CompositeAsked(
        incoming.reply_to, request.evse_id, request.duration, None if unit is None else RateUnit(unit.value)
    )


def reply(reply: Reply, asked: Asked, station: Station) -> GetCompositeScheduleResponse:
    """Periods count from scheduleStart."""
    composite = reply.composite
    if composite is None:
        info = None if reply.why is None else StatusInfoType(reason_code="InvalidValue", additional_info=reply.why)
        return GetCompositeScheduleResponse(status=GenericStatusEnumType.REJECTED, status_info=info)
    schedule = CompositeScheduleType(
        charging_schedule_period=to_periods(composite.periods),
        evse_id=composite.evse,
        duration=composite.duration_s,
        schedule_start=to_wire(composite.start_utc_s),
        charging_rate_unit=ChargingRateUnitEnumType(composite.unit.value),
    )
    return GetCompositeScheduleResponse(status=GenericStatusEnumType.ACCEPTED, schedule=schedule)
