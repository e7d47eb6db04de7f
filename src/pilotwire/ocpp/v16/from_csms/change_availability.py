"""ChangeAvailability: connectors in or out of service (OCPP 1.6 5.2)."""

from collections.abc import Mapping

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.request import AvailabilityAsked
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.connector import STATION, connectors, is_connector
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.change_availability import (
    AvailabilityStatus,
    AvailabilityType,
    ChangeAvailabilityRequest,
    ChangeAvailabilityResponse,
)

STATUSES: Mapping[Verdict, AvailabilityStatus] = {
    Verdict.ACCEPTED: AvailabilityStatus.ACCEPTED,
    Verdict.SCHEDULED: AvailabilityStatus.SCHEDULED,
}


def take(request: ChangeAvailabilityRequest, asking: Asking) -> AvailabilityAsked | Answer:
    """Connector 0 is the station and all its connectors."""
    if request.connector_id == STATION:
        evses: tuple[int, ...] = (STATION, *connectors(asking.station))
    elif is_connector(asking.station, request.connector_id):
        evses = (request.connector_id,)
    else:
        return Answer(ChangeAvailabilityResponse(status=AvailabilityStatus.REJECTED))
    return AvailabilityAsked(asking.reply_to, evses, request.type is AvailabilityType.OPERATIVE)


def reply(verdict: Reply) -> ChangeAvailabilityResponse:
    """Done, or as soon as nobody charges."""
    return ChangeAvailabilityResponse(status=STATUSES.get(verdict.verdict, AvailabilityStatus.REJECTED))
