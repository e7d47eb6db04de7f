"""Tokens, and what the central system says of them (OCPP 2.0.1 part 2, C)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.token import Token, TokenInfo, TokenKind, TokenStatus
from pilotwire.ocpp.v2.instant import utc_s_from
from pilotwire.ocpp.v2.messages.datatypes import (
    AuthorizationStatusEnumType,
    IdTokenEnumType,
    IdTokenInfoType,
    IdTokenType,
)

TYPES: Mapping[TokenKind, IdTokenEnumType] = {kind: IdTokenEnumType(kind.value) for kind in TokenKind}

# What the core does not tell apart: the token is known, and may not be used here and now.
STATUSES: Mapping[AuthorizationStatusEnumType, TokenStatus] = {
    AuthorizationStatusEnumType.ACCEPTED: TokenStatus.ACCEPTED,
    AuthorizationStatusEnumType.BLOCKED: TokenStatus.BLOCKED,
    AuthorizationStatusEnumType.CONCURRENT_TX: TokenStatus.CONCURRENT,
    AuthorizationStatusEnumType.EXPIRED: TokenStatus.EXPIRED,
    AuthorizationStatusEnumType.INVALID: TokenStatus.INVALID,
    AuthorizationStatusEnumType.NO_CREDIT: TokenStatus.BLOCKED,
    AuthorizationStatusEnumType.NOT_ALLOWED_TYPE_EVSE: TokenStatus.BLOCKED,
    AuthorizationStatusEnumType.NOT_AT_THIS_LOCATION: TokenStatus.BLOCKED,
    AuthorizationStatusEnumType.NOT_AT_THIS_TIME: TokenStatus.BLOCKED,
    AuthorizationStatusEnumType.UNKNOWN: TokenStatus.UNKNOWN,
}


def to_wire(token: Token) -> IdTokenType:
    """*token* as the wire spells it; that of a start button is empty (OCPP 2.0.1 C02.FR.01)."""
    return IdTokenType(id_token=token.id, type=TYPES[token.kind])


def from_wire(token: IdTokenType) -> Token:
    """The core's word for *token*; additional info is not kept."""
    return Token(token.id_token, TokenKind(token.type.value))


def info_from(info: IdTokenInfoType) -> TokenInfo:
    """What *info* says of a token. Raises RefusedPayload."""
    expiry = info.cache_expiry_date_time
    expires_s = None if expiry is None else utc_s_from(expiry, "idTokenInfo.cacheExpiryDateTime")
    return TokenInfo(STATUSES[info.status], expires_s)
