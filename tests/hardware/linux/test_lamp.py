"""Lamps of a real board: digital outputs that are free, and the LEDs on the board."""

from __future__ import annotations

import pytest
from tests.hardware.linux.conftest import Start
from tests.hardware.linux.tree import Tree


@pytest.mark.req("CCC-HW-010")
@pytest.mark.parametrize("gpio", [84, 85, 86, 87, 88, 89])
async def test_a_digital_output_lights_a_lamp(start: Start, tree: Tree, gpio: int) -> None:
    board = await start()
    await board.say("light", gpio, True)
    assert tree.level(gpio)
    await board.say("light", gpio, False)
    assert not tree.level(gpio)


@pytest.mark.parametrize("gpio", [76, 77, 87, 90, 1000])
async def test_a_lamp_moves_nothing_that_is_no_lamp(start: Start, tree: Tree, gpio: int) -> None:
    """Not a contactor, not the test line of a residual current device, not a line the board does not have."""
    board = await start(rcd=[[122, "active_high"], [87, "active_high"]])
    before = [row for row in tree.writes() if row[0] == gpio]
    await board.say("light", gpio, True)
    assert [row for row in tree.writes() if row[0] == gpio] == before


async def test_the_leds_on_the_board_are_taken_from_the_kernel_but_for_its_heartbeat(start: Start, tree: Tree) -> None:
    leds = {
        what: tree.root / "sys/class/leds" / name
        for what, name in (("boot", "green:boot"), ("heartbeat", "red:heartbeat"))
    }
    for place in leds.values():
        place.mkdir(parents=True)
        (place / "trigger").write_text("timer")
        (place / "brightness").write_text("0")
    board = await start()
    for what in ("boot", "heartbeat", "update"):  # there is no LED for updates here
        await board.say("light", what, True)
    shown = {
        what: tuple((place / name).read_text() for name in ("trigger", "brightness")) for what, place in leds.items()
    }
    assert shown == {"boot": ("none", "1"), "heartbeat": ("timer", "0")}
