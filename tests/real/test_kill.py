"""Killed again and again, a station loses nothing: real processes, SIGKILL, a link that flaps, both versions."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from pilotwire.core.port.phase import Operability
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.csms import BenchCsms, Message, Policy
from pilotwire.store.ledger import Ledger

CHILD = Path(__file__).with_name("station_child.py")
IDENTITY = "KILLED"
KILLS = 26  # of each version
SPEED = 60
DURABLE_S, DURABLE_WH = 10.0, 100.0  # a running transaction loses at most this much (house.md 4)
ANSWER_S = 0.04  # long enough that kills and breaks fall between a message and its answer
COMMENTS = ("// mine: keep your hands off", "// the one at the wall", "// the one at the street", "/* not today */")
CUSTOMER = """{
  // mine: keep your hands off
  "ports": [
    {}, // the one at the wall
    {"evse_current_limit": 16} // the one at the street
  ] /* not today */
}
"""


@dataclass
class Written:
    """What the central system wrote: the value it was told is stored, and the one that was under way at a kill."""

    stored: str | None = None
    admitted: set[str | None] = field(default_factory=lambda: {None})

    def begin(self, value: str) -> None:
        self.admitted.add(value)

    def accepted(self, value: str) -> None:
        self.stored, self.admitted = value, {value}


@dataclass
class Ordeal:
    """One station of one version, killed and started again on the same two directories."""

    csms: BenchCsms
    path: Path
    version: str
    chance: random.Random
    drops: int = 0
    spare: asyncio.subprocess.Process | None = None
    timeout: Written = field(default_factory=Written)
    service: Written = field(default_factory=Written)  # of EVSE 2

    def __post_init__(self) -> None:
        for name in ("config", "data"):
            (self.path / name).mkdir()
        (self.path / "config" / "customer.json").write_text(CUSTOMER)

    async def spawn(self) -> asyncio.subprocess.Process:
        """A process that has read its program and waits to be told to begin."""
        places = (str(self.path / "config"), str(self.path / "data"), self.csms.url, self.version, str(SPEED))
        arguments = (sys.executable, str(CHILD), *places, str(self.chance.randrange(10**6)))
        with (self.path / "stderr").open("ab") as log:
            return await asyncio.create_subprocess_exec(*arguments, stdin=PIPE, stdout=PIPE, stderr=log)

    async def start(self, mode: str) -> asyncio.subprocess.Process:
        """The station, ready; the next one reads its program meanwhile."""
        child = self.spare or await self.spawn()
        self.spare = None if mode == "quiet" else await self.spawn()
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(f"{mode}\n".encode())
        line = await asyncio.wait_for(child.stdout.readline(), 20.0)
        assert line.startswith(b"pilotwire ready"), self.stderr()
        return child

    def stderr(self) -> str:
        return (self.path / "stderr").read_text()[-3000:]

    async def kill(self) -> None:
        """One life, with a link that comes and goes and a central system that writes, until SIGKILL."""
        child = await self.start("busy")
        meddling = [asyncio.create_task(work()) for work in (self.flap, self.write, self.switch)]
        await asyncio.sleep(self.chance.uniform(0.3, 1.0))
        assert child.returncode is None, self.stderr()
        child.kill()
        await child.wait()
        for task in meddling:
            task.cancel()
        for end in await asyncio.gather(*meddling, return_exceptions=True):
            assert isinstance(end, asyncio.CancelledError), end

    async def drain(self) -> int:
        """A quiet life in which everything gets out; the exit status after SIGTERM."""
        child = await self.start("quiet")
        assert child.stdout is not None
        assert await asyncio.wait_for(child.stdout.readline(), 20.0) == b"drained\n"
        child.terminate()
        return await asyncio.wait_for(child.wait(), 10.0)

    async def flap(self) -> None:
        """Cut the connection now and then."""
        while True:
            await asyncio.sleep(self.chance.uniform(0.1, 0.8))
            with contextlib.suppress(ConnectionError):
                self.csms.drop(IDENTITY)
                self.drops += 1

    async def write(self) -> None:
        """Write one setting again and again, each time another value."""
        while True:
            await asyncio.sleep(self.chance.uniform(0.1, 0.4))
            value = str(self.chance.randrange(30, 30_000))
            self.timeout.begin(value)
            if self.version == "1.6":
                answer = await self.call("ChangeConfiguration", {"key": "ConnectionTimeOut", "value": value})
                verdict = answer.get("status")
            else:
                name = {"component": {"name": "TxCtrlr"}, "variable": {"name": "EVConnectionTimeOut"}}
                answer = await self.call("SetVariables", {"setVariableData": [{**name, "attributeValue": value}]})
                verdict = answer["setVariableResult"][0]["attributeStatus"] if answer else None
            if verdict is not None:
                assert verdict == "Accepted"
                self.timeout.accepted(value)

    async def switch(self) -> None:
        """Take EVSE 2 out of service and put it back."""
        while True:
            await asyncio.sleep(self.chance.uniform(0.1, 1.5))
            value = self.chance.choice(("Operative", "Operative", "Inoperative"))
            self.service.begin(value)
            if self.version == "1.6":
                answer = await self.call("ChangeAvailability", {"connectorId": 2, "type": value})
            else:
                answer = await self.call("ChangeAvailability", {"evse": {"id": 2}, "operationalStatus": value})
            if answer:
                assert answer["status"] in ("Accepted", "Scheduled")
                self.service.accepted(value)

    async def call(self, action: str, payload: dict[str, Any]) -> dict[str, Any]:
        """The answer to a request; empty where none came."""
        with contextlib.suppress(ConnectionError, TimeoutError):
            return (await self.csms.call(IDENTITY, action, payload, timeout_s=5.0)).payload
        return {}


@contextlib.asynccontextmanager
async def survived(path: Path, version: str) -> AsyncIterator[Ordeal]:
    """A station after all its deaths, drained."""
    async with BenchCsms(policy=Policy(boot_interval_s=300, answer_delay_s=ANSWER_S)) as csms:
        ordeal = Ordeal(csms, path, version, random.Random(20261120 + len(version)))
        for _ in range(KILLS):
            await ordeal.kill()
        assert await ordeal.drain() == 0
        yield ordeal


@pytest.mark.req("CCC-OCPP-005")
async def test_a_station_of_2_0_1_tells_every_transaction_without_a_gap_however_often_it_is_killed(
    tmp_path: Path,
) -> None:
    async with survived(tmp_path, "2.0.1") as ordeal:
        judge_20(ordeal.csms.received("TransactionEvent", IDENTITY), ordeal)
        judge_what_is_kept(ordeal)


@pytest.mark.req("CCC-OCPP-005")
async def test_a_station_of_1_6_ends_every_transaction_under_its_number_however_often_it_is_killed(
    tmp_path: Path,
) -> None:
    async with survived(tmp_path, "1.6") as ordeal:
        judge_16(ordeal.csms.messages(IDENTITY), ordeal)
        judge_what_is_kept(ordeal)


def judge_20(events: list[Message], ordeal: Ordeal) -> None:
    told: dict[str, dict[int, dict[str, Any]]] = {}
    doubled = 0
    for event in (message.payload for message in events):
        known = told.setdefault(event["transactionInfo"]["transactionId"], {})
        doubled += event["seqNo"] in known
        assert known.setdefault(event["seqNo"], event) == event, "sent again, but not the same"
        assert event["seqNo"] == max(known), "an older event after a newer one"
    assert len(told) > KILLS, "too little happened"
    assert 0 < doubled <= KILLS + ordeal.drops
    for transaction, known in told.items():
        assert list(known) == list(range(len(known))), transaction
        kinds = [event["eventType"] for event in known.values()]
        assert (kinds[0], kinds[-1]) == ("Started", "Ended")
        assert kinds[1:-1] == ["Updated"] * (len(kinds) - 2)
    assert any(event.get("offline") for known in told.values() for event in known.values())


def judge_16(messages: list[Message], ordeal: Ordeal) -> None:
    starts = [message for message in messages if is_call(message, "StartTransaction")]
    stops = [message for message in messages if is_call(message, "StopTransaction")]
    numbers = {
        answer.id: answer.payload["transactionId"]
        for answer in messages
        if answer.action == "StartTransaction" and answer not in starts
    }
    given: dict[str, list[int]] = {}
    for start in starts:
        same = given.setdefault(json.dumps(start.payload, sort_keys=True), [])
        same += [numbers[start.id]] if start.id in numbers else []
    ended = {stop.payload["transactionId"]: stop.payload for stop in stops}
    assert len(given) > KILLS, "too little happened"
    assert sum(len(each) - 1 for each in given.values()) <= KILLS + ordeal.drops
    assert set(ended) <= {number for each in given.values() for number in each}, "a Stop for a number never given"
    for stop in stops:
        assert ended[stop.payload["transactionId"]] == stop.payload, "sent again, but not the same"
    for start, each in given.items():
        stopped = [ended[number] for number in each if number in ended]
        assert len(stopped) == 1, ("ended not exactly once", start, each)
        assert stopped[0]["meterStop"] >= json.loads(start)["meterStart"]


def is_call(message: Message, action: str) -> bool:
    return message.action == action and message.kind == 2


def judge_what_is_kept(ordeal: Ordeal) -> None:
    assert ordeal.csms.violations == []
    text = (ordeal.path / "config" / "customer.json").read_text()
    assert all(text.count(comment) == 1 for comment in COMMENTS), text
    assert any(f'"ConnectionTimeOut": {value}' in text for value in ordeal.timeout.admitted), (ordeal.timeout, text)
    with contextlib.closing(Ledger(ordeal.path / "data" / "transactions.db")) as ledger:
        assert ledger.unsent() == 0
        kept = ledger.kept()
        rows = [row for transaction in ledger.transactions(10**6) for row in ledger.rows_of(transaction)]
    assert kept.transactions == {}
    is_out = {"Inoperative": True, "Operative": False, None: False}
    own = kept.availability[2].own
    assert (own is not Operability.OPERATIVE) in {is_out[value] for value in ordeal.service.admitted}
    judge_last_readings(rows, ordeal.path / "data" / "truth.jsonl")


def judge_last_readings(rows: list[TransactionChanged], truth: Path) -> None:
    """A transaction that a kill has ended is short of at most ten seconds or a hundred watt-hours."""
    known: dict[str, list[tuple[float, float]]] = {}
    for line in truth.read_text().splitlines():
        reading = json.loads(line)
        readings = known.setdefault(reading["transaction"], [])
        if not readings or readings[-1][1] != reading["wh"]:  # a new one, and not the last one seen again
            readings.append((reading["at_s"], reading["wh"]))
    killed = [row for row in rows if row.kind is Kind.ENDED and row.reason is Reason.POWER_LOSS]
    assert len(killed) > KILLS // 2, "too few transactions were under way when the station was killed"
    judged = [row for row in killed if row.transaction in known and row.meter_wh is not None]
    assert len(judged) > KILLS // 3
    for row in judged:
        last_s, last_wh = known[row.transaction][-1]
        due_wh = max((wh for at_s, wh in known[row.transaction] if at_s <= last_s - DURABLE_S), default=0.0)
        assert row.meter_wh >= max(due_wh, last_wh - DURABLE_WH), (row, known[row.transaction])
