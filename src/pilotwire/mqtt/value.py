"""What payloads may be: checks that read a value or say in half a sentence why it is none.

A *SimpleType* of the chargebyte guide (15.1) is a number as text, a *ComplexType* is JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from pilotwire.mqtt.topic import TopicError

T = TypeVar("T")
MAX_BYTES: Final = 65536
MAX_WORD: Final = 255  # characters
INTEGER: Final = re.compile(r"-?[0-9]{1,18}")
FLAGS: Final = {"0": False, "1": True}
SHORT: Final = (-32768, 32767)
NOT_JSON: Final = "not JSON"


def text_of(payload: bytes) -> str:
    """*payload* as text. Raises TopicError if it is none, or longer than anybody has a reason for."""
    if len(payload) > MAX_BYTES:
        raise TopicError(f"longer than {MAX_BYTES} bytes")
    try:
        return payload.decode().strip(" \t\r\n")  # a line feed comes with every `echo 16 | mosquitto_pub -l`
    except UnicodeDecodeError:
        raise TopicError("not UTF-8") from None


def json_of(payload: bytes) -> object:
    """*payload* as JSON. Raises TopicError."""
    try:
        return json.loads(text_of(payload), parse_constant=_no_constant)
    except TopicError:
        raise
    except (ValueError, RecursionError):
        raise TopicError(NOT_JSON) from None


def _no_constant(name: str) -> None:
    raise ValueError(name)  # NaN and Infinity are not JSON


def flag(payload: bytes) -> bool:
    """0 or 1."""
    return one_of(FLAGS)(payload)


def signal(payload: bytes) -> None:
    """The message is the word; what it says does not matter as long as it is text."""
    text_of(payload)


def word(payload: bytes) -> str:
    """A text that is not empty and not endless."""
    text = text_of(payload)
    if not 0 < len(text) <= MAX_WORD or not text.isprintable():
        raise TopicError(f"not a text of 1 to {MAX_WORD} characters")
    return text


def integer(low: int, high: int) -> Callable[[bytes], int]:
    """A whole number from *low* to *high*."""

    def check(payload: bytes) -> int:
        text = text_of(payload)
        if not INTEGER.fullmatch(text) or not low <= int(text) <= high:
            raise TopicError(f"not a whole number from {low} to {high}")
        return int(text)

    return check


def integer_or(low: int) -> Callable[[bytes], int]:
    """Any whole number, or nothing: whatever is below *low* counts as *low*."""

    def check(payload: bytes) -> int:
        text = text_of(payload)
        if text and not INTEGER.fullmatch(text):
            raise TopicError("not a whole number")
        return max(int(text or low), low)

    return check


def one_of(words: Mapping[str, T]) -> Callable[[bytes], T]:
    """One of *words*."""

    def check(payload: bytes) -> T:
        text = text_of(payload)
        if text not in words:
            raise TopicError(f"not one of: {', '.join(words)}")
        return words[text]

    return check


def json_object(required: Mapping[str, type], optional: Mapping[str, type] | None = None) -> Callable[[bytes], object]:
    """A JSON object with the fields *required*, perhaps with those of *optional*, and with no others."""
    types = {**required, **(optional or {})}

    def check(payload: bytes) -> dict[str, Any]:
        found = json_of(payload)
        if not isinstance(found, dict):
            raise TopicError("not a JSON object")
        for name in required:
            if name not in found:
                raise TopicError(f"{name}: is missing")
        for name, value in found.items():
            _is_typed(name, value, types)
        return found

    return check


def _is_typed(name: str, value: object, types: Mapping[str, type]) -> None:
    if name not in types:
        raise TopicError(f"{name[:64]!r}: no such field")
    wanted = types[name]
    each_type, all_of_it = wanted, [value]
    if wanted is list:
        each_type, all_of_it = int, value if isinstance(value, list) else [None]
    if any(type(each) is not each_type for each in all_of_it):  # a bool is an int, but not here
        raise TopicError(f"{name}: not {NAMES[wanted]}")


NAMES: Final[Mapping[type, str]] = {
    int: "a whole number",
    str: "a text",
    bool: "true or false",
    list: "an array of whole numbers",
}


@dataclass(frozen=True, slots=True)
class PhysicalValue:
    """A number of ISO 15118: *value* times ten to the power of *multiplier* (chargebyte guide 15.7 T69)."""

    value: int
    multiplier: int
    unit: int | None = None

    @property
    def number(self) -> float:
        """The number itself, in the unit of whatever it measures."""
        return float(self.value * 10.0**self.multiplier)


def physical_value(*, has_unit: bool = True) -> Callable[[bytes], PhysicalValue]:
    """A physical value; current and voltage have no unit, because everybody knows it (chargebyte guide 15.7)."""
    fields = json_object({"Multiplier": int, "Value": int}, {"Unit": int} if has_unit else None)
    ranges = {"Multiplier": (-3, 3), "Value": SHORT, "Unit": (0, 6)}

    def check(payload: bytes) -> PhysicalValue:
        found: Any = fields(payload)
        for name, number in found.items():
            low, high = ranges[name]
            if not low <= number <= high:
                raise TopicError(f"{name}: not a whole number from {low} to {high}")
        return PhysicalValue(found["Value"], found["Multiplier"], found.get("Unit"))

    return check
