"""The cheapest OCPP server there can be, to load thousands of stations against: answers, counts, judges nothing.

`python -m pilotwire.csms.floor --port 0` prints the port; stations connect to `ws://127.0.0.1:PORT/ocpp/<identity>`;
`GET /counts` gives the calls per action and the connections.
"""

import argparse
import asyncio
import resource
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal

import msgspec
from aiohttp import WSMsgType, web

HOST = "127.0.0.1"
PROTOCOLS = ("ocpp1.6", "ocpp2.0.1")
ACCEPTED = b'{"status":"Accepted"}'
ID_TAG = b'{"idTagInfo":{"status":"Accepted"}}'
ID_TOKEN = b'{"idTokenInfo":{"status":"Accepted"}}'

PAYLOADS: dict[str, dict[str, bytes]] = {
    "ocpp1.6": {"Authorize": ID_TAG, "DataTransfer": ACCEPTED, "SignCertificate": ACCEPTED},
    "ocpp2.0.1": {
        "Authorize": ID_TOKEN,
        "DataTransfer": ACCEPTED,
        "SignCertificate": ACCEPTED,
        "NotifyEVChargingNeeds": ACCEPTED,
        "NotifyEVChargingSchedule": ACCEPTED,
    },
}

Call = tuple[Literal[2], str, str, msgspec.Raw]
decode = msgspec.json.Decoder(Call).decode
encode = msgspec.json.encode


class Floor:
    """Counts calls per action, answers from prebuilt payloads."""

    def __init__(self, boot_interval_s: int = 300) -> None:
        self.counts: Counter[str] = Counter()
        self.open = 0
        self._transaction_ids = count(1)
        self._boot_interval_s = boot_interval_s
        self._living: dict[str, Callable[[], bytes]] = {
            "BootNotification": self._boot,
            "Heartbeat": lambda: b'{"currentTime":"%b"}' % now(),
            "StartTransaction": self._start,
        }

    def application(self) -> web.Application:
        """The aiohttp application."""
        application = web.Application()
        application.router.add_get("/counts", self._show)
        application.router.add_get("/{anything:.+}/{identity}", self._serve)
        return application

    def answer(self, protocol: str, text: str) -> str | None:
        """The answer to a frame; None when it is no call."""
        try:
            _, message_id, action, _ = decode(text)
        except msgspec.DecodeError:
            return None
        self.counts[action] += 1
        return (b"[3,%b,%b]" % (encode(message_id), self._payload(protocol, action, text))).decode()

    def _payload(self, protocol: str, action: str, text: str) -> bytes:
        if action in self._living:
            return self._living[action]()
        if action == "TransactionEvent" and '"idToken"' in text:
            return ID_TOKEN  # a station may wait for the verdict; looking for the word is cheaper than decoding
        return PAYLOADS[protocol].get(action, b"{}")

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=PROTOCOLS, compress=False, max_msg_size=4 * 1024 * 1024)
        await socket.prepare(request)
        protocol = socket.ws_protocol or PROTOCOLS[0]
        self.open += 1
        try:
            async for packet in socket:
                if packet.type is WSMsgType.TEXT and (answer := self.answer(protocol, packet.data)) is not None:
                    await socket.send_str(answer)
        finally:
            self.open -= 1
        return socket

    async def _show(self, request: web.Request) -> web.Response:
        view: dict[str, Any] = {"calls": self.counts, "total": self.counts.total(), "connections": self.open}
        return web.Response(body=encode(view), content_type="application/json")

    def _boot(self) -> bytes:
        return b'{"status":"Accepted","interval":%d,"currentTime":"%b"}' % (self._boot_interval_s, now())

    def _start(self) -> bytes:
        return b'{"transactionId":%d,"idTagInfo":{"status":"Accepted"}}' % next(self._transaction_ids)


def now() -> bytes:
    """The time as OCPP writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z").encode()


async def serve(port: int, boot_interval_s: int = 300) -> None:
    """Listen on loopback until cancelled; prints the port."""
    runner = web.AppRunner(Floor(boot_interval_s).application(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, HOST, port, backlog=4096).start()
        print(runner.addresses[0][1], flush=True)
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m pilotwire.csms.floor", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--interval", type=int, default=300, help="heartbeat interval in the boot answer, seconds")
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # one socket per station
    asyncio.run(serve(given.port, given.interval))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
