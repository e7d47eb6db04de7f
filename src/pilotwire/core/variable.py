"""What can be set: a Variable is defined once and known by many names.

A 1.6 key, a 2.0.1 component and variable, a path in customer.json and a field of a page are names of the same Variable;
the tables that say so stand in the rooms that use these names. Here is what it *is*.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

Value = bool | int | float | str | tuple[str, ...] | None
T = TypeVar("T", bound=Value)


class Kind(Enum):
    """The type of a value (OCPP 2.0.1 DataEnumType)."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    TEXT = "string"
    OPTION = "OptionList"  # one of the choices
    MEMBERS = "MemberList"  # any number of the choices, in any order
    SEQUENCE = "SequenceList"  # any number of the choices, in this order


class Access(Enum):
    """Who may do what from outside (OCPP 2.0.1 MutabilityEnumType)."""

    READ_WRITE = "ReadWrite"
    READ_ONLY = "ReadOnly"
    WRITE_ONLY = "WriteOnly"


class Applies(Enum):
    """When a written value becomes the one the station runs on."""

    NOW = "now"
    NEXT_TRANSACTION = "next_transaction"  # when one begins, at whatever EVSE; others that still run take it over too
    REBOOT = "reboot"
    IDLE = "idle"  # as soon as no transaction runs
    CONNECTED = "connected"  # when a connection to the central system came about with it


class Effect(Enum):
    """What another value sets off, besides being the value."""

    NONE = "none"
    RECONNECT = "reconnect"  # the connection to the central system is closed and opened anew
    INTRODUCE = "introduce"  # so is it, and whoever answers now is to accept the station anew
    ERASE_LEDGER = "erase_ledger"  # what was not told yet is nobody's business any more
    REBOOT = "reboot"  # the station starts anew by itself, in order
    RELOAD = "reload"  # what waited for a reboot counts now, without one


@dataclass(frozen=True, slots=True)
class Variable(Generic[T]):
    """One thing that can be set.

    ``name`` is ``Component.Variable`` in the sense of OCPP 2.0.1 part 2 appendix 3 and identifies it. ``allowed`` are
    closed ranges of numbers with gaps between them; ``bits`` is the sum of those that may be set in one, where it is
    made of bits; ``choices`` the words of an option or list, ``compounds`` what is taken besides: a choice with
    something behind a dot; ``max_length`` counts characters of a text or members of a list, ``starts`` are what a text
    may begin with. ``pattern`` is a regular expression that all of a text must match, ``example`` one that does.
    ``per_evse`` ones have a value for each EVSE. ``executed`` are the bounds within which the station runs on a
    number, whatever is stored and reported; ``effect`` is what another value sets off.
    """

    name: str
    kind: Kind
    default: T
    unit: str = ""
    allowed: tuple[tuple[float, float], ...] = ()
    bits: int | None = None
    choices: tuple[str, ...] = ()
    compounds: tuple[str, ...] = ()
    max_length: int | None = None
    starts: tuple[str, ...] = ()
    pattern: str = ""
    example: str = ""
    access: Access = Access.READ_WRITE
    applies: Applies = Applies.NOW
    per_evse: bool = False
    secret: bool = False  # never leaves the station, in whatever view
    executed: tuple[float, float] | None = None
    effect: Effect = Effect.NONE

    @property
    def words(self) -> tuple[str, ...]:
        """The choices, and the compounds of those: a personality may leave choices out."""
        own = tuple(f"{choice}." for choice in self.choices)
        return (*self.choices, *(each for each in self.compounds if each.startswith(own)))


Key = tuple[str, int]  # (Variable.name, EVSE number or 0): where a value is kept
Values = Mapping[Key, Value]


class Refusal(Enum):
    """Why a value is not allowed."""

    WRONG_TYPE = "wrong type"
    OUT_OF_RANGE = "out of range"
    RESERVED_BIT = "sets a reserved bit"
    NOT_A_CHOICE = "not one of the choices"
    TOO_LONG = "too long"


PYTHON_TYPES: Mapping[Kind, tuple[type, ...]] = {
    Kind.BOOLEAN: (bool,),
    Kind.INTEGER: (int,),
    Kind.DECIMAL: (int, float),
    Kind.TEXT: (str,),
    Kind.OPTION: (str,),
    Kind.MEMBERS: (tuple,),
    Kind.SEQUENCE: (tuple,),
}


def refusal_of(variable: Variable[T], value: Value) -> Refusal | None:
    """Why *value* may not be written to *variable*; None when it may. None is a value where it is the default."""
    if value is None:
        return None if variable.default is None else Refusal.WRONG_TYPE
    is_number_by_accident = isinstance(value, bool) and variable.kind is not Kind.BOOLEAN
    if is_number_by_accident or not isinstance(value, PYTHON_TYPES[variable.kind]):
        return Refusal.WRONG_TYPE
    if isinstance(value, int | float):
        return _refusal_of_number(variable, value)
    return _refusal_of_words(variable, value)


def _refusal_of_number(variable: Variable[T], value: float) -> Refusal | None:
    if variable.allowed and not any(low <= value <= high for low, high in variable.allowed):
        return Refusal.OUT_OF_RANGE
    if variable.bits is not None and int(value) & ~variable.bits:
        return Refusal.RESERVED_BIT
    return None


def _refusal_of_words(variable: Variable[T], value: str | tuple[str, ...]) -> Refusal | None:
    if variable.max_length is not None and len(value) > variable.max_length:
        return Refusal.TOO_LONG
    if variable.starts and isinstance(value, str) and not value.startswith(variable.starts):
        return Refusal.NOT_A_CHOICE
    if variable.pattern and isinstance(value, str) and not re.fullmatch(variable.pattern, value):
        return Refusal.NOT_A_CHOICE
    words = (value,) if isinstance(value, str) else value
    if variable.choices and not set(words) <= set(variable.words):
        return Refusal.NOT_A_CHOICE
    return None
