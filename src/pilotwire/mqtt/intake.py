"""Where messages of the broker wait until they are heard: bounded, and the newest of each topic always gets in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pilotwire.mqtt.backlog import Backlog

if TYPE_CHECKING:
    import aiomqtt

    MessageQueue = asyncio.Queue[aiomqtt.Message]
else:
    MessageQueue = asyncio.Queue

LIMIT = 1000  # messages


class Intake(MessageQueue):
    """The queue that aiomqtt is given: its own would either grow without end or drop the newest message."""

    def _init(self, maxsize: int) -> None:  # the hooks asyncio.Queue has for its subclasses
        self._backlog: Backlog[aiomqtt.Message] = Backlog(LIMIT, lambda message: message.topic.value)

    def _put(self, item: aiomqtt.Message) -> None:
        self._backlog.put(item)

    def _get(self) -> aiomqtt.Message:
        return self._backlog.take()

    def qsize(self) -> int:
        """How many messages wait."""
        return len(self._backlog)

    def empty(self) -> bool:
        """Nothing waits."""
        return not len(self._backlog)
