"""SignedUpdateFirmware: other firmware, by the secure way (security whitepaper ed. 3, L01)."""

from collections.abc import Mapping

from pilotwire.core.firmware import FirmwareAsked, FirmwareOrder, Signed
from pilotwire.core.job import By, patience
from pilotwire.core.reply import Reply, Verdict
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.from_csms.instant import utc_s_of
from pilotwire.ocpp.v16.messages.signed_update_firmware import (
    SignedUpdateFirmwareRequest,
    SignedUpdateFirmwareResponse,
    UpdateFirmwareStatusEnumType,
)

STATUSES: Mapping[Verdict, UpdateFirmwareStatusEnumType] = {
    Verdict.ACCEPTED: UpdateFirmwareStatusEnumType.ACCEPTED,
    Verdict.ACCEPTED_CANCELED: UpdateFirmwareStatusEnumType.ACCEPTED_CANCELED,
    Verdict.INVALID_CERTIFICATE: UpdateFirmwareStatusEnumType.INVALID_CERTIFICATE,
    Verdict.REVOKED_CERTIFICATE: UpdateFirmwareStatusEnumType.REVOKED_CERTIFICATE,
}


def take(request: SignedUpdateFirmwareRequest, asking: Asking) -> FirmwareAsked:
    """Answered when the certificate has been looked at (L01.FR.23). Raises RefusedPayload."""
    firmware = request.firmware
    order = FirmwareOrder(
        by=By.CENTRAL_BY_ID,
        location=firmware.location,
        retrieve_utc_s=utc_s_of(firmware.retrieve_date_time, "firmware.retrieveDateTime"),
        install_utc_s=utc_s_of(firmware.install_date_time, "firmware.installDateTime"),
        patience=patience(request.retries, request.retry_interval),
        request_id=request.request_id,
        signed=Signed(firmware.signing_certificate, firmware.signature),
    )
    return FirmwareAsked(asking.reply_to, order)


def reply(verdict: Reply) -> SignedUpdateFirmwareResponse:
    """Accepted, or why not (L01.FR.24 to 27)."""
    status = STATUSES.get(verdict.verdict, UpdateFirmwareStatusEnumType.REJECTED)
    return SignedUpdateFirmwareResponse(status=status)
