"""The station's clock: real time, or real time run faster (``--speed``); for core and simulation, never for sockets."""

from __future__ import annotations

import random
import time
from typing import Protocol

from pilotwire.core.moment import Moment


class WallClock(Protocol):
    """The clock of a host."""

    def utc_s(self) -> float:
        """Seconds since 1970, as the host believes."""

    def is_trusted(self) -> bool:
        """Whether that is worth anything."""


class Tempo:
    """A monotonic clock that starts at 0 and runs *speed* times as fast as the real one, with a wall clock to match.

    With *wall*, that one is asked each time: it may be wrong, and be set.
    """

    def __init__(self, speed: float = 1.0, seed: int | None = None, wall: WallClock | None = None) -> None:
        self.speed = speed
        self._wall = wall
        self._chance = random.Random(seed)
        self._started_s = time.monotonic()
        self._started_utc_s = time.time()

    def now_s(self) -> float:
        """Seconds of station time since the start."""
        return (time.monotonic() - self._started_s) * self.speed

    def now(self) -> Moment:
        """The moment in which an event is taken."""
        mono_s = self.now_s()
        if self._wall is not None:
            return Moment(mono_s, self._wall.utc_s(), self._wall.is_trusted(), self._chance.random())
        return Moment(mono_s, self._started_utc_s + mono_s, utc_trusted=True, chance=self._chance.random())

    def real_delay_s(self, until_s: float) -> float:
        """How many real seconds remain until station time *until_s*; never negative."""
        return max(0.0, (until_s - self.now_s()) / self.speed)
