"""DataTransfer: what the owner's software wants the central system to know (OCPP 1.6 4.3)."""

from collections.abc import Mapping

from pilotwire.core.service import TransferReturned
from pilotwire.core.transfer import SendTransfer, TransferResult, TransferStatus
from pilotwire.ocpp.carried import carried
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.from_csms.data_transfer import STATUSES
from pilotwire.ocpp.v16.messages.data_transfer import DataTransferRequest, DataTransferResponse, DataTransferStatus

ACTION = "DataTransfer"
MEANS: Mapping[DataTransferStatus, TransferStatus] = {spelled: status for status, spelled in STATUSES.items()}


def data_transfer(question: SendTransfer) -> Message:
    """As the service gave it to us."""
    content = carried(question.content)
    request = DataTransferRequest(vendor_id=content.vendor, message_id=content.message, data=content.data)
    return Message(ACTION, request)


def data_transferred(question: SendTransfer, answer: DataTransferResponse) -> TransferReturned:
    """Exactly what the central system said."""
    return TransferReturned(question.id, TransferResult(MEANS[answer.status], answer.data))
