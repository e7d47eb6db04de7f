"""GetCompositeSchedule: what all limits together will be (OCPP 1.6 5.7)."""

from pilotwire.core.profile import RateUnit
from pilotwire.core.reply import Reply
from pilotwire.core.schedule import CompositeAsked
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.ocpp.v16.charging_profile import schedule_of
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.get_composite_schedule import (
    GetCompositeScheduleRequest,
    GetCompositeScheduleResponse,
    GetCompositeScheduleStatus,
)


def take(request: GetCompositeScheduleRequest, asking: Asking) -> CompositeAsked:
    """Connector 0 is what the station takes from the grid."""
    unit = request.charging_rate_unit
    return CompositeAsked(
        asking.reply_to, request.connector_id, request.duration, None if unit is None else RateUnit(unit.value)
    )


def reply(verdict: Reply) -> GetCompositeScheduleResponse:
    """Periods count from scheduleStart (6.22)."""
    composite = verdict.composite
    if composite is None:
        return GetCompositeScheduleResponse(status=GetCompositeScheduleStatus.REJECTED)
    return GetCompositeScheduleResponse(
        status=GetCompositeScheduleStatus.ACCEPTED,
        connector_id=composite.evse,
        schedule_start=to_wire(composite.start_utc_s),
        charging_schedule=schedule_of(composite),
    )
