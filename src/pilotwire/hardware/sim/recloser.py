"""A recloser on its bus: it takes its time to run, and says where it stands as long as anybody can reach it."""

from __future__ import annotations

import math

RUN_S = 2.0  # a motor that turns a lever; chosen well below the 10 s an order may take (chargebyte guide 3.4)


class Recloser:
    """``is_closed`` is where it stands, ``wants_closed`` where it was told to go."""

    __slots__ = ("is_closed", "is_lost", "moves_s", "wants_closed")

    def __init__(self) -> None:
        self.is_closed = self.wants_closed = True
        self.is_lost = False
        self.moves_s = math.inf

    def drive(self, now_s: float, *, closed: bool) -> None:
        """Run; who cannot be reached does not hear it."""
        if not self.is_lost:
            self.wants_closed = closed
            self.moves_s = now_s + RUN_S

    def arrive(self) -> bool:
        """It is there."""
        self.moves_s = math.inf
        self.is_closed = self.wants_closed
        return self.is_closed
