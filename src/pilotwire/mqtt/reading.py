"""What a meter elsewhere says, made into a reading."""

from __future__ import annotations

from typing import Final

from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading
from pilotwire.mqtt.topic import Place, TopicError
from pilotwire.mqtt.value import json_of

MAX_PHASES: Final = 3
VALID_S: Final = 60.0  # a meter elsewhere that is silent for so long is lost
LARGEST: Final = 1e12
NUMBERS: Final = ("energy_wh", "power_w", "frequency_hz")
LISTS: Final = ("voltage_v", "current_a", "phase_power_w")


def meter_read(payload: bytes, place: Place) -> MeterRead:
    """A reading as a JSON object. Raises TopicError that names the field.

    Only what is imported counts: current and power that flow back are 0 (chargebyte guide 7.3.3).
    """
    fields = json_of(payload)
    if not isinstance(fields, dict):
        raise TopicError("not a JSON object")
    for name in fields:
        if name not in (*NUMBERS, *LISTS):
            raise TopicError(f"{name[:64]!r}: no such field")
    if "energy_wh" not in fields:
        raise TopicError("energy_wh: is missing")
    numbers = {name: _number(name, fields[name]) for name in NUMBERS if name in fields}
    lists = {name: _list(name, fields[name]) for name in LISTS if name in fields}
    return MeterRead(place.evse, _reading(numbers, lists), VALID_S)


def _reading(numbers: dict[str, float], lists: dict[str, tuple[float, ...]]) -> Reading:
    phase_power_w = _imported(lists.get("phase_power_w", ()))
    return Reading(
        energy_wh=numbers["energy_wh"],
        power_w=max(0.0, numbers.get("power_w", sum(phase_power_w))),
        voltage_v=lists.get("voltage_v", ()),
        current_a=_imported(lists.get("current_a", ())),
        frequency_hz=numbers.get("frequency_hz", 50.0),
        phase_power_w=phase_power_w,
    )


def _imported(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(max(0.0, value) for value in values)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:  # nor NaN
        raise TopicError(f"{name}: not a number")
    if name == "energy_wh" and value < 0:
        raise TopicError("energy_wh: a register is not negative")
    return float(value)


def _list(name: str, values: object) -> tuple[float, ...]:
    if not isinstance(values, list) or not 0 < len(values) <= MAX_PHASES:
        raise TopicError(f"{name}: not an array of one to {MAX_PHASES} numbers")
    return tuple(_number(name, value) for value in values)
