"""What a meter elsewhere says, made into a reading."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading, Signed
from pilotwire.mqtt.topic import Place, TopicError
from pilotwire.mqtt.value import json_of

MAX_PHASES: Final = 3
VALID_S: Final = 60.0  # a meter elsewhere that is silent for so long is lost
LARGEST: Final = 1e12
MAX_SIGNED: Final = 1800  # characters; 2500 in Base64 (OCPP 2.0.1 SignedMeterValueType)
MAX_WORD: Final = 50
HEXADECIMAL: Final = re.compile(r"([0-9a-fA-F]{2}){0,200}")
# the fields, and how many decimals are told of each
NUMBERS: Final = {
    "energy_wh": 1,
    "power_w": 1,
    "frequency_hz": 2,
    "current_sum_a": 2,
    "neutral_current_a": 2,
    "power_factor": 3,
    "export_w": 1,
    "export_wh": 1,
    "reactive_import_var": 1,
    "reactive_export_var": 1,
    "reactive_import_varh": 1,
    "reactive_export_varh": 1,
    "temperature_c": 1,
}
LISTS: Final = {
    "voltage_v": 1,
    "line_voltage_v": 1,
    "current_a": 2,
    "phase_power_w": 1,
    "phase_energy_wh": 1,
    "export_current_a": 2,
}
REGISTERS: Final = ("energy_wh", "export_wh", "reactive_import_varh", "reactive_export_varh")
SIGNED: Final = ("data", "encoding", "method")


def meter_read(payload: bytes, place: Place) -> MeterRead:
    """A reading as a JSON object. Raises TopicError that names the field.

    What is imported does not fall below zero: what flows back has fields of its own (chargebyte guide 7.3.3).
    """
    fields = json_of(payload)
    if not isinstance(fields, dict):
        raise TopicError("not a JSON object")
    for name in fields:
        if name not in (*NUMBERS, *LISTS, "signed", "public_key"):
            raise TopicError(f"{name[:64]!r}: no such field")
    if "energy_wh" not in fields:
        raise TopicError("energy_wh: is missing")
    numbers = {name: _number(name, fields[name]) for name in NUMBERS if name in fields}
    lists = {name: _list(name, fields[name]) for name in LISTS if name in fields}
    reading = _reading(numbers, lists)
    if "signed" in fields:
        reading = replace(reading, signed=_signed(fields["signed"]))
    if "public_key" in fields:
        reading = replace(reading, public_key=_public_key(fields["public_key"]))
    return MeterRead(place.evse, reading, VALID_S)


def _reading(numbers: dict[str, float], lists: dict[str, tuple[float, ...]]) -> Reading:
    for name in ("current_a", "phase_power_w"):
        if name in lists:
            lists[name] = _imported(lists[name])
    if "power_w" not in numbers and "phase_power_w" in lists:
        numbers["power_w"] = sum(lists["phase_power_w"])
    if "power_w" in numbers:
        numbers["power_w"] = max(0.0, numbers["power_w"])
    return Reading(**numbers, **lists)  # type: ignore[arg-type]  # their names are those of the fields


def _signed(value: object) -> Signed:
    """The data alone, or an object that says how it is encoded too."""
    parts = {"data": value} if isinstance(value, str) else value
    if not isinstance(parts, dict) or "data" not in parts:
        raise TopicError("signed: neither a text nor an object with data")
    for name, text in parts.items():
        if name not in SIGNED:
            raise TopicError(f"signed: {name[:64]!r}: no such field")
        most = MAX_SIGNED if name == "data" else MAX_WORD
        if not isinstance(text, str) or len(text.encode()) > most:
            raise TopicError(f"signed: {name}: not a text of at most {most} bytes")
    return Signed(**parts)


def _public_key(value: object) -> str:
    if not isinstance(value, str) or not HEXADECIMAL.fullmatch(value):
        raise TopicError("public_key: not a key in hexadecimal digits, nor empty")
    return value.lower()


def _imported(values: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(max(0.0, value) for value in values)


def _number(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= LARGEST:  # nor NaN
        raise TopicError(f"{name}: not a number")
    if name in REGISTERS and value < 0:
        raise TopicError(f"{name}: a register is not negative")
    return float(value)


def _list(name: str, values: object) -> tuple[float, ...]:
    if not isinstance(values, list) or not 0 < len(values) <= MAX_PHASES:
        raise TopicError(f"{name}: not an array of one to {MAX_PHASES} numbers")
    return tuple(_number(name, value) for value in values)
