"""Durable before told: what a step says waits here until the store has it, and goes out in order."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Protocol

import structlog

from pilotwire.core.deadline import STATION
from pilotwire.core.event import Event
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.told import Told
from pilotwire.store.ailment import fault_of

log = structlog.get_logger("pilotwire.gate")
FIRST_RETRY_S, LAST_RETRY_S = 0.5, 30.0
MANY = 1000  # steps that wait; from then on those that say nothing are merged, for a disk may fail for days


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

    def __init__(
        self,
        store: Store,
        adapters: Sequence[Adapter],
        say: Callable[[Event], None],
        first_retry_s: float = FIRST_RETRY_S,
    ) -> None:
        self._store, self._adapters, self._say, self._first_retry_s = store, adapters, say, first_retry_s
        self._waiting: list[Told] = []
        self._bell, self._knocked = asyncio.Event(), asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self.turns = 0  # how often it has looked, or tried the disk

    def knock(self) -> None:
        """Look, though nothing was taken; it shows that somebody does."""
        self._knocked.set()
        self._bell.set()

    def take(self, told: Told) -> None:
        """Queue *told*; called from the loop."""
        if len(self._waiting) >= MANY and is_silent(told) and is_silent(self._waiting[-1]):
            told = replace(told, before=self._waiting.pop().before)
        self._waiting.append(told)
        self._empty.clear()
        self._bell.set()

    async def run(self) -> None:
        """Keep and tell for ever: one commit for all that waits when the disk is free."""
        while True:
            await self._bell.wait()
            self._bell.clear()
            self.turns += 1
            batch, self._waiting = self._waiting, []
            if batch:
                await self._keep(batch)
                self._tell(batch)
            if not self._waiting:
                self._empty.set()

    def _tell(self, batch: Sequence[Told]) -> None:
        """In order; an adapter that breaks its promise not to raise keeps the others from nothing."""
        for told in batch:
            for adapter in self._adapters:
                try:
                    adapter.tell(told)
                except Exception:
                    log.exception("adapter failed", adapter=type(adapter).__name__)

    async def _keep(self, batch: Sequence[Told]) -> None:
        """Until it is durable nothing of it is told; a disk that fails is a fault, and tried again (house.md 7)."""
        retry_s, standing = self._first_retry_s, set[Fault]()
        try:
            while (fault := await self._failed_at(batch, retry_s)) is not None:
                standing.add(fault)
                await self._pause(retry_s)
                retry_s = min(2 * retry_s, LAST_RETRY_S)
        finally:  # also when we are ended: whoever comes after us finds out by themselves
            for fault in sorted(standing, key=lambda each: each.value):
                self._say(FaultCleared(STATION, fault))

    async def _failed_at(self, batch: Sequence[Told], retry_s: float) -> Fault | None:
        try:
            await finished(self._store.keep(batch))
        except Exception as error:  # whatever it is: what is not durable must not be forgotten
            log.error("cannot keep", error=str(error), retry_s=retry_s, exc_info=not isinstance(error, OSError))
            fault = fault_of(error)
            self._say(FaultSeen(STATION, fault))
            return fault
        return None

    async def _pause(self, pause_s: float) -> None:
        """Rest, and still turn when somebody knocks: a disk that fails is a fault, and no reason to be killed."""
        loop = asyncio.get_running_loop()
        until_s = loop.time() + pause_s
        while (left_s := until_s - loop.time()) > 0.0:
            self.turns += 1
            self._knocked.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left_s):
                    await self._knocked.wait()

    async def drained(self) -> None:
        """Return when everything taken so far is durable and told."""
        await self._empty.wait()


def is_silent(told: Told) -> bool:
    """Whether nobody would miss *told*, if only the station before it and the one after it are known."""
    said = told.outcome
    return not (said.facts or said.replies or said.receipts)


async def finished(work: Awaitable[None]) -> None:
    """Await *work* to its end even when cancelled: a commit that has begun happens, and whoever comes next finds it."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise
