"""The asyncio shell around the board: no polling, no timer while idle, on a clock that jumps."""

from __future__ import annotations

import asyncio

import pytest

from pilotwire.core.csms import SendHeartbeat
from pilotwire.core.driver import Driver
from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.meter import MeterRead, ReadMeter
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.hardware.sim.action import ActionError, Plug, Unplug
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.driver import SimDriver
from pilotwire.hardware.sim.evse import MEASURE_S


class JumpingClock:
    """Whoever wants to wait is already there, up to a limit; beyond it, waiting never ends."""

    def __init__(self, limit_s: float) -> None:
        self.at_s = 0.0
        self.limit_s = limit_s
        self.waits: list[float] = []

    def now_s(self) -> float:
        return self.at_s

    def real_delay_s(self, until_s: float) -> float:
        self.waits.append(until_s)
        if until_s > self.limit_s:
            return 1e6
        self.at_s = max(self.at_s, until_s)
        return 0.0


class Stage:
    """A driver that runs, and what it said."""

    def __init__(self, limit_s: float = 0.0) -> None:
        self.said: list[HardwareEvent] = []
        self.clock = JumpingClock(limit_s)
        self.driver = SimDriver(SimBoard(1, seed=5), self.said.append, self.clock)
        self.door: Driver = self.driver  # what the core sees of it

    async def settle(self) -> None:
        """Let the loop run until nothing is ready any more."""
        for _ in range(400):
            await asyncio.sleep(0)

    def timers(self) -> int:
        """How many timers of the loop still wait."""
        waiting: list[asyncio.TimerHandle] = getattr(asyncio.get_running_loop(), "_scheduled")  # noqa: B009
        return sum(not timer.cancelled() for timer in waiting)

    async def play(self, *deeds: SetDutyCycle | SetContactor | ReadMeter | Plug | Unplug) -> None:
        """Start, do *deeds*, each after the last has settled, and stop."""
        task = asyncio.create_task(self.driver.run())
        await self.settle()
        for deed in deeds:
            if isinstance(deed, Plug | Unplug):
                self.driver.act(deed)
            else:
                self.door.obey(deed)
            await self.settle()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


def test_an_idle_board_sets_no_timer() -> None:
    stage = Stage(limit_s=1e6)
    asyncio.run(stage.play())
    assert stage.clock.waits == []
    assert len(stage.said) == 3


def test_a_waiting_vehicle_sets_no_timer_once_it_has_been_measured() -> None:
    stage = Stage(limit_s=1e6)
    asyncio.run(stage.play(Plug()))
    assert stage.clock.waits == [MEASURE_S]
    assert [type(event) for event in stage.said[-1:]] == [PilotMeasured]


def test_a_command_is_answered_from_its_own_task_and_not_at_once() -> None:
    async def ask() -> tuple[int, int]:
        task = asyncio.create_task(stage.driver.run())
        await stage.settle()
        stage.said.clear()
        stage.driver.obey(ReadMeter(1))
        at_once = len(stage.said)
        await stage.settle()
        task.cancel()
        return at_once, len(stage.said)

    stage = Stage()
    assert asyncio.run(ask()) == (0, 1)


def test_a_session_is_played_at_the_pace_of_the_clock() -> None:
    stage = Stage(limit_s=60.0)
    asyncio.run(stage.play(Plug(), SetDutyCycle(1, 50.0), SetContactor(1, closed=True)))
    readings = [event.reading for event in stage.said if isinstance(event, MeterRead)]
    assert len(readings) > 50
    assert readings[-1].power_w == pytest.approx(11_000.0, rel=0.02)
    assert 58.0 < stage.clock.at_s <= 60.0
    assert len(stage.clock.waits) < 70  # once a second and for each reaction, no more


def test_a_command_wakes_a_driver_that_waits_for_something_far_away() -> None:
    stage = Stage(limit_s=0.0)
    asyncio.run(stage.play(Plug(), SetDutyCycle(1, 50.0), ReadMeter(1)))
    assert isinstance(stage.said[-1], MeterRead)


def test_however_often_it_is_woken_there_is_one_timer() -> None:
    async def wake() -> int:
        task = asyncio.create_task(stage.driver.run())
        await stage.settle()
        before = stage.timers()
        stage.driver.act(Plug())  # to be measured 10 ms later, where this clock does not go
        for _ in range(10):
            stage.driver.obey(ReadMeter(1))
            await stage.settle()
        task.cancel()
        return stage.timers() - before

    stage = Stage()
    assert asyncio.run(wake()) == 1


def test_an_action_is_answered_with_what_the_board_now_is() -> None:
    async def act() -> bool:
        view = Stage().driver.act(Plug())
        return view.evses[0].vehicle is not None

    assert asyncio.run(act())


def test_an_impossible_action_is_raised_to_whoever_asked() -> None:
    async def act() -> None:
        Stage().driver.act(Plug(evse=9))

    with pytest.raises(ActionError):
        asyncio.run(act())


def test_commands_for_other_drivers_are_ignored() -> None:
    async def obey() -> None:
        task = asyncio.create_task(stage.driver.run())
        await stage.settle()
        stage.said.clear()
        stage.door.obey(SendHeartbeat())
        await stage.settle()
        task.cancel()

    stage = Stage()
    asyncio.run(obey())
    assert stage.said == []


def test_power_goes_and_comes() -> None:
    async def cycle() -> tuple[bool, bool, int]:
        task = asyncio.create_task(stage.driver.run())
        await stage.settle()
        stage.said.clear()
        stage.driver.cut_power()
        dark = stage.driver.view().is_powered
        stage.driver.act(Plug())
        await stage.settle()
        silent = len(stage.said)
        stage.driver.restore_power()
        await stage.settle()
        task.cancel()
        return dark, stage.driver.view().is_powered, silent

    stage = Stage()
    assert asyncio.run(cycle()) == (False, True, 0)
    assert len(stage.said) == 3
