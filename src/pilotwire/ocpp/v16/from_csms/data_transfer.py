"""DataTransfer: what a vendor has agreed upon with itself (OCPP 1.6 5.6 and 4.3)."""

from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.data_transfer import DataTransferRequest, DataTransferResponse, DataTransferStatus


def take(request: DataTransferRequest, asking: Asking) -> Answer:
    """No vendor is known here yet."""
    return Answer(DataTransferResponse(status=DataTransferStatus.UNKNOWN_VENDOR_ID))
