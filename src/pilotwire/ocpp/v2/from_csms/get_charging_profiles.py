"""GetChargingProfiles: which profiles are installed (OCPP 2.0.1 K09)."""

from __future__ import annotations

from pilotwire.core.profile import Installed
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import ChargingLimitSourceEnumType
from pilotwire.ocpp.v2.messages.get_charging_profiles import (
    ChargingProfileCriterionType,
    GetChargingProfilesRequest,
    GetChargingProfilesResponse,
    GetChargingProfileStatusEnumType,
)
from pilotwire.ocpp.v2.to_csms import report_charging_profiles


def take(request: GetChargingProfilesRequest, incoming: Incoming) -> Answer:
    """Accepted with the reports that follow, or that there are none."""
    found = tuple(
        each
        for each in incoming.station.profiles
        if request.evse_id in (None, each.evse) and _fits(each, request.charging_profile)
    )
    if not found:
        return Answer(GetChargingProfilesResponse(status=GetChargingProfileStatusEnumType.NO_PROFILES))
    accepted = GetChargingProfilesResponse(status=GetChargingProfileStatusEnumType.ACCEPTED)
    return Answer(accepted, report_charging_profiles.parts(request.request_id, found, incoming.station))


def _fits(installed: Installed, wanted: ChargingProfileCriterionType) -> bool:
    """An id needs nothing beside it; all of them came from the central system (K09.FR.03)."""
    profile, purpose = installed.profile, wanted.charging_profile_purpose
    if wanted.charging_profile_id is not None:
        return profile.id in wanted.charging_profile_id
    return (
        wanted.stack_level in (None, profile.stack_level)
        and (purpose is None or purpose.value == profile.purpose.value)
        and (wanted.charging_limit_source is None or ChargingLimitSourceEnumType.CSO in wanted.charging_limit_source)
    )
