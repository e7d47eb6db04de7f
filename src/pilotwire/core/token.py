"""Who may charge: tokens, what the central system last said of them, and the rules that apply without asking it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import registry

if TYPE_CHECKING:
    from pilotwire.core.settings import Settings


class TokenKind(Enum):
    """OCPP 2.0.1 IdTokenEnumType; a token that came over a version without kinds is CENTRAL."""

    CENTRAL = "Central"
    EMAID = "eMAID"
    ISO14443 = "ISO14443"
    ISO15693 = "ISO15693"
    KEY_CODE = "KeyCode"
    LOCAL = "Local"
    MAC_ADDRESS = "MacAddress"
    NO_AUTHORIZATION = "NoAuthorization"


@dataclass(frozen=True, slots=True)
class Token:
    """Identification of a driver. Two tokens are the same driver's when :meth:`is_same` says so."""

    id: str
    kind: TokenKind = TokenKind.CENTRAL

    def is_same(self, other: Token | None) -> bool:
        """Tokens compare without case (OCPP 1.6 7.15 IdToken, OCPP 2.0.1 IdTokenType) and whatever brought them in."""
        return other is not None and self.id.casefold() == other.id.casefold()


NOBODY = Token("", TokenKind.NO_AUTHORIZATION)  # charges where charging is free


class TokenStatus(Enum):
    """What is known of a token (OCPP 2.0.1 AuthorizationStatusEnumType, as far as both versions share it)."""

    ACCEPTED = "Accepted"
    BLOCKED = "Blocked"
    CONCURRENT = "ConcurrentTx"
    EXPIRED = "Expired"
    INVALID = "Invalid"
    UNKNOWN = "Unknown"
    NO_PLACE = "NoPlace"  # nothing wrong with the token: no EVSE is free for it


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """What the central system says of a token; *expires_s* is UTC in seconds since 1970."""

    status: TokenStatus
    expires_s: float | None = None


@dataclass(frozen=True, slots=True)
class TokenJudged:
    """A shown token was accepted or not; for displays, topics and pages. *evse* 0: no EVSE chosen yet."""

    token: Token
    status: TokenStatus
    evse: int


Cache = Mapping[str, TokenInfo]  # casefolded id -> what was said last
CACHE_LIMIT = 1000  # the oldest entry makes room


def remembered(cache: Cache, token: Token, info: TokenInfo) -> Cache:
    """*cache* with the newest word on *token* (OCPP 1.6 3.5.1, OCPP 2.0.1 C10)."""
    name = token.id.casefold()
    if cache.get(name) == info:
        return cache
    kept = {each: said for each, said in cache.items() if each != name}
    while len(kept) >= CACHE_LIMIT:
        del kept[next(iter(kept))]
    return {**kept, name: info}


def judged_by_cache(cache: Cache, token: Token, settings: Settings, utc_s: float) -> TokenStatus | None:
    """What the cache says of *token* now; None: nothing."""
    if not settings.get(registry.CACHE_ENABLED):
        return None
    info = cache.get(token.id.casefold())
    if info is None:
        return None
    expired = info.expires_s is not None and info.expires_s <= utc_s
    return TokenStatus.EXPIRED if expired and info.status is TokenStatus.ACCEPTED else info.status


def judged_online(cache: Cache, token: Token, settings: Settings, utc_s: float) -> TokenStatus | None:
    """The verdict while the central system can be asked; None: ask it (OCPP 1.6 3.5.3, OCPP 2.0.1 C14)."""
    if not settings.get(registry.PRE_AUTHORIZE):
        return None
    known = judged_by_cache(cache, token, settings, utc_s)
    return TokenStatus.ACCEPTED if known is TokenStatus.ACCEPTED else None


def judged_offline(cache: Cache, token: Token, settings: Settings, utc_s: float) -> TokenStatus:
    """The verdict while nobody can be asked (OCPP 1.6 3.5.2, OCPP 2.0.1 C15)."""
    known = judged_by_cache(cache, token, settings, utc_s) if settings.get(registry.AUTHORIZE_OFFLINE) else None
    if known is not None:
        return known
    return TokenStatus.ACCEPTED if settings.get(registry.UNKNOWN_OFFLINE) else TokenStatus.UNKNOWN
