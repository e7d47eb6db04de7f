"""The door between whoever knows what is to be seen and the lamps of the board."""

from __future__ import annotations

from enum import Enum
from typing import Protocol


class BoardLed(Enum):
    """A LED on the board itself, by what it is for; which one it is and its colour the table of the board says."""

    BOOT = "boot"  # blinks while the station begins, and then stays on
    UPDATE = "update"
    HEARTBEAT = "heartbeat"  # belongs to the board: whether the processor lives no program can say of itself


Line = int | BoardLed  # the number of a digital output, as Linux counts GPIOs, or a LED on the board


class Lamps(Protocol):
    """Implemented by every board, the simulated one too."""

    def has(self, line: Line) -> bool:
        """Whether *line* is one that may be lit.

        A digital output the board uses for something else is none: a lamp must not move a contactor.
        """

    def light(self, line: Line, *, is_on: bool) -> None:
        """Turn the lamp at *line* on or off at once. Raises OSError if the board refuses."""
