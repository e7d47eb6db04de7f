"""Server-sent events (HTML Living Standard 9.2): one per fact, and the newest station for who wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus

import structlog
from aiohttp import web

from pilotwire.core.fact import Fact
from pilotwire.core.station import Station
from pilotwire.web.access import EVENTS_PATH
from pilotwire.web.answer import ENCODER
from pilotwire.web.bind import Patience
from pilotwire.web.door import Told
from pilotwire.web.error import Refused, Unprocessable
from pilotwire.web.listener import Listener
from pilotwire.web.plain import plain, snake_case
from pilotwire.web.station_view import station_view

log = structlog.get_logger("pilotwire.web")
HEADERS = {"Content-Type": "text/event-stream; charset=utf-8", "X-Accel-Buffering": "no"}
GREETING = b"retry: 2000\n\n"  # milliseconds until a browser tries again
KEEP_ALIVE = b": keep-alive\n\n"
YES_OR_NO = {"1": True, "0": False}


class Stream:
    """``GET /api/events``: everybody who listens, and what they are told."""

    __slots__ = ("_listeners", "_patience", "_said", "_station")

    def __init__(self, station: Callable[[], Station], patience: Patience) -> None:
        self._station = station
        self._patience = patience
        self._listeners: set[Listener] = set()
        self._said = 0

    def __len__(self) -> int:
        """How many listen."""
        return len(self._listeners)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Where it is found."""
        return (web.get(EVENTS_PATH, self.get, allow_head=False),)

    def tell(self, told: Told) -> None:
        """Queue the facts of *told* for everybody; never waits."""
        first, self._said = self._said + 1, self._said + len(told.outcome.facts)
        if not self._listeners:
            return
        for number, fact in enumerate(told.outcome.facts, first):
            self._send(fact_frame(number, fact, told.after))
        if told.after is not told.before:
            for listener in self._listeners:
                listener.mark_stale()

    def close(self) -> None:
        """End every stream."""
        for listener in self._listeners:
            listener.close()

    async def get(self, request: web.Request) -> web.StreamResponse:
        """Facts as they become durable, until the client goes or reads too slowly."""
        wants_station = _yes_or_no(request, "station")
        if len(self._listeners) >= self._patience.streams:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "", "too many clients listen already")
        listener = Listener(request.transport, self._patience.waiting_frames, wants_station=wants_station)
        self._listeners.add(listener)  # before the first byte: whoever has seen that misses nothing
        response = web.StreamResponse(headers=HEADERS)
        try:
            await response.prepare(request)
            await self._pump(listener, response)
        except ConnectionError:
            pass  # gone, or cut off
        finally:
            self._listeners.discard(listener)
        return response

    async def _pump(self, listener: Listener, response: web.StreamResponse) -> None:
        await response.write(GREETING)
        while not listener.is_over:
            if not await listener.wait(self._patience.keep_alive_s):
                await response.write(KEEP_ALIVE)
                continue
            if frames := listener.take_frames():
                await response.write(frames)
            if listener.take_stale():
                await response.write(station_frame(self._station()))

    def _send(self, frame: bytes) -> None:
        for listener in tuple(self._listeners):
            if not listener.put(frame):
                self._listeners.discard(listener)
                log.warning("a client of the event stream reads too slowly and was cut off")


def fact_frame(number: int, fact: Fact, station: Station) -> bytes:
    """*fact* as the event *number*; JSON has no line breaks of its own."""
    name = snake_case(type(fact))
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (number, name.encode(), ENCODER.encode(plain(fact, station)))


def station_frame(station: Station) -> bytes:
    """*station* as it is now; without an id, because it is no fact."""
    return b"event: station\ndata: %s\n\n" % ENCODER.encode(station_view(station))


def _yes_or_no(request: web.Request, name: str) -> bool:
    said = request.query.get(name, "0")
    if said not in YES_OR_NO:
        raise Unprocessable(name, "must be 1 or 0")
    return YES_OR_NO[said]
