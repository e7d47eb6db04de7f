"""The shell of the lamps: lights what has changed, sleeps until the next change, survives a board that refuses."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs
from tests.core.bench import CoreBench
from tests.leds.bench import led

from pilotwire.core.csms import BootCause
from pilotwire.core.lamp import BoardLed, Line
from pilotwire.core.led import Behavior, Color, Condition, Led, Mode
from pilotwire.core.outcome import Outcome
from pilotwire.core.restart import Begun
from pilotwire.core.told import Told
from pilotwire.leds.adapter import LedAdapter
from pilotwire.leds.look import NEVER

READY = Behavior(Condition.READY, Mode.SOLID, Color.GREEN)
BEGINS = Behavior(Condition.INIT, Mode.BLINK_FAST, Color.RED)
BOOT, UPDATE = BoardLed.BOOT, BoardLed.UPDATE


class Clock:
    """Whoever waits finds that the time has come, until it stands still at *end_s*."""

    def __init__(self) -> None:
        self.at_s, self.end_s = 0.0, 0.0
        self.stands = asyncio.Event()

    def now_s(self) -> float:
        return self.at_s

    def real_delay_s(self, until_s: float) -> float:
        if until_s > self.end_s:
            self.stands.set()
            return 3600.0
        self.at_s = until_s
        return 0.0


class Board:
    """Writes down every lamp that is moved; *absent* lines are none, and while *is_broken* it refuses."""

    def __init__(self, clock: Clock, absent: Sequence[Line] = ()) -> None:
        self.clock, self.absent, self.is_broken = clock, absent, False
        self.moved: list[tuple[float, Line, bool]] = []

    def has(self, line: Line) -> bool:
        return line not in self.absent

    def light(self, line: Line, *, is_on: bool) -> None:
        if self.is_broken:
            raise OSError(5, "no lamp")
        self.moved.append((round(self.clock.at_s, 6), line, is_on))

    def of(self, line: Line) -> list[tuple[float, bool]]:
        return [(at_s, is_on) for at_s, moved, is_on in self.moved if moved == line]


class Stage:
    """An adapter before a board, on a clock that moves when told."""

    def __init__(self, *leds: Led, absent: Sequence[Line] = ()) -> None:
        self.clock = Clock()
        self.board = Board(self.clock, absent)
        self.adapter = LedAdapter(self.board, self.clock, leds)

    def play(self, span_s: float) -> float:
        """Look when there is something to see; when to look again after *span_s*."""
        end_s, next_s = self.clock.at_s + span_s, self.adapter.show(self.clock.at_s)
        while next_s <= end_s:
            self.clock.at_s = next_s
            next_s = self.adapter.show(next_s)
        self.clock.at_s = end_s
        return next_s

    def tell(self) -> None:
        bench = CoreBench(now_s=self.clock.at_s, settle_s=0.0)
        self.adapter.tell(Told(Begun(BootCause.POWER_UP), bench.moment, bench.station, bench.station, Outcome()))


def test_every_lamp_is_moved_when_it_changes_and_only_then() -> None:
    stage = Stage(led(BEGINS, gpios=(84, 85)))
    stage.play(0.35)
    assert stage.board.of(84) == [(0.0, True), (0.1, False), (0.2, True), (0.3, False)]
    assert stage.board.of(85) == [(0.0, False)]
    assert stage.board.of(BOOT) == [(0.0, True)]
    assert stage.board.of(UPDATE) == [(0.0, False)]


def test_the_heartbeat_is_left_to_the_board() -> None:
    stage = Stage(led(BEGINS))
    stage.play(5.0)
    assert stage.board.of(BoardLed.HEARTBEAT) == []


def test_a_station_that_is_told_of_is_no_longer_beginning_and_needs_no_second_look() -> None:
    stage = Stage(led(BEGINS, READY))
    stage.play(0.05)
    stage.tell()
    stage.board.moved.clear()
    assert stage.play(3600.0) == NEVER
    assert stage.board.moved == [(0.05, 84, False), (0.05, 85, True)]


def test_a_station_that_begins_again_blinks_again_and_every_lamp_is_moved_anew() -> None:
    stage = Stage(led(READY))
    stage.tell()
    stage.play(1.0)
    stage.board.moved.clear()
    stage.adapter.begin()
    stage.play(0.7)
    assert stage.board.of(BOOT) == [(1.0, True), (1.5, False)]
    assert stage.board.of(85) == [(1.0, False)]


def test_a_line_that_belongs_to_no_led_any_more_goes_dark() -> None:
    stage = Stage(led(BEGINS, gpios=(84,)))
    stage.play(0.05)
    stage.adapter.use((led(BEGINS, gpios=(85,)),))
    stage.play(0.01)
    assert stage.board.of(84) == [(0.0, True), (0.05, False)]
    assert stage.board.of(85) == [(0.05, True)]


def test_new_behaviors_count_at_once_and_know_what_was_told_before() -> None:
    stage = Stage(led(BEGINS))
    stage.tell()
    stage.play(10.0)
    stage.adapter.use((led(READY),))
    stage.play(1.0)
    assert stage.board.of(85)[-1] == (10.0, True)


def test_a_led_of_an_evse_that_is_not_there_is_dark() -> None:
    stage = Stage(led(READY), led(BEGINS, READY, gpios=(87,)))
    stage.tell()
    stage.play(1.0)
    assert stage.board.of(87) == []
    assert stage.board.of(85) == [(0.0, True)]


def test_an_output_that_is_none_is_named_and_never_touched() -> None:
    with capture_logs() as logs:
        stage = Stage(led(BEGINS, gpios=(84, 87)), absent=(87, BOOT))
        stage.play(0.35)
    assert [entry["gpio"] for entry in logs if "no such output" in entry["event"]] == [87]
    assert (stage.board.of(87), stage.board.of(BOOT)) == ([], [])
    assert len(stage.board.of(84)) == 4


async def test_the_task_wakes_for_each_change_and_for_nothing_else() -> None:
    stage = Stage(led(BEGINS, gpios=(84,)))
    stage.clock.end_s = 0.35
    running = asyncio.create_task(stage.adapter.run())
    async with asyncio.timeout(10.0):
        await stage.clock.stands.wait()
    assert stage.board.of(84) == [(0.0, True), (0.1, False), (0.2, True), (0.3, False)]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_board_that_refuses_ends_the_task_and_the_next_one_lights_every_lamp_anew() -> None:
    stage = Stage(led(BEGINS, gpios=(84,)))
    stage.play(0.05)
    stage.tell()
    stage.board.is_broken = True
    with pytest.raises(OSError, match="no lamp"):
        await stage.adapter.run()
    stage.board.is_broken = False
    stage.board.moved.clear()
    stage.play(1.0)
    assert {line: is_on for _, line, is_on in stage.board.moved} == {84: False, BOOT: True, UPDATE: False}
