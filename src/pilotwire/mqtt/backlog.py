"""Messages that wait, in order, and never too many: where there is no room, the newest of each topic counts."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Backlog(Generic[T]):
    """At most *limit* messages. When it is full, older ones of the same topic go; if that is not enough, the oldest."""

    def __init__(self, limit: int, topic_of: Callable[[T], str]) -> None:
        self._limit, self._topic_of = limit, topic_of
        self._waiting: deque[T] = deque()
        self.dropped = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, message: T) -> None:
        """Add *message*; never refuses it."""
        if len(self._waiting) >= self._limit:
            self._make_room(self._topic_of(message))
        self._waiting.append(message)

    def take(self) -> T:
        """The oldest message. Raises IndexError when nothing waits."""
        return self._waiting.popleft()

    def clear(self) -> None:
        """Forget everything that waits."""
        self._waiting.clear()

    def _make_room(self, topic: str) -> None:
        seen = {topic}
        newest: deque[T] = deque()
        for message in reversed(self._waiting):
            if self._topic_of(message) not in seen:
                seen.add(self._topic_of(message))
                newest.appendleft(message)
        while len(newest) >= self._limit:
            newest.popleft()
        self.dropped += len(self._waiting) - len(newest)
        self._waiting = newest
