"""What others publish for the station, made into events of the core."""

from __future__ import annotations

import re

from pilotwire.core import registry
from pilotwire.core.consent import CustomerPermission
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write
from pilotwire.core.variable import refusal_of
from pilotwire.mqtt.topic import Place, TopicError
from pilotwire.mqtt.value import flag, text_of, word

MAX_NAME = 64  # characters; "short names" (chargebyte guide 15.16 T74)
AMPERE = re.compile(r"-1(?:\.0)?|[0-9]{1,5}(?:\.[0-9])?")  # chargebyte guide 15.16 T74: integer or one decimal, dot
NO_LIMIT_A = -1.0
AVAILABILITIES = {"operative": True, "inoperative": False}


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


def permission(payload: bytes, place: Place) -> CustomerPermission:
    """The owner's software lets a vehicle charge, or no longer (chargebyte guide 15.21 T83; contradiction C29)."""
    return CustomerPermission(place.evse, flag(payload), place.is_retained)


def reader_available(payload: bytes, place: Place) -> FaultSeen | FaultCleared:
    """Whether the reader elsewhere works (chargebyte guide 3.3.4.11)."""
    return _presence(payload, place, Fault.READER_LOST)


def meter_available(payload: bytes, place: Place) -> FaultSeen | FaultCleared:
    """Whether the meter elsewhere works (chargebyte guide 3.3.4.7)."""
    return _presence(payload, place, Fault.METER_LOST)


def _presence(payload: bytes, place: Place, fault: Fault) -> FaultSeen | FaultCleared:
    return FaultCleared(place.evse, fault) if flag(payload) else FaultSeen(place.evse, fault)


def central_address(payload: bytes, place: Place) -> VariablesWritten:
    """Another central system, from the next start on (chargebyte guide 3.3.3; contradiction C42: the name is ours)."""
    text = word(payload)
    if refusal_of(registry.CSMS_URL, text) is not None or any(letter.isspace() for letter in text):
        raise TopicError("not an address that begins with ws:// or wss://")
    return VariablesWritten(ReplyTo("mqtt"), (Write(registry.CSMS_URL.name, text),))
