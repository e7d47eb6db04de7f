"""Sees what becomes true in the station and wakes whoever waits for it; nothing is waited for without a limit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from pilotwire.core.moment import Moment
from pilotwire.core.station import Station
from pilotwire.core.told import Told

Fact = TypeVar("Fact")


class NotInTime(Exception):
    """Something did not happen; the text says what was waited for, and how long."""


class Witness:
    """An adapter of the station, and the bell of everybody else who sees something."""

    def __init__(self) -> None:
        self.station: Station | None = None
        self.heard: dict[type, Moment] = {}
        self.waits_for = ""
        self._bell = asyncio.Event()

    def tell(self, told: Told) -> None:
        """A step has become durable."""
        self.station = told.after
        self.heard[type(told.event)] = told.moment
        self.ring()

    def ring(self) -> None:
        """Something may have changed: whoever waits looks again."""
        self._bell.set()
        self._bell = asyncio.Event()

    async def until(self, what: str, is_so: Callable[[], bool], limit_s: float) -> None:
        """Return as soon as *is_so*; raises NotInTime after *limit_s* real seconds."""
        self.waits_for = what
        try:
            async with asyncio.timeout(limit_s):
                while not is_so():
                    await self._bell.wait()
        except TimeoutError:
            raise NotInTime(f"waited {limit_s:.0f} s for {what}") from None
        finally:
            self.waits_for = ""

    async def find(self, what: str, find: Callable[[], Fact | None], limit_s: float) -> Fact:
        """What *find* finds, as soon as it does; raises NotInTime."""
        found: list[Fact] = []

        def is_found() -> bool:
            fact = find()
            if fact is not None:
                found.append(fact)
            return fact is not None

        await self.until(what, is_found, limit_s)
        return found[0]
