"""From the pilot leaving C to the contactor's command, through the running loop, while the world is busy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace

from bench.figure import Figure, percentile
from bench.station import charging_station
from pilotwire.core.command import Command
from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.station import Station
from pilotwire.core.told import Told
from pilotwire.gate import Gate
from pilotwire.inbox import Inbox
from pilotwire.loop import Loop
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.store.volatile import VolatileLedger
from pilotwire.tempo import Tempo

CHANGES = 2000
MESSAGES_PER_S = 200
COMMIT_S = 0.030
REQUEST = '[2,"bench","ChangeAvailability",{"operationalStatus":"Operative","evse":{"id":2}}]'


class SlowStore:
    """A disk that takes 30 ms for every commit."""

    async def keep(self, batch: Sequence[Told]) -> None:
        """Keep nothing, slowly."""
        await asyncio.sleep(COMMIT_S)


class Hardware:
    """Measures when the command comes, and answers it like a contactor."""

    def __init__(self, inbox: Inbox) -> None:
        self.inbox, self.left_s, self.spent_s = inbox, 0.0, list[float]()
        self.opened = asyncio.Event()

    def obey(self, command: Command) -> None:
        """A contactor without travel time."""
        if isinstance(command, SetContactor):
            if not command.closed:
                self.spent_s.append(time.perf_counter() - self.left_s)
                self.opened.set()
            self.inbox.say(ContactorRead(command.evse, command.closed))


def figures() -> list[Figure]:
    """The tail of two thousand changes."""
    spent_s = asyncio.run(_measured())
    tail_ms, worst_ms = percentile(spent_s, 0.999) * 1e3, max(spent_s) * 1e3
    text = f"99.9th percentile {tail_ms:.2f} ms, worst {worst_ms:.2f} ms of {len(spent_s)}"
    name = f"pilot leaves C to contactor command, {MESSAGES_PER_S} messages/s, commits of 30 ms"
    return [Figure(name, text, "99.9th percentile under 5 ms", tail_ms < 5)]


async def _measured() -> list[float]:
    inbox = Inbox(Tempo())
    station = _without_rest(charging_station()[0])
    hardware = Hardware(inbox)
    gate = Gate(SlowStore(), (), inbox.put)
    loop = Loop(inbox, gate, dict.fromkeys((SetContactor, SetDutyCycle), hardware))
    tasks = [asyncio.create_task(work) for work in (gate.run(), loop.run(station), _busy(inbox, station))]
    for _ in range(CHANGES):
        await asyncio.sleep(0.001)
        hardware.opened.clear()
        hardware.left_s = time.perf_counter()
        inbox.say(PilotMeasured(1, 9.0, -12.0))
        await hardware.opened.wait()
        inbox.say(PilotMeasured(1, 6.0, -12.0))
    for task in tasks:
        task.cancel()
    return hardware.spent_s


async def _busy(inbox: Inbox, station: Station) -> None:
    """Requests of a central system, decoded as they come."""
    conversation = Conversation(V201(), VolatileLedger(), lambda: "bench", station)
    while True:
        conversation.receive(REQUEST, time.monotonic())
        for event in conversation.events():
            inbox.put(event)
        await asyncio.sleep(1 / MESSAGES_PER_S)


def _without_rest(station: Station) -> Station:
    ports = tuple(replace(port, build=replace(port.build, contactor_rest_s=0.0)) for port in station.ports)
    return replace(station, ports=ports)
