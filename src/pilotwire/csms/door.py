"""Lets stations in: path, password, subprotocol."""

import asyncio
import base64
import binascii
import hmac
import time
from collections.abc import Mapping
from itertools import count
from typing import Protocol as Interface
from urllib.parse import unquote

from aiohttp import hdrs, web

from pilotwire.csms.policy import Policy, Protocol
from pilotwire.csms.record import Arrival

MAX_FRAME_BYTES = 4 * 1024 * 1024
CLOSE_TIMEOUT_S = 1.0  # a bench does not wait long for a station that does not say goodbye
CLOSE_PROTOCOL_ERROR = 1002  # RFC 6455, 7.4.1


class House(Interface):
    """What stands behind the door."""

    policy: Policy
    passwords: Mapping[str, str | bytes] | None

    async def welcome(
        self, identity: str, arrival: Arrival, socket: web.WebSocketResponse, transport: asyncio.Transport
    ) -> None:
        """Serve a connection until it ends."""
        ...


class Door:
    """The WebSocket end point `/<anything>/<identity>`, or `/<identity>`: a path left out is no reason to stay out."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._numbers = count(1)

    def application(self) -> web.Application:
        """A fresh aiohttp application; one cannot be started twice."""
        application = web.Application()
        for path in ("/{identity}", "/{anything:.+}/{identity}"):
            application.router.add_get(path, self._knock)
        return application

    async def _knock(self, request: web.Request) -> web.StreamResponse:
        policy = self._house.policy
        identity = unquote(request.rel_url.raw_parts[-1])
        if policy.refuse_with_status is not None:
            return web.Response(status=policy.refuse_with_status, text="the policy of the bench")
        if not self._is_password_right(identity, request.headers.get(hdrs.AUTHORIZATION)):
            return web.Response(status=401, headers={hdrs.WWW_AUTHENTICATE: 'Basic realm="pilotwire csms"'})
        protocol = _protocol(request)
        # autoping off: whether a ping is answered is the policy's to say
        socket = web.WebSocketResponse(
            protocols=(protocol,) if protocol else (),
            max_msg_size=MAX_FRAME_BYTES,
            autoping=False,
            heartbeat=policy.ping_interval_s,
            timeout=CLOSE_TIMEOUT_S,
            compress=False,
        )
        await socket.prepare(request)
        if protocol is None:
            # OCPP-J 1.6 3.2, 2.0.1 part 4 3.2: complete the handshake without a subprotocol, then close at once
            await socket.close(code=CLOSE_PROTOCOL_ERROR, message=b"no subprotocol in common")
            return socket
        assert request.transport is not None  # only a closed connection has none, and prepare() would have raised
        await self._house.welcome(identity, self._arrival(request, protocol), socket, request.transport)
        return socket

    def _arrival(self, request: web.Request, protocol: Protocol) -> Arrival:
        authorization = request.headers.get(hdrs.AUTHORIZATION)
        return Arrival(next(self._numbers), protocol, request.rel_url.raw_path, authorization, time.monotonic())

    def _is_password_right(self, identity: str, authorization: str | None) -> bool:
        if self._house.passwords is None:
            return True
        password = self._house.passwords.get(identity)
        if password is None or authorization is None:
            return False
        expected = password if isinstance(password, bytes) else password.encode()
        return hmac.compare_digest(_credentials(authorization), identity.encode() + b":" + expected)


def _credentials(authorization: str) -> bytes:
    scheme, _, encoded = authorization.partition(" ")
    try:
        return base64.b64decode(encoded.strip(), validate=True) if scheme.lower() == "basic" else b""
    except binascii.Error:
        return b""


def _protocol(request: web.Request) -> Protocol | None:
    """The first of the station's subprotocols that we speak: they are in its order of preference."""
    offered = ",".join(request.headers.getall(hdrs.SEC_WEBSOCKET_PROTOCOL, []))
    known = {protocol.value for protocol in Protocol}
    return next((Protocol(name) for name in map(str.strip, offered.split(",")) if name in known), None)
