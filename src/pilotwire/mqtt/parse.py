"""What others publish for the station, made into events of the core."""

from __future__ import annotations

import json
import re

from pilotwire.core.authorization import CardShown
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.token import Token, TokenKind
from pilotwire.mqtt.topic import Place, TopicError

MAX_BYTES = 65536
MAX_NAME = 64  # characters; "short names" (chargebyte guide 15.16 T74)
AMPERE = re.compile(r"-1(?:\.0)?|[0-9]{1,5}(?:\.[0-9])?")  # chargebyte guide 15.16 T74: integer or one decimal, dot
NO_LIMIT_A = -1.0
UID = re.compile(r"(?:[0-9A-Fa-f]{2}){1,18}")  # chargebyte guide 15.17 T75: hex; OCPP 2.0.1 IdTokenType: 36 characters
KINDS = {"ISO14443": TokenKind.ISO14443, "ISO15693": TokenKind.ISO15693, "UNKNOWN": TokenKind.CENTRAL}
AVAILABILITIES = {"operative": True, "inoperative": False}


def text_of(payload: bytes) -> str:
    """*payload* as text. Raises TopicError if it is none, or longer than anybody has a reason for."""
    if len(payload) > MAX_BYTES:
        raise TopicError(f"longer than {MAX_BYTES} bytes")
    try:
        return payload.decode().strip(" \t\r\n")  # a line feed comes with every `echo 16 | mosquitto_pub -l`
    except UnicodeDecodeError:
        raise TopicError("not UTF-8") from None


def limit_a_of(payload: bytes) -> float | None:
    """Ampere per phase; None is no limit (chargebyte guide 15.16 T74, contradiction C47)."""
    text = text_of(payload)
    if not AMPERE.fullmatch(text):
        raise TopicError("not a limit: an integer or one decimal with a dot, or -1 for no limit")
    limit_a = float(text)
    return None if limit_a == NO_LIMIT_A else limit_a


def central_limit(payload: bytes, place: Place) -> CentralLimitSet:
    """The limit of the whole station (chargebyte guide 15.16 T74)."""
    return CentralLimitSet(place.evse, limit_a_of(payload))


def dynamic_limit(payload: bytes, place: Place) -> DynamicLimitSet:
    """A limit under a name (chargebyte guide 15.16 T74); the core keeps the first five names."""
    if not 0 < len(place.name) <= MAX_NAME:
        raise TopicError(f"a limit has a name of 1 to {MAX_NAME} characters")
    return DynamicLimitSet(place.evse, place.name, limit_a_of(payload))


def availability(payload: bytes, place: Place) -> AvailabilityChosen:
    """The owner's software takes an EVSE out of service, or no longer does (chargebyte guide 3.3.5 T5)."""
    operative = AVAILABILITIES.get(text_of(payload))
    if operative is None:
        raise TopicError("neither operative nor inoperative")
    return AvailabilityChosen(place.evse, Voice.CUSTOMER, operative)


def card(payload: bytes, place: Place) -> CardShown:
    """A card at a reader that is elsewhere (chargebyte guide 15.17 T75, 15.18)."""
    try:
        words = json.loads(text_of(payload))
    except (ValueError, RecursionError) as error:
        raise TopicError(str(error) if isinstance(error, TopicError) else "not JSON") from None
    if not isinstance(words, list) or len(words) != 2 or not all(isinstance(word, str) for word in words):
        raise TopicError('not an array of standard and UID: ["ISO14443", "1F2D3A4F5506C7"]')
    standard, uid = words
    if standard not in KINDS:
        raise TopicError("the standard is ISO14443, ISO15693 or UNKNOWN")
    if not UID.fullmatch(uid):
        raise TopicError("the UID is hex, two to 36 digits without delimiter")
    return CardShown(Token(uid, KINDS[standard]), place.evse)
