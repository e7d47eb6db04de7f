"""DataTransfer: somebody else's words, passed through (OCPP 2.0.1 P01)."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply
from pilotwire.core.station import Station
from pilotwire.core.transfer import Content, TransferStatus
from pilotwire.core.tunnel import TransferAsked
from pilotwire.ocpp.dialect import Refused, message_id_of
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v2.error_codes import CODES
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.data_transfer import (
    DataTransferRequest,
    DataTransferResponse,
    DataTransferStatusEnumType,
)

STATUSES: Mapping[TransferStatus, DataTransferStatusEnumType] = {
    TransferStatus.ACCEPTED: DataTransferStatusEnumType.ACCEPTED,
    TransferStatus.REJECTED: DataTransferStatusEnumType.REJECTED,
    TransferStatus.UNKNOWN_VENDOR: DataTransferStatusEnumType.UNKNOWN_VENDOR_ID,
    TransferStatus.UNKNOWN_MESSAGE: DataTransferStatusEnumType.UNKNOWN_MESSAGE_ID,
}
KINDS: Mapping[str, RpcErrorKind] = {code: kind for kind, code in reversed(tuple(CODES.items()))}


def text_of(data: object) -> str | None:
    """A text as it is; what is no text, as JSON (in 2.0.1 data is of any type)."""
    return data if data is None or isinstance(data, str) else msgspec.json.encode(data).decode()


def take(request: DataTransferRequest, incoming: Incoming) -> TransferAsked:
    """Whoever minds it answers (OCPP 2.0.1 P01.FR.05, FR.06: unknown vendor, unknown message)."""
    content = Content(request.vendor_id, request.message_id, text_of(request.data))
    return TransferAsked(incoming.reply_to, message_id_of(incoming.reply_to), content)


def reply(reply: Reply, asked: Asked, station: Station) -> DataTransferResponse | Refused:
    """What was answered; an error of the owner's software is passed on as one."""
    result = reply.transfer
    if result is not None and result.error is not None:
        return Refused(KINDS.get(result.error.code, RpcErrorKind.GENERIC), result.error.text)
    status = TransferStatus.REJECTED if result is None or result.status is None else result.status
    return DataTransferResponse(status=STATUSES[status], data=result.data if result else None)
