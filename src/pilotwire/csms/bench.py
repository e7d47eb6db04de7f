"""The bench central system itself: a server, its records, and the ways to drive it."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from aiohttp import web

from pilotwire.csms.answer import Answer
from pilotwire.csms.door import Door
from pilotwire.csms.frame import Direction, Frame, Message, MessageKind
from pilotwire.csms.policy import Policy
from pilotwire.csms.receipt import SeenTransaction, receipts
from pilotwire.csms.record import Arrival, Record
from pilotwire.csms.session import Session
from pilotwire.csms.violation import Violation

LOOPBACK = ("127.0.0.1", "::1", "localhost")
CLOSE_GOING_AWAY = 1001  # RFC 6455, 7.4.1

Watcher = Callable[[str, Frame, Message | None], None]
Predicate = Callable[[Message], bool]


class BenchCsms:
    """A CSMS for one test or one afternoon. `async with BenchCsms() as csms:` and point stations at `csms.url`."""

    def __init__(
        self,
        port: int = 0,
        *,
        policy: Policy | None = None,
        passwords: Mapping[str, str | bytes] | None = None,
        ssl_context: ssl.SSLContext | None = None,
        host: str = "127.0.0.1",
        is_judging: bool = True,
        watcher: Watcher | None = None,
    ) -> None:
        if host not in LOOPBACK:
            raise ValueError(f"the bench listens on loopback only, not on {host}")
        self.port = port
        self.policy = policy or Policy()
        self.passwords = passwords
        self.watcher = watcher
        self._host = host
        self._ssl_context = ssl_context
        self._is_judging = is_judging
        self._records: dict[str, Record] = {}
        self._sessions: dict[str, Session] = {}
        self._transaction_ids = count(1)
        self._changed = asyncio.Condition()
        self._door = Door(self)
        self._runner: web.AppRunner | None = None

    # --- life -------------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        """What a station is given; it appends its identity."""
        scheme = "ws" if self._ssl_context is None else "wss"
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"{scheme}://{host}:{self.port}/ocpp"

    async def start(self) -> None:
        """Listen; after a `stop()` on the same port again, with all records kept."""
        self._runner = web.AppRunner(self._door.application(), access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self.port, ssl_context=self._ssl_context)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Say goodbye to every station and stop listening."""
        await asyncio.gather(*(session.socket.close(code=CLOSE_GOING_AWAY) for session in self._sessions.values()))
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def change(self, **parts: Any) -> None:
        """Replace parts of the policy from now on: `csms.change(answer_delay_s=2.0)`."""
        self.policy = replace(self.policy, **parts)

    # --- what was seen ----------------------------------------------------------------------------------------

    @property
    def violations(self) -> list[Violation]:
        """What any station did wrong, station by station."""
        return [violation for record in self._records.values() for violation in record.violations]

    def stations(self) -> dict[str, bool]:
        """Every identity that ever connected, and whether it is connected now."""
        return {identity: identity in self._sessions for identity in self._records}

    def arrivals(self, identity: str) -> list[Arrival]:
        """The connections this station made."""
        return list(self.record(identity).arrivals)

    def frames(self, identity: str) -> list[Frame]:
        """Every frame to and fro, in order."""
        return list(self.record(identity).frames)

    def messages(self, identity: str) -> list[Message]:
        """Every decoded message to and fro, in order."""
        return list(self.record(identity).messages)

    def received(self, action: str, identity: str | None = None) -> list[Message]:
        """The requests of this action from one station, or from all."""
        records = self._records.values() if identity is None else [self.record(identity)]
        return [message for record in records for message in record.messages if _is_request(message, action)]

    def transactions(self, identity: str) -> list[SeenTransaction]:
        """The station's transactions as a back office would bill them."""
        return receipts(self.record(identity).messages)

    def pings(self, identity: str) -> int:
        """How many WebSocket pings this station sent."""
        return self.record(identity).pings

    def record(self, identity: str) -> Record:
        """The station's whole history; empty for one never seen."""
        return self._records.get(identity) or Record(identity)

    # --- waiting ----------------------------------------------------------------------------------------------

    async def wait_connected(self, identity: str, timeout_s: float = 10.0) -> None:
        """Return as soon as the station is connected."""
        await self._wait(lambda: identity in self._sessions, f"{identity} to connect", timeout_s)

    async def wait_disconnected(self, identity: str, timeout_s: float = 10.0) -> None:
        """Return as soon as the station is not connected."""
        await self._wait(lambda: identity not in self._sessions, f"{identity} to disconnect", timeout_s)

    async def wait_for(
        self,
        identity: str,
        action: str,
        predicate: Predicate | None = None,
        timeout_s: float = 10.0,
        *,
        after: int = 0,
    ) -> Message:
        """The first request of this action that pleases, heard before or yet to come.

        `after` skips that many messages of the history: `mark = len(csms.messages(identity))`, do something,
        `await csms.wait_for(identity, action, after=mark)`.
        """

        def first() -> Message | None:
            for message in self.record(identity).messages[after:]:
                if _is_request(message, action) and (predicate is None or predicate(message)):
                    return message
            return None

        await self._wait(lambda: first() is not None, f"{action} from {identity}", timeout_s)
        found = first()
        assert found is not None
        return found

    async def _wait(self, is_so: Callable[[], bool], what: str, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s), self._changed:
                await self._changed.wait_for(is_so)
        except TimeoutError:
            heard = {identity: [m.action for m in record.messages][-20:] for identity, record in self._records.items()}
            raise TimeoutError(f"waited {timeout_s} s for {what}; heard last: {heard}") from None

    # --- acting -----------------------------------------------------------------------------------------------

    async def call(
        self, identity: str, action: str, payload: dict[str, Any] | None = None, timeout_s: float = 10.0
    ) -> Answer:
        """Send any request, even while others are open; ConnectionError when the station is not there."""
        session = self._session(identity)
        try:
            async with asyncio.timeout(timeout_s):
                return await session.call(str(uuid4()), action, payload or {})
        except TimeoutError:
            raise TimeoutError(f"{identity} did not answer {action} within {timeout_s} s") from None

    async def send_raw(self, identity: str, data: str | bytes) -> None:
        """Send a text frame (str) or a binary frame (bytes) as it is."""
        await self._session(identity).send(data)

    async def ping(self, identity: str) -> None:
        """Send a WebSocket ping; `record(identity).pongs` counts the answers."""
        await self._session(identity).socket.ping()

    def drop(self, identity: str) -> None:
        """Cut the connection without a goodbye, as a dead network does."""
        self._session(identity).abort()

    async def close(self, identity: str, code: int = 1000) -> None:
        """Close the connection politely with this code."""
        await self._session(identity).socket.close(code=code)

    def _session(self, identity: str) -> Session:
        if identity not in self._sessions:
            raise ConnectionError(f"{identity} is not connected")
        return self._sessions[identity]

    def next_transaction_id(self) -> int:
        """A number no 1.6 transaction of this bench had before."""
        return next(self._transaction_ids)

    # --- what the door and the sessions tell ------------------------------------------------------------------

    async def welcome(
        self, identity: str, arrival: Arrival, socket: web.WebSocketResponse, transport: asyncio.Transport
    ) -> None:
        """Serve a connection the door let in; a station that comes again takes the place of its old connection."""
        record = self._records.setdefault(identity, Record(identity, self._is_judging))
        record.arrivals.append(arrival)
        if identity in self._sessions:
            self._sessions[identity].abort()
        session = Session(record, self, socket, transport, arrival.connection, arrival.protocol, self._told)
        self._sessions[identity] = session
        await self._tell()
        try:
            await session.run()
        finally:
            if self._sessions.get(identity) is session:
                del self._sessions[identity]
            await self._tell()

    async def _told(self, record: Record, frame: Frame, message: Message | None) -> None:
        if self.watcher is not None:
            self.watcher(record.identity, frame, message)
        await self._tell()

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def _is_request(message: Message, action: str) -> bool:
    is_from_station = message.frame.direction is Direction.FROM_STATION
    return is_from_station and message.kind is MessageKind.CALL and message.action == action
