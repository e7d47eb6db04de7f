"""DataTransfer: what a vendor has agreed upon with itself (OCPP 1.6 5.6)."""

from collections.abc import Mapping

from pilotwire.core.reply import Reply
from pilotwire.core.transfer import Content, TransferStatus
from pilotwire.core.tunnel import TransferAsked
from pilotwire.ocpp.dialect import Refused, message_id_of
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.error_codes import CODES
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.data_transfer import DataTransferRequest, DataTransferResponse, DataTransferStatus

STATUSES: Mapping[TransferStatus, DataTransferStatus] = {
    TransferStatus.ACCEPTED: DataTransferStatus.ACCEPTED,
    TransferStatus.REJECTED: DataTransferStatus.REJECTED,
    TransferStatus.UNKNOWN_VENDOR: DataTransferStatus.UNKNOWN_VENDOR_ID,
    TransferStatus.UNKNOWN_MESSAGE: DataTransferStatus.UNKNOWN_MESSAGE_ID,
}
KINDS: Mapping[str, RpcErrorKind] = {code: kind for kind, code in reversed(tuple(CODES.items()))}


def take(request: DataTransferRequest, asking: Asking) -> TransferAsked:
    """Whoever minds it answers; ``data`` is passed through untouched."""
    content = Content(request.vendor_id, request.message_id, request.data)
    return TransferAsked(asking.reply_to, message_id_of(asking.reply_to), content)


def reply(verdict: Reply) -> DataTransferResponse | Refused:
    """What was answered; an error of the owner's software is passed on as one."""
    result = verdict.transfer
    if result is not None and result.error is not None:
        return Refused(KINDS.get(result.error.code, RpcErrorKind.GENERIC), result.error.text)
    status = TransferStatus.REJECTED if result is None or result.status is None else result.status
    return DataTransferResponse(status=STATUSES[status], data=result.data if result else None)
