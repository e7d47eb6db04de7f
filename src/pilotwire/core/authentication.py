"""How a driver is let in at an EVSE: by a token, by whoever holds its key or software, or not asked at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.clock import has_time
from pilotwire.core.csms import is_registered
from pilotwire.core.token import NOBODY, Token, TokenKind

if TYPE_CHECKING:
    from pilotwire.core.station import Station


class Authentication(Enum):
    """Who says whether somebody may charge (chargebyte guide 14.1 T48, ``user_authentication``)."""

    FREE = "free"  # nobody: a plug is enough
    OCPP = "ocpp"  # tokens, judged here or by the central system
    MQTT = "mqtt"  # the owner's own software
    KEY_SWITCH = "key-switch"  # whoever has the key


@dataclass(frozen=True, slots=True)
class Consent:
    """Whoever speaks by the means *by* lets every vehicle charge at *evse*, until they take it back."""

    evse: int
    by: Authentication


def authentication_at(station: Station, evse: int) -> Authentication:
    """Who is asked at *evse*; where the whole station sells nothing (free vend), nobody."""
    if station.settings.get(registry.FREE_VEND):
        return Authentication.FREE
    return Authentication(station.settings.get(registry.USER_AUTHENTICATION, evse))


def may_begin(station: Station) -> bool:
    """A transaction may begin: the time is known and the central system has accepted us once, or neither need be."""
    return has_time(station) and is_registered(station)


def is_open(station: Station, evse: int) -> bool:
    """A vehicle at *evse* may charge without anybody showing a token, as soon as a transaction may begin at all."""
    asked = authentication_at(station, evse)
    is_asked = asked is not Authentication.FREE and Consent(evse, asked) not in station.consents
    return not is_asked and may_begin(station)


def takes_tokens(station: Station, evse: int) -> bool:
    """A token may begin at *evse*; one cannot go round the key or the software that decides there."""
    is_asked = authentication_at(station, evse) is Authentication.OCPP
    return (is_asked and may_begin(station)) or is_open(station, evse)


def reads_cards(station: Station, evse: int) -> bool:
    """A card that is shown is judged at *evse* (0: at any); elsewhere a card is the owner's business or nobody's."""
    evses = (port.evse for port in station.ports) if evse == 0 else (evse,)
    return any(authentication_at(station, each) is Authentication.OCPP for each in evses)


def nobody(station: Station) -> Token:
    """The token of a driver who showed none: the one configured for it, else none at all (OCPP 2.0.1 C02).

    Free vend is always told under a token the central system can know: without another, the serial number.
    """
    settings = station.settings
    default = settings.get(registry.FREE_VEND_TOKEN)
    if not default and settings.get(registry.FREE_VEND):
        default = settings.get(registry.SERIAL_NUMBER) or ""
    return Token(default, TokenKind.LOCAL) if default else NOBODY
