"""Stored and effective values: what was written and is reported, and what the station runs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, TypeVar, cast

from pilotwire.core.frozen import replace
from pilotwire.core.variable import Access, Applies, Key, Refusal, Value, Values, Variable, refusal_of

T = TypeVar("T", bound=Value)
NOTHING: Values = {}
MISSING: Final = object()


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """What hardly ever changes between two starts, the strongest first; shared by all states of a run, replaced whole
    when a person edits the file, so that one is equal to itself only, and what is computed from it can be kept.

    ``pinned`` are flags and ``--set`` of this run; ``base`` is customer.json over the personality as far as they speak;
    below that stand the defaults of the Variables. ``variables`` are all there are, by name.
    """

    variables: Mapping[str, Variable[Value]]
    base: Values = field(default_factory=dict)
    pinned: Values = field(default_factory=dict)
    executed: Mapping[str, tuple[float, float]] = field(init=False)  # by Variable: those that have such bounds

    def __post_init__(self) -> None:
        bounds = {name: one.executed for name, one in self.variables.items() if one.executed is not None}
        object.__setattr__(self, "executed", bounds)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of all Variables. State: replaced whole, holds written values only."""

    layers: Layers
    stored: Values = field(default_factory=lambda: NOTHING)
    effective: Values = field(default_factory=lambda: NOTHING)

    def get(self, variable: Variable[T], evse: int = 0) -> T:
        """What the station runs on: within the bounds of the Variable, if it has some, whatever is stored."""
        value = self._look_up(self.effective, variable, evse)
        bounds = self.layers.executed
        return _bounded(value, bounds[variable.name]) if variable.name in bounds else value

    def reported(self, variable: Variable[T], evse: int = 0) -> T:
        """What is told to whoever asks: the stored value, even where it does not apply yet."""
        return self._look_up(self.stored, variable, evse)

    def _look_up(self, written: Mapping[Key, Any], variable: Variable[T], evse: int) -> T:
        """The strongest layer that says anything; asked dozens of times a step, and therefore not a loop."""
        key, layers = (variable.name, evse), self.layers
        found: Any = MISSING
        if layers.pinned:
            found = layers.pinned.get(key, MISSING)
        if found is MISSING and written:
            found = written.get(key, MISSING)
        if found is MISSING:
            found = layers.base.get(key, MISSING)
        return variable.default if found is MISSING else found


def _bounded(value: T, bounds: tuple[float, float]) -> T:
    if not isinstance(value, int | float):
        return value
    return cast("T", type(value)(min(max(value, bounds[0]), bounds[1])))


@dataclass(frozen=True, slots=True)
class Write:
    """Somebody outside wants *value* in the Variable called *name* of *evse* (0: the station)."""

    name: str
    value: Value
    evse: int = 0


class WriteVerdict(Enum):
    """What became of a write."""

    ACCEPTED = "accepted"
    REBOOT_REQUIRED = "reboot required"
    READ_ONLY = "read only"
    PINNED = "pinned"
    REFUSED = "refused"
    CONTRADICTS = "contradicts another setting"
    UNKNOWN = "unknown"


def write(settings: Settings, wanted: Write) -> tuple[Settings, WriteVerdict, Refusal | None]:
    """*settings* after the write *wanted*, and whether it was taken; a refused write changes nothing."""
    variable = settings.layers.variables.get(wanted.name)
    if variable is None or (wanted.evse != 0) is not variable.per_evse:
        return settings, WriteVerdict.UNKNOWN, None
    if variable.access is Access.READ_ONLY:
        return settings, WriteVerdict.READ_ONLY, None
    if (wanted.name, wanted.evse) in settings.layers.pinned:  # taking what has no effect would be a lie
        return settings, WriteVerdict.PINNED, None
    refusal = refusal_of(variable, wanted.value)
    if refusal is not None:
        return settings, WriteVerdict.REFUSED, refusal
    return _store(settings, variable, (wanted.name, wanted.evse), wanted.value)


def _store(
    settings: Settings, variable: Variable[Value], key: Key, value: Value
) -> tuple[Settings, WriteVerdict, Refusal | None]:
    stored = {**settings.stored, key: value}
    if variable.applies is not Applies.NOW:
        # until then the station runs on what it ran on, even if a write before this one was already waiting
        waits = WriteVerdict.REBOOT_REQUIRED if variable.applies is Applies.REBOOT else WriteVerdict.ACCEPTED
        return replace(settings, stored=stored), waits, None
    effective = {**settings.effective, key: value}
    return replace(settings, stored=stored, effective=effective), WriteVerdict.ACCEPTED, None


def taken_over(settings: Settings, when: Applies) -> Settings:
    """*settings* with the values that waited for *when*."""
    variables, stored, effective = settings.layers.variables, settings.stored, settings.effective
    waiting = {
        key
        for key in (*stored, *effective)
        if variables[key[0]].applies is when and stored.get(key, MISSING) != effective.get(key, MISSING)
    }
    if not waiting:
        return settings
    others = {key: value for key, value in effective.items() if key not in waiting}
    return replace(settings, effective=others | {key: stored[key] for key in waiting if key in stored})


def edited(settings: Settings, changes: tuple[Write, ...]) -> Settings:
    """*settings* after a person has changed the file: it counts from now on, over whatever was written before.

    What does not apply at once goes on as it was: the value the station runs on stays the effective one.
    """
    layers, held = settings.layers, {}
    keys = {(change.name, change.evse): change.value for change in changes if change.name in layers.variables}
    for name, evse in keys:
        variable = layers.variables[name]
        if variable.applies is not Applies.NOW:
            held[name, evse] = settings.get(variable, evse)
    return Settings(
        Layers(layers.variables, {**layers.base, **keys}, layers.pinned),
        {key: value for key, value in settings.stored.items() if key not in keys},
        {key: value for key, value in settings.effective.items() if key not in keys} | held,
    )
