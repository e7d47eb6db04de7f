"""Names of Variables in a path: ``Component.Variable``, or ``Component@2.Variable`` for EVSE 2."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pilotwire.core.deadline import STATION
from pilotwire.core.variable import Key

FORM = re.compile(r"(?P<component>[^@.]+)(?:@(?P<evse>[0-9]{1,3}))?\.(?P<rest>[^@]+)")


@dataclass(frozen=True, slots=True)
class VariableName:
    """A Variable, and of which EVSE where one was named (0: none was)."""

    name: str
    evse: int = STATION


def parse_name(text: str) -> VariableName | None:
    """*text* as a name; None where it has another form."""
    match = FORM.fullmatch(text)
    if match is None:
        return None
    return VariableName(f"{match['component']}.{match['rest']}", int(match["evse"] or STATION))


def key_to_name(key: Key) -> str:
    """The name that :func:`parse_name` takes for *key*."""
    name, evse = key
    component, _, rest = name.partition(".")
    return f"{component}@{evse}.{rest}" if evse else name
