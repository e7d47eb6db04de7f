"""ReserveNow: a connector, or any of them, is to be kept for somebody (OCPP 1.6 5.13)."""

from collections.abc import Mapping

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.reservation import Reservation, ReservationAsked
from pilotwire.core.token import Token
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.id_tag import date_of
from pilotwire.ocpp.v16.messages.reserve_now import ReservationStatus, ReserveNowRequest, ReserveNowResponse

STATUSES: Mapping[Verdict, ReservationStatus] = {
    Verdict.ACCEPTED: ReservationStatus.ACCEPTED,
    Verdict.FAULTED: ReservationStatus.FAULTED,
    Verdict.OCCUPIED: ReservationStatus.OCCUPIED,
    Verdict.UNAVAILABLE: ReservationStatus.UNAVAILABLE,
}


def take(request: ReserveNowRequest, asking: Asking) -> ReservationAsked:
    """Connector 0 is any connector. Raises RefusedPayload for a broken date."""
    token = Token(request.id_tag, group=request.parent_id_tag or None)
    expires_s = date_of(request.expiry_date)
    wanted = Reservation(request.reservation_id, request.connector_id, token, expires_s)
    return ReservationAsked(asking.reply_to, wanted)


def reply(verdict: Reply) -> ReserveNowResponse:
    """Kept, or why not."""
    return ReserveNowResponse(status=STATUSES.get(verdict.verdict, ReservationStatus.REJECTED))
