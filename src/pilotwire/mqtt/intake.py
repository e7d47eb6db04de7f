"""Where messages of the broker wait until they are heard: bounded, and the newest of each topic always gets in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from pilotwire.mqtt.backlog import Backlog

if TYPE_CHECKING:
    import aiomqtt

    MessageQueue = asyncio.Queue[aiomqtt.Message]
else:
    MessageQueue = asyncio.Queue

LIMIT = 1000  # messages


def unheard() -> None:
    """Nobody wants to know."""


class Intake(MessageQueue):
    """The queue that aiomqtt is given: its own would either grow without end or drop the newest message.

    *on_drop* is called once for each time the queue was full, and again only when it has been empty in between.
    """

    def __init__(self, on_drop: Callable[[], None] = unheard, maxsize: int = 0) -> None:
        self._on_drop, self._has_told = on_drop, False
        super().__init__(maxsize)

    def _init(self, maxsize: int) -> None:  # the hooks asyncio.Queue has for its subclasses
        self._backlog: Backlog[aiomqtt.Message] = Backlog(LIMIT, lambda message: message.topic.value)

    def _put(self, item: aiomqtt.Message) -> None:
        dropped = self._backlog.dropped
        self._backlog.put(item)
        if self._backlog.dropped > dropped and not self._has_told:
            self._has_told = True
            self._on_drop()

    def _get(self) -> aiomqtt.Message:
        taken = self._backlog.take()
        self._has_told = self._has_told and len(self._backlog) > 0
        return taken

    def qsize(self) -> int:
        """How many messages wait."""
        return len(self._backlog)

    def empty(self) -> bool:
        """Nothing waits."""
        return not len(self._backlog)
