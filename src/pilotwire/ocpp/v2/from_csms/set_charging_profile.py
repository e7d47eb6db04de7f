"""SetChargingProfile: how much may be drawn, and when (OCPP 2.0.1 K01)."""

from __future__ import annotations

from pilotwire.core.deadline import STATION
from pilotwire.core.event import Asked
from pilotwire.core.profile import ChargingProfile, Purpose
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.schedule import ProfileSet
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.charging_profile import faults, profile_of
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import StatusInfoType
from pilotwire.ocpp.v2.messages.set_charging_profile import (
    ChargingProfileStatusEnumType,
    SetChargingProfileRequest,
    SetChargingProfileResponse,
)

DUPLICATE = "DuplicateProfile"  # part 2 appendix 5
INVALID = "InvalidProfile"


def take(request: SetChargingProfileRequest, incoming: Incoming) -> ProfileSet | Answer:
    """For the core, unless 2.0.1 has a word of its own on it. Raises RefusedPayload."""
    station, wanted = incoming.station, request.charging_profile
    profile = profile_of(wanted)
    if not 0 <= request.evse_id <= len(station.ports):
        return _rejected("UnknownEvse", f"there is no EVSE {request.evse_id}")
    evses = (request.evse_id,) if request.evse_id else tuple(port.evse for port in station.ports)
    why = next(faults(wanted, evses, station), None)
    if why is not None:
        return _rejected(INVALID, why)
    if _is_duplicate(profile, request.evse_id, station):
        return _rejected(DUPLICATE, "another default profile has this stack level")
    return ProfileSet(incoming.reply_to, request.evse_id, profile, wanted.transaction_id)


def _is_duplicate(profile: ChargingProfile, evse: int, station: Station) -> bool:
    """A default of one EVSE and one of all on the same level exclude each other (K01.FR.52, K01.FR.53)."""
    return profile.purpose is Purpose.TX_DEFAULT and any(
        each.profile.purpose is Purpose.TX_DEFAULT
        and each.profile.stack_level == profile.stack_level
        and each.profile.id != profile.id
        and each.evse != evse
        and STATION in (each.evse, evse)
        for each in station.profiles
    )


def _rejected(code: str, why: str) -> Answer:
    info = StatusInfoType(reason_code=code, additional_info=why)
    status = ChargingProfileStatusEnumType.REJECTED
    return Answer(SetChargingProfileResponse(status=status, status_info=info), why=why)


def reply(reply: Reply, asked: Asked, station: Station) -> SetChargingProfileResponse:
    """Whether it counts, and why not."""
    if reply.verdict is Verdict.ACCEPTED:
        return SetChargingProfileResponse(status=ChargingProfileStatusEnumType.ACCEPTED)
    info = None if reply.why is None else StatusInfoType(reason_code=INVALID, additional_info=reply.why)
    return SetChargingProfileResponse(status=ChargingProfileStatusEnumType.REJECTED, status_info=info)
