"""The fan for vehicles in state D: it needs a moment to run up, and its feedback tells whether it really runs."""

from __future__ import annotations

import math

SPIN_S = 0.3  # until the air-flow contact closes or opens; chosen well below the 5 s the core waits


class Fan:
    """``is_running`` is what the fan does, ``wants_running`` what its relay was told."""

    __slots__ = ("has_feedback", "is_running", "is_stuck", "moves_s", "wants_running")

    def __init__(self, *, has_feedback: bool) -> None:
        self.has_feedback = has_feedback
        self.is_running = False
        self.wants_running = False
        self.is_stuck = False
        self.moves_s = math.inf

    def drive(self, now_s: float, *, running: bool) -> None:
        """Switch the relay; every command is answered, also when nothing moves."""
        self.wants_running = running
        self.moves_s = now_s + SPIN_S

    def arrive(self) -> bool:
        """What is told now: without a feedback contact the command itself (chargebyte guide 14.1: ``none``)."""
        self.moves_s = math.inf
        self.is_running = self.wants_running and not self.is_stuck
        return self.is_running if self.has_feedback else self.wants_running

    def drop(self) -> None:
        """The relay has lost its supply."""
        self.wants_running = self.is_running = False
        self.moves_s = math.inf
