"""Tasks that must not die: whoever dies is a fault of the station, and is started again a little later."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger("pilotwire.supervisor")
FIRST_RETRY_S, LAST_RETRY_S = 0.5, 30.0


class Supervisor:
    """Starts tasks by name, and starts them again when they end though nobody stopped them."""

    def __init__(
        self,
        on_death: Callable[[str], None],
        on_revival: Callable[[str], None],
        first_retry_s: float = FIRST_RETRY_S,
    ) -> None:
        self._on_death, self._on_revival, self._first_retry_s = on_death, on_revival, first_retry_s
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str, work: Callable[[], Awaitable[None]], first_retry_s: float | None = None) -> None:
        """Run *work* for ever under *name*; *first_retry_s* is how long it rests after its first death."""
        retry_s = self._first_retry_s if first_retry_s is None else first_retry_s
        self._tasks[name] = asyncio.create_task(self._live(name, work, retry_s), name=name)

    async def stop(self, *names: str) -> None:
        """End the tasks called *names*, or all of them, and wait until they have ended."""
        ended = [self._tasks.pop(name) for name in names or tuple(self._tasks) if name in self._tasks]
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)

    async def _live(self, name: str, work: Callable[[], Awaitable[None]], first_retry_s: float) -> None:
        retry_s, loop = first_retry_s, asyncio.get_running_loop()
        while True:
            began_s = loop.time()
            try:
                await work()
                log.error("task ended", task=name, retry_s=retry_s)
            except Exception:
                log.exception("task died", task=name, retry_s=retry_s)
            if loop.time() - began_s > LAST_RETRY_S:
                retry_s = first_retry_s  # it was well for long
            self._on_death(name)
            await asyncio.sleep(retry_s)
            self._on_revival(name)
            retry_s = min(max(2 * retry_s, self._first_retry_s), LAST_RETRY_S)
