"""The residual current monitor: a leak or its test input trips it, and it is a while until it becomes normal again."""

from __future__ import annotations

import math

TRIP_S = 0.020  # both monitors of chargebyte guide table 72 have tripped long before anybody looks
HOLD_S = 0.800  # from the beginning of what tripped it; table 72: still tripped after 750 ms of a test of 50 ms
RELEASE_S = 0.020  # and normal 410 ms after a test of 815 ms


class Rcd:
    """``is_tripped`` is what its feedback says; ``is_leaking`` and ``is_driven`` are what trips it."""

    __slots__ = ("is_deaf", "is_driven", "is_leaking", "is_stuck", "is_tripped", "moves_s", "normal_s")

    def __init__(self) -> None:
        self.is_leaking = False
        self.is_driven = False  # the test input
        self.is_deaf = False  # ... leads nowhere
        self.is_stuck = False  # once tripped it stays so
        self.is_tripped = False
        self.normal_s = 0.0  # not before
        self.moves_s = math.inf

    def test(self, now_s: float, *, active: bool) -> None:
        """Drive the test input, or no longer."""
        self.is_driven = active
        self.look(now_s)

    def look(self, now_s: float) -> None:
        """Something about it has changed: trip, become normal, or stay as it is."""
        if self._wants_trip() is self.is_tripped:
            self.moves_s = math.inf
        elif not self.is_tripped:
            self.moves_s = min(self.moves_s, now_s + TRIP_S)
        else:
            self.moves_s = max(now_s + RELEASE_S, self.normal_s)

    def _wants_trip(self) -> bool:
        is_held = self.is_stuck and self.is_tripped
        return is_held or self.is_leaking or (self.is_driven and not self.is_deaf)

    def arrive(self) -> bool:
        """What its feedback says from now on."""
        if not self.is_tripped:
            self.normal_s = self.moves_s - TRIP_S + HOLD_S
        self.is_tripped = not self.is_tripped
        self.moves_s = math.inf
        return self.is_tripped

    def drop(self) -> None:
        """It has lost its supply, and its test input too; what is stuck stays so."""
        self.is_driven = False
        self.is_tripped = self.is_tripped and self.is_stuck
        self.moves_s = math.inf
