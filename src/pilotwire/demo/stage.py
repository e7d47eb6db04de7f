"""The stage: central system, broker and station in one process, in directories that vanish with the demo."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
import aiomqtt

from pilotwire.app.doors import LogTail
from pilotwire.app.options import Options
from pilotwire.app.root import App
from pilotwire.core.station import Station
from pilotwire.core.variable import Key, Value
from pilotwire.csms import BenchCsms, Message, Policy, SeenTransaction, TokenVerdict
from pilotwire.demo.lamp import write_leds
from pilotwire.demo.plan import CARD, IDENTITY, SAMPLE_INTERVAL_S, Plan
from pilotwire.demo.visitor import OFFERED_TOPIC, Visitor
from pilotwire.demo.witness import Witness
from pilotwire.mqtt.broker import EmbeddedBroker

# Some personalities come with 6 A or without cards until an installer has been there: the demo is that installer.
SETTINGS = (
    "AuthCtrlr.UserAuthentication=ocpp",
    "EVSE.CurrentLimit=32",
    "EVSE.CableCurrentLimit=32",
    "ElectricalFeed.CurrentLimit=63",
    f"SampledDataCtrlr.TxUpdatedInterval={SAMPLE_INTERVAL_S}",
    "SampledDataCtrlr.TxUpdatedMeasurands=Energy.Active.Import.Register,Power.Active.Import,Current.Import",
)
START_S = 20.0  # real seconds until a station on a slow computer serves

MakePins = Callable[[str, tuple[str, ...], Mapping[str, str | None]], dict[Key, Value]]


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs, and the visitor in front of it."""

    plan: Plan
    app: App
    csms: BenchCsms
    broker: EmbeddedBroker
    visitor: Visitor
    witness: Witness
    running: asyncio.Task[None]
    """The station; it ends by itself only if it fails."""

    @property
    def station(self) -> Station:
        """The newest station that is durable."""
        return self.app.station

    @property
    def http_url(self) -> str:
        """Where the HTTP API is."""
        return http_url(self.app)

    def transaction(self) -> SeenTransaction | None:
        """The transaction as the central system has seen it."""
        seen = self.csms.transactions(IDENTITY)
        return seen[-1] if seen else None

    def said(self, action: str, is_it: Callable[[Message], bool] = lambda message: True) -> bool:
        """The central system has received such a request."""
        return any(is_it(message) for message in self.csms.received(action, IDENTITY))


@asynccontextmanager
async def staged(
    plan: Plan, make_pins: MakePins, tail: LogTail, on_message: Callable[[Message], None]
) -> AsyncIterator[Stage]:
    """Everything started in order, and stopped in the opposite one. Raises UsageError or OSError if it cannot be."""
    logging.getLogger().addHandler(logging.NullHandler())  # libraries must not write into the display
    witness = Witness()
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="pilotwire-demo-")))
        write_leds(folder / "config")
        csms = await stack.enter_async_context(_central(on_message, witness))
        broker = await stack.enter_async_context(EmbeddedBroker())
        ready = asyncio.Event()
        flags = {
            "csms": csms.url,
            "identity": IDENTITY,
            "ocpp": plan.ocpp,
            "http": "127.0.0.1:0",
            "mqtt": str(broker.url),
        }
        pins = make_pins(plan.personality, SETTINGS, flags)
        app = App(
            Options(
                config_dir=folder / "config",
                data_dir=folder / "data",
                personality=plan.personality,
                pins=pins,
                speed=plan.speed,
                log_tail=tail,
                on_ready=lambda line: ready.set(),
            )
        )
        app.watchers.append(witness)
        # with --speed the wall clock is too slow for the station: here both live in the same, faster time
        csms.change(clock=lambda: datetime.fromtimestamp(app.tempo.now().utc_s, UTC))
        running = await _started(stack, app, ready)
        visitor = await _visitor(stack, app, broker, witness)
        yield Stage(plan, app, csms, broker, visitor, witness, running)


def _central(on_message: Callable[[Message], None], witness: Witness) -> BenchCsms:
    def watch(identity: str, frame: object, message: Message | None) -> None:
        if message is not None:
            on_message(message)
        witness.ring()

    policy = Policy(tokens={CARD: TokenVerdict.ACCEPTED}, default_verdict=TokenVerdict.INVALID)
    return BenchCsms(policy=policy, watcher=watch)


async def _started(stack: AsyncExitStack, app: App, ready: asyncio.Event) -> asyncio.Task[None]:
    """The station, serving. Raises what keeps it from that."""
    running = asyncio.create_task(app.run(), name="station")
    stack.push_async_callback(_ended, running)
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({running, waiting}, timeout=START_S, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if running.done():
        running.result()
    if not ready.is_set():
        raise TimeoutError(f"waited {START_S:.0f} s for the station to serve")
    return running


async def _visitor(stack: AsyncExitStack, app: App, broker: EmbeddedBroker, witness: Witness) -> Visitor:
    timeout = aiohttp.ClientTimeout(total=10.0)
    http = await stack.enter_async_context(aiohttp.ClientSession(timeout=timeout))
    mqtt = await stack.enter_async_context(aiomqtt.Client(broker.url.host, broker.url.port))
    await mqtt.subscribe(OFFERED_TOPIC)
    visitor = Visitor(http, http_url(app), mqtt, witness.ring)
    stack.push_async_callback(_ended, asyncio.create_task(visitor.listen()))
    await visitor.look()
    return visitor


def http_url(app: App) -> str:
    """Where the HTTP API of *app* is."""
    assert app.web is not None
    return f"http://{app.web.address}"


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task
