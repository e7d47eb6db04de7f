"""The watchdog is fed while everything vital turns, and starved as soon as one thing does not."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.shell.disk import Disk, SlowLedger
from tests.shell.history import connected

from pilotwire.app.notify import ALIVE, notify, watchdog_s
from pilotwire.app.watchdog import OFTEN, Turning, Watchdog
from pilotwire.gate import Gate
from pilotwire.inbox import Inbox
from pilotwire.store.ledger import Ledger
from pilotwire.tempo import Tempo

ALLOWED_S = 0.1


class Manager:
    """Counts what it is fed, and rings."""

    def __init__(self) -> None:
        self.meals = 0
        self._rings = asyncio.Event()

    def feed(self) -> None:
        self.meals += 1
        self._rings.set()

    async def fed(self, times: int) -> None:
        """Until so many more meals."""
        wanted = self.meals + times
        async with asyncio.timeout(10.0):
            while self.meals < wanted:
                self._rings.clear()
                await self._rings.wait()


@asynccontextmanager
async def watching(manager: Manager, vital: Callable[[], tuple[Turning, ...]]) -> AsyncIterator[None]:
    task = asyncio.create_task(Watchdog(ALLOWED_S, vital, manager.feed).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def looks(times: int) -> None:
    """As long as the watchdog needs for so many looks."""
    await asyncio.wait({asyncio.ensure_future(asyncio.Event().wait())}, timeout=times * ALLOWED_S / OFTEN)


async def test_an_idle_loop_and_an_idle_gate_turn_when_somebody_knocks(ledger: Ledger) -> None:
    inbox, manager = Inbox(Tempo()), Manager()
    gate = Gate(ledger, (), inbox.put)
    tasks = [asyncio.create_task(gate.run()), asyncio.create_task(inbox.get(None))]
    async with watching(manager, lambda: (inbox, gate)):
        await manager.fed(5)
    assert not tasks[1].done()  # a knock is no event
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def test_a_loop_that_takes_nothing_any_more_starves_the_watchdog(logs: list[dict[str, object]]) -> None:
    inbox, manager = Inbox(Tempo()), Manager()  # nobody waits at this inbox
    async with watching(manager, lambda: (inbox,)):
        await looks(3)
    assert manager.meals == 1  # the first, when it began to watch
    assert logs[0]["hanging"] == ["Inbox"]


@asynccontextmanager
async def running(gate: Gate) -> AsyncIterator[None]:
    task = asyncio.create_task(gate.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_a_gate_whose_disk_hangs_starves_the_watchdog(ledger: Ledger) -> None:
    slow, manager = SlowLedger(ledger), Manager()
    gate = Gate(slow, (), lambda event: None)
    async with running(gate):
        gate.take(connected().session()[0])
        await slow.begun.wait()
        async with watching(manager, lambda: (gate,)):
            await looks(3)
        slow.free.set()
    assert manager.meals == 1


async def test_a_disk_that_refuses_is_a_fault_and_no_reason_to_be_killed(ledger: Ledger, disk: Disk) -> None:
    disk.refuse()
    manager, said = Manager(), []
    gate = Gate(ledger, (), said.append, first_retry_s=60.0)
    async with running(gate):
        for told in connected().session():
            gate.take(told)
        async with watching(manager, lambda: (gate,)):
            await manager.fed(2)
    assert said


async def test_between_two_lives_nothing_need_turn() -> None:
    manager = Manager()
    async with watching(manager, lambda: ()):
        await manager.fed(3)


@pytest.fixture
def door(tmp_path: Path) -> socket.socket:
    door = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    door.bind(str(tmp_path / "notify"))
    door.setblocking(False)
    return door


def test_a_word_is_one_datagram(door: socket.socket, tmp_path: Path) -> None:
    notify(ALIVE, {"NOTIFY_SOCKET": str(tmp_path / "notify")})
    assert door.recv(100) == b"WATCHDOG=1"


def test_a_socket_may_have_an_abstract_name() -> None:
    name = f"pilotwire-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as door:
        door.bind(f"\0{name}")
        door.setblocking(False)
        notify(ALIVE, {"NOTIFY_SOCKET": f"@{name}"})
        assert door.recv(100) == b"WATCHDOG=1"


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "/nonexistent/notify"}])
def test_without_a_manager_a_word_is_lost_quietly(environment: dict[str, str], door: socket.socket) -> None:
    notify(ALIVE, environment)
    with pytest.raises(BlockingIOError):
        door.recv(100)


@pytest.mark.parametrize(
    ("environment", "asked_s"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "10000000"}, 10.0),
        ({"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": str(os.getpid())}, 10.0),
        ({"WATCHDOG_USEC": "10000000", "WATCHDOG_PID": "1"}, None),  # somebody else is asked
        ({"WATCHDOG_USEC": "often"}, None),
    ],
)
def test_the_manager_says_how_often_it_wants_to_hear(environment: dict[str, str], asked_s: float | None) -> None:
    assert watchdog_s(environment) == asked_s
