"""One connection of one station: the ocpp library's ChargePoint on an aiohttp WebSocket."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web
from ocpp.messages import Call, CallError  # type: ignore[import-untyped,unused-ignore]

from pilotwire.csms.answer import Answer, answer_of
from pilotwire.csms.answers import Desk, answers
from pilotwire.csms.frame import Frame, Message, MessageKind
from pilotwire.csms.policy import Protocol
from pilotwire.csms.record import Record

LOGGER = logging.getLogger("pilotwire.csms")
LOGGER.addHandler(logging.NullHandler())  # the library logs tracebacks for every malformed frame a test sends

Told = Callable[[Record, Frame, Message | None], Awaitable[None]]


@dataclass(slots=True)
class Session:
    """Reads the socket, records, lets the library answer, matches answers to our own requests."""

    record: Record
    desk: Desk
    socket: web.WebSocketResponse
    transport: asyncio.Transport
    connection: int
    protocol: Protocol
    told: Told
    _waiting: dict[str, asyncio.Future[Answer]] = field(default_factory=dict)
    _answering: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Serve until the socket closes."""
        point = charge_point(self)
        try:
            async for packet in self.socket:
                if packet.type in (WSMsgType.PING, WSMsgType.PONG):
                    await self._on_ping(packet.type, packet.data)
                elif packet.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                    await self._on_frame(point, packet.data)
        finally:
            self._end()

    async def send(self, data: str | bytes) -> None:
        """Send a frame and record it; the ocpp library calls this too. Bytes go as a binary frame."""
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        frame, message = self.record.say(text, connection=self.connection)
        await self.told(self.record, frame, message)
        await (self.socket.send_str(data) if isinstance(data, str) else self.socket.send_bytes(data))

    async def call(self, message_id: str, action: str, payload: dict[str, Any]) -> Answer:
        """Ask the station and wait for its answer, however many other questions are open."""
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[message_id] = waiting
        try:
            await self.send(Call(message_id, action, payload).to_json())
            return await waiting
        finally:
            self._waiting.pop(message_id, None)

    def abort(self) -> None:
        """Cut the TCP connection without a goodbye."""
        self.transport.abort()

    async def _on_frame(self, point: Any, data: str | bytes) -> None:
        is_binary = isinstance(data, bytes)
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        message = self.record.hear(text, connection=self.connection, is_binary=is_binary)
        frame = message.frame if message is not None else self.record.frames[-1]
        await self.told(self.record, frame, message)
        if message is None:
            return
        if message.kind is MessageKind.CALL:
            self._spawn(self._answer(point, message))
        elif message.id in self._waiting and not self._waiting[message.id].done():
            self._waiting[message.id].set_result(answer_of(message))

    async def _answer(self, point: Any, message: Message) -> None:
        policy = self.desk.policy
        if message.action in policy.silent_actions:
            return
        if policy.answer_delay_s > 0:
            await asyncio.sleep(policy.answer_delay_s)
        if message.action in policy.error_actions:
            error = CallError(message.id, policy.error_actions[message.action], "the policy of the bench", {})
            await self.send(error.to_json())
        elif message.action in policy.answers:
            call = Call(message.id, message.action, message.payload)
            await self.send(call.create_call_result(dict(policy.answers[message.action])).to_json())
        else:
            await point.route_message(message.frame.text)

    async def _on_ping(self, kind: WSMsgType, data: bytes) -> None:
        if kind is WSMsgType.PONG:
            self.record.pongs += 1
            return
        self.record.pings += 1
        if self.desk.policy.answer_pings:
            await self.socket.pong(data)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        # an answer that is delayed must not keep us from reading the answers to our own requests
        task = asyncio.ensure_future(self._survive(work))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _survive(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except (ConnectionError, RuntimeError) as error:
            LOGGER.info("%s: the answer found no connection: %s", self.record.identity, error)

    def _end(self) -> None:
        for task in self._answering:
            task.cancel()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ConnectionError(f"{self.record.identity} is gone"))


def charge_point(session: Session) -> Any:
    """The library's own ChargePoint of this version, with our answers as its routes."""
    if session.protocol is Protocol.V16:
        from ocpp.v16 import ChargePoint  # type: ignore[import-untyped,unused-ignore]
    else:
        from ocpp.v201 import ChargePoint  # type: ignore[import-untyped,unused-ignore]
    point = ChargePoint(session.record.identity, session, logger=LOGGER)
    point.route_map = {
        # the library validates with jsonschema, which refuses valid multiples of 0.1: the Judge does it instead
        action: {"_on_action": answer, "_skip_schema_validation": True}
        for action, answer in answers(session.protocol, session.desk).items()
    }
    return point
