"""Whoever dies is reported, and started again a little later."""

from __future__ import annotations

import asyncio

import pytest

from pilotwire.supervisor import Supervisor


class Reports:
    """What the supervisor said, in order."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def died(self, name: str) -> None:
        self.said.append(f"{name} died")

    def revived(self, name: str) -> None:
        self.said.append(f"{name} revived")


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def supervisor(reports: Reports) -> Supervisor:
    return Supervisor(reports.died, reports.revived, first_retry_s=0.0)


class Worker:
    """Ends as told, the first few times; then lives until it is stopped."""

    def __init__(self, *ends: Exception | None) -> None:
        self.ends, self.lives = list(ends), 0
        self.well, self.over = asyncio.Event(), False

    async def run(self) -> None:
        self.lives += 1
        if self.ends:
            end = self.ends.pop(0)
            if end is not None:
                raise end
            return
        self.well.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.over = True


async def test_who_dies_is_reported_and_lives_again(supervisor: Supervisor, reports: Reports) -> None:
    worker = Worker(RuntimeError("a bug"), ValueError("another"))
    supervisor.start("meter", worker.run)
    await asyncio.wait_for(worker.well.wait(), 5.0)
    assert worker.lives == 3
    assert reports.said == ["meter died", "meter revived"] * 2
    await supervisor.stop()


async def test_who_just_ends_has_died_too(supervisor: Supervisor, reports: Reports) -> None:
    worker = Worker(None)
    supervisor.start("reader", worker.run)
    await asyncio.wait_for(worker.well.wait(), 5.0)
    assert reports.said == ["reader died", "reader revived"]
    await supervisor.stop()


async def test_who_is_stopped_stays_dead_and_is_no_report(supervisor: Supervisor, reports: Reports) -> None:
    one, other = Worker(), Worker()
    supervisor.start("one", one.run)
    supervisor.start("other", other.run)
    await asyncio.gather(one.well.wait(), other.well.wait())
    await supervisor.stop("one", "nobody")
    assert (one.over, other.over) == (True, False)
    await supervisor.stop()
    assert other.over
    assert reports.said == []
    assert len(asyncio.all_tasks()) == 1


async def test_who_dies_while_being_stopped_is_not_started_again(supervisor: Supervisor) -> None:
    begun, lives = asyncio.Event(), 0

    async def die_hard() -> None:
        nonlocal lives
        lives += 1
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)

    supervisor.start("stubborn", die_hard)
    await begun.wait()
    await supervisor.stop("stubborn")
    assert lives == 1


async def test_the_pause_grows_with_every_death(reports: Reports) -> None:
    supervisor = Supervisor(reports.died, reports.revived, first_retry_s=0.001)
    worker, loop = Worker(*[RuntimeError("again")] * 5), asyncio.get_running_loop()
    began_s = loop.time()
    supervisor.start("unlucky", worker.run)
    await asyncio.wait_for(worker.well.wait(), 5.0)
    assert loop.time() - began_s >= 0.001 * (1 + 2 + 4 + 8 + 16)
    await supervisor.stop()


async def test_who_must_not_be_missed_is_back_at_once_and_then_not_so_soon(reports: Reports) -> None:
    supervisor = Supervisor(reports.died, reports.revived, first_retry_s=0.01)
    worker, loop = Worker(RuntimeError("once"), RuntimeError("twice")), asyncio.get_running_loop()
    began_s = loop.time()
    supervisor.start("board", worker.run, first_retry_s=0.0)
    await asyncio.wait_for(worker.well.wait(), 5.0)
    assert worker.lives == 3
    assert loop.time() - began_s >= 0.01
    await supervisor.stop()
