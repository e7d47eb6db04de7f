"""RemoteStartTransaction: somebody is to charge (OCPP 1.6 5.11)."""

from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.token import Token
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.charging_profile import profile_of
from pilotwire.ocpp.v16.connector import is_connector
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.datatypes import RemoteStartStopStatus
from pilotwire.ocpp.v16.messages.remote_start_transaction import (
    RemoteStartTransactionRequest,
    RemoteStartTransactionResponse,
)

ANYWHERE = 0


def take(request: RemoteStartTransactionRequest, asking: Asking) -> RemoteStartAsked | Answer:
    """Without a connector anywhere; a profile is for the transaction to come, whatever number it names (errata 3.41).

    Raises RefusedPayload.
    """
    connector = request.connector_id
    if connector is not None and not is_connector(asking.station, connector):
        why = f"there is no connector {connector}"
        return Answer(RemoteStartTransactionResponse(status=RemoteStartStopStatus.REJECTED), why=why)
    wanted = request.charging_profile
    return RemoteStartAsked(
        asking.reply_to,
        Token(request.id_tag),
        ANYWHERE if connector is None else connector,
        profile=None if wanted is None else profile_of(wanted, "chargingProfile"),
    )


def reply(verdict: Reply) -> RemoteStartTransactionResponse:
    """Whether somebody can charge there."""
    is_taken = verdict.verdict is Verdict.ACCEPTED
    status = RemoteStartStopStatus.ACCEPTED if is_taken else RemoteStartStopStatus.REJECTED
    return RemoteStartTransactionResponse(status=status)
