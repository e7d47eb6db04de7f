"""A whole station of this process, on a simulated board, with a central system it reaches over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from structlog.testing import capture_logs
from structlog.typing import EventDict

from pilotwire.app.options import Options
from pilotwire.app.root import App
from pilotwire.cli.pins import pins_of
from pilotwire.core.csms import Registration
from pilotwire.core.fact import Fact
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.phase import Lock
from pilotwire.core.station import Station
from pilotwire.core.token import Token
from pilotwire.core.told import Told
from pilotwire.hardware.clock import HostClock
from pilotwire.hardware.sim.action import Network, Plug, Swipe, Unplug

IDENTITY, CARD = "LIVING", "04A11CE0"
SPEED = 40.0
QUICK = (
    "OCPPCommCtrlr.RetryBackOffWaitMinimum=0",
    "OCPPCommCtrlr.RetryBackOffRandomRange=0",
    "AuthCtrlr.OfflineTxForUnknownIdEnabled=true",
    "SampledDataCtrlr.TxUpdatedInterval=20",
)


class Living:
    """The station, what it said, and the deeds of one driver at EVSE 1."""

    def __init__(self, app: App, logs: list[EventDict]) -> None:
        self.app, self.logs = app, logs
        self.facts: list[Fact] = []
        self.stations: list[Station] = []
        self._rings = asyncio.Event()
        self.running: asyncio.Task[None]

    def tell(self, told: Told) -> None:
        """Remember *told*."""
        self.facts += told.outcome.facts
        self.stations.append(told.after)
        self._rings.set()

    async def until(self, is_so: Callable[[Station], object], timeout_s: float = 10.0) -> None:
        """Return as soon as the newest durable station pleases."""
        try:
            async with asyncio.timeout(timeout_s):
                while not is_so(self.app.station):
                    self._rings.clear()
                    await self._rings.wait()
        except TimeoutError:
            raise TimeoutError(f"not within {timeout_s} s; now {self.app.station}; logs {self.logs}") from None

    async def until_logged(self, words: str, timeout_s: float = 10.0) -> EventDict:
        """The first line of the log with *words* in it. (The log rings no bell: it is looked at often.)"""
        async with asyncio.timeout(timeout_s):
            while True:
                for entry in self.logs:
                    if words in str(entry):
                        return entry
                await asyncio.wait({asyncio.ensure_future(self._ring())}, timeout=0.02)

    async def _ring(self) -> None:
        await self._rings.wait()

    async def stopped(self) -> None:
        """Stop the program in order, as SIGTERM does, and wait until it has ended."""
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    def network(self, *, online: bool) -> None:
        """The link disappears, or comes back."""
        self.app.bench.do(Network(online))

    async def away(self) -> None:
        """Wait until the station knows that nobody listens."""
        await self.until(lambda station: station.registration in (Registration.AWAY, Registration.OFFLINE))

    async def online(self) -> None:
        """Wait until the station is accepted."""
        await self.until(lambda station: station.registration is Registration.ACCEPTED)

    async def charge(self) -> None:
        """Plug in, show the card, wait until energy flows."""
        self.app.bench.do(Plug(1))
        self.app.bench.do(Swipe(Token(CARD), 1))
        await self.until(lambda station: charging_of(station.ports[0]) is Charging.CHARGING)

    async def more_energy(self, more_wh: float = 30.0) -> None:
        """Wait until that much more has flowed."""
        reading = self.app.station.ports[0].reading
        until_wh = (reading.energy_wh if reading else 0.0) + more_wh
        await self.until(lambda station: (now := station.ports[0].reading) and now.energy_wh >= until_wh)

    async def stop(self) -> None:
        """Show the card again, wait for the end of the transaction, leave."""
        self.app.bench.do(Swipe(Token(CARD), 1))
        await self.until(lambda station: not station.transactions)
        self.app.bench.do(Unplug(1))
        await self.until(lambda station: charging_of(station.ports[0]) is Charging.EMPTY)

    async def stop_with_lock(self) -> None:
        """Show the card again and wait until the plug is given back."""
        self.app.bench.do(Swipe(Token(CARD), 1))
        await self.until(lambda station: not station.transactions and station.ports[0].lock is Lock.UNLOCKED)

    async def stop_out_of_service(self) -> None:
        """The same at an EVSE that is about to leave service."""
        self.app.bench.do(Swipe(Token(CARD), 1))
        await self.until(lambda station: not station.transactions)
        self.app.bench.do(Unplug(1))
        await self.until(lambda station: charging_of(station.ports[0]) is Charging.UNAVAILABLE)

    async def delivered(self) -> None:
        """Wait until the central system has every row."""
        await self.until(lambda station: station.registration is Registration.ACCEPTED and self.unsent() == 0)

    def unsent(self) -> int:
        """Rows the central system does not have."""
        return self.app.ledger.unsent()


@asynccontextmanager
async def living(
    path: Path,
    url: str | None,
    version: str,
    *settings: str,
    speed: float = SPEED,
    clock: HostClock | None = None,
    personality: str = "pilotwire",
    http: str = "off",
) -> AsyncIterator[Living]:
    """A station that runs on the directories below *path* until the block ends; *url* None: as customer.json says."""
    flags = {"csms": url, "identity": None if url is None else IDENTITY, "ocpp": version, "http": http, "mqtt": "off"}
    pins = pins_of(personality, (*QUICK, *settings), flags)
    ready = asyncio.Event()
    options = Options(
        path / "config",
        path / "data",
        personality=personality,
        pins=pins,
        speed=speed,
        clock=clock,
        on_ready=lambda line: ready.set(),
    )
    with capture_logs() as logs:
        app = App(options)
        station = Living(app, logs)  # type: ignore[arg-type]
        app.watchers.append(station)
        running = station.running = asyncio.create_task(app.run())
        await asyncio.wait({running, asyncio.create_task(ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
        try:
            yield station
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
    if running.done() and not running.cancelled() and running.exception() is not None:
        raise AssertionError("the station died") from running.exception()
