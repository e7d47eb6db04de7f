"""Garbage is collected while nobody charges: a full collection stops everything for up to 40 ms (house rule: opening
is never delayed)."""

from __future__ import annotations

import gc

from pilotwire.core.port.guard import is_live
from pilotwire.core.told import Told

EVERY_S = 600.0  # between two full collections of a station at rest
LONGEST_S = 86_400.0  # where somebody always charges, one all the same
YOUNG, OLDER, OLDEST = 700, 10, 10  # what Python begins with
NEVER = 1_000_000


def begin() -> None:
    """Collect as Python does from now on; what the start has made need never be looked at again."""
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDEST)


def postpone() -> None:
    """No full collection by itself from now on: for a process in which a :class:`Garbage` makes up for it."""
    begin()
    gc.set_threshold(YOUNG, OLDER, NEVER)


class Garbage:
    """Told like every adapter; collects what has been postponed when a contactor cannot mind."""

    def __init__(self) -> None:
        self.collected_s = 0.0  # monotonic time of the last full collection

    def tell(self, told: Told) -> None:
        """Collect, if it is time and nothing is live."""
        waited_s = told.moment.mono_s - self.collected_s
        is_busy = any(is_live(port) for port in told.after.ports)
        if waited_s < (LONGEST_S if is_busy else EVERY_S):
            return
        self.collected_s = told.moment.mono_s
        gc.collect()
