"""The mains contactor: it takes a moment, its feedback tells where it really is, and it can weld or stick."""

from __future__ import annotations

import math

from pilotwire.hardware.sim.chance import Chance

TRAVEL_S = (0.030, 0.060)  # pick-up and drop-out of a 40 A contactor with its auxiliary contact


class Contactor:
    """``is_closed`` is what the main contacts do, ``wants_closed`` what the coil was told."""

    __slots__ = ("is_closed", "is_stuck", "is_welded", "moves_s", "wants_closed")

    def __init__(self) -> None:
        self.is_closed = False
        self.wants_closed = False
        self.is_welded = False
        self.is_stuck = False
        self.moves_s = math.inf

    def drive(self, now_s: float, chance: Chance, *, closed: bool) -> None:
        """Switch the coil; every command is answered by the feedback, also when nothing moves."""
        self.wants_closed = closed
        self.moves_s = now_s + chance.between(*TRAVEL_S)

    def arrive(self) -> bool:
        """The travel is over: what the feedback says now."""
        self.moves_s = math.inf
        is_held = self.is_welded if self.is_closed else self.is_stuck
        if not is_held:
            self.is_closed = self.wants_closed
        return self.is_closed

    def drop(self) -> None:
        """The coil has lost its supply."""
        self.wants_closed = False
        self.moves_s = math.inf
        self.is_closed = self.is_closed and self.is_welded
