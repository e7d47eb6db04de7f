"""The one door: everything that happens waits here, hardware before everybody else."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from pilotwire.core.deadline import Due
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.tempo import Tempo

LANE_LIMIT = 1000  # events of the outside that may wait before their sockets are no longer read
BREATH = 16  # events taken in a row before others get their turn on the event loop


def as_it_is(event: Event) -> Event:
    """Nobody hands secrets in."""
    return event


class Inbox:
    """Two lanes and the deadline of the core. An event gets its moment when taken, so time never runs backwards."""

    def __init__(self, tempo: Tempo, seal: Callable[[Event], Event] = as_it_is) -> None:
        self._tempo, self._seal = tempo, seal
        self._hardware: deque[Event] = deque()
        self._others: deque[Event] = deque()
        self._bell = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._taken = 0
        self.turns = 0  # how often somebody has looked in here

    def knock(self) -> None:
        """Whoever waits here looks in, though nothing happened; it shows that somebody does."""
        self._bell.set()

    def say(self, event: Event) -> None:
        """Something happened in hardware."""
        self._hardware.append(event)
        self._bell.set()

    def put(self, event: Event) -> None:
        """Something happened anywhere else; whoever reads a socket awaits :meth:`room` before reading on.

        Secrets stay outside: what comes in has their names (ADR 22).
        """
        self._others.append(self._seal(event))
        self._bell.set()
        if len(self._others) >= LANE_LIMIT:
            self._room.clear()

    async def room(self) -> None:
        """Return when the lane of the outside has room again."""
        await self._room.wait()

    def clear(self) -> None:
        """Forget what waits: the power is gone, and with it whatever nobody had heard yet."""
        self._hardware.clear()
        self._others.clear()
        self._room.set()

    async def get(self, deadline: tuple[float, Due] | None) -> tuple[Event, Moment]:
        """The next event: hardware, then a deadline that has passed, then the rest; waits if there is none."""
        self._taken += 1
        if self._taken % BREATH == 0:
            await asyncio.sleep(0)
        while True:
            self.turns += 1
            event = self._next(deadline)
            if event is not None:
                return event, self._tempo.now()
            await self._wait(deadline)

    def _next(self, deadline: tuple[float, Due] | None) -> Event | None:
        if self._hardware:
            return self._hardware.popleft()
        if deadline is not None and deadline[0] <= self._tempo.now_s():
            return deadline[1]
        if not self._others:
            return None
        event = self._others.popleft()
        if len(self._others) < LANE_LIMIT // 2:
            self._room.set()
        return event

    async def _wait(self, deadline: tuple[float, Due] | None) -> None:
        self._bell.clear()
        delay_s = None if deadline is None else self._tempo.real_delay_s(deadline[0])
        loop = asyncio.get_running_loop()
        timer = None if delay_s is None else loop.call_later(delay_s, self._bell.set)
        try:
            await self._bell.wait()
        finally:
            if timer is not None:
                timer.cancel()
