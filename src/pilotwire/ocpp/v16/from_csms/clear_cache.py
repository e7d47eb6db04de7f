"""ClearCache: forget what was said of tokens (OCPP 1.6 5.4)."""

from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.request import CacheClearAsked
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.messages.clear_cache import ClearCacheRequest, ClearCacheResponse, ClearCacheStatus


def take(request: ClearCacheRequest, asking: Asking) -> CacheClearAsked:
    """Nothing to look at."""
    return CacheClearAsked(asking.reply_to)


def reply(verdict: Reply) -> ClearCacheResponse:
    """Forgotten, or there is no cache."""
    is_done = verdict.verdict is Verdict.ACCEPTED
    return ClearCacheResponse(status=ClearCacheStatus.ACCEPTED if is_done else ClearCacheStatus.REJECTED)
