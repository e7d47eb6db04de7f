"""A key of OCPP 1.6, as a personality describes it: a name of Variables, with the vendor's habits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pilotwire.core.variable import Access, Applies


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


class Effect(Enum):
    """What a written value sets off."""

    NONE = "none"
    RECONNECT = "reconnect"
    ERASE_LEDGER = "erase_ledger"
    REBOOT = "reboot"
    RELOAD = "reload"


class Codec(Enum):
    """A spelling of its own; the closed list of those there are."""

    DECIMAL_OR_HEXADECIMAL = "decimal or hexadecimal"  # 768 and 0x300 are taken, 768 is reported


class View(Enum):
    """A value that is computed from the state; the closed list of those there are."""

    NUMBER_OF_CONNECTORS = "number_of_connectors"
    PHASE_ROTATION = "phase_rotation"
    METER_PUBLIC_KEY = "meter_public_key"
    PUBLIC_KEY_1 = "public_key_1"
    PUBLIC_KEY_2 = "public_key_2"
    SAMPLED_LENGTH = "sampled_length"
    SAMPLED_AT_END_LENGTH = "sampled_at_end_length"
    ALIGNED_LENGTH = "aligned_length"
    ALIGNED_AT_END_LENGTH = "aligned_at_end_length"
    RATE_UNITS = "rate_units"
    SWITCHES_PHASES = "switches_phases"


@dataclass(frozen=True, slots=True)
class Split:
    """One key for several Variables, written one behind the other."""

    by: str
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyEntry:
    """One key. It names one Variable, or several (``split``), or is a ``view``, or always the same (``constant``).

    What is None is as the Variable says. ``aliases`` are accepted too, ``also`` are reported too. A ``hidden`` key is
    told only to who asks for it by name. ``execute_min`` and ``execute_max`` bound what the station runs on, not what
    it stores and reports. ``since`` and ``until`` are firmware versions.
    """

    name: str
    source: str = ""
    variable: str | None = None
    split: Split | None = None
    view: View | None = None
    constant: str | None = None
    aliases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    type: KeyType | None = None
    unit: str | None = None
    default: str | None = None
    allowed: tuple[tuple[float, float], ...] = ()
    choices: tuple[str, ...] = ()
    max_length: int | None = None
    access: Access | None = None
    applies: Applies | None = None
    on_invalid: OnInvalid = OnInvalid.REJECT
    execute_min: float | None = None
    execute_max: float | None = None
    effect: Effect = Effect.NONE
    codec: Codec | None = None
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
