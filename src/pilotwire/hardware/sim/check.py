"""What a field of an action may hold: small checks that name the field when they refuse."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any, NoReturn

from pilotwire.hardware.sim.action import ActionError
from pilotwire.hardware.sim.inlet import CABLE_OHM

Check = Callable[[str, object], Any]  # path and value in, the checked value out, or ActionError
MAX_TEXT = 255
MAX_NUMBER = 2**53  # what JSON keeps exactly (RFC 8259 section 6)


def refuse(path: str, text: str) -> NoReturn:
    """There is something wrong with the field *path*."""
    raise ActionError(path, text)


def number(low: float, high: float) -> Check:
    """A number from *low* to *high*."""

    def check(path: str, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:  # NaN fails too
            refuse(path, f"a number from {low:g} to {high:g}")
        return float(value)

    return check


def whole(low: int, high: int) -> Check:
    """A whole number from *low* to *high*."""

    def check(path: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            refuse(path, f"a whole number from {low} to {high}")
        return value

    return check


def word(kind: type[Enum]) -> Check:
    """One of the values of *kind*."""

    def check(path: str, value: object) -> Enum:
        known = {each.value: each for each in kind}
        if not isinstance(value, str) or value not in known:
            refuse(path, f"one of {', '.join(known)}")
        return known[value]

    return check


def text(path: str, value: object) -> str:
    """A text that is not empty and not endless."""
    if not isinstance(value, str) or not 0 < len(value) <= MAX_TEXT:
        refuse(path, f"a text of 1 to {MAX_TEXT} characters")
    return value


def truth(path: str, value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        refuse(path, "true or false")
    return value


def nullable(check: Check) -> Check:
    """What *check* accepts, or null."""
    return lambda path, value: None if value is None else check(path, value)


def cable(path: str, value: object) -> float:
    """One of the cables there are."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value not in CABLE_OHM:
        refuse(path, "one of 13, 20, 32, 63")
    return float(value)


def voltages(path: str, value: object) -> tuple[float, ...]:
    """One voltage per phase."""
    if not isinstance(value, list | tuple) or not 1 <= len(value) <= 3:
        refuse(path, "a list of 1 to 3 numbers")
    check = number(0.0, 500.0)
    return tuple(check(f"{path}[{place}]", each) for place, each in enumerate(value))


def setting(path: str, value: object) -> float | str | bool:
    """What a switch can stand at."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(path, value)
    if isinstance(value, int | float) and abs(value) <= MAX_NUMBER:
        return value
    refuse(path, "a number, a text, true or false")
