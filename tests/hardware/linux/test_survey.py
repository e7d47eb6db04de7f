"""``pilotwire board``: what a board shows of itself."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from tests.hardware.linux.conftest import Start
from tests.hardware.linux.tree import Tree


def shown(tree: Tree, shim: Path) -> dict[str, str]:
    """What is said, by what and where."""
    command = [sys.executable, "-m", "pilotwire", "board", "--root", str(tree.root)]
    run = subprocess.run(command, env=tree.environment(shim), capture_output=True, text=True, timeout=30, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    return {line[:52].rstrip(): line[52:] for line in run.stdout.splitlines()}


def test_lines_and_voltages_are_shown_as_they_are(tree: Tree, shim: Path) -> None:
    tree.turn(121, True)
    tree.turn(71, True)
    tree.pilot(9.0)
    rows = shown(tree, shim)
    assert rows["emergency switch            gpio 121"] == "active"
    assert rows["EVSE 1 plug lock IN1        gpio 71"] == "-"  # inverted
    assert rows["EVSE 1 relay 1              gpio 76"] == "-"
    assert rows["EVSE 1 pilot +              2198000.adc 2"] == "9.00 V"
    assert rows["EVSE 1 plug lock            2198000.adc 0"] == "3100 mV"
    assert tree.writes() == []  # to look changes nothing


async def test_beside_a_running_station_its_lines_are_in_use_and_stay_with_it(
    tree: Tree, shim: Path, start: Start
) -> None:
    board = await start()
    await board.say("SetContactor", True)
    rows = await asyncio.to_thread(shown, tree, shim)
    assert rows["EVSE 1 relay 1              gpio 76"] == "in use"
    assert rows["EVSE 1 pilot +              2198000.adc 2"] == "12.00 V"
    assert tree.level(76)


@pytest.mark.req("CCC-HW-007")
def test_the_sensors_on_the_one_wire_bus_are_read(tree: Tree, shim: Path) -> None:
    for name, text in (("28-0316a2795fff", "23562\n"), ("28-0417c3a1b2ff", "")):  # the second one does not answer
        path = tree.root / "sys/bus/w1/devices" / name
        path.mkdir(parents=True)
        (path / "temperature").write_text(text)
    zone = tree.root / "sys/class/thermal/thermal_zone0"
    zone.mkdir(parents=True)
    (zone / "temp").write_text("48200\n")
    fan = tree.root / "sys/class/hwmon/hwmon1"
    fan.mkdir(parents=True)
    (fan / "fan1_input").write_text("1830\n")
    rows = shown(tree, shim)
    assert rows["temperature                 28-0316a2795fff"] == "23.6 °C"
    assert rows["temperature                 processor"] == "48.2 °C"
    assert rows["fan                         hwmon"] == "1830/min"
    assert not any("28-0417c3a1b2ff" in row for row in rows)
