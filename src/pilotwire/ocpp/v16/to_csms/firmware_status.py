"""How far an update is: FirmwareStatusNotification, or the signed one (OCPP 1.6 4.5; security whitepaper L01)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.firmware import FirmwarePhase, FirmwareStatusChanged
from pilotwire.core.firmware import FirmwareStatus as Status
from pilotwire.core.job import By
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.messages.firmware_status_notification import FirmwareStatus, FirmwareStatusNotificationRequest
from pilotwire.ocpp.v16.messages.signed_firmware_status_notification import (
    FirmwareStatusEnumType,
    SignedFirmwareStatusNotificationRequest,
)

PLAIN: Mapping[Status, FirmwareStatus] = {
    Status.DOWNLOADING: FirmwareStatus.DOWNLOADING,
    Status.DOWNLOADED: FirmwareStatus.DOWNLOADED,
    Status.DOWNLOAD_FAILED: FirmwareStatus.DOWNLOAD_FAILED,
    Status.INSTALLING: FirmwareStatus.INSTALLING,
    Status.INSTALLED: FirmwareStatus.INSTALLED,
    Status.INSTALLATION_FAILED: FirmwareStatus.INSTALLATION_FAILED,
    Status.VERIFICATION_FAILED: FirmwareStatus.INSTALLATION_FAILED,
}
NEXT_BEST: Mapping[Status, FirmwareStatus] = {  # what the plain message says where it has no word, and is asked
    Status.SIGNATURE_VERIFIED: FirmwareStatus.DOWNLOADED,
    Status.INSTALL_SCHEDULED: FirmwareStatus.DOWNLOADED,
    Status.INSTALL_REBOOTING: FirmwareStatus.INSTALLING,
}


def firmware_status(fact: FirmwareStatusChanged) -> tuple[Message, ...]:
    """To whoever wanted the update, in their words; nobody is told of an update of the owner (guide 11.6)."""
    if fact.by is By.CENTRAL_BY_ID:
        return (_signed(FirmwareStatusEnumType(fact.status.value), fact.request_id),)
    if fact.by is By.CENTRAL and fact.status in PLAIN:
        return (_plain(PLAIN[fact.status]),)
    return ()


def plain_now(station: Station) -> Message:
    """How far the central system's update is; Idle where none runs (OCPP 1.6 7.25)."""
    firmware = station.firmware
    runs = firmware.phase is not FirmwarePhase.IDLE and firmware.order is not None
    if not runs or firmware.order is None or firmware.order.by is By.OWNER or firmware.told is None:
        return _plain(FirmwareStatus.IDLE)
    if firmware.phase is FirmwarePhase.DOWNLOAD_SCHEDULED:
        return _plain(FirmwareStatus.IDLE)
    return _plain(PLAIN.get(firmware.told) or NEXT_BEST[firmware.told])


def signed_now(station: Station) -> Message:
    """What was told last, and Idle after success or where nothing was told (whitepaper L01.FR.28, 29)."""
    firmware = station.firmware
    is_told = firmware.order is not None and firmware.order.by is By.CENTRAL_BY_ID
    if not is_told or firmware.order is None or firmware.told in (None, Status.INSTALLED):
        return _signed(FirmwareStatusEnumType.IDLE, None)
    assert firmware.told is not None
    return _signed(FirmwareStatusEnumType(firmware.told.value), firmware.order.request_id)


def _plain(status: FirmwareStatus) -> Message:
    return Message("FirmwareStatusNotification", FirmwareStatusNotificationRequest(status=status))


def _signed(status: FirmwareStatusEnumType, request_id: int | None) -> Message:
    request = SignedFirmwareStatusNotificationRequest(status=status, request_id=request_id)
    return Message("SignedFirmwareStatusNotification", request)
