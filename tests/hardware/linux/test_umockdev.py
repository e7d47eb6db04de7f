"""The same board as umockdev shows it: device nodes in /dev and links in /sys where the kernel has them."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
from tests.hardware.linux.conftest import CHILD, SOON_S

DESCRIPTION = Path(__file__).with_name("board.umockdev")
ALL_HIGH = "1" * 32
LEFT_BEHIND = f"""
mkdir -p $UMOCKDEV_DIR/lines
for bank in 0 1 2 3 4; do printf {ALL_HIGH} > $UMOCKDEV_DIR/lines/$bank; done
{sys.executable} -m pilotwire safe || exit $?
cat $UMOCKDEV_DIR/lines/2
cat /sys/class/pwm/pwmchip2/pwm0/enable
"""


def under_umockdev(shim: Path, *command: str) -> tuple[list[str], dict[str, str]]:
    """*command* and its environment, so that it sees the board."""
    if shutil.which("umockdev-run") is None:
        pytest.fail("umockdev is not installed; run `make system-packages`")
    preload = {"LD_PRELOAD": str(shim), "PATH": "/usr/bin:/bin"}
    return ["umockdev-run", "-d", str(DESCRIPTION), "--", *command], preload


def test_the_stop_hook_finds_the_board_by_itself(shim: Path) -> None:
    """What a dead process left high is low afterwards: relay 1 is line 12 of the third bank, relay 2 line 13."""
    command, environment = under_umockdev(shim, "sh", "-c", LEFT_BEHIND)
    hook = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30, check=False)
    assert (hook.returncode, hook.stderr) == (0, "")
    levels, is_pwm_on = hook.stdout[:32], hook.stdout[32:].strip()
    assert {line for line, level in enumerate(levels) if level == "0"} == {12, 13, 8, 9}
    assert is_pwm_on == "0"


@pytest.mark.req("CCC-HW-005")
async def test_the_converter_is_found_by_its_name(shim: Path) -> None:
    """It is the second IIO device here; the first is an accelerometer without voltages."""
    wiring = json.dumps({"has_socket": True, "lock_type": "KUESTER-04S"})
    command, environment = under_umockdev(shim, sys.executable, str(CHILD), "/", wiring, "6000")
    child = await asyncio.create_subprocess_exec(*command, env=environment, stdin=PIPE, stdout=PIPE)
    assert child.stdout is not None
    assert child.stdin is not None
    said = {}
    async with asyncio.timeout(SOON_S):
        while not {"PilotMeasured", "ProximityMeasured", "LockRead"} <= said.keys():
            event = json.loads(await child.stdout.readline())
            said[event.pop("said")] = event
    child.stdin.close()
    assert await asyncio.wait_for(child.wait(), SOON_S) == 0
    assert said["PilotMeasured"]["high_v"] == pytest.approx(12.0, abs=0.05)
    assert said["ProximityMeasured"]["ohm"] is None
    assert said["LockRead"]["locked"] is False
