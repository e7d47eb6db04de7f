"""ClearCache: what is remembered of tokens is to be forgotten (OCPP 2.0.1 C11)."""

from __future__ import annotations

from pilotwire.core.event import Asked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.request import CacheClearAsked
from pilotwire.core.station import Station
from pilotwire.ocpp.v2.incoming import Incoming
from pilotwire.ocpp.v2.messages.clear_cache import ClearCacheRequest, ClearCacheResponse, ClearCacheStatusEnumType


def take(request: ClearCacheRequest, incoming: Incoming) -> CacheClearAsked:
    """Nothing to say but who asks."""
    return CacheClearAsked(incoming.reply_to)


def reply(reply: Reply, asked: Asked, station: Station) -> ClearCacheResponse:
    """Accepted, or rejected where there is no cache (OCPP 2.0.1 C11.FR.02 to C11.FR.05)."""
    accepted = reply.verdict is Verdict.ACCEPTED
    status = ClearCacheStatusEnumType.ACCEPTED if accepted else ClearCacheStatusEnumType.REJECTED
    return ClearCacheResponse(status=status)
