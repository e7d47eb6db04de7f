"""A key of OCPP 1.6, as a personality describes it: a name of Variables, with the vendor's habits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from math import inf

from pilotwire.core.variable import Access, Applies, Effect, Value


class KeyType(Enum):
    """How a value is written (OCPP 1.6 9)."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    STRING = "string"
    LIST = "CSL"


class OnInvalid(Enum):
    """What becomes of a value that is not allowed."""

    REJECT = "reject"
    CLAMP = "clamp"
    RESTORE_DEFAULT = "restore_default"
    TRUNCATE = "truncate"


class Codec(Enum):
    """A spelling of its own; the closed list of those there are."""

    DECIMAL_OR_HEXADECIMAL = "decimal or hexadecimal"  # 768 and 0x300 are taken, 768 is reported
    HEXADECIMAL_TEXT = "hexadecimal text"  # 616263 stands for the text abc
    TEXT_OR_HEXADECIMAL = "text or hexadecimal"  # both are taken: 32 and more hexadecimal digits are such a text
    BASE64_TEXT = "base64 text"  # YWJj stands for the text abc
    TWO_DECIMALS = "two decimals"  # 16 is reported as 16.00, and so taken
    INVERTED = "inverted"  # true is written where the Variable is false
    OF_SOCKET = "of socket"  # with fixed cables alone there is no such thing: false, and not to be written
    WEBSOCKET_SETTINGS = "websocket settings"  # WS,host,port,path,socpp1.6,user,password,: the address in parts
    SWITCHES = "switches"  # abort unlock: the words of those Variables that are true, each with a word of its own
    PHASE_ROTATION = "phase rotation"  # 0.RST,1.Unknown: a word for each connector; 0 is the station


class View(Enum):
    """A value that is computed from the state; the closed list of those there are."""

    NUMBER_OF_CONNECTORS = "number_of_connectors"
    PHASE_ROTATION = "phase_rotation"
    METER_PUBLIC_KEY = "meter_public_key"
    UPDATE_PROGRESS = "update_progress"
    PUBLIC_KEY_1 = "public_key_1"
    PUBLIC_KEY_2 = "public_key_2"
    NETWORK_STATE = "network_state"
    RATE_UNITS = "rate_units"
    SWITCHES_PHASES = "switches_phases"


@dataclass(frozen=True, slots=True)
class Split:
    """One key for several Variables, written one behind the other; blanks in *by* are told and need not be written."""

    by: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One key. What is None is as the Variable says.

    It names one ``variable``, or several (``split``), or is a ``view``, or always the same (``constant``), or says how
    many members another key of this name has now (``counts``) or can have at most (``limits``).

    ``aliases`` are accepted too, ``also`` are reported too. A ``hidden`` key is told only to who asks for it by name.
    ``default``, ``applies`` and ``effect`` are those of the Variable, whoever writes it, by whatever name; so are
    ``execute_min`` and ``execute_max``, which bound what the station runs on, not what it stores and reports.
    ``allowed``, ``choices``, ``max_length`` and ``pattern`` narrow what may be written by this name, in the unit of the
    Variable, which is ``scale`` times the number in the key. ``words`` are spellings of the vendor: what stands in the
    key for what stands in the Variable. Where it is empty or not set, ``fallback`` is told, another Variable. ``since``
    and ``until`` are versions of the firmware: it is there from the one and gone with the other.
    """

    name: str
    source: str = ""
    variable: str | None = None
    split: Split | None = None
    view: View | None = None
    constant: str | None = None
    counts: str | None = None
    limits: str | None = None
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    type: KeyType | None = None
    unit: str | None = None
    default: Value = None
    allowed: tuple[tuple[float, float], ...] = ()
    choices: tuple[str, ...] = ()
    max_length: int | None = None
    pattern: str | None = None
    access: Access | None = None
    applies: Applies | None = None
    on_invalid: OnInvalid = OnInvalid.REJECT
    execute_min: float | None = None
    execute_max: float | None = None
    effect: Effect = Effect.NONE
    codec: Codec | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    scale: float | None = None
    fallback: str | None = None
    empty_is_default: bool = False
    hidden: bool = False
    since: str | None = None
    until: str | None = None

    @property
    def variables(self) -> tuple[str, ...]:
        """The Variables it names."""
        if self.split is not None:
            return self.split.variables
        return () if self.variable is None else (self.variable,)

    @property
    def names(self) -> tuple[str, ...]:
        """All names it is found by."""
        return (self.name, *self.also, *self.aliases)

    @property
    def executed(self) -> tuple[float, float] | None:
        """The bounds of what the station runs on."""
        if self.execute_min is None and self.execute_max is None:
            return None
        low, high = self.execute_min, self.execute_max
        return (-inf if low is None else low, inf if high is None else high)

    def is_in(self, firmware: str | None) -> bool:
        """Whether *firmware* has it; one that has no number has everything that is there to stay."""
        if firmware is None:
            return self.until is None
        here = version(firmware)
        is_there = self.since is None or version(self.since) <= here
        return is_there and (self.until is None or here < version(self.until))


def version(text: str) -> tuple[int, ...]:
    """The numbers of a version: ``V1.8.21`` is 1, 8, 21."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", text))
