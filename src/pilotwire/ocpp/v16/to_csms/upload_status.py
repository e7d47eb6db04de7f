"""How far an upload is: DiagnosticsStatusNotification, LogStatusNotification (OCPP 1.6 4.4; whitepaper N01)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.job import By
from pilotwire.core.station import Station
from pilotwire.core.upload import UploadPhase, UploadStatus, UploadStatusChanged
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.messages.diagnostics_status_notification import (
    DiagnosticsStatus,
    DiagnosticsStatusNotificationRequest,
)
from pilotwire.ocpp.v16.messages.log_status_notification import LogStatusNotificationRequest, UploadLogStatusEnumType

PLAIN: Mapping[UploadStatus, DiagnosticsStatus] = {
    UploadStatus.UPLOADING: DiagnosticsStatus.UPLOADING,
    UploadStatus.UPLOADED: DiagnosticsStatus.UPLOADED,
}


def upload_status(fact: UploadStatusChanged) -> tuple[Message, ...]:
    """To whoever wanted the log, in their words; the plain message knows one failure."""
    if fact.by is By.CENTRAL_BY_ID:
        return (_log(UploadLogStatusEnumType(fact.status.value), fact.request_id),)
    return (_diagnostics(PLAIN.get(fact.status, DiagnosticsStatus.UPLOAD_FAILED)),) if fact.by is By.CENTRAL else ()


def diagnostics_now(station: Station) -> Message:
    """Uploading, or Idle (OCPP 1.6 4.4)."""
    is_busy = station.upload.phase is not UploadPhase.IDLE
    return _diagnostics(DiagnosticsStatus.UPLOADING if is_busy else DiagnosticsStatus.IDLE)


def log_now(station: Station) -> Message:
    """The same by id."""
    upload = station.upload
    if upload.phase is UploadPhase.IDLE or upload.order is None:
        return _log(UploadLogStatusEnumType.IDLE, None)
    return _log(UploadLogStatusEnumType.UPLOADING, upload.order.request_id)


def _diagnostics(status: DiagnosticsStatus) -> Message:
    return Message("DiagnosticsStatusNotification", DiagnosticsStatusNotificationRequest(status=status))


def _log(status: UploadLogStatusEnumType, request_id: int | None) -> Message:
    return Message("LogStatusNotification", LogStatusNotificationRequest(status=status, request_id=request_id))
