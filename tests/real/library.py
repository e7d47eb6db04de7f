"""A CSMS on the `ocpp` library of The Mobility House, which was written by others and validates both ways."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web
from ocpp.routing import on
from ocpp.v16.datatypes import IdTagInfo
from ocpp.v16.enums import Action, AuthorizationStatus, DataTransferStatus, GenericStatus, RegistrationStatus

from ocpp.v16 import ChargePoint, call_result

PATIENCE_S = 30.0
Told = tuple[str, dict[str, Any]]


class Gone(Exception):
    """The station has hung up."""


class Pipe:
    """What the library wants of a connection, over the WebSocket of aiohttp; it remembers every frame."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self.said: list[list[Any]] = []

    async def recv(self) -> str:
        message = await self._socket.receive()
        if message.type is not WSMsgType.TEXT:
            raise Gone
        return str(message.data)

    async def send(self, text: str) -> None:
        self.said.append(json.loads(text))
        await self._socket.send_str(text)


class Station(ChargePoint):  # type: ignore[misc]
    """The station as the library sees it; what it says is kept in ``told``."""

    def __init__(self, csms: LibraryCsms, identity: str, pipe: Pipe) -> None:
        super().__init__(identity, pipe, response_timeout=PATIENCE_S)
        self._csms = csms

    def _hear(self, action: Action, payload: dict[str, Any]) -> None:
        self._csms.hear(str(action.value), payload)

    @on(Action.boot_notification)
    def _boot(self, **payload: Any) -> Any:
        self._hear(Action.boot_notification, payload)
        return call_result.BootNotification(now(), 300, RegistrationStatus.accepted)

    @on(Action.heartbeat)
    def _heartbeat(self, **payload: Any) -> Any:
        self._hear(Action.heartbeat, payload)
        return call_result.Heartbeat(now())

    @on(Action.authorize)
    def _authorize(self, **payload: Any) -> Any:
        self._hear(Action.authorize, payload)
        return call_result.Authorize(IdTagInfo(self._csms.verdict(payload["id_tag"])))

    @on(Action.start_transaction)
    def _start(self, **payload: Any) -> Any:
        number = next(self._csms.numbers)
        self._hear(Action.start_transaction, {**payload, "transaction_id": number})
        return call_result.StartTransaction(number, IdTagInfo(self._csms.verdict(payload["id_tag"])))

    @on(Action.stop_transaction)
    def _stop(self, **payload: Any) -> Any:
        self._hear(Action.stop_transaction, payload)
        return call_result.StopTransaction()

    @on(Action.meter_values)
    def _meter_values(self, **payload: Any) -> Any:
        self._hear(Action.meter_values, payload)
        return call_result.MeterValues()

    @on(Action.status_notification)
    def _status(self, **payload: Any) -> Any:
        self._hear(Action.status_notification, payload)
        return call_result.StatusNotification()

    @on(Action.data_transfer)
    def _data(self, **payload: Any) -> Any:
        self._hear(Action.data_transfer, payload)
        return call_result.DataTransfer(DataTransferStatus.accepted)

    @on(Action.diagnostics_status_notification)
    def _diagnostics(self, **payload: Any) -> Any:
        self._hear(Action.diagnostics_status_notification, payload)
        return call_result.DiagnosticsStatusNotification()

    @on(Action.firmware_status_notification)
    def _firmware(self, **payload: Any) -> Any:
        self._hear(Action.firmware_status_notification, payload)
        return call_result.FirmwareStatusNotification()

    @on(Action.log_status_notification)
    def _log(self, **payload: Any) -> Any:
        self._hear(Action.log_status_notification, payload)
        return call_result.LogStatusNotification()

    @on(Action.security_event_notification)
    def _security(self, **payload: Any) -> Any:
        self._hear(Action.security_event_notification, payload)
        return call_result.SecurityEventNotification()

    @on(Action.signed_firmware_status_notification)
    def _signed_firmware(self, **payload: Any) -> Any:
        self._hear(Action.signed_firmware_status_notification, payload)
        return call_result.SignedFirmwareStatusNotification()

    @on(Action.sign_certificate)
    def _sign(self, **payload: Any) -> Any:
        self._hear(Action.sign_certificate, payload)
        return call_result.SignCertificate(GenericStatus.accepted)


def now() -> str:
    """The time as OCPP writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class LibraryCsms:
    """Lets one station in and remembers what it said; ``errors`` are CALLERRORs the library had to send."""

    def __init__(self) -> None:
        self.url, self.numbers = "", count(1)
        self.told: list[Told] = []
        self.invalid: set[str] = set()
        self.pipes: list[Pipe] = []
        self._station: Station | None = None
        self._news = asyncio.Condition()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def errors(self) -> list[list[Any]]:
        """Requests of the station that the library refused."""
        return [frame for pipe in self.pipes for frame in pipe.said if frame[0] == 4]

    def verdict(self, id_tag: str) -> AuthorizationStatus:
        """What is said of *id_tag*."""
        return AuthorizationStatus.invalid if id_tag in self.invalid else AuthorizationStatus.accepted

    def hear(self, action: str, payload: dict[str, Any]) -> None:
        """The station said something."""
        self.told.append((action, payload))
        task = asyncio.ensure_future(self._wake())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _wake(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def call(self, request: Any) -> Any:
        """The answer to *request*; a CALLERROR is raised as the library's exception."""
        await self.until(lambda: self._station is not None)
        assert self._station is not None
        return await self._station.call(request, suppress=False)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until *is_so*."""
        try:
            async with asyncio.timeout(PATIENCE_S), self._news:
                await self._news.wait_for(is_so)
        except TimeoutError:
            raise AssertionError(f"waited in vain; the last that was told: {self.told[-5:]}") from None

    async def hears(self, action: str, after: int, **fields: Any) -> dict[str, Any]:
        """The first *action* with *fields* that was told behind the first *after* messages."""
        found: list[dict[str, Any]] = []

        def is_there() -> bool:
            found[:] = [
                payload
                for said, payload in self.told[after:]
                if said == action and all(payload.get(name) == value for name, value in fields.items())
            ]
            return bool(found)

        try:
            await self.until(is_there)
        except AssertionError as error:
            raise AssertionError(f"no {action} {fields}; {error}") from None
        return found[0]

    async def _knock(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("ocpp1.6",), timeout=1.0)
        await socket.prepare(request)
        self.pipes.append(Pipe(socket))
        station = self._station = Station(self, request.match_info["identity"], self.pipes[-1])
        await self._wake()
        try:
            await station.start()
        except Gone:
            pass
        finally:
            if self._station is station:
                self._station = None
            await self._wake()
        return socket

    def application(self) -> web.Application:
        """The aiohttp application."""
        application = web.Application()
        application.router.add_get("/ocpp/{identity}", self._knock)
        return application


@asynccontextmanager
async def library_csms() -> AsyncIterator[LibraryCsms]:
    """A CSMS on a free port of the loopback."""
    csms = LibraryCsms()
    runner = web.AppRunner(csms.application(), shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    csms.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/ocpp"
    try:
        yield csms
    finally:
        await runner.cleanup()
