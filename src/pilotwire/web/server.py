"""The server: listens, hands requests to the rooms behind it, and is told what has become true."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from aiohttp import web

from pilotwire.core.event import Event
from pilotwire.core.station import Station
from pilotwire.web import index
from pilotwire.web.access import Access
from pilotwire.web.answer import add_headers, json_answer
from pilotwire.web.bind import Bind, cannot_listen, shown_address
from pilotwire.web.body import MAX_BODY_BYTES, PATIENCE
from pilotwire.web.door import Doors, Told
from pilotwire.web.error import errors_as_json
from pilotwire.web.journal import Journal
from pilotwire.web.metrics import Metrics
from pilotwire.web.question import Questions
from pilotwire.web.sim import Sim
from pilotwire.web.station_view import station_view
from pilotwire.web.stream import Stream
from pilotwire.web.tally import Tally
from pilotwire.web.transactions import Transactions
from pilotwire.web.variables import Variables

log = structlog.get_logger("pilotwire.web")
GOODBYE_S = 1.0  # how long a stop waits for answers that are on their way

NOTHING_ELSE = Doors()
LOOPBACK = Bind()


class WebServer:
    """An adapter like the others: *say* is the door of the inbox, *station* the newest one that was told."""

    def __init__(
        self,
        say: Callable[[Event], None],
        station: Callable[[], Station],
        doors: Doors = NOTHING_ELSE,
        bind: Bind = LOOPBACK,
    ) -> None:
        self._station = station
        self._doors = doors
        self._bind = bind
        self._questions = Questions(say, bind.patience)
        self._stream = Stream(station, bind.patience)
        self._tally = Tally()
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        """Where it listens, ``127.0.0.1:8080``; before the start, where it will (port 0: nobody knows yet)."""
        if self._runner is None or not self._runner.addresses:
            return shown_address(self._bind.host, self._bind.port)
        host, port, *_ = self._runner.addresses[0]
        return shown_address(host, port)

    async def start(self) -> None:
        """Listen; raises CannotListen, an OSError of one clear line, where that is not possible."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=GOODBYE_S)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._bind.host, self._bind.port).start()
        except OSError as error:
            await runner.cleanup()
            raise cannot_listen(self._bind, error) from error
        self._runner = runner

    async def stop(self) -> None:
        """End every stream, answer who still waits, and close the door."""
        runner, self._runner = self._runner, None
        self._stream.close()
        self._questions.give_up()
        if runner is not None:
            await runner.cleanup()

    def tell(self, told: Told) -> None:
        """Take note of a step that has become durable; returns at once and never raises."""
        try:
            self._tally.tell(told)
            self._questions.settle(told.outcome)
            self._stream.tell(told)
        except Exception:
            log.exception("a step could not be told")

    def _application(self) -> web.Application:
        application = web.Application(
            middlewares=(errors_as_json, Access(self._bind).check), client_max_size=MAX_BODY_BYTES
        )
        application[PATIENCE] = self._bind.patience
        application.on_response_prepare.append(add_headers)
        for routes in (
            index.routes(),
            (web.get("/api/station", self._get_station),),
            self._stream.routes(),
            Variables(self._station, self._questions).routes(),
            Transactions(self._station, self._doors.transactions).routes(),
            Journal(self._doors.log).routes(),
            Sim(self._doors.sim).routes(),
            Metrics(self._station, self._tally, self._stream, self._doors.counts).routes(),
        ):
            application.add_routes(routes)
        return application

    async def _get_station(self, request: web.Request) -> web.Response:
        return json_answer(station_view(self._station()))
