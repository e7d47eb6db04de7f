"""RemoteStopTransaction: a transaction is to end (OCPP 1.6 5.12)."""

from pilotwire.core.remote import RemoteStopAsked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.datatypes import RemoteStartStopStatus
from pilotwire.ocpp.v16.messages.remote_stop_transaction import (
    RemoteStopTransactionRequest,
    RemoteStopTransactionResponse,
)


def take(request: RemoteStopTransactionRequest, asking: Asking) -> RemoteStopAsked | Answer:
    """The number is the note that came with the answer to StartTransaction."""
    transaction = asking.notes.transaction_of(str(request.transaction_id))
    if transaction is None:
        why = f"transaction {request.transaction_id} is not known"
        return Answer(RemoteStopTransactionResponse(status=RemoteStartStopStatus.REJECTED), why=why)
    return RemoteStopAsked(asking.reply_to, transaction)


def reply(verdict: Reply) -> RemoteStopTransactionResponse:
    """Whether it will end."""
    is_taken = verdict.verdict is Verdict.ACCEPTED
    status = RemoteStartStopStatus.ACCEPTED if is_taken else RemoteStartStopStatus.REJECTED
    return RemoteStopTransactionResponse(status=status)
