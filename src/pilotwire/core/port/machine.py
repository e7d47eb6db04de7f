"""The machines of a port: what they say are commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.machine import Machine

if TYPE_CHECKING:
    from pilotwire.core.command import Command
    from pilotwire.core.port.port import Port

Commands = tuple["Command", ...]
Said = tuple["Port", Commands]


@dataclass(frozen=True, slots=True)
class PortMachine(Machine["Port", Commands]):
    """A machine whose phase stands in a port."""
