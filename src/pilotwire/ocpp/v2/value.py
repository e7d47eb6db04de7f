"""What the texts of Variables mean (OCPP 2.0.1 part 2, 2.1.4 and DataEnumType)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pilotwire.core.variable import Kind, Value, Variable

INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
DECIMAL = re.compile(r"[+-]?([0-9]{1,18}(\.[0-9]{0,18})?|\.[0-9]{1,18})([eE][+-]?[0-9]{1,2})?")
BOOLEANS = {"true": True, "false": False}


class NotAValue(ValueError):
    """A text that is no value of its Variable."""


def from_text(variable: Variable[Value], text: str) -> Value:
    """What *text* means for *variable*; whether that is allowed is the core's to say. Raises NotAValue."""
    if not text and variable.default is None:
        return None
    return PARSERS[variable.kind](text)


def _boolean(text: str) -> bool:
    found = BOOLEANS.get(text.strip().casefold())  # seen in the field: True and False (facts/contradictions.md, L3)
    if found is None:
        raise NotAValue(text)
    return found


def _integer(text: str) -> int:
    digits = text.strip()
    if not INTEGER.fullmatch(digits):
        raise NotAValue(text)
    return int(digits)


def _decimal(text: str) -> float:
    digits = text.strip()
    if not DECIMAL.fullmatch(digits):
        raise NotAValue(text)
    return float(digits)


def _members(text: str) -> tuple[str, ...]:
    return tuple(member.strip() for member in text.split(",")) if text.strip() else ()


PARSERS: Mapping[Kind, Callable[[str], Value]] = {
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.TEXT: str,
    Kind.OPTION: str,
    Kind.MEMBERS: _members,
    Kind.SEQUENCE: _members,
}
