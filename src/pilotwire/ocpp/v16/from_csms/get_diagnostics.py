"""GetDiagnostics: send the log there (OCPP 1.6 5.9)."""

from pilotwire.core.job import By, LogKind, patience
from pilotwire.core.reply import Reply
from pilotwire.core.upload import LogAsked, LogOrder
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.from_csms.instant import utc_s_of
from pilotwire.ocpp.v16.messages.get_diagnostics import GetDiagnosticsRequest, GetDiagnosticsResponse


def take(request: GetDiagnosticsRequest, asking: Asking) -> LogAsked:
    """In the background; the answer only names the file. Raises RefusedPayload."""
    order = LogOrder(
        by=By.CENTRAL,
        kind=LogKind.DIAGNOSTICS,
        location=request.location,
        oldest_utc_s=utc_s_of(request.start_time, "startTime"),
        latest_utc_s=utc_s_of(request.stop_time, "stopTime"),
        patience=patience(request.retries, request.retry_interval),
    )
    return LogAsked(asking.reply_to, order)


def reply(verdict: Reply) -> GetDiagnosticsResponse:
    """The name of the file that will be there."""
    return GetDiagnosticsResponse(file_name=verdict.file or None)
