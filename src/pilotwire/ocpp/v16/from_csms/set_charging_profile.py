"""SetChargingProfile: how much may be drawn, and when (OCPP 1.6 5.16)."""

from pilotwire.core.profile import Purpose
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.schedule import ProfileSet
from pilotwire.ocpp.dialect import Answer, Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.charging_profile import profile_of
from pilotwire.ocpp.v16.connector import STATION, is_connector
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.set_charging_profile import (
    ChargingProfileStatus,
    SetChargingProfileRequest,
    SetChargingProfileResponse,
)


def take(request: SetChargingProfileRequest, asking: Asking) -> ProfileSet | Answer | Refused:
    """An unknown connector is an error of whoever asks (errata 3.39). Raises RefusedPayload."""
    connector, wanted = request.connector_id, request.cs_charging_profiles
    if connector != STATION and not is_connector(asking.station, connector):
        return Refused(RpcErrorKind.PROPERTY_CONSTRAINT, f"there is no connector {connector} - at `$.connectorId`")
    profile = profile_of(wanted, "csChargingProfiles")
    if wanted.transaction_id is None or profile.purpose is not Purpose.TX:
        return ProfileSet(asking.reply_to, connector, profile)
    transaction = asking.notes.transaction_of(str(wanted.transaction_id))
    if transaction is None:
        return _answer(ChargingProfileStatus.REJECTED, f"transaction {wanted.transaction_id} is not known")
    return ProfileSet(asking.reply_to, connector, profile, transaction)


def _answer(status: ChargingProfileStatus, why: str) -> Answer:
    return Answer(SetChargingProfileResponse(status=status), why=why)


def reply(verdict: Reply) -> SetChargingProfileResponse:
    """Whether it counts."""
    is_taken = verdict.verdict is Verdict.ACCEPTED
    status = ChargingProfileStatus.ACCEPTED if is_taken else ChargingProfileStatus.REJECTED
    return SetChargingProfileResponse(status=status)
