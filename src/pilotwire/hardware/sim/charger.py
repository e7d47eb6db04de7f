"""The on-board charger of a vehicle: a current that ramps toward its goal."""

from __future__ import annotations

RAMP_A_PER_S = 6.0  # at least; large steps are taken faster, so that ...
RAMP_S = 3.0  # ... with the reaction of the vehicle a change takes less than 5 s (IEC 61851-1 table A.6, sequence 6)
STOP_RAMP_S = 1.5  # and an end less than 3 s (IEC 61851-1 table A.6, sequence 10.1)
SAME_A = 1e-6
NEAR_A = 0.4  # more than the taper takes away in a piece of 0.1 % state of charge, for up to 80 A


class Charger:
    """Current per phase in ampere, alike on each of its ``phases``."""

    __slots__ = ("current_a", "goal_a", "phases", "rate_a_per_s")

    def __init__(self, phases: int) -> None:
        self.phases = phases
        self.current_a = 0.0
        self.goal_a = 0.0
        self.rate_a_per_s = RAMP_A_PER_S

    @property
    def is_flowing(self) -> bool:
        """Current flows or is about to."""
        return self.current_a > 0.0 or self.goal_a > 0.0

    def aim(self, goal_a: float) -> None:
        """Ramp to *goal_a* from now on."""
        within_s = RAMP_S if goal_a > 0.0 else STOP_RAMP_S
        self.goal_a = goal_a
        self.rate_a_per_s = max(RAMP_A_PER_S, abs(goal_a - self.current_a) / within_s)

    def arrives_s(self, cap_a: float) -> float:
        """How long the ramp still takes, with *cap_a* above it; 0 when it is over."""
        away_a = abs(min(self.goal_a, cap_a) - self.current_a)
        return away_a / self.rate_a_per_s if away_a > SAME_A and not self._glides(cap_a) else 0.0

    def move(self, cap_a: float, span_s: float) -> tuple[float, float]:
        """The current at the beginning and at the end of the next *span_s* seconds, linear in between."""
        before_a, goal_a = self.current_a, min(self.goal_a, cap_a)
        way_a = NEAR_A if self._glides(cap_a) else self.rate_a_per_s * span_s
        self.current_a = min(goal_a, before_a + way_a) if goal_a > before_a else max(goal_a, before_a - way_a)
        return before_a, self.current_a

    def _glides(self, cap_a: float) -> bool:
        """The taper leads it down in a straight line from piece to piece; that is no ramp."""
        return cap_a < self.goal_a and abs(cap_a - self.current_a) <= NEAR_A

    def cut(self) -> None:
        """The voltage is gone: nothing flows any more."""
        self.current_a = self.goal_a = 0.0
