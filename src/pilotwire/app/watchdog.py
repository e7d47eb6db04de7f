"""Feeding the watchdog of the service manager, for as long as what must turn really turns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

log = structlog.get_logger("pilotwire.app.watchdog")
OFTEN = 4  # looks within the time the manager allows, so that one late look is no death


class Turning(Protocol):
    """Something with a loop of its own. Whoever knocks finds ``turns`` higher a moment later, or it hangs."""

    turns: int

    def knock(self) -> None:
        """Turn once, even if there is nothing to do."""


class Watchdog:
    """Knocks at everything that must turn, and says that we live once all of it has answered."""

    def __init__(self, allowed_s: float, vital: Callable[[], Sequence[Turning]], feed: Callable[[], None]) -> None:
        self._pause_s, self._vital, self._feed = allowed_s / OFTEN, vital, feed

    async def run(self) -> None:
        """For ever; whatever hangs, or the event loop itself, keeps the manager unfed and gets us killed."""
        self._feed()
        while True:
            knocked = [(each, each.turns) for each in self._vital()]
            for each, _ in knocked:
                each.knock()
            await asyncio.sleep(self._pause_s)
            hanging = [type(each).__name__ for each, turns in knocked if each in self._vital() and each.turns == turns]
            if hanging:
                log.error("does not turn any more", hanging=hanging)
            else:
                self._feed()
