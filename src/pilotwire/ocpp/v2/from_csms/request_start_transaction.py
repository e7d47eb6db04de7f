"""RequestStartTransaction: somebody is to charge (OCPP 2.0.1 F01, F02)."""

from __future__ import annotations

from pilotwire.core.deadline import STATION
from pilotwire.core.event import Asked
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2 import token
from pilotwire.ocpp.v2.charging_profile import profile_of
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import RequestStartStopStatusEnumType, StatusInfoType
from pilotwire.ocpp.v2.messages.request_start_transaction import (
    RequestStartTransactionRequest,
    RequestStartTransactionResponse,
)

UNKNOWN_EVSE = RequestStartTransactionResponse(
    status=RequestStartStopStatusEnumType.REJECTED, status_info=StatusInfoType(reason_code="UnknownEvse")
)


def take(request: RequestStartTransactionRequest, incoming: Incoming) -> RemoteStartAsked | Answer:
    """At the EVSE that is named, or wherever there is place (OCPP 2.0.1 F01.FR.06, F01.FR.20).

    A charging profile is for the transaction to come (K05). Raises RefusedPayload.
    """
    evse = STATION if request.evse_id is None else request.evse_id
    if request.evse_id is not None and not incoming.has_evse(evse):
        return Answer(UNKNOWN_EVSE)
    driver = token.of_group(request.id_token, request.group_id_token)
    profile = None if request.charging_profile is None else profile_of(request.charging_profile)
    return RemoteStartAsked(incoming.reply_to, driver, evse, request.remote_start_id, profile)


def reply(reply: Reply, asked: Asked, station: Station) -> RequestStartTransactionResponse:
    """With the id of a transaction that has begun already (OCPP 2.0.1 F01.FR.13)."""
    accepted = reply.verdict is Verdict.ACCEPTED
    return RequestStartTransactionResponse(
        status=RequestStartStopStatusEnumType.ACCEPTED if accepted else RequestStartStopStatusEnumType.REJECTED,
        transaction_id=reply.transaction,
    )
