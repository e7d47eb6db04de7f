"""The lamps of the simulated board."""

from __future__ import annotations

import pytest

from pilotwire.core.lamp import BoardLed
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.lamp import SimLamps, is_beating
from pilotwire.hardware.sim.rig import Rig


def beats(load: float, span_s: float = 30.0) -> list[float]:
    """When the heartbeat LED goes on, to the hundredth of a second."""
    seen = [is_beating(tick / 100.0, load) for tick in range(int(span_s * 100.0))]
    return [tick / 100.0 for tick in range(1, len(seen)) if seen[tick] and not seen[tick - 1]]


def test_what_is_lit_is_seen_and_nothing_else() -> None:
    rig = Rig(SimBoard(1))
    assert rig.board.view().lamps == {"LED1": False, "LED2": False, "LED3": True}
    rig.board.lamps.light(84, is_on=True)
    rig.board.lamps.light(BoardLed.BOOT, is_on=True)
    assert rig.board.view().lamps == {"LED1": True, "LED2": False, "LED3": True, "gpio84": True}


@pytest.mark.parametrize("line", [83, 90, 0, BoardLed.HEARTBEAT])
def test_what_is_no_lamp_is_not_lit(line: int | BoardLed) -> None:
    lamps = SimLamps()
    assert not lamps.has(line)
    lamps.light(line, is_on=True)
    assert lamps.view(0.5) == {"LED1": False, "LED2": False, "LED3": False}


def test_without_power_every_lamp_is_dark_and_stays_so() -> None:
    rig = Rig(SimBoard(1))
    rig.board.lamps.light(84, is_on=True)
    rig.board.cut_power(1.0)
    rig.board.lamps.light(84, is_on=True)
    assert set(rig.board.view().lamps.values()) == {False}
    rig.board.restore_power(2.0)
    assert rig.board.view().lamps["gpio84"] is False


@pytest.mark.req("CCC-HMI-003")
def test_the_third_led_beats_twice_and_rests_and_faster_the_more_there_is_to_do() -> None:
    idle, busy = beats(0.0), beats(4.0)
    assert idle[1] - idle[0] == pytest.approx(0.945, abs=0.03)
    assert idle[2] - idle[0] == pytest.approx(1.26, abs=0.03)
    assert busy[2] - busy[0] == pytest.approx(0.55, abs=0.03)
    assert SimLamps(lambda: 0.0).view(0.55)["LED3"] is not SimLamps(lambda: 4.0).view(0.55)["LED3"]
