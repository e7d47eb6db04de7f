"""The one table of leds.json: what stands in it, what is allowed, and what it means (chargebyte guide table 49)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.config.jsonc import Json
from pilotwire.core.led import Color, Condition, Mode

MOST_LEDS: Final = 32  # one for each EVSE
MOST_GPIOS: Final = 3  # red, green, blue
HIGHEST_GPIO: Final = 65535
LONGEST: Final = 2_147_483_647
FIRST_GPIOS: Final = (84,)  # chargebyte guide table 49
UNIT_S: Final = 0.01  # printed "1/100 ms", which no lamp can do: hundredths of a second are meant


@dataclass(frozen=True, slots=True)
class Word:
    """One word that may stand in a place, and what it means."""

    name: str
    about: str
    is_ours: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a behavior: one of ``words``, or else a whole number from 0. Without a default it must be there."""

    name: str
    about: str
    words: tuple[Word, ...] = ()
    default: int | None = None
    is_ours: bool = False


_ABOUT: Final[Mapping[Condition, str]] = {
    Condition.INIT: "the station begins and knows nothing yet",
    Condition.FAILURE: "an error that no driver can mend: somebody has to look, and to start the station anew",
    Condition.ERROR: "something is wrong that forbids energy",
    Condition.UPDATING: "firmware is being installed",
    Condition.AUTH_REJECTED: "a card was shown that may not charge here (a message)",
    Condition.AUTH_ACCEPTED: "a card was shown that may charge (a message)",
    Condition.AUTH_PENDING: "a card was shown, and the answer is not here yet",
    Condition.DEACTIVATED: "taken out of service",
    Condition.VENTILATION: "the vehicle charges and needs ventilation (state D)",
    Condition.CHARGE: "the vehicle charges (state C)",
    Condition.FINISHED: "the session is over, and the vehicle is still plugged in",
    Condition.VENTILATION_REQUEST: "the vehicle wants energy with ventilation (state D) and gets none",
    Condition.CHARGE_REQUEST: "the vehicle wants energy (state C) and gets none",
    Condition.CONNECTED: "a vehicle is plugged in",
    Condition.RESERVED: "kept for somebody who may charge and has not plugged in yet",
    Condition.READY: "in service, and nothing is wrong",
}
_MODES: Final[Mapping[Mode, str]] = {
    Mode.SOLID: "on",
    Mode.BLINK_SLOW: "1 s on, 1 s off",
    Mode.BLINK_FAST: "100 ms on, 100 ms off",
}
OWN_CONDITIONS: Final = (Condition.FINISHED,)

FIELDS: Final = (
    Field(
        "condition",
        "under which condition this behavior takes effect, the most important first",
        tuple(Word(each.value, _ABOUT[each], each in OWN_CONDITIONS) for each in Condition),
    ),
    Field("mode", "the rhythm", tuple(Word(each.value, _MODES[each]) for each in Mode)),
    Field(
        "color", "black is off; a LED of a single GPIO has one colour", tuple(Word(each.value, "") for each in Color)
    ),
    Field(
        "duration", "how long, in 1/100 s; 0: as long as the condition holds, a message until the next change", (), 0
    ),
    Field("delay", "how long after the condition began, in 1/100 s", (), 0, is_ours=True),
)

# chargebyte guide 7.9.2: solid high = ready, 1000/1000 ms = charging, 100/100 ms = error
STATUS_LED: Final[tuple[Mapping[str, Json], ...]] = (
    {"condition": "ready", "mode": "solid", "color": "white"},
    {"condition": "charge_1", "mode": "blink_slow", "color": "white"},
    {"condition": "ventilation_1", "mode": "blink_slow", "color": "white"},
    {"condition": "error", "mode": "blink_fast", "color": "white"},
)
