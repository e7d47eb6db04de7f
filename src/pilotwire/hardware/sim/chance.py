"""A small seeded source of randomness: eight bytes of state instead of the 2.5 kB of ``random.Random``."""

from __future__ import annotations

MASK = (1 << 64) - 1


class Chance:
    """SplitMix64 (Steele, Lea, Flood 2014): the same seed gives the same numbers, on every machine."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = seed & MASK

    def between(self, low: float, high: float) -> float:
        """The next number in [*low*, *high*)."""
        return low + (high - low) * (self._next() >> 11) / (1 << 53)

    def _next(self) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) & MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)
