"""CancelReservation: an EVSE need not be kept any more (OCPP 2.0.1 H02)."""

from __future__ import annotations

from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.reservation import CancellationAsked
from pilotwire.core.station import Station
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.cancel_reservation import (
    CancelReservationRequest,
    CancelReservationResponse,
    CancelReservationStatusEnumType,
)


def take(request: CancelReservationRequest, incoming: Incoming) -> CancellationAsked:
    """Nothing to look at."""
    return CancellationAsked(incoming.reply_to, request.reservation_id)


def reply(reply: Reply, asked: Asked, station: Station) -> CancelReservationResponse:
    """Whether there was one."""
    is_done = reply.verdict is Verdict.ACCEPTED
    status = CancelReservationStatusEnumType.ACCEPTED if is_done else CancelReservationStatusEnumType.REJECTED
    return CancelReservationResponse(status=status)
