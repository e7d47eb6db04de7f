"""Commands and facts in a form that people compare: names and values, nothing that says nothing."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from enum import Enum

from pilotwire.core.moment import Stamp
from pilotwire.core.sampling import Sampled

SILENT: tuple[object, ...] = (None, False, ())
NUMBERED = "remote_start_id"  # a number that only one version gives


def brief(said: object) -> str:
    """*said* in one line."""
    if isinstance(said, Enum):
        return str(said.value)
    if isinstance(said, Sampled):
        return f"{said.occasion.value} {said.reading.energy_wh:.1f} Wh"
    if isinstance(said, tuple):
        return f"[{', '.join(brief(each) for each in said)}]"
    if isinstance(said, float):
        return f"{said:.1f}"
    if not is_dataclass(said):
        return str(said)
    shown = ((field.name, getattr(said, field.name)) for field in fields(said) if field.name != NUMBERED)
    parts = (f"{name}={brief(value)}" for name, value in shown if not _is_silent(value))
    return f"{type(said).__name__}({', '.join(parts)})"


def _is_silent(value: object) -> bool:
    return isinstance(value, Stamp) or any(value is each for each in SILENT) or value in ((), frozenset())


def compact(value: object) -> str:
    """A payload of the wire in one line."""
    return json.dumps(value, separators=(",", ":"))
