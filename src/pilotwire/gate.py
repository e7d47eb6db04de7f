"""Durable before told: what a step says waits here until the store has it, and goes out in order."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.station import Station


@dataclass(frozen=True, slots=True)
class Told:
    """One step: the event and its moment, the station before and after it, and what it said."""

    event: Event
    moment: Moment
    before: Station
    after: Station
    outcome: Outcome


class Store(Protocol):
    """The only durable place."""

    async def keep(self, batch: Sequence[Told]) -> None:
        """Make everything durable that *batch* says and changes, in one commit. Raises OSError if it cannot."""


class Adapter(Protocol):
    """Somebody who is told what has become true: OCPP, MQTT, a page, a display."""

    def tell(self, told: Told) -> None:
        """Take note of *told*; returns at once and never raises."""


class Gate:
    """Takes steps from the loop without ever making it wait, and lets them out once they are durable."""

    def __init__(self, store: Store, adapters: Sequence[Adapter]) -> None:
        self._store, self._adapters = store, adapters
        self._waiting: list[Told] = []
        self._bell = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()

    def take(self, told: Told) -> None:
        """Queue *told*; called from the loop."""
        self._waiting.append(told)
        self._empty.clear()
        self._bell.set()

    async def run(self) -> None:
        """Keep and tell for ever: one commit for all that waits when the disk is free."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            batch, self._waiting = self._waiting, []
            await self._store.keep(batch)
            for told in batch:
                for adapter in self._adapters:
                    adapter.tell(told)
            if not self._waiting:
                self._empty.set()

    async def drained(self) -> None:
        """Return when everything taken so far is durable and told."""
        await self._empty.wait()
