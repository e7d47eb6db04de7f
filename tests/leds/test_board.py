"""The LEDs on the board itself (chargebyte guide 4.1)."""

from __future__ import annotations

import pytest
from tests.leds.bench import LedBench

from pilotwire.core.lamp import BoardLed
from pilotwire.core.update import Update, UpdateSeen
from pilotwire.leds.board import BoardScene, board_look, board_scene_after

BOOT, UPDATE = BoardLed.BOOT, BoardLed.UPDATE


def timeline(scene: BoardScene, led: BoardLed, span_s: float) -> list[tuple[float, bool]]:
    at_s, seen = 0.0, []
    while at_s <= span_s:
        now = board_look(scene, at_s)
        seen.append((at_s, now.lit[led]))
        at_s = now.next_change_s
    return seen


@pytest.mark.req("CCC-HMI-001")
def test_the_first_led_blinks_until_the_station_is_there() -> None:
    booting = BoardScene()
    assert timeline(booting, BOOT, 2.1) == [(0.0, True), (0.5, False), (1.0, True), (1.5, False), (2.0, True)]
    assert timeline(board_scene_after(booting, Update.NONE, 0.3), BOOT, 100.0) == [(0.0, True)]


@pytest.mark.req("CCC-HMI-002", "CCC-FW-009", "TIM-024")
def test_the_second_led_tells_how_far_an_update_is() -> None:
    bench, scene = LedBench(), BoardScene()
    seen = []
    for update in (Update.NONE, Update.SEARCHING, Update.INSTALLING, Update.NONE):
        bench.hear(UpdateSeen(update))
        scene = board_scene_after(scene, bench.station.update, 0.0)
        seen.append(timeline(scene, UPDATE, 0.6))
    assert seen == [[(0.0, False)], [(0.0, True)], [(0.0, True), (0.25, False), (0.5, True)], [(0.0, False)]]


def test_an_update_blinks_from_its_own_beginning() -> None:
    scene = board_scene_after(BoardScene(), Update.INSTALLING, 10.1)
    assert board_scene_after(scene, Update.INSTALLING, 10.3) == scene
    assert (board_look(scene, 10.3).lit[UPDATE], board_look(scene, 10.36).lit[UPDATE]) == (True, False)
