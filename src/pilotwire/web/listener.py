"""One client of the event stream: what it has still to read, never more than it is allowed to keep waiting."""

from __future__ import annotations

import asyncio
from collections import deque


class Listener:
    """Frames in order, and a mark that the station has changed; a client that falls too far behind is cut off."""

    __slots__ = ("_bell", "_frames", "_is_stale", "is_over", "most", "transport", "wants_station")

    def __init__(self, transport: asyncio.Transport | None, most: int, *, wants_station: bool) -> None:
        self.transport = transport
        self.most = most
        self.wants_station = wants_station
        self.is_over = False
        self._frames: deque[bytes] = deque()
        self._is_stale = wants_station
        self._bell = asyncio.Event()
        self._bell.set()

    def put(self, frame: bytes) -> bool:
        """Queue *frame*; False when there is no room, and the client was cut off."""
        if len(self._frames) >= self.most:
            self.close()
            if self.transport is not None:
                self.transport.abort()  # it does not read: a goodbye would wait as well
            return False
        self._frames.append(frame)
        self._bell.set()
        return True

    def mark_stale(self) -> None:
        """The station is another one. However often that happens, one frame will tell it: the newest."""
        if self.wants_station:
            self._is_stale = True
            self._bell.set()

    def close(self) -> None:
        """No more frames; the stream ends."""
        self.is_over = True
        self._frames.clear()
        self._bell.set()

    async def wait(self, most_s: float) -> bool:
        """Return when there is something to do; False when nothing came for *most_s* seconds."""
        try:
            async with asyncio.timeout(most_s):
                await self._bell.wait()
        except TimeoutError:
            return False
        self._bell.clear()
        return True

    def take_frames(self) -> bytes:
        """All that waits."""
        taken = b"".join(self._frames)
        self._frames.clear()
        return taken

    def take_stale(self) -> bool:
        """Whether the station is to be told; asked once for each change."""
        was_stale, self._is_stale = self._is_stale, False
        return was_stale
