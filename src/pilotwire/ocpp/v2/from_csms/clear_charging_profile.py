"""ClearChargingProfile: limits that no longer count (OCPP 2.0.1 K10)."""

from __future__ import annotations

from pilotwire.core.event import Asked
from pilotwire.core.profile import Purpose
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.schedule import ProfilesClearAsked
from pilotwire.core.station import Station
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.clear_charging_profile import (
    ClearChargingProfileRequest,
    ClearChargingProfileResponse,
    ClearChargingProfileStatusEnumType,
    ClearChargingProfileType,
)


def take(request: ClearChargingProfileRequest, incoming: Incoming) -> ProfilesClearAsked:
    """By id, or by what is not left out (K10.FR.02 to K10.FR.09)."""
    criteria = request.charging_profile_criteria or ClearChargingProfileType()
    purpose = criteria.charging_profile_purpose
    return ProfilesClearAsked(
        incoming.reply_to,
        id=request.charging_profile_id,
        evse=criteria.evse_id,
        purpose=None if purpose is None else Purpose(purpose.value),
        stack_level=criteria.stack_level,
    )


def reply(reply: Reply, asked: Asked, station: Station) -> ClearChargingProfileResponse:
    """Whether there was any."""
    is_found = reply.verdict is Verdict.ACCEPTED
    status = ClearChargingProfileStatusEnumType.ACCEPTED if is_found else ClearChargingProfileStatusEnumType.UNKNOWN
    return ClearChargingProfileResponse(status=status)
