"""The mains in front of the meter: nearly 230 V, a little less under load, never quite still."""

from __future__ import annotations

import math

from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.chance import Chance

WOBBLE_V = 1.2  # slow, as neighbours switch; EN 50160 would allow ten times as much
WOBBLE_S = 97.0
UNBALANCE_V = 1.0
FREQUENCY_HZ = 50.0


class Grid:
    """Phase-to-neutral voltages as a function of time and current, so that they need no state of their own."""

    __slots__ = ("_no_load_v", "_ohm", "_turn", "held_v")

    def __init__(self, build: BoardBuild, chance: Chance) -> None:
        self._no_load_v = tuple(build.grid_v + chance.between(-UNBALANCE_V, UNBALANCE_V) for _ in range(build.phases))
        self._ohm = build.grid_ohm
        self._turn = chance.between(0.0, 2.0 * math.pi)
        self.held_v: tuple[float, ...] | None = None  # somebody says what the meter sees

    @property
    def phases(self) -> int:
        """How many phases the EVSE has."""
        return len(self._no_load_v)

    def voltage_v(self, now_s: float, current_a: tuple[float, ...]) -> tuple[float, ...]:
        """The voltage of each phase at *now_s* while *current_a* flows."""
        if self.held_v is not None:
            return self.held_v
        wobble_v = self._wobble_v(now_s)
        pairs = zip(self._no_load_v, current_a, strict=True)
        return tuple(no_load_v + wobble_v - self._ohm * each_a for no_load_v, each_a in pairs)

    def energy_wh(self, from_s: float, span_s: float, ramp_a: tuple[float, float], phases: int) -> float:
        """What flows in *span_s* seconds over the first *phases* while the current goes linearly along *ramp_a*.

        Exact for the ramp and the sag: integral of V i - R i^2. The wobble counts with its value in the middle, wrong
        by less than a millionth for a second.
        """
        first_a, last_a = ramp_a
        ampere_s = (first_a + last_a) / 2.0 * span_s
        if self.held_v is not None:
            return sum(self.held_v[:phases]) * ampere_s / 3600.0
        square = (first_a * first_a + first_a * last_a + last_a * last_a) / 3.0 * span_s
        sum_v = sum(self._no_load_v[:phases]) + phases * self._wobble_v(from_s + span_s / 2.0)
        return (sum_v * ampere_s - phases * self._ohm * square) / 3600.0

    def _wobble_v(self, now_s: float) -> float:
        return WOBBLE_V * math.sin(2.0 * math.pi * now_s / WOBBLE_S + self._turn)
