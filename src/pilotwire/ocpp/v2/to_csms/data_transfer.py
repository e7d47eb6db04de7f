"""DataTransfer: what the owner's software wants the central system to know (OCPP 2.0.1 P02)."""

from __future__ import annotations

from typing import cast

from pilotwire.core.service import TransferReturned
from pilotwire.core.station import Station
from pilotwire.core.transfer import SendTransfer, TransferResult
from pilotwire.ocpp.carried import carried
from pilotwire.ocpp.decode import decode_response
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v2 import messages
from pilotwire.ocpp.v2.from_csms.data_transfer import STATUSES, text_of
from pilotwire.ocpp.v2.messages.data_transfer import DataTransferRequest, DataTransferResponse

ACTION = "DataTransfer"
MEANS = {spelled: status for status, spelled in STATUSES.items()}


def ask(question: SendTransfer, station: Station) -> Message:
    """As the service gave it to us."""
    content = carried(question.content)
    request = DataTransferRequest(vendor_id=content.vendor, message_id=content.message, data=content.data)
    return Message(ACTION, request)


def answered(question: SendTransfer, payload: bytes | None) -> TransferReturned:
    """Exactly what the central system said. Raises RefusedPayload."""
    if payload is None:
        return TransferReturned(question.id, None)
    answer = cast(DataTransferResponse, decode_response(messages, ACTION, payload))
    return TransferReturned(question.id, TransferResult(MEANS[answer.status], text_of(answer.data)))
