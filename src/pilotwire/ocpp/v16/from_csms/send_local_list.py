"""SendLocalList: what is to be known of tokens ahead of time (OCPP 1.6 5.15)."""

from collections.abc import Iterator, Mapping
from itertools import islice

from pilotwire.core import registry
from pilotwire.core.local_list import Entry, LocalListSent, Update
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.token import TokenInfo
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.id_tag import dated_info_of
from pilotwire.ocpp.v16.messages.datatypes import IdTagInfo
from pilotwire.ocpp.v16.messages.send_local_list import (
    AuthorizationData,
    SendLocalListRequest,
    SendLocalListResponse,
    UpdateStatus,
    UpdateType,
)

UPDATES: Mapping[UpdateType, Update] = {UpdateType.FULL: Update.FULL, UpdateType.DIFFERENTIAL: Update.DIFFERENTIAL}
STATUSES: Mapping[Verdict, UpdateStatus] = {
    Verdict.ACCEPTED: UpdateStatus.ACCEPTED,
    Verdict.NOT_SUPPORTED: UpdateStatus.NOT_SUPPORTED,
    Verdict.VERSION_MISMATCH: UpdateStatus.VERSION_MISMATCH,
}


def take(request: SendLocalListRequest, asking: Asking) -> LocalListSent:
    """A list that is too long is read only so far as to see that it is. Raises RefusedPayload for a broken date."""
    most = asking.station.settings.get(registry.LIST_ITEMS)
    entries = islice(request.local_authorization_list or (), most + 1)
    return LocalListSent(asking.reply_to, request.list_version, UPDATES[request.update_type], tuple(_read(entries)))


def _read(entries: Iterator[AuthorizationData]) -> Iterator[Entry]:
    """The same is said of most tokens; it is read once."""
    known: dict[IdTagInfo | None, TokenInfo | None] = {None: None}
    for entry in entries:
        said = entry.id_tag_info
        if said not in known:
            known[said] = None if said is None else dated_info_of(said)
        yield entry.id_tag, known[said]


def reply(verdict: Reply) -> SendLocalListResponse:
    """Taken over, or why not."""
    return SendLocalListResponse(status=STATUSES.get(verdict.verdict, UpdateStatus.FAILED))
