"""A local list of ten thousand tokens: how soon it is taken over, and what the contactor notices of it."""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from pathlib import Path

from bench.figure import Figure, percentile
from bench.latency import CAUSES, OBEYED, Hardware, once, without_rest
from bench.station import charging_station
from pilotwire.app.garbage import postpone
from pilotwire.app.turns import take_short_turns
from pilotwire.core.told import Told
from pilotwire.gate import Gate
from pilotwire.inbox import Inbox
from pilotwire.loop import Loop
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.v16.dialect import v16_of
from pilotwire.ocpp.writer import Writer
from pilotwire.personality.load import load
from pilotwire.store.ledger import Ledger
from pilotwire.tempo import Tempo

ENTRIES, LISTS, CHANGES = 10_000, 20, 3_000
PAUSE_S = 0.1  # between the answer to a list and the next one


class Wire:
    """The central system: sends a list, and waits for the answer."""

    def __init__(self, conversation: Conversation, inbox: Inbox) -> None:
        self._conversation, self._inbox, self._answered = conversation, inbox, asyncio.Event()
        self.spent_s: list[float] = []

    def tell(self, told: Told) -> None:
        """Told what is durable; an answer may be among it."""
        self._conversation.tell(told, time.monotonic())
        if any(b"Accepted" in frame for frame in self._conversation.frames()):
            self._answered.set()

    async def send(self, text: str) -> None:
        """From the last byte on the wire to the first of the answer."""
        self._answered.clear()
        began_s = time.perf_counter()
        self._conversation.hear(await asyncio.to_thread(self._conversation.read, text), time.monotonic())
        for event in self._conversation.events():
            self._inbox.put(event)
        await self._answered.wait()
        self.spent_s.append(time.perf_counter() - began_s)


def full_list(version: int) -> str:
    """The frame of a list in which every token has a date and a parent of its own."""
    entries = [{"idTag": f"{version:04X}{number:016X}", "idTagInfo": _info(number)} for number in range(ENTRIES)]
    payload = {"listVersion": version, "updateType": "Full", "localAuthorizationList": entries}
    return json.dumps([2, f"list-{version}", "SendLocalList", payload])


def _info(number: int) -> dict[str, str]:
    day, minute = divmod(number, 1440)
    date = f"2027-03-{1 + day:02d}T{minute // 60:02d}:{minute % 60:02d}:00.000Z"
    return {"status": "Accepted", "expiryDate": date, "parentIdTag": f"FLEET-{number % 50}"}


def figures() -> list[Figure]:
    """Both promises; threads take turns as in `pilotwire run`."""
    postpone()
    take_short_turns()
    answered_s, opened_s = asyncio.run(_measured())
    middle_ms, tail_ms = percentile(opened_s, 0.5) * 1e3, percentile(opened_s, 0.999) * 1e3
    worst_ms, slowest_ms = max(opened_s) * 1e3, max(answered_s) * 1e3
    return [
        Figure(
            f"SendLocalList of {ENTRIES} entries, until the answer; ledger on disk, a vehicle that stops and starts",
            f"slowest {slowest_ms:.0f} ms of {len(answered_s)}",
            "under 1 s",
            slowest_ms < 1000,
        ),
        Figure(
            f"{CAUSES[0].name} to contactor command, while such lists come one after the other",
            f"median {middle_ms:.2f} ms, 99.9th percentile {tail_ms:.2f} ms, worst {worst_ms:.2f} ms of {CHANGES}",
            "worst under 20 ms",
            worst_ms < 20,
        ),
    ]


async def _measured() -> tuple[list[float], list[float]]:
    with tempfile.TemporaryDirectory() as directory:
        ledger = Ledger(Path(directory) / "transactions.db")
        inbox, station = Inbox(Tempo()), without_rest(charging_station(is_free=True)[0])
        wire = Wire(Conversation(v16_of(load("pilotwire")), ledger, Writer(), station), inbox)
        hardware, gate = Hardware(inbox), Gate(ledger, (wire,), inbox.put)
        loop = Loop(inbox, gate, dict.fromkeys(OBEYED, hardware))
        tasks = [asyncio.create_task(work) for work in (gate.run(), loop.run(station), _lists(wire))]
        for _ in range(CHANGES):
            await once(CAUSES[0], inbox, hardware)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        ledger.close()
    return wire.spent_s, hardware.spent_s


async def _lists(wire: Wire) -> None:
    texts = [full_list(version) for version in range(1, LISTS + 1)]
    while True:
        for text in texts:
            await wire.send(text)
            await asyncio.sleep(PAUSE_S)
