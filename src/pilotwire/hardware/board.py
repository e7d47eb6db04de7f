"""What the shell asks of any board, simulated or real."""

from __future__ import annotations

from typing import Protocol

from pilotwire.core.driver import Driver
from pilotwire.core.lamp import Lamps


class Board(Driver, Protocol):
    """A driver that can also be made safe at once, begun anew and given back, and has something to light."""

    @property
    def lamps(self) -> Lamps:
        """What it can light."""

    async def run(self) -> None:
        """Say what the sensors see, until cancelled; an end of its own is a death that its supervisor reports."""

    def switch(self, name: str) -> float | str | bool | None:
        """Where the switch *name* stands; None: there is none that anybody has turned."""

    def cut_power(self) -> None:
        """No current anywhere, at once, whatever the core believes; never raises."""

    def restore_power(self) -> None:
        """Begin anew: a steady pilot, and every sensor tells what it sees."""

    def close(self) -> None:
        """Give the hardware back, safe."""
