"""CancelReservation: a connector need not be kept any more (OCPP 1.6 5.1)."""

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.reservation import CancellationAsked
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.cancel_reservation import (
    CancelReservationRequest,
    CancelReservationResponse,
    CancelReservationStatus,
)


def take(request: CancelReservationRequest, asking: Asking) -> CancellationAsked:
    """Nothing to look at."""
    return CancellationAsked(asking.reply_to, request.reservation_id)


def reply(verdict: Reply) -> CancelReservationResponse:
    """Whether there was one."""
    is_done = verdict.verdict is Verdict.ACCEPTED
    status = CancelReservationStatus.ACCEPTED if is_done else CancelReservationStatus.REJECTED
    return CancelReservationResponse(status=status)
