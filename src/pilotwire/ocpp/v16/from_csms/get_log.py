"""GetLog: send one of the logs there (security whitepaper ed. 3, N01)."""

from collections.abc import Mapping

from pilotwire.core.job import By, LogKind, patience
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.upload import LogAsked, LogOrder
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.from_csms.instant import utc_s_of
from pilotwire.ocpp.v16.messages.get_log import GetLogRequest, GetLogResponse, LogEnumType, LogStatusEnumType

KINDS: Mapping[LogEnumType, LogKind] = {
    LogEnumType.DIAGNOSTICS_LOG: LogKind.DIAGNOSTICS,
    LogEnumType.SECURITY_LOG: LogKind.SECURITY,
}
STATUSES: Mapping[Verdict, LogStatusEnumType] = {
    Verdict.ACCEPTED: LogStatusEnumType.ACCEPTED,
    Verdict.ACCEPTED_CANCELED: LogStatusEnumType.ACCEPTED_CANCELED,
}


def take(request: GetLogRequest, asking: Asking) -> LogAsked:
    """In the background. Raises RefusedPayload."""
    order = LogOrder(
        by=By.CENTRAL_BY_ID,
        kind=KINDS[request.log_type],
        location=request.log.remote_location,
        oldest_utc_s=utc_s_of(request.log.oldest_timestamp, "log.oldestTimestamp"),
        latest_utc_s=utc_s_of(request.log.latest_timestamp, "log.latestTimestamp"),
        patience=patience(request.retries, request.retry_interval),
        request_id=request.request_id,
    )
    return LogAsked(asking.reply_to, order)


def reply(verdict: Reply) -> GetLogResponse:
    """The name of the file that will be there, and whether an upload was cancelled for it (N01.FR.01)."""
    status = STATUSES.get(verdict.verdict, LogStatusEnumType.REJECTED)
    return GetLogResponse(status=status, filename=verdict.file or None)
