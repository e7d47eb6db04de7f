"""Actions as they come over HTTP, MQTT and the command line: one table of their fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pilotwire.core.token import Token, TokenKind
from pilotwire.hardware.sim.action import (
    Break,
    HoldPilot,
    HoldProximity,
    Keep,
    Move,
    Network,
    Plug,
    Power,
    SimAction,
    Supply,
    Swipe,
    Turn,
    TurnMeter,
    Unplug,
)
from pilotwire.hardware.sim.check import (
    Check,
    cable,
    nullable,
    number,
    refuse,
    setting,
    text,
    truth,
    voltages,
    whole,
    word,
)
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.signal import STATE_V, PilotState
from pilotwire.hardware.sim.vehicle import Ask, VehicleBuild

MAX_EVSES = 64
MAX_POSITION = 15  # the rotary switch SW2 has sixteen positions, 0 to F
BETWEEN = "between"  # where a rotary switch can get stuck
EVSE = whole(1, MAX_EVSES)


class Diode(Enum):
    """The vehicle's diode: in order, or bridged."""

    OK = "ok"
    FAULT = "fault"


VEHICLE: Mapping[str, Check] = {
    "battery_kwh": number(0.01, 2000.0),
    "soc_pct": number(0.0, 100.0),
    "max_a": number(1.0, 80.0),
    "phases": whole(1, 3),
    "min_a": number(0.0, 80.0),
    "iso15118": truth,
    "mac": nullable(text),
    "sleeps": truth,
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The fields of one action: how each is checked, which must be there, and what is made of them."""

    make: Callable[..., SimAction]
    checks: Mapping[str, Check]
    required: tuple[str, ...] = ()


def vehicle(path: str, value: object) -> VehicleBuild:
    """A vehicle, with what differs from the usual one."""
    if not isinstance(value, Mapping):
        refuse(path, "an object")
    return VehicleBuild(**checked(VEHICLE, value, f"{path}."))


def make_swipe(token: str, kind: TokenKind = TokenKind.ISO14443, evse: int = 0) -> Swipe:
    """A card; without a type an ordinary one."""
    return Swipe(Token(token, kind), evse)


def make_pilot(evse: int = 1, diode: Diode | None = None, **held: Any) -> HoldPilot:
    """Volts, a state, or neither of them; both at once contradict each other."""
    if len(held) > 1:
        refuse("state", "either volts or state")
    if not held and diode is None:
        refuse("volts", "one of volts, state, diode is needed")
    value = next(iter(held.values()), Keep.AS_IS)
    volts = STATE_V[value] if isinstance(value, PilotState) else value
    return HoldPilot(evse, volts, None if diode is None else diode is Diode.FAULT)


def make_switch(name: str, value: float | str | bool) -> Turn:
    """SW2 has positions, key and emergency switch are on or off; where another one can stand is its own affair."""
    position = POSITIONS.get(name)
    return Turn(name, position(value) if position else value)


def _is_on(value: object) -> bool:
    """``true`` or 1: on, or pressed, until somebody turns it back."""
    return bool(value) if value in (0, 1) else bool(truth("value", value))


def _position(value: object) -> int | str:
    """0 to 15, the hexadecimal digit that is printed on the switch, or between two of them."""
    if value == BETWEEN:
        return BETWEEN
    if isinstance(value, str) and len(value) == 1 and value in "0123456789abcdefABCDEF":
        return int(value, 16)
    return int(whole(0, MAX_POSITION)("value", value))


POSITIONS: Mapping[str, Callable[[object], float | str | bool]] = {
    "SW2": _position,
    "key": _is_on,
    "emergency": _is_on,
}
SHAPES: Mapping[str, Shape] = {
    "plug": Shape(Plug, {"evse": EVSE, "vehicle": vehicle, "state": word(Ask), "cable_a": cable}),
    "unplug": Shape(Unplug, {"evse": EVSE, "cable_stays": truth}),
    "swipe": Shape(make_swipe, {"evse": whole(0, MAX_EVSES), "token": text, "type": word(TokenKind)}, ("token",)),
    "vehicle": Shape(
        Move,
        {"evse": EVSE, "state": word(Ask), "draw_a": nullable(number(0.0, 80.0)), "soc_pct": number(0.0, 100.0)},
    ),
    "pilot": Shape(
        make_pilot,
        {
            "evse": EVSE,
            "volts": nullable(number(-13.0, 13.0)),
            "state": nullable(word(PilotState)),
            "diode": word(Diode),
        },
    ),
    "proximity": Shape(HoldProximity, {"evse": EVSE, "ohms": nullable(number(0.0, 1e6))}, ("ohms",)),
    "fault": Shape(Break, {"evse": EVSE, "name": word(SimFault), "active": truth}, ("name", "active")),
    "meter": Shape(
        TurnMeter,
        {
            "evse": EVSE,
            "energy_wh": number(0.0, 1e9),
            "voltage_v": nullable(voltages),
            "available": truth,
        },
    ),
    "network": Shape(Network, {"online": truth}, ("online",)),
    "power": Shape(Power, {"action": word(Supply)}, ("action",)),
    "switch": Shape(make_switch, {"name": text, "value": setting}, ("name", "value")),
}
ACTIONS: tuple[str, ...] = tuple(SHAPES)
ARGUMENTS = {"type": "kind"}  # a word of the outside that is taken in Python


def checked(checks: Mapping[str, Check], body: Mapping[Any, object], prefix: str = "") -> dict[str, Any]:
    """Every field of *body*, checked; the first that is unknown or wrong is named."""
    unknown = next((name for name in body if name not in checks), None)
    if unknown is not None:
        refuse(f"{prefix}{unknown}", f"unknown; known are {', '.join(checks)}")
    return {ARGUMENTS.get(name, name): checks[name](f"{prefix}{name}", value) for name, value in body.items()}


def parse_action(name: str, body: Mapping[str, object]) -> SimAction:
    """The action *name* with the fields of *body*; raises ActionError with the path of the field that is wrong."""
    shape = SHAPES.get(name)
    if shape is None:
        refuse("action", f"unknown; known are {', '.join(ACTIONS)}")
    values = checked(shape.checks, body)
    missing = next((each for each in shape.required if each not in body), None)
    if missing is not None:
        refuse(missing, "is missing")
    return shape.make(**values)
