"""ReserveNow: an EVSE, or any of them, is to be kept for somebody (OCPP 2.0.1 H01)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.deadline import STATION
from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.reservation import Reservation, ReservationAsked
from pilotwire.core.station import Station
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.timestamp import from_wire
from pilotwire.ocpp.v2 import token
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import StatusInfoType
from pilotwire.ocpp.v2.messages.reserve_now import ReserveNowRequest, ReserveNowResponse, ReserveNowStatusEnumType

STATUSES: Mapping[Verdict, ReserveNowStatusEnumType] = {
    Verdict.ACCEPTED: ReserveNowStatusEnumType.ACCEPTED,
    Verdict.FAULTED: ReserveNowStatusEnumType.FAULTED,
    Verdict.OCCUPIED: ReserveNowStatusEnumType.OCCUPIED,
    Verdict.UNAVAILABLE: ReserveNowStatusEnumType.UNAVAILABLE,
}
UNKNOWN_EVSE = ReserveNowResponse(
    status=ReserveNowStatusEnumType.REJECTED, status_info=StatusInfoType(reason_code="UnknownEvse")
)


def take(request: ReserveNowRequest, incoming: Incoming) -> ReservationAsked | Answer:
    """At the EVSE that is named, or any; of connectors all EVSEs have the same. Raises RefusedPayload."""
    evse = STATION if request.evse_id is None else request.evse_id
    if request.evse_id is not None and not incoming.has_evse(evse):
        return Answer(UNKNOWN_EVSE)
    wanted = token.of_group(request.id_token, request.group_id_token)
    try:
        expires_s = from_wire(request.expiry_date_time)
    except ValueError as error:
        raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, "expiryDateTime is not a date") from error
    return ReservationAsked(incoming.reply_to, Reservation(request.id, evse, wanted, expires_s))


def reply(reply: Reply, asked: Asked, station: Station) -> ReserveNowResponse:
    """Kept, or why not."""
    return ReserveNowResponse(status=STATUSES.get(reply.verdict, ReserveNowStatusEnumType.REJECTED))
