"""What a status LED is to show: under which condition, in which colour and rhythm, for how long.

A model between the file that says so and the room that shows it; neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Condition(Enum):
    """What can be true of an EVSE, the most important first: a LED shows the first one that it has a behavior for."""

    INIT = "init"
    FAILURE = "failure"
    ERROR = "error"
    UPDATING = "updating"
    AUTH_REJECTED = "auth_rejected"
    AUTH_ACCEPTED = "auth_accepted"
    AUTH_PENDING = "auth_pending"
    DEACTIVATED = "deactivated"
    VENTILATION = "ventilation_1"
    CHARGE = "charge_1"
    FINISHED = "finished"
    VENTILATION_REQUEST = "ventilation_request"
    CHARGE_REQUEST = "charge_request"
    CONNECTED = "connected"
    RESERVED = "reserved"
    READY = "ready"


class Mode(Enum):
    """The rhythm; see :data:`pilotwire.leds.pattern.PATTERNS`."""

    SOLID = "solid"
    BLINK_SLOW = "blink_slow"
    BLINK_FAST = "blink_fast"


class Color(Enum):
    """What the three lamps of a LED (red, green, blue) make together."""

    BLACK = "black"
    WHITE = "white"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    CYAN = "cyan"
    YELLOW = "yellow"
    MAGENTA = "magenta"


@dataclass(frozen=True, slots=True)
class Behavior:
    """*color* in *mode*, from *delay_s* after *condition* began and for *duration_s* (0: as long as it holds)."""

    condition: Condition
    mode: Mode
    color: Color
    duration_s: float = 0.0
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Led:
    """A LED of one to three lamps: *gpios* are its digital outputs for red, green and blue."""

    gpios: tuple[int, ...]
    behaviors: tuple[Behavior, ...]
