"""Tokens, and what the central system says of them (OCPP 2.0.1 part 2, C)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pilotwire.core.token import Token, TokenInfo, TokenKind, TokenStatus
from pilotwire.ocpp.timestamp import from_wire as from_iso
from pilotwire.ocpp.v2.messages.datatypes import (
    AuthorizationStatusEnumType,
    IdTokenEnumType,
    IdTokenInfoType,
    IdTokenType,
)

LONG_AGO_S = 0.0
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


def of_group(token: IdTokenType, group: IdTokenType | None) -> Token:
    """*token*, which belongs to *group* if that is named."""
    return replace(from_wire(token), group=group.id_token if group is not None and group.id_token else None)


def info_from(info: IdTokenInfoType) -> TokenInfo:
    """What *info* says of a token."""
    expiry = info.cache_expiry_date_time
    group = info.group_id_token.id_token if info.group_id_token is not None else None
    return TokenInfo(STATUSES[info.status], None if expiry is None else _expires_s(expiry), group or None)


def _expires_s(expiry: str) -> float:
    """An odd date must not cost a driver the session or have a row told again: the word holds for this once."""
    try:
        return from_iso(expiry)
    except ValueError:
        return LONG_AGO_S
