"""A card as it is on the wire: standard and UID (chargebyte guide 15.17 T75)."""

from __future__ import annotations

import json
import re

from pilotwire.core.authorization import CardShown
from pilotwire.core.token import Token, TokenKind
from pilotwire.mqtt.topic import Place, TopicError
from pilotwire.mqtt.value import json_of

UID = re.compile(r"(?:[0-9A-Fa-f]{2}){1,18}")  # chargebyte guide 15.17 T75: hex; OCPP 2.0.1 IdTokenType: 36 characters
KINDS = {"ISO14443": TokenKind.ISO14443, "ISO15693": TokenKind.ISO15693, "UNKNOWN": TokenKind.CENTRAL}
STANDARDS = {kind: standard for standard, kind in KINDS.items()}


def card_text(token: Token) -> str:
    """``["ISO14443", "1F2D3A4F5506C7"]``."""
    return json.dumps([STANDARDS.get(token.kind, "UNKNOWN"), token.id])


def card(payload: bytes, place: Place) -> CardShown:
    """A card at a reader that is elsewhere (chargebyte guide 15.17 T75, 15.18)."""
    words = json_of(payload)
    if not isinstance(words, list) or len(words) != 2 or not all(isinstance(word, str) for word in words):
        raise TopicError('not an array of standard and UID: ["ISO14443", "1F2D3A4F5506C7"]')
    standard, uid = words
    if standard not in KINDS:
        raise TopicError("the standard is ISO14443, ISO15693 or UNKNOWN")
    if not UID.fullmatch(uid):
        raise TopicError("the UID is hex, two to 36 digits without delimiter")
    return CardShown(Token(uid, KINDS[standard]), place.evse)
