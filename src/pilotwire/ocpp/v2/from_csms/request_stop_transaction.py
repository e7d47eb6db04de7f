"""RequestStopTransaction: a transaction is to end (OCPP 2.0.1 F03)."""

from __future__ import annotations

from pilotwire.core.event import Asked
from pilotwire.core.remote import RemoteStopAsked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.station import Station
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import RequestStartStopStatusEnumType
from pilotwire.ocpp.v2.messages.request_stop_transaction import (
    RequestStopTransactionRequest,
    RequestStopTransactionResponse,
)


def take(request: RequestStopTransactionRequest, incoming: Incoming) -> RemoteStopAsked:
    """The id is ours."""
    return RemoteStopAsked(incoming.reply_to, request.transaction_id)


def reply(reply: Reply, asked: Asked, station: Station) -> RequestStopTransactionResponse:
    """Accepted where the transaction runs (OCPP 2.0.1 F03.FR.07, F03.FR.08)."""
    accepted = reply.verdict is Verdict.ACCEPTED
    return RequestStopTransactionResponse(
        status=RequestStartStopStatusEnumType.ACCEPTED if accepted else RequestStartStopStatusEnumType.REJECTED
    )
