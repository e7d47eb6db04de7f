"""From a cause to the contactor's command, through the running loop, while everything around it is busy."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.busy import CROWD, central_system, customer, list_writer
from bench.figure import Figure, percentile
from bench.station import charging_station
from pilotwire.app.garbage import postpone
from pilotwire.app.turns import take_short_turns
from pilotwire.core.command import Command
from pilotwire.core.deadline import STATION
from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.meter import ReadMeter
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.rcd import RcdRead
from pilotwire.core.station import Station
from pilotwire.core.told import Told
from pilotwire.gate import Gate
from pilotwire.inbox import Inbox
from pilotwire.loop import Loop
from pilotwire.store.ledger import Ledger
from pilotwire.tempo import Tempo

COMMIT_S = 0.030
SLOWER = 5  # a core one fifth as fast
GONE, PLUGGED, ASKING = PilotMeasured(1, 12.0, 12.0), PilotMeasured(1, 9.0, 9.0), PilotMeasured(1, 6.0, -12.0)
OBEYED = (SetContactor, SetDutyCycle, DriveLock, ReadMeter)


@dataclass(frozen=True, slots=True)
class Cause:
    """*opens* is what happens at the hardware, *mends* what makes the vehicle charge again."""

    name: str
    opens: HardwareEvent
    mends: tuple[HardwareEvent, ...]
    changes: int


CAUSES = (
    Cause("pilot leaves C", PilotMeasured(1, 9.0, -12.0), (ASKING,), 10_000),
    Cause("residual current monitor trips", RcdRead(1, True), (RcdRead(1, False), GONE, PLUGGED, ASKING), 3_000),
    Cause(
        "emergency switch",
        FaultSeen(STATION, Fault.EMERGENCY_STOP),
        (FaultCleared(STATION, Fault.EMERGENCY_STOP), GONE, PLUGGED, ASKING),
        3_000,
    ),
)


class SlowStore:
    """A real ledger on a disk that takes 30 ms for every commit."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def keep(self, batch: Sequence[Told]) -> None:
        """Keep it, slowly."""
        await self._ledger.keep(batch)
        await asyncio.sleep(COMMIT_S)


class Hardware:
    """Measures when the opening is commanded, and answers like a contactor without travel."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox, self.began_s, self.spent_s = inbox, 0.0, list[float]()
        self.opened, self.closed = asyncio.Event(), asyncio.Event()

    def obey(self, command: Command) -> None:
        """Note the time of an opening that was waited for."""
        if isinstance(command, SetContactor) and command.evse == 1:
            if not command.closed and not self.opened.is_set():
                self.spent_s.append(time.perf_counter() - self.began_s)
                self.opened.set()
            if command.closed:
                self.closed.set()
            self.inbox.say(ContactorRead(command.evse, command.closed))


def figures() -> list[Figure]:
    """The tail and the worst of thousands of changes, for each cause; garbage and threads as in `pilotwire run`."""
    postpone()
    take_short_turns()
    return [_figure(cause, asyncio.run(_measured(cause))) for cause in CAUSES]


def _figure(cause: Cause, spent_s: list[float]) -> Figure:
    tail_ms, worst_ms = percentile(spent_s, 0.999) * 1e3, max(spent_s) * 1e3
    middle_ms = percentile(spent_s, 0.5) * 1e3
    text = (
        f"median {middle_ms:.2f} ms, 99.9th percentile {tail_ms:.2f} ms, worst {worst_ms:.2f} ms of {len(spent_s)} "
        f"(a core one fifth as fast: about {SLOWER * tail_ms:.1f} and {SLOWER * worst_ms:.1f} ms)"
    )
    kept = tail_ms < 5 and worst_ms < 20
    return Figure(f"{cause.name} to contactor command; {CROWD}", text, "99.9th under 5 ms, worst under 20 ms", kept)


async def _measured(cause: Cause) -> list[float]:
    with tempfile.TemporaryDirectory() as directory:
        ledger = Ledger(Path(directory) / "transactions.db")
        inbox, station = Inbox(Tempo()), without_rest(charging_station(is_free=True)[0])
        hardware, gate = Hardware(inbox), Gate(SlowStore(ledger), (), inbox.put)
        loop = Loop(inbox, gate, dict.fromkeys(OBEYED, hardware))
        works = (gate.run(), loop.run(station), central_system(inbox, station), customer(inbox), list_writer(inbox))
        tasks = [asyncio.create_task(work) for work in works]
        for _ in range(cause.changes):
            await once(cause, inbox, hardware)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        ledger.close()
    return hardware.spent_s


async def once(cause: Cause, inbox: Inbox, hardware: Hardware) -> None:
    """*cause* happens, the contactor opens, and the vehicle charges again."""
    await asyncio.sleep(0.001)
    hardware.opened.clear()
    hardware.closed.clear()
    hardware.began_s = time.perf_counter()
    inbox.say(cause.opens)
    await hardware.opened.wait()
    for event in cause.mends:
        inbox.say(event)
    await hardware.closed.wait()


def without_rest(station: Station) -> Station:
    """Nobody waits six seconds ten thousand times."""
    ports = tuple(replace(port, build=replace(port.build, contactor_rest_s=0.0)) for port in station.ports)
    return replace(station, ports=ports)
