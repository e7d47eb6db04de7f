"""One log line for each message that means nothing; a flood of them does not fill the log."""

from __future__ import annotations

from collections.abc import Callable

import structlog

log = structlog.get_logger("pilotwire.mqtt")
LINES_PER_SECOND = 10


class Complaints:
    """Log lines about ignored messages, at most ten a second; those left out are counted in the next line."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._second, self._lines, self._left_out = 0, 0, 0

    def ignored(self, topic: str, reason: str) -> None:
        """A message at *topic* was ignored because of *reason*."""
        second = int(self._clock())
        if second != self._second:
            self._second, self._lines = second, 0
        if self._lines >= LINES_PER_SECOND:
            self._left_out += 1
            return
        self._lines += 1
        more = {"left_out": self._left_out} if self._left_out else {}
        self._left_out = 0
        log.warning("ignored", topic=topic, reason=reason, **more)
