"""The bench's remote control over HTTP: look at stations, send them requests."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from aiohttp import hdrs, web

from pilotwire.csms.bench import BenchCsms
from pilotwire.csms.frame import Message
from pilotwire.csms.receipt import SeenTransaction

LOOPBACK = ("127.0.0.1", "localhost", "::1")
CALL_TIMEOUT_S = 30.0
MOST_BODY_BYTES = 16 * 1024 * 1024  # more than a station takes: what it says to that is worth a test

Answerer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Remote:
    """Serves `GET /stations...` and `POST /stations/{id}/call/{action}` for one bench."""

    def __init__(self, csms: BenchCsms) -> None:
        self._csms = csms

    def application(self) -> web.Application:
        """A fresh aiohttp application."""
        application = web.Application(middlewares=[speak_json, refuse_browsers], client_max_size=MOST_BODY_BYTES)
        application.router.add_get("/stations", self._stations)
        application.router.add_get("/stations/{identity}/messages", self._messages)
        application.router.add_get("/stations/{identity}/transactions", self._transactions)
        application.router.add_get("/stations/{identity}/violations", self._violations)
        application.router.add_post("/stations/{identity}/call/{action}", self._call)
        return application

    async def _stations(self, request: web.Request) -> web.Response:
        return as_json([self._station(identity, here) for identity, here in self._csms.stations().items()])

    def _station(self, identity: str, is_connected: bool) -> dict[str, Any]:
        record = self._csms.record(identity)
        return {
            "identity": identity,
            "connected": is_connected,
            "protocol": record.protocol,
            "connections": len(record.arrivals),
            "messages": len(record.messages),
            "violations": len(record.violations),
        }

    async def _messages(self, request: web.Request) -> web.Response:
        return as_json([message_view(message) for message in self._csms.messages(self._known(request))])

    async def _transactions(self, request: web.Request) -> web.Response:
        return as_json([transaction_view(seen) for seen in self._csms.transactions(self._known(request))])

    async def _violations(self, request: web.Request) -> web.Response:
        violations = self._csms.record(self._known(request)).violations
        return as_json([{"kind": v.kind, "reason": v.reason, "frame": v.frame.text} for v in violations])

    async def _call(self, request: web.Request) -> web.Response:
        identity, action = self._known(request), request.match_info["action"]
        payload = await _payload(request)
        try:
            answer = await self._csms.call(identity, action, payload, CALL_TIMEOUT_S)
        except ConnectionError as error:
            return failure(409, str(error))
        except TimeoutError as error:
            return failure(504, str(error))
        if answer.is_error:
            said = {"errorCode": answer.error_code, "errorDescription": answer.error_description}
            return failure(502, f"{identity} answered {action} with {answer.error_code}", **said)
        return as_json(answer.payload)

    def _known(self, request: web.Request) -> str:
        identity = request.match_info["identity"]
        if identity not in self._csms.stations():
            raise web.HTTPNotFound(text=f"no station {identity} ever connected")
        return identity


async def _payload(request: web.Request) -> dict[str, Any]:
    try:
        return msgspec.json.decode(await request.read() or b"{}", type=dict[str, Any])
    except (msgspec.DecodeError, RecursionError) as error:
        raise web.HTTPUnprocessableEntity(text=f"the body is the payload, a JSON object: {error}") from error


def message_view(message: Message) -> dict[str, Any]:
    """A message as JSON shows it."""
    frame = message.frame
    return {
        "direction": frame.direction,
        "kind": message.kind.name,
        "id": message.id,
        "action": message.action,
        "payload": message.payload,
        "at_mono_s": frame.at_mono_s,
        "connection": frame.connection,
    }


def transaction_view(seen: SeenTransaction) -> dict[str, Any]:
    """A transaction as JSON shows it: its messages are only counted."""
    names = ("id", "token", "evse", "meter_start_wh", "meter_stop_wh", "energy_wh", "started_at", "stopped_at")
    view = {name: getattr(seen, name) for name in (*names, "reason", "seq_nos")}
    return view | {"messages": len(seen.messages)}


def as_json(value: Any, status: int = 200) -> web.Response:
    """A JSON response."""
    return web.Response(body=msgspec.json.encode(value), status=status, content_type="application/json")


def failure(status: int, error: str, **more: Any) -> web.Response:
    """A JSON error in clear words."""
    return as_json({"error": error, **more}, status)


@web.middleware
async def speak_json(request: web.Request, handler: Answerer) -> web.StreamResponse:
    """Errors of aiohttp itself (no such path, wrong method) are JSON too."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return failure(error.status, error.text or error.reason)


@web.middleware
async def refuse_browsers(request: web.Request, handler: Answerer) -> web.StreamResponse:
    """No web page may reach the bench: not across origins, not by a name that was rebound to loopback."""
    if hdrs.ORIGIN in request.headers or request.url.host not in LOOPBACK:
        return failure(403, "only programs on this machine may use the bench")
    return await handler(request)
