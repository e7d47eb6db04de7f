"""The WebSocket: connects, reads, writes; everything that is said on it is the conversation's business."""

from __future__ import annotations

import asyncio
import hashlib
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import aiohttp
import structlog

from pilotwire.core.incident import Incident
from pilotwire.ocpp.address import Address

log = structlog.get_logger("pilotwire.ocpp")
MAX_FRAME_BYTES = 4 * 1024 * 1024
CONNECT_TIMEOUT_S = 20.0
GOODBYE_S = 2.0
MOST_WAITING = 1000  # frames the other side does not take; from then on it is not read any more either


@dataclass(frozen=True, slots=True)
class Beat:
    """How often we ping (0: not at all), and how long the answer may take."""

    ping_s: float = 0.0
    pong_s: float = 120.0


class LinkRefused(Exception):
    """No connection came about; the text says why, in words for a log line. *incident*: it matters for security."""

    def __init__(self, text: str, incident: Incident | None = None) -> None:
        super().__init__(text)
        self.incident = incident


class Redirected(Exception):
    """The other side sends us elsewhere; whoever answers there is not whom we were told to trust."""


class Link:
    """One connection to *address*, speaking *subprotocol*: opened, used, and thrown away.

    *also_offers* are offered behind it and never spoken.
    """

    def __init__(
        self,
        address: Address,
        subprotocol: str,
        beat: Beat = Beat(),
        patience_s: float = CONNECT_TIMEOUT_S,
        also_offers: tuple[str, ...] = (),
    ) -> None:
        self._also_offers = also_offers
        self._address, self._subprotocol, self._patience_s = address, subprotocol, patience_s
        self._outgoing: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._beat, self._is_new_beat, self._pong = beat, asyncio.Event(), asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self.root: str | None = None  # the name of the root by which the other side was believed

    def send(self, frame: bytes) -> None:
        """Send *frame* as soon as the socket takes it; returns at once."""
        self._outgoing.put_nowait(frame)
        if self._outgoing.qsize() >= MOST_WAITING:
            self._room.clear()

    def set_beat(self, beat: Beat) -> None:
        """Ping at another interval from now on."""
        if beat != self._beat:
            self._beat = beat
            self._is_new_beat.set()

    def hang_up(self) -> None:
        """Close the connection when everything queued so far is written."""
        self._outgoing.put_nowait(None)

    async def run(self, on_up: Callable[[], None], on_text: Callable[[str], Awaitable[None]]) -> None:
        """Connect, call *on_up*, hand each text frame to *on_text* until the connection is over. Raises LinkRefused."""
        timeout = aiohttp.ClientTimeout(total=None)
        async with aiohttp.ClientSession(timeout=timeout, trace_configs=[not_redirected()]) as session:
            socket = await self._connected(session)
            writer, pinger = (asyncio.create_task(work) for work in (self._write(socket), self._ping(socket)))
            try:
                on_up()
                await self._read(socket, on_text)
            finally:
                pinger.cancel()
                self.hang_up()  # what was said gets out, such as the answer to a Reset
                await asyncio.wait({writer}, timeout=GOODBYE_S)
                writer.cancel()
                await self._end(socket)

    async def _connected(self, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        try:
            async with asyncio.timeout(self._patience_s):
                socket = await session.ws_connect(
                    self._address.full_url,
                    protocols=(self._subprotocol, *self._also_offers),
                    headers=self._address.headers,
                    autoping=False,
                    max_msg_size=MAX_FRAME_BYTES,
                    ssl=self._address.context(),
                    timeout=aiohttp.ClientWSTimeout(ws_close=GOODBYE_S),
                )
        except TimeoutError as error:
            raise LinkRefused(f"no answer within {self._patience_s:g} s") from error
        except Redirected as error:
            raise LinkRefused(str(error)) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:  # the last: no such host, BadAddress
            raise LinkRefused(reason_of(error), incident_of(error)) from error
        self.root = root_of(socket)
        if socket.protocol != self._subprotocol:
            await socket.close(code=aiohttp.WSCloseCode.PROTOCOL_ERROR)
            raise LinkRefused(f"the CSMS does not speak {self._subprotocol}")
        return socket

    async def _read(self, socket: aiohttp.ClientWebSocketResponse, on_text: Callable[[str], Awaitable[None]]) -> None:
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                await on_text(message.data)
                await asyncio.sleep(0)  # a socket full of small frames must not keep the event loop from everybody else
                await self._room.wait()
            elif message.type is aiohttp.WSMsgType.BINARY:
                log.warning("binary frame refused", bytes=len(message.data))
                await socket.close(code=aiohttp.WSCloseCode.UNSUPPORTED_DATA)
            elif message.type is aiohttp.WSMsgType.PING:
                await socket.pong(message.data)
            elif message.type is aiohttp.WSMsgType.PONG:
                self._pong.set()
            elif message.type is aiohttp.WSMsgType.ERROR:
                log.warning("frame refused", error=str(message.data))

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

    async def _ping(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Who does not answer a ping in time is not there any more (OCPP-J 1.6 5.3, OCPP 2.0.1 part 4, 5.4)."""
        try:
            while await self._is_answered(socket, self._beat):
                pass
            log.warning("no answer to a ping", waited_s=self._beat.pong_s)
            await socket.close(code=aiohttp.WSCloseCode.GOING_AWAY)
        except (aiohttp.ClientError, OSError) as error:
            log.debug("cannot ping", error=str(error))  # the reading side notices too

    async def _is_answered(self, socket: aiohttp.ClientWebSocketResponse, beat: Beat) -> bool:
        """Rest, ping, and hear the answer; a new interval ends the rest."""
        self._is_new_beat.clear()
        if await happens(self._is_new_beat, beat.ping_s or None):
            return True
        self._pong.clear()
        await socket.ping()
        return await happens(self._pong, beat.pong_s)

    async def _end(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        try:
            async with asyncio.timeout(GOODBYE_S):
                await socket.close()
        except (TimeoutError, aiohttp.ClientError, OSError):
            log.debug("no goodbye")


async def happens(event: asyncio.Event, within_s: float | None) -> bool:
    """Whether *event* happens within so many seconds; None: wait for ever."""
    try:
        async with asyncio.timeout(within_s):
            return await event.wait()
    except TimeoutError:
        return False


def not_redirected() -> aiohttp.TraceConfig:
    """A redirect ends the attempt (chargebyte guide 3.3.1); the library has no other way to say so."""

    async def refuse(session: object, context: object, params: aiohttp.TraceRequestRedirectParams) -> None:
        raise Redirected(f"HTTP {params.response.status}: a redirect is not followed")

    config = aiohttp.TraceConfig()
    config.on_request_redirect.append(refuse)
    return config


def reason_of(error: BaseException) -> str:
    """Why no connection came about, for a person."""
    if isinstance(error, aiohttp.WSServerHandshakeError):
        hint = {401: "wrong identity or password", 404: "the CSMS does not know this station"}.get(error.status)
        return f"HTTP {error.status}: {hint or error.message}"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"certificate refused: {error.certificate_error}"
    return str(error) or type(error).__name__


# by OpenSSL's names of its reasons
TLS_INCIDENTS: Mapping[str, Incident] = {
    "UNSUPPORTED_PROTOCOL": Incident.INVALID_TLS_VERSION,
    "TLSV1_ALERT_PROTOCOL_VERSION": Incident.INVALID_TLS_VERSION,
    "WRONG_SSL_VERSION": Incident.INVALID_TLS_VERSION,
    "SSLV3_ALERT_HANDSHAKE_FAILURE": Incident.INVALID_TLS_CIPHER_SUITE,
    "SSL/TLS_ALERT_HANDSHAKE_FAILURE": Incident.INVALID_TLS_CIPHER_SUITE,
    "NO_CIPHERS_AVAILABLE": Incident.INVALID_TLS_CIPHER_SUITE,
    "WRONG_CIPHER_RETURNED": Incident.INVALID_TLS_CIPHER_SUITE,
    "UNSUPPORTED_COMPRESSION_ALGORITHM": Incident.INVALID_TLS_CIPHER_SUITE,
}
NOT_LET_IN = (401, 403)


def incident_of(error: BaseException) -> Incident | None:
    """What *error* means for security (security whitepaper 8); None: nothing, somebody was just not there."""
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return Incident.NOT_LET_IN if error.status in NOT_LET_IN else None
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return Incident.INVALID_CSMS_CERTIFICATE
    below = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(below, ssl.SSLCertVerificationError):
        return Incident.INVALID_CSMS_CERTIFICATE
    return TLS_INCIDENTS.get(below.reason or "") if isinstance(below, ssl.SSLError) else None


def root_of(socket: aiohttp.ClientWebSocketResponse) -> str | None:
    """The root at the end of the chain that was verified: the SHA-256 of all of it; None: none was."""
    secure = socket.get_extra_info("ssl_object")
    if secure is None or secure.context.verify_mode is ssl.CERT_NONE:
        return None
    chain = secure._sslobj.get_verified_chain()  # public from Python 3.13 on
    return hashlib.sha256(chain[-1].public_bytes(ENCODING_DER)).hexdigest() if chain else None


ENCODING_DER = 2  # _ssl.ENCODING_DER
