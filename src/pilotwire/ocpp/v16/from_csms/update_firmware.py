"""UpdateFirmware: other firmware, by the plain way (OCPP 1.6 5.19)."""

from pilotwire.core import registry
from pilotwire.core.firmware import FirmwareAsked, FirmwareOrder
from pilotwire.core.job import By, patience
from pilotwire.core.reply import Reply
from pilotwire.ocpp.dialect import Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.from_csms.instant import utc_s_of
from pilotwire.ocpp.v16.messages.update_firmware import UpdateFirmwareRequest, UpdateFirmwareResponse


def take(request: UpdateFirmwareRequest, asking: Asking) -> FirmwareAsked | Refused:
    """Refused by a secured station that knows signed updates (security whitepaper L01.FR.20). Raises RefusedPayload."""
    is_secured = asking.station.settings.get(registry.SECURITY_PROFILE) > 0
    if asking.knows_signed_updates and is_secured:
        return Refused(RpcErrorKind.NOT_SUPPORTED, "this station takes SignedUpdateFirmware only")
    order = FirmwareOrder(
        by=By.CENTRAL,
        location=request.location,
        retrieve_utc_s=utc_s_of(request.retrieve_date, "retrieveDate"),
        patience=patience(request.retries, request.retry_interval),
    )
    return FirmwareAsked(asking.reply_to, order)


def reply(verdict: Reply) -> UpdateFirmwareResponse:
    """It has no words for a refusal: what cannot be done is confirmed and ignored (chargebyte guide 11.6)."""
    return UpdateFirmwareResponse()
