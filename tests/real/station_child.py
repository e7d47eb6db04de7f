"""A station in a process of its own, with two drivers in a hurry, until somebody kills it.

``python station_child.py CONFIG DATA URL VERSION SPEED SEED`` reads its program and waits for a line: ``busy`` drives
vehicles, ``quiet`` only runs. What it knew of its meters when it was killed stands in ``DATA/truth.jsonl``.
"""

from __future__ import annotations

import asyncio
import json
import random
import signal
import sys
from pathlib import Path
from typing import IO

import structlog

from pilotwire.app.options import Options
from pilotwire.app.root import App
from pilotwire.cli.pins import pins_of
from pilotwire.core.csms import is_online
from pilotwire.core.token import Token
from pilotwire.core.told import Told
from pilotwire.core.transaction import Phase
from pilotwire.hardware.sim.action import Move, Plug, Swipe, Unplug
from pilotwire.hardware.sim.vehicle import Ask, VehicleBuild

IDENTITY = "KILLED"
FAST = (
    "OCPPCommCtrlr.RetryBackOffWaitMinimum=0",
    "OCPPCommCtrlr.RetryBackOffRandomRange=0",
    "AuthCtrlr.OfflineTxForUnknownIdEnabled=true",
    "SampledDataCtrlr.TxUpdatedInterval=31",
    "SecurityCtrlr.Identity=" + IDENTITY,
)


class Truth:
    """Writes down every reading that was told while a transaction was open."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def tell(self, told: Told) -> None:
        """What is known of running transactions after this step."""
        for evse, transaction in told.after.transactions.items():
            reading = told.after.ports[evse - 1].reading if evse else None
            if reading is not None and transaction.phase is not Phase.ENDING:
                line = {"transaction": transaction.id, "at_s": told.moment.mono_s, "wh": reading.energy_wh}
                self._file.write(json.dumps(line) + "\n")
        self._file.flush()


class Drain:
    """Says ``drained`` as soon as the central system has everything."""

    def __init__(self, app: App) -> None:
        self._app, self._has_said = app, False

    def tell(self, told: Told) -> None:
        """Look, after this step."""
        if not self._has_said and is_online(told.after) and self._app.ledger.unsent() == 0:
            self._has_said = True
            print("drained", flush=True)


class Driver:
    """Comes, charges, leaves, and comes again, always at *evse*."""

    def __init__(self, app: App, evse: int, chance: random.Random) -> None:
        self.app, self.evse, self.chance = app, evse, chance

    async def pause(self, least_s: float, most_s: float) -> None:
        """Some seconds of the station's time."""
        await asyncio.sleep(self.chance.uniform(least_s, most_s) / self.app.options.speed)

    def swipe(self, token: str) -> None:
        """Show a card at this EVSE."""
        self.app.bench.do(Swipe(Token(token), self.evse))

    async def run(self) -> None:
        """Session after session."""
        while True:
            await self.pause(0.5, 6.0)
            # A card of its own for each session: clock and meter begin anew with a process, so only it tells two apart.
            await self.session(f"{self.chance.getrandbits(56):014X}")

    async def session(self, token: str) -> None:
        """Plug and card in either order, energy for a while, and one of several ways to end it."""
        build = VehicleBuild(max_a=self.chance.choice((8.0, 16.0, 32.0)))
        is_card_first = self.chance.random() < 0.4
        if is_card_first:
            self.swipe(token)
            await self.pause(0.5, 3.0)
        self.app.bench.do(Plug(self.evse, build))
        await self.pause(0.5, 3.0)
        if not is_card_first:
            self.swipe(token)
        await self.pause(4.0, 40.0)
        if self.chance.random() < 0.3:
            self.app.bench.do(Move(self.evse, Ask.NOTHING))
            await self.pause(1.0, 8.0)
        if self.chance.random() < 0.6:
            self.swipe(token)
            await self.pause(0.5, 8.0)
        self.app.bench.do(Unplug(self.evse))


async def live(app: App, ready: asyncio.Event, seed: int, is_busy: bool) -> None:
    """Run *app* until SIGTERM; with drivers if *is_busy*."""
    running = asyncio.create_task(app.run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    await asyncio.wait({running, asyncio.create_task(ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
    drivers = [Driver(app, evse, random.Random(seed * 10 + evse)) for evse in (1, 2)] if is_busy else []
    driving = [asyncio.create_task(driver.run()) for driver in drivers]
    await asyncio.wait({running, *driving}, return_when=asyncio.FIRST_COMPLETED)
    for task in (running, *driving):
        if task.done() and not task.cancelled():
            task.result()
    if not running.cancelled():
        raise SystemExit("a driver or the station has ended")


def main(config: str, data: str, url: str, version: str, speed: str, seed: str) -> None:
    """Run one station, as soon as somebody says so."""
    mode = sys.stdin.readline().strip()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    pins = pins_of("pilotwire", FAST, {"csms": url, "ocpp": version, "http": "off", "mqtt": "off"})
    ready = asyncio.Event()

    def say_ready(line: str) -> None:
        print(line, flush=True)
        ready.set()

    app = App(Options(Path(config), Path(data), pins=pins, speed=float(speed), on_ready=say_ready))
    with Path(data, "truth.jsonl").open("a") as file:
        app.watchers += [Truth(file), Drain(app)]
        asyncio.run(live(app, ready, int(seed), mode == "busy"))


if __name__ == "__main__":
    main(*sys.argv[1:])
