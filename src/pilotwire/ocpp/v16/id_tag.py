"""Tokens as OCPP 1.6 writes them, and what the central system says of them (OCPP 1.6 7.27, 7.28)."""

from collections.abc import Mapping

from pilotwire.core.token import Token, TokenInfo, TokenKind, TokenStatus
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.timestamp import from_wire
from pilotwire.ocpp.v16.messages.datatypes import AuthorizationStatus, IdTagInfo

MAX_LENGTH = 20  # OCPP 1.6 7.28: an IdToken is a CiString20Type
NOBODY = "NoAuthorization"  # as OCPP 2.0.1 calls it; 1.6 has no word for charging without a driver and wants an idTag

STATUSES: Mapping[AuthorizationStatus, TokenStatus] = {
    AuthorizationStatus.ACCEPTED: TokenStatus.ACCEPTED,
    AuthorizationStatus.BLOCKED: TokenStatus.BLOCKED,
    AuthorizationStatus.EXPIRED: TokenStatus.EXPIRED,
    AuthorizationStatus.INVALID: TokenStatus.INVALID,
    AuthorizationStatus.CONCURRENT_TX: TokenStatus.CONCURRENT,
}


def id_tag_of(token: Token | None) -> str:
    """How *token* is written.

    One that came over another version may be longer than 1.6 can say. It is cut, the same way in every message: what
    is charged for is then what was authorised, and a transaction is told rather than lost.
    """
    if token is None or token.kind is TokenKind.NO_AUTHORIZATION:
        return NOBODY
    return token.id[:MAX_LENGTH]


def info_of(info: IdTagInfo) -> TokenInfo:
    """What the central system says of a token; a date nobody can read does not undo its verdict."""
    try:
        return dated_info_of(info)
    except RefusedPayload:
        return TokenInfo(STATUSES[info.status], None, info.parent_id_tag or None)


def dated_info_of(info: IdTagInfo) -> TokenInfo:
    """The same where nobody waits for the verdict. Raises RefusedPayload for a date nobody can read."""
    expires_s = None if info.expiry_date is None else date_of(info.expiry_date)
    return TokenInfo(STATUSES[info.status], expires_s, info.parent_id_tag or None)


def date_of(text: str) -> float:
    """Seconds since 1970 of an expiry date. Raises RefusedPayload."""
    try:
        return from_wire(text)
    except ValueError as error:
        raise RefusedPayload(RpcErrorKind.PROPERTY_CONSTRAINT, f"not a date: {text[:40]!r}") from error
