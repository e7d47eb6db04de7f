"""What a user does, the way a user does it: the simulated board over HTTP, a limit over MQTT."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import aiohttp
import aiomqtt
import msgspec

from pilotwire.hardware.sim.view import BoardView, EvseView

OFFERED_TOPIC = "port0/ci/evse/basic/offered_current_limit"  # MQTT counts from 0


class Refused(Exception):
    """The station did not do what it was asked to; the text is its own."""


@dataclass(frozen=True, slots=True)
class BoardAnswer:
    """The answer of ``GET /api/sim``, as far as it is of interest here."""

    board: BoardView


class Visitor:
    """Somebody in front of EVSE 1, with a card, a browser and a broker."""

    def __init__(
        self, http: aiohttp.ClientSession, url: str, mqtt: aiomqtt.Client, on_news: Callable[[], None]
    ) -> None:
        self._http, self._url, self._mqtt, self._on_news = http, url, mqtt, on_news
        self.board: BoardView | None = None
        self.offered_a: str | None = None  # what the topic of the offered limit said last

    @property
    def evse(self) -> EvseView:
        """The EVSE as it was seen last. Raises LookupError before the first look."""
        if self.board is None:
            raise LookupError("nobody has looked at the board yet")
        return self.board.evses[0]

    async def look(self) -> BoardView:
        """What the board is now."""
        async with self._http.get(f"{self._url}/api/sim") as answer:
            board = msgspec.json.decode(await answer.read(), type=BoardAnswer).board
        self._seen(board)
        return board

    async def act(self, action: str, **body: object) -> BoardView:
        """``POST /api/sim/<action>``. Raises Refused."""
        async with self._http.post(f"{self._url}/api/sim/{action}", json=body) as answer:
            data = await answer.read()
            if answer.status != 200:
                raise Refused(f"POST /api/sim/{action}: {answer.status} {data.decode(errors='replace')}")
        board = msgspec.json.decode(data, type=BoardView)
        if board.refused is not None:
            raise Refused(f"POST /api/sim/{action}: {board.refused}")
        self._seen(board)
        return board

    async def publish(self, topic: str, payload: str) -> None:
        """A word to everybody at the broker."""
        await self._mqtt.publish(topic, payload, qos=1)

    async def listen(self) -> None:
        """Hear what the station says of its limit, for ever."""
        async for message in self._mqtt.messages:
            if isinstance(message.payload, bytes):
                self.offered_a = message.payload.decode(errors="replace")
                self._on_news()

    def _seen(self, board: BoardView) -> None:
        if self.board is None or board.now_s >= self.board.now_s:  # answers may overtake each other
            self.board = board
        self._on_news()
