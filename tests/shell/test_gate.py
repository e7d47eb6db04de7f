"""Durable before told, in order, one commit for all that waits, and never a step lost."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.shell.disk import Disk, SlowLedger
from tests.shell.history import connected

from pilotwire.core.deadline import STATION
from pilotwire.core.event import Event
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.told import Told
from pilotwire.core.transaction import TransactionChanged
from pilotwire.gate import MANY, Gate, finished
from pilotwire.store.ledger import Ledger

SEEN, CLEARED = FaultSeen(STATION, Fault.STORE_FAILED), FaultCleared(STATION, Fault.STORE_FAILED)


class Listener:
    """Remembers what it was told, and how many rows were durable by then."""

    def __init__(self, durable: Callable[[], int] = lambda: 0) -> None:
        self.tolds: list[Told] = []
        self.durable: list[int] = []
        self._look = durable

    def tell(self, told: Told) -> None:
        self.tolds.append(told)
        self.durable.append(self._look())


class Broken:
    """An adapter with a bug."""

    def tell(self, told: Told) -> None:
        raise LookupError("a bug")


@asynccontextmanager
async def running(gate: Gate) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(gate.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def rows(tolds: list[Told]) -> int:
    return sum(isinstance(fact, TransactionChanged) for told in tolds for fact in told.outcome.facts)


async def test_nothing_is_told_before_it_is_durable_and_everything_in_order(tmp_path: Path, ledger: Ledger) -> None:
    other = sqlite3.connect(tmp_path / "transactions.db")
    listener = Listener(lambda: other.execute("SELECT count(*) FROM ledger").fetchone()[0])
    gate, tolds = Gate(ledger, [listener], print), connected().session()
    async with running(gate):
        for told in tolds:
            gate.take(told)
        await asyncio.wait_for(gate.drained(), 5.0)
    assert listener.tolds == tolds
    assert rows(tolds) > 2
    for index, durable in enumerate(listener.durable):
        assert durable >= rows(tolds[: index + 1])


async def test_all_that_waits_while_the_disk_is_busy_is_one_commit(ledger: Ledger) -> None:
    slow, listener, tolds = SlowLedger(ledger), Listener(), connected().session()
    gate = Gate(slow, [listener], print)
    async with running(gate):
        gate.take(tolds[0])
        await asyncio.wait_for(slow.begun.wait(), 5.0)
        for told in tolds[1:]:
            gate.take(told)
        assert listener.tolds == []
        slow.free.set()
        await asyncio.wait_for(gate.drained(), 5.0)
    assert [len(batch) for batch in slow.batches] == [1, len(tolds) - 1]
    assert listener.tolds == tolds


async def test_a_disk_that_refuses_is_a_fault_and_nothing_is_told_until_it_recovers(ledger: Ledger, disk: Disk) -> None:
    said: list[Event] = []
    failed, tolds = asyncio.Event(), connected().session()

    def say(event: Event) -> None:
        said.append(event)
        failed.set()

    disk.refuse()
    listener = Listener()
    gate = Gate(ledger, [listener], say, first_retry_s=0.001)
    async with running(gate):
        for told in tolds:
            gate.take(told)
        await asyncio.wait_for(failed.wait(), 5.0)
        assert (listener.tolds, disk.count("ledger"), disk.count("slice")) == ([], 0, 0)
        disk.recover()
        await asyncio.wait_for(gate.drained(), 10.0)
    assert listener.tolds == tolds
    assert disk.count("ledger") == rows(tolds)
    assert said[-1] == CLEARED
    assert set(said[:-1]) == {SEEN}


async def test_a_store_that_never_failed_clears_no_fault(ledger: Ledger) -> None:
    said: list[Event] = []
    gate = Gate(ledger, [], said.append, first_retry_s=0.0)
    async with running(gate):
        gate.take(connected().session()[0])
        await asyncio.wait_for(gate.drained(), 5.0)
    assert said == []


async def test_an_error_nobody_thought_of_loses_no_step_either(ledger: Ledger) -> None:
    class Surprised:
        has_raised = False

        async def keep(self, batch: object) -> None:
            if not self.has_raised:
                self.has_raised = True
                raise ZeroDivisionError

    listener, said, tolds = Listener(), [], connected().session()
    gate = Gate(Surprised(), [listener], said.append, first_retry_s=0.0)
    async with running(gate):
        gate.take(tolds[0])
        await asyncio.wait_for(gate.drained(), 5.0)
    assert listener.tolds == tolds[:1]
    assert said == [SEEN, CLEARED]


async def test_an_adapter_with_a_bug_keeps_nothing_from_the_others(ledger: Ledger) -> None:
    listener, tolds = Listener(), connected().session()
    gate = Gate(ledger, [Broken(), listener], print)
    async with running(gate) as task:
        for told in tolds:
            gate.take(told)
        await asyncio.wait_for(gate.drained(), 5.0)
        assert not task.done()
    assert listener.tolds == tolds


async def test_a_gate_that_is_stopped_finishes_the_commit_that_has_begun(ledger: Ledger) -> None:
    slow, tolds = SlowLedger(ledger), connected().session()
    gate = Gate(slow, [], print)
    async with running(gate) as task:
        for told in tolds:
            gate.take(told)
        await asyncio.wait_for(slow.begun.wait(), 5.0)
        task.cancel()
        await asyncio.sleep(0)
        assert not task.done()
        slow.free.set()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(task, 5.0)
    assert ledger.unsent() == rows(tolds)


async def test_work_that_fails_after_the_stop_is_still_a_stop() -> None:
    async def fail() -> None:
        await asyncio.sleep(0)
        raise OSError("too late to matter")

    task = asyncio.create_task(finished(fail()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_while_the_disk_fails_for_long_only_steps_that_say_something_take_memory(ledger: Ledger) -> None:
    history = connected()
    history.charge()
    history.new()
    history.go(16.0 * MANY)
    steps = history.new()
    slow, listener = SlowLedger(ledger), Listener()
    gate = Gate(slow, [listener], print)
    for told in steps:
        gate.take(told)
    speaking = [told for told in steps if told.outcome.facts]
    async with running(gate):
        slow.free.set()
        await asyncio.wait_for(gate.drained(), 5.0)
    assert len(steps) > 2 * MANY + len(speaking)
    assert len(listener.tolds) <= MANY + 2 * len(speaking) + 1
    assert [told for told in listener.tolds if told.outcome.facts] == speaking
    assert listener.tolds[-1].after is steps[-1].after
    for one, following in zip(listener.tolds, listener.tolds[1:], strict=False):
        assert following.before is one.after
