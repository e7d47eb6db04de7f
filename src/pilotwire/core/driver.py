"""The door between the core and everything that acts on the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pilotwire.core.command import Command
from pilotwire.core.event import Event

Say = Callable[[Event], None]


class Driver(Protocol):
    """Something that obeys commands and says events: hardware, simulation, OCPP and MQTT are equals here."""

    def obey(self, command: Command) -> None:
        """Start carrying out *command*; returns at once and never raises. What became of it is an event, said later."""
