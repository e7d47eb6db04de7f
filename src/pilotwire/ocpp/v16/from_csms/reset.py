"""Reset: start anew (OCPP 1.6 5.14)."""

from collections.abc import Mapping

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.reset import How, ResetAsked
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.reset import ResetRequest, ResetResponse, ResetStatus, ResetType

HOW: Mapping[ResetType, How] = {ResetType.HARD: How.AT_ONCE, ResetType.SOFT: How.ORDERLY}
PROMISED = frozenset({Verdict.ACCEPTED, Verdict.SCHEDULED})


def take(request: ResetRequest, asking: Asking) -> ResetAsked:
    """Soft stops transactions as they should be stopped, hard at once."""
    return ResetAsked(asking.reply_to, HOW[request.type])


def reply(verdict: Reply) -> ResetResponse:
    """Whether it will happen."""
    is_promised = verdict.verdict in PROMISED
    return ResetResponse(status=ResetStatus.ACCEPTED if is_promised else ResetStatus.REJECTED)
