"""The state of jobs that do not run: told only to who asks (OCPP 1.6 7.24, 7.25)."""

from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.messages.diagnostics_status_notification import (
    DiagnosticsStatus,
    DiagnosticsStatusNotificationRequest,
)
from pilotwire.ocpp.v16.messages.firmware_status_notification import FirmwareStatus, FirmwareStatusNotificationRequest


def diagnostics_idle() -> Message:
    """No diagnostics are being uploaded."""
    return Message("DiagnosticsStatusNotification", DiagnosticsStatusNotificationRequest(status=DiagnosticsStatus.IDLE))


def firmware_idle() -> Message:
    """No firmware is being updated."""
    return Message("FirmwareStatusNotification", FirmwareStatusNotificationRequest(status=FirmwareStatus.IDLE))
