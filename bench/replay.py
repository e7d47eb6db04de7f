"""An outage is over: how fast a station tells 1,000 rows, against how fast its disk commits."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from aiohttp import web

from bench.figure import Figure
from bench.station import sampled_row
from pilotwire.core.delivery import Delivered
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome, Receipt
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.settings import Layers
from pilotwire.core.stop import Reason
from pilotwire.core.told import Told
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.gate import Gate
from pilotwire.store.ledger import Ledger

ROWS, ROWS_OF_ONE = 1000, 200
PATIENCE_S = 120.0
ROUNDS = 5
ANSWERS = {
    "BootNotification": '{"status":"Accepted","interval":3600,"currentTime":"2026-11-20T09:00:00Z"}',
    "StartTransaction": '{"transactionId":1,"idTagInfo":{"status":"Accepted"}}',
}
MESSAGES = ("StartTransaction", "MeterValues", "StopTransaction")


def figures() -> list[Figure]:
    """Rows that reach the CSMS in a second, each with its receipt on disk before the next one goes."""
    rounds = [asyncio.run(_measured()) for _ in range(ROUNDS)]
    commits, rows = sorted(rounds, key=lambda each: each[1] / each[0])[ROUNDS // 2]  # neither disturbed nor lucky
    text = f"{rows:.0f} rows/s; the same disk does {commits:.0f} durable commits/s: {rows / commits:.0%}"
    return [
        Figure("1,000 rows of an outage, told over a socket", text, "at least half the commits", rows >= commits / 2)
    ]


async def _measured() -> tuple[float, float]:
    """Commits and rows, a second."""
    with tempfile.TemporaryDirectory() as folder:
        commits = await _commits(Path(folder, "commits.db"))
        await _filled(Path(folder, "data", "transactions.db"))
        return commits, await _told(folder)


async def _commits(path: Path) -> float:
    """One receipt a commit through the gate, one after the other, with nobody to tell."""
    ledger, receipts = Ledger(path), [_told_of(receipts=(Receipt(row),)) for row in range(1, ROWS + 1)]
    await ledger.keep([_told_of(*_rows())])
    gate = Gate(ledger, (), print)
    running = asyncio.create_task(gate.run())
    began_s = time.perf_counter()
    for each in receipts:
        gate.take(each)
        await gate.drained()
    spent_s = time.perf_counter() - began_s
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    ledger.close()
    return ROWS / spent_s


async def _filled(path: Path) -> None:
    ledger = Ledger(path)
    await ledger.keep([_told_of(*_rows())])
    ledger.close()


def _rows() -> tuple[TransactionChanged, ...]:
    """Whole transactions of 200 rows each."""
    return tuple(_row(number // ROWS_OF_ONE, number % ROWS_OF_ONE) for number in range(ROWS))


def _row(transaction: int, seq: int) -> TransactionChanged:
    sample = replace(sampled_row().fact, transaction=f"outage-{transaction}", seq=seq, offline=True)
    if seq == 0:
        return replace(sample, kind=Kind.STARTED, becomes_chargeable=True, was_chargeable=False, samples=())
    if seq == ROWS_OF_ONE - 1:
        return replace(sample, kind=Kind.ENDED, reason=Reason.LOCAL, names_token=True)
    return sample


def _told_of(*facts: TransactionChanged, receipts: tuple[Receipt, ...] = ()) -> Told:
    return Told(Delivered(0, ""), Moment(0.0), STATION, STATION, Outcome(facts=facts, receipts=receipts))


STATION, _ = restore(Kept(), Plan("bench", Layers({}), 0), Moment(0.0))


class Answering:
    """A CSMS that answers at once and remembers when it was told which row."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.all_told = asyncio.Event()

    async def hear(self, request: web.Request) -> web.WebSocketResponse:
        """One station."""
        socket = web.WebSocketResponse(protocols=("ocpp1.6",))
        await socket.prepare(request)
        async for message in socket:
            frame = json.loads(message.data)
            if frame[0] != 2:
                continue
            if frame[2] in MESSAGES:
                self.times.append(time.perf_counter())
            await socket.send_str(f'[3,"{frame[1]}",{ANSWERS.get(frame[2], "{}")}]')
            if len(self.times) >= ROWS:
                self.all_told.set()
        return socket


@asynccontextmanager
async def _listening(csms: Answering) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_get("/{identity}", csms.hear)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield "ws://{}:{}".format(*runner.addresses[0])
    await runner.cleanup()


async def _told(folder: str) -> float:
    csms = Answering()
    async with _listening(csms) as url:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pilotwire", "run", "--config", f"{folder}/config", "--data", f"{folder}/data"),
            *("--csms", url, "--identity", "CP", "--http", "off", "--mqtt", "off"),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with asyncio.timeout(PATIENCE_S):
                await csms.all_told.wait()
        finally:
            process.terminate()
            await process.wait()
    return (ROWS - 1) / (csms.times[-1] - csms.times[0])
