"""The motor lock of a socket: it needs its time and can be stuck."""

from __future__ import annotations

import math

TRAVEL_S = 0.4  # a plug-lock actuator (Kuester, Scame) is driven for 0.3 to 0.6 s


class PlugLock:
    """``is_locked`` is what the feedback contact sees, ``wants_locked`` the way the motor last ran."""

    __slots__ = ("is_locked", "is_stuck", "moves_s", "wants_locked")

    def __init__(self) -> None:
        self.is_locked = False
        self.wants_locked = False
        self.is_stuck = False
        self.moves_s = math.inf

    def drive(self, now_s: float, *, locked: bool) -> None:
        """Run the motor; every command is answered by the feedback, also when nothing moves."""
        self.wants_locked = locked
        self.moves_s = now_s + TRAVEL_S

    def arrive(self) -> bool:
        """The motor has stopped: what the feedback says now."""
        self.moves_s = math.inf
        if not self.is_stuck:
            self.is_locked = self.wants_locked
        return self.is_locked
