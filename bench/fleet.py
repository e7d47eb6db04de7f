"""A thousand stations in one process against a floor server in another: what each costs."""

from __future__ import annotations

import asyncio
import gc
import json
import sys
import time
import urllib.request
from dataclasses import dataclass

import psutil

from bench.figure import Figure
from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.csms import BootCause, SendBoot, SendHeartbeat
from pilotwire.core.driver import Driver
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.meter import ReadMeter
from pilotwire.core.restart import Begun, Kept, Plan, restore
from pilotwire.core.settings import Layers
from pilotwire.core.token import Token
from pilotwire.core.told import Told
from pilotwire.gate import Gate
from pilotwire.hardware.sim.action import Plug, Swipe
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.driver import SimDriver
from pilotwire.inbox import Inbox
from pilotwire.loop import Loop
from pilotwire.ocpp.address import Address
from pilotwire.ocpp.central_system import CentralSystem, OneWay
from pilotwire.ocpp.dialect import Dialect
from pilotwire.ocpp.v16.dialect import V16
from pilotwire.ocpp.v16.keys import keys_of
from pilotwire.personality.load import load
from pilotwire.store.volatile import VolatileLedger
from pilotwire.tempo import Tempo

STATIONS = 1000
SAMPLE_S = 10
PERIOD_S = 30.0
HARDWARE = (SetContactor, SetDutyCycle, DriveLock, ReadMeter)
CENTRAL = (SendBoot, SendHeartbeat, AskAuthorization)


@dataclass(frozen=True, slots=True)
class One:
    """One station of the fleet."""

    board: SimDriver
    tasks: tuple[asyncio.Task[object], ...]


def figures() -> list[Figure]:
    """Memory of a station, and processor time of a MeterValues round trip with everything that belongs to it."""
    return asyncio.run(_measured())


async def _measured() -> list[Figure]:
    floor = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pilotwire.csms.floor", "--port", "0"), stdout=asyncio.subprocess.PIPE
    )
    assert floor.stdout is not None
    port = int((await floor.stdout.readline()).split()[-1])
    try:
        return await _fleet(port)
    finally:
        floor.terminate()
        await floor.wait()


async def _fleet(port: int) -> list[Figure]:
    process = psutil.Process()
    layers = Layers(registry.VARIABLES, {(registry.SAMPLE_INTERVAL_S.name, 0): SAMPLE_S})
    dialect, tempo = V16(keys_of(load("pilotwire"))), Tempo()
    gc.collect()
    before_mb = process.memory_info().rss / 1e6
    fleet = [_started(number, port, dialect, layers, tempo) for number in range(STATIONS)]
    await _until(port, "StatusNotification", 2 * STATIONS)
    for number, one in enumerate(fleet):
        one.board.act(Plug(1))
        one.board.act(Swipe(Token(f"{number:08X}")))
    await _until(port, "MeterValues", STATIONS)
    each_kb = (process.memory_info().rss / 1e6 - before_mb) * 1e3 / STATIONS
    sent, cpu_s = (await _counts(port)).get("MeterValues", 0), process.cpu_times()
    await asyncio.sleep(PERIOD_S)
    more, spent = (await _counts(port)).get("MeterValues", 0) - sent, process.cpu_times()
    used_s = spent.user + spent.system - cpu_s.user - cpu_s.system
    for one in fleet:
        for task in one.tasks:
            task.cancel()
    return [
        Figure(f"memory of one of {STATIONS} charging stations in one process", f"{each_kb:.0f} kB"),
        Figure(
            f"processor time of a MeterValues round trip, {STATIONS} stations charging, a reading a second each",
            f"{used_s / more * 1e6:.0f} us with all else that happens in {SAMPLE_S} s "
            f"({more / PERIOD_S:.0f}/s, {used_s / PERIOD_S * 100:.0f} % of a core)",
        ),
    ]


def _started(number: int, port: int, dialect: Dialect, layers: Layers, tempo: Tempo) -> One:
    inbox, ledger = Inbox(tempo), VolatileLedger()
    board = SimDriver(SimBoard(1, seed=number), inbox.say, tempo)
    plan = Plan(f"b{number}", layers, 1)
    moment = tempo.now()
    station, said = restore(Kept(), plan, moment)
    address = Address(f"ws://127.0.0.1:{port}/ocpp", f"CP{number}")
    central = CentralSystem(OneWay(address), dialect, ledger, inbox, station)
    gate = Gate(ledger, (central,), inbox.put)
    drivers: dict[type, Driver] = {**dict.fromkeys(HARDWARE, board), **dict.fromkeys(CENTRAL, central)}
    loop = Loop(inbox, gate, drivers)
    loop.obey(said)
    gate.take(Told(Begun(BootCause.POWER_UP), moment, station, station, said))
    works = (loop.run(station), gate.run(), central.run(), board.run())
    return One(board, tuple(asyncio.ensure_future(work) for work in works))


async def _until(port: int, action: str, count: int) -> None:
    deadline_s = time.monotonic() + 120
    while (await _counts(port)).get(action, 0) < count:
        if time.monotonic() > deadline_s:
            raise TimeoutError(f"only {(await _counts(port)).get(action, 0)} {action}")
        await asyncio.sleep(0.2)


async def _counts(port: int) -> dict[str, int]:
    def read() -> dict[str, int]:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/counts") as answer:
            return dict(json.load(answer)["calls"])

    return await asyncio.to_thread(read)
