"""DataTransfer: somebody else's words, none of which are understood here (OCPP 2.0.1 P01)."""

from __future__ import annotations

from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.data_transfer import (
    DataTransferRequest,
    DataTransferResponse,
    DataTransferStatusEnumType,
)


def take(request: DataTransferRequest, incoming: Incoming) -> Answer:
    """No vendor has anything implemented (OCPP 2.0.1 P01.FR.05)."""
    return Answer(DataTransferResponse(status=DataTransferStatusEnumType.UNKNOWN_VENDOR_ID))
