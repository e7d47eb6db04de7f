"""`pilotwire csms`: a bench for people, showing its traffic in the terminal."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import AsyncExitStack
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from aiohttp import web

from pilotwire.csms.bench import BenchCsms, Watcher
from pilotwire.csms.frame import Frame, Message
from pilotwire.csms.record import Record
from pilotwire.csms.violation import Violation

HOST = "127.0.0.1"


async def serve(port: int, http_port: int | None, ssl_context: ssl.SSLContext | None = None) -> None:
    """Run until cancelled; with `http_port` the remote control listens there (0: any free port)."""
    csms = BenchCsms(port, ssl_context=ssl_context)
    csms.watcher = watcher(csms)
    async with csms, AsyncExitStack() as stack:
        remote = "" if http_port is None else f" {await serve_remote(csms, http_port, stack)}"
        print(f"pilotwire csms ready {csms.url}{remote}", flush=True)
        await asyncio.Event().wait()


def tls(certificate: Path, key: Path | None, stations: Path | None) -> ssl.SSLContext:
    """What the bench shows, and, with the roots in `stations`, wants to be shown (security profile 3).

    Raises OSError (ssl.SSLError is one) for a file that is none.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    if stations is not None:
        context.load_verify_locations(stations)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


async def serve_remote(csms: BenchCsms, http_port: int, stack: AsyncExitStack) -> str:
    """Start the remote control of a bench, stopped by the stack; returns its URL."""
    from pilotwire.csms.remote import Remote

    runner = web.AppRunner(Remote(csms).application(), access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, HOST, http_port).start()
    return f"http://{HOST}:{runner.addresses[0][1]}"


def watcher(csms: BenchCsms) -> Watcher:
    """Print every frame, and under it what it broke."""
    from rich.console import Console

    from pilotwire.csms.traffic import traffic_line, violation_line

    console = Console(highlight=False, soft_wrap=True)

    def watch(identity: str, frame: Frame, message: Message | None) -> None:
        console.print(traffic_line(identity, frame, message, datetime.now()))
        for violation in reversed(list(_of(frame, csms.record(identity)))):
            console.print(violation_line(violation))

    return watch


def _of(frame: Frame, record: Record) -> Iterator[Violation]:
    return takewhile(lambda violation: violation.frame is frame, reversed(record.violations))
