"""The WebSocket: connects, reads, writes; everything that is said on it is the conversation's business."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import structlog

from pilotwire.ocpp.address import Address, BadAddress

log = structlog.get_logger("pilotwire.ocpp")
MAX_FRAME_BYTES = 4 * 1024 * 1024
CONNECT_TIMEOUT_S = 20.0
GOODBYE_S = 2.0
MOST_WAITING = 1000  # frames the other side does not take; from then on it is not read any more either


class LinkRefused(Exception):
    """No connection came about; the text says why, in words for a log line."""


class Link:
    """One connection to *address*, speaking *subprotocol*: opened, used, and thrown away."""

    def __init__(self, address: Address, subprotocol: str, patience_s: float = CONNECT_TIMEOUT_S) -> None:
        self._address, self._subprotocol, self._patience_s = address, subprotocol, patience_s
        self._outgoing: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._room = asyncio.Event()
        self._room.set()

    def send(self, frame: bytes) -> None:
        """Send *frame* as soon as the socket takes it; returns at once."""
        self._outgoing.put_nowait(frame)
        if self._outgoing.qsize() >= MOST_WAITING:
            self._room.clear()

    def hang_up(self) -> None:
        """Close the connection when everything queued so far is written."""
        self._outgoing.put_nowait(None)

    async def run(self, ping_s: float, on_up: Callable[[], None], on_text: Callable[[str], Awaitable[None]]) -> None:
        """Connect, call *on_up*, hand each text frame to *on_text* until the connection is over. Raises LinkRefused."""
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            socket = await self._connected(session, ping_s)
            writer = asyncio.create_task(self._write(socket))
            try:
                on_up()
                await self._read(socket, on_text)
            finally:
                writer.cancel()
                await self._end(socket)

    async def _connected(self, session: aiohttp.ClientSession, ping_s: float) -> aiohttp.ClientWebSocketResponse:
        try:
            async with asyncio.timeout(self._patience_s):
                socket = await session.ws_connect(
                    self._address.full_url,
                    protocols=(self._subprotocol,),
                    headers=self._address.headers,
                    heartbeat=ping_s or None,
                    max_msg_size=MAX_FRAME_BYTES,
                    ssl=self._address.tls(),
                    timeout=aiohttp.ClientWSTimeout(ws_close=GOODBYE_S),
                )
        except TimeoutError as error:
            raise LinkRefused(f"no answer within {self._patience_s:g} s") from error
        except (aiohttp.ClientError, OSError, BadAddress) as error:
            raise LinkRefused(reason_of(error)) from error
        if socket.protocol != self._subprotocol:
            await socket.close(code=aiohttp.WSCloseCode.PROTOCOL_ERROR)
            raise LinkRefused(f"the CSMS does not speak {self._subprotocol}")
        return socket

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, on_text: Callable[[str], Awaitable[None]]) -> None:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await on_text(message.data)
                await self._room.wait()
            elif message.type is aiohttp.WSMsgType.BINARY:
                log.warning("binary frame refused", bytes=len(message.data))
                await socket.close(code=aiohttp.WSCloseCode.UNSUPPORTED_DATA)
            elif message.type is aiohttp.WSMsgType.ERROR:
                log.warning("frame refused", error=str(socket.exception()))

    async def _write(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            while (frame := await self._outgoing.get()) is not None:
                await socket.send_str(frame.decode())
                if self._outgoing.qsize() < MOST_WAITING // 2:
                    self._room.set()
            await socket.close()
        except (aiohttp.ClientError, OSError) as error:
            log.debug("cannot write", error=str(error))  # the reading side notices too, and ends the connection
        finally:
            self._room.set()

    async def _end(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            await asyncio.wait_for(socket.close(), GOODBYE_S)
        except (TimeoutError, aiohttp.ClientError, OSError):
            log.debug("no goodbye")


def reason_of(error: BaseException) -> str:
    """Why no connection came about, for a person."""
    if isinstance(error, aiohttp.WSServerHandshakeError):
        hint = {401: "wrong identity or password", 404: "the CSMS does not know this station"}.get(error.status)
        return f"HTTP {error.status}: {hint or error.message}"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"certificate refused: {error.certificate_error}"
    return str(error) or type(error).__name__
