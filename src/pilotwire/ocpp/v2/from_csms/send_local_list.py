"""SendLocalList: what is to be known of tokens ahead of time (OCPP 2.0.1 D01)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from pilotwire.core import registry
from pilotwire.core.event import Asked
from pilotwire.core.local_list import Entry, LocalListSent, Update
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.station import Station
from pilotwire.ocpp.v2 import token
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.datatypes import StatusInfoType
from pilotwire.ocpp.v2.messages.send_local_list import (
    AuthorizationData,
    SendLocalListRequest,
    SendLocalListResponse,
    SendLocalListStatusEnumType,
    UpdateEnumType,
)

UPDATES: Mapping[UpdateEnumType, Update] = {
    UpdateEnumType.FULL: Update.FULL,
    UpdateEnumType.DIFFERENTIAL: Update.DIFFERENTIAL,
}
STATUSES: Mapping[Verdict, SendLocalListStatusEnumType] = {
    Verdict.ACCEPTED: SendLocalListStatusEnumType.ACCEPTED,
    Verdict.VERSION_MISMATCH: SendLocalListStatusEnumType.VERSION_MISMATCH,
}
NOT_ENABLED = StatusInfoType(reason_code="NotEnabled")


def take(request: SendLocalListRequest, incoming: Incoming) -> LocalListSent:
    """A list that is too long is read only so far as to see that it is."""
    most = incoming.station.settings.get(registry.LIST_ITEMS)
    entries = islice(request.local_authorization_list or (), most + 1)
    return LocalListSent(incoming.reply_to, request.version_number, UPDATES[request.update_type], tuple(_read(entries)))


def _read(entries: Iterator[AuthorizationData]) -> Iterator[Entry]:
    for entry in entries:
        info = entry.id_token_info
        yield entry.id_token.id_token, None if info is None else token.info_from(info)


def reply(reply: Reply, asked: Asked, station: Station) -> SendLocalListResponse:
    """Taken over, or why not."""
    return SendLocalListResponse(
        status=STATUSES.get(reply.verdict, SendLocalListStatusEnumType.FAILED),
        status_info=NOT_ENABLED if reply.verdict is Verdict.NOT_SUPPORTED else None,
    )
