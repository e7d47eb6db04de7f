"""ClearChargingProfile: limits that no longer count (OCPP 1.6 5.5, errata 3.25 and 3.26)."""

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.schedule import ProfilesClearAsked
from pilotwire.ocpp.v16.charging_profile import PURPOSES
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.clear_charging_profile import (
    ClearChargingProfileRequest,
    ClearChargingProfileResponse,
    ClearChargingProfileStatus,
)


def take(request: ClearChargingProfileRequest, asking: Asking) -> ProfilesClearAsked:
    """What is left out fits all; connector 0 means the profiles that were set there."""
    purpose = request.charging_profile_purpose
    return ProfilesClearAsked(
        asking.reply_to,
        id=request.id,
        evse=request.connector_id,
        purpose=None if purpose is None else PURPOSES[purpose],
        stack_level=request.stack_level,
    )


def reply(verdict: Reply) -> ClearChargingProfileResponse:
    """Whether there was any."""
    is_found = verdict.verdict is Verdict.ACCEPTED
    status = ClearChargingProfileStatus.ACCEPTED if is_found else ClearChargingProfileStatus.UNKNOWN
    return ClearChargingProfileResponse(status=status)
