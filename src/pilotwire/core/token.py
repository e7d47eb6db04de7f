"""Who may charge: tokens, what the central system said of them, and the rules that apply without asking it.

One order for all of them: the local list, then the cache, then the central system itself (OCPP 1.6 3.5.3, OCPP 2.0.1
C13.FR.01); which of them may say yes by itself, and when, the settings say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.frozen import replace
from pilotwire.core.rules import Groups, UnknownOffline

if TYPE_CHECKING:
    from pilotwire.core.station import Station


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
    """Identification of a driver. Two tokens are the same driver's when :meth:`is_same` says so.

    *group* is what the central system says it belongs to (OCPP 1.6 parentIdTag, OCPP 2.0.1 groupIdToken), as far as it
    is known here.
    """

    id: str
    kind: TokenKind = TokenKind.CENTRAL
    group: str | None = None

    @property
    def name(self) -> str:
        """What it is looked up by."""
        return self.id.casefold()

    def is_same(self, other: Token | None) -> bool:
        """Tokens compare without case (OCPP 1.6 7.15 IdToken, OCPP 2.0.1 IdTokenType) and whatever brought them in."""
        return other is not None and self.id.casefold() == other.id.casefold()

    def is_kin(self, other: Token | None) -> bool:
        """The same driver's, or one of the same group (OCPP 2.0.1 C09)."""
        return other is not None and (self.is_same(other) or is_group(self.group, other.group))


def is_group(group: str | None, other: str | None) -> bool:
    """Both are the same group; none is nobody's."""
    return bool(group and other) and str(group).casefold() == str(other).casefold()


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
    """What the central system says of a token; *expires_s* is UTC in seconds since 1970, *group* whose it is."""

    status: TokenStatus
    expires_s: float | None = None
    group: str | None = None

    @property
    def is_valid(self) -> bool:
        """The token is a good one, even if it cannot be used right now (OCPP 1.6 3.5.2: Accepted or ConcurrentTx)."""
        return self.status in (TokenStatus.ACCEPTED, TokenStatus.CONCURRENT)


@dataclass(frozen=True, slots=True)
class TokenJudged:
    """A shown token was accepted or not; for displays, topics and pages. *evse* 0: no EVSE chosen yet."""

    token: Token
    status: TokenStatus
    evse: int


Cache = Mapping[str, TokenInfo]  # Token.name -> what was said last
CACHE_LIMIT = 1000  # entries; which of them makes room for a new one, :func:`remembered` says
UNKNOWN = TokenInfo(TokenStatus.UNKNOWN)
ACCEPTED = TokenInfo(TokenStatus.ACCEPTED)


def remembered(cache: Cache, token: Token, info: TokenInfo, utc_s: float) -> Cache:
    """*cache* with the newest word on *token*; a full one lets go of what is not valid, or else of the oldest.

    OCPP 1.6 3.5.1, OCPP 2.0.1 C10.
    """
    name = token.name
    if cache.get(name) == info:
        return cache
    kept = {each: said for each, said in cache.items() if each != name}
    if len(kept) >= CACHE_LIMIT:
        kept = {each: said for each, said in kept.items() if aged(said, utc_s).is_valid}
    while len(kept) >= CACHE_LIMIT:
        del kept[next(iter(kept))]
    return {**kept, name: info}


def aged(info: TokenInfo, utc_s: float) -> TokenInfo:
    """*info* as it counts now: what was good once and is over has expired."""
    is_over = info.expires_s is not None and info.expires_s <= utc_s
    return replace(info, status=TokenStatus.EXPIRED) if is_over and info.is_valid else info


def listed(station: Station, token: Token, utc_s: float) -> TokenInfo | None:
    """What the local list says of *token* now; None: nothing, or nobody asks it."""
    if not station.settings.get(registry.LOCAL_LIST_ENABLED):
        return None
    info = station.local_list.entries.get(token.name)
    return None if info is None else aged(info, utc_s)


def known(station: Station, token: Token, utc_s: float) -> TokenInfo | None:
    """What is known of *token* here and now: the list has the first word, the cache the second; None: nothing."""
    info = listed(station, token, utc_s)
    if info is not None or not station.settings.get(registry.CACHE_ENABLED):
        return info
    info = station.cache.get(token.name)
    return None if info is None else aged(info, utc_s)


def judged_online(station: Station, token: Token, utc_s: float) -> TokenInfo | None:
    """The verdict while the central system can be asked; None: ask it, also where a no is all we know.

    OCPP 1.6 9.1.13 LocalPreAuthorize, 3.5.1; OCPP 2.0.1 C10.FR.03, C12, C14.
    """
    if not station.settings.get(registry.PRE_AUTHORIZE):
        return None
    info = known(station, token, utc_s)
    return info if info is not None and info.status is TokenStatus.ACCEPTED else None


def judged_offline(station: Station, token: Token, utc_s: float) -> TokenInfo:
    """The verdict while nobody can be asked: a no that is known is a no, whatever the settings.

    OCPP 1.6 3.5.4, 9.1.12 LocalAuthorizeOffline, 9.1.1 AllowOfflineTxForUnknownId; OCPP 2.0.1 C13, C15.
    """
    info, is_enough = known(station, token, utc_s), station.settings.get(registry.AUTHORIZE_OFFLINE)
    if info is not None and (is_enough or info.status is not TokenStatus.ACCEPTED):
        return info
    return ACCEPTED if _takes_unknown(station) else UNKNOWN


def _takes_unknown(station: Station) -> bool:
    is_wanted = station.settings.get(registry.UNKNOWN_OFFLINE)
    return is_wanted and station.rules.unknown_offline is UnknownOffline.AS_SET


def named(station: Station, token: Token, info: TokenInfo) -> Token:
    """*token* with the group *info* gives it, where groups count at all; one that is not named is not taken away."""
    group = (info.group or token.group) if station.rules.groups is Groups.COUNT else None
    return token if token.group == group else replace(token, group=group)


def is_master(station: Station, token: Token) -> bool:
    """It belongs to those who may stop everybody and start nothing (OCPP 2.0.1 C16, MasterPassGroupId)."""
    return is_group(token.group, station.settings.get(registry.MASTER_GROUP))
