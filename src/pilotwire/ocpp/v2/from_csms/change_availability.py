"""ChangeAvailability: an EVSE, or the whole station, in or out of service (OCPP 2.0.1 G03, G04)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.deadline import STATION
from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.request import AvailabilityAsked
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.connector import CONNECTOR
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.change_availability import (
    ChangeAvailabilityRequest,
    ChangeAvailabilityResponse,
    ChangeAvailabilityStatusEnumType,
    OperationalStatusEnumType,
)
from pilotwire.ocpp.v2.messages.datatypes import StatusInfoType

STATUSES: Mapping[Verdict, ChangeAvailabilityStatusEnumType] = {
    Verdict.ACCEPTED: ChangeAvailabilityStatusEnumType.ACCEPTED,
    Verdict.SCHEDULED: ChangeAvailabilityStatusEnumType.SCHEDULED,
}


def take(request: ChangeAvailabilityRequest, incoming: Incoming) -> AvailabilityAsked | Answer:
    """Of the whole station without an EVSE (G04.FR.01); an EVSE and its only connector are one thing here."""
    evse, operative = request.evse, request.operational_status is OperationalStatusEnumType.OPERATIVE
    if evse is None:
        return AvailabilityAsked(incoming.reply_to, (STATION,), operative)
    if not incoming.has_evse(evse.id):
        return _rejected("UnknownEvse")
    if evse.connector_id not in (None, CONNECTOR):
        return _rejected("UnknownConnectorId")
    return AvailabilityAsked(incoming.reply_to, (evse.id,), operative)


def _rejected(reason: str) -> Answer:
    info = StatusInfoType(reason_code=reason)
    return Answer(ChangeAvailabilityResponse(status=ChangeAvailabilityStatusEnumType.REJECTED, status_info=info))


def reply(reply: Reply, asked: Asked, station: Station) -> ChangeAvailabilityResponse:
    """Done, or as soon as the transaction has ended (OCPP 2.0.1 G03.FR.02, G03.FR.05)."""
    return ChangeAvailabilityResponse(status=STATUSES.get(reply.verdict, ChangeAvailabilityStatusEnumType.REJECTED))
