"""What is missing is said in one line; what is there is taken, safe from its first moment, and given back."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from tests.hardware.linux.conftest import Start
from tests.hardware.linux.tree import Tree

COIL, SECOND, PILOT_ENABLE, IN1, IN2, COVER_IN1 = 76, 77, 13, 71, 72, 73


def safe(tree: Tree, shim: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """``pilotwire safe`` below the tree."""
    command = [sys.executable, "-m", "pilotwire", "safe", "--root", str(tree.root), *words]
    return subprocess.run(command, env=tree.environment(shim), capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.req("CCC-HW-011")
def test_whatever_was_left_is_made_safe_contactors_first_and_again_and_again(tree: Tree, shim: Path) -> None:
    """Nobody has exported a line or given it a direction; to take it as an output does."""
    for gpio in (COIL, SECOND, PILOT_ENABLE, IN2, COVER_IN1):
        tree.turn(gpio, True)
    for _ in range(2):
        hook = safe(tree, shim)
        assert (hook.returncode, hook.stdout, hook.stderr) == (0, "", "")
        assert not any(tree.level(gpio) for gpio in (COIL, SECOND, PILOT_ENABLE, IN2, COVER_IN1))
        assert tree.level(IN1)  # inverted: at rest it is high
        assert tree.pwm(2)["enable"] == 0
    assert [gpio for gpio, _ in tree.writes()[:2]] == [COIL, SECOND]


def test_one_line_that_fails_keeps_the_others_from_nothing(tree: Tree, shim: Path) -> None:
    for gpio in (COIL, SECOND, PILOT_ENABLE):
        tree.turn(gpio, True)
    tree.break_line(COIL)
    hook = safe(tree, shim)
    assert hook.returncode == 1
    assert hook.stderr.splitlines() == [f"gpio 76 ({tree.root}/dev/gpiochip2, line 12): Input/output error"]
    assert tree.level(COIL)
    assert not tree.level(SECOND)
    assert not tree.level(PILOT_ENABLE)


async def test_beside_a_running_station_the_hook_says_that_it_is_busy(tree: Tree, shim: Path, start: Start) -> None:
    board = await start()
    await board.say("SetContactor", True)
    hook = await asyncio.to_thread(safe, tree, shim)
    assert hook.returncode == 1
    assert f"gpio 76 ({tree.root}/dev/gpiochip2, line 12): Device or resource busy" in hook.stderr
    assert tree.level(COIL)


def test_a_line_a_script_has_exported_is_taken_back(tree: Tree, shim: Path) -> None:
    old = tree.root / "sys/class/gpio"
    (old / "gpio76").mkdir(parents=True)
    assert safe(tree, shim).returncode == 0
    assert (old / "unexport").read_text() == "76"


def test_an_unknown_board_is_named_and_so_are_the_known_ones(tree: Tree, shim: Path) -> None:
    hook = safe(tree, shim, "--table", "abacus")
    assert (hook.returncode, hook.stderr) == (2, "--table abacus: no such board; there are charge_control_c\n")


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ("dev", "no GPIO chip below {root}/dev: this is not a board"),
        ("dev/gpiochip2", "no GPIO chip 20a4000.gpio below {root}/dev"),
        ("sys/class/pwm/pwmchip2", "no PWM chip of device 20fc000.pwm below {root}/sys/class/pwm"),
        ("sys/class/pwm/pwmchip1", "no PWM chip {root}/sys/class/pwm/pwmchip1"),
        ("sys/bus/iio/devices/iio:device1", "no IIO device 2198000.adc below {root}/sys/bus/iio/devices"),
        ("sys/bus/iio/devices/iio:device1/in_voltage3_raw", "in_voltage3_raw: No such file or directory"),
    ],
)
def test_a_device_that_is_missing_is_one_clear_line_and_status_2(
    tree: Tree, shim: Path, tmp_path: Path, gone: str, told: str
) -> None:
    (tree.root / gone).rename(tmp_path / "gone")
    assert told.format(root=tree.root) in refused(tree, shim, tmp_path)


@pytest.mark.req("CCC-LIM-003", "CCC-USE-003")
def test_more_ports_than_the_board_has_are_one_clear_line(tree: Tree, shim: Path, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "customer.json").write_text('{"ports": [{}, {}]}')
    assert refused(tree, shim, tmp_path) == "2 ports are configured, charge_control_c has 1"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (("ports[0]/emergency_alarm/gpio=900",), "gpio 900: the board has no such line"),
        (("ports[0]/emergency_alarm/gpio=76",), "gpio 76 ({root}/dev/gpiochip2, line 12): Device or resource busy"),
    ],
)
def test_a_line_that_cannot_be_had_is_one_clear_line(
    tree: Tree, shim: Path, tmp_path: Path, settings: tuple[str, ...], told: str
) -> None:
    words = [word for each in ("ports[0]/emergency_alarm/enable=true", *settings) for word in ("--set", each)]
    assert told.format(root=tree.root) in refused(tree, shim, tmp_path, *words)


def test_real_hardware_has_one_speed(tree: Tree, shim: Path, tmp_path: Path) -> None:
    assert refused(tree, shim, tmp_path, "--speed", "2") == "--speed 2: real hardware has only one speed"


def refused(tree: Tree, shim: Path, path: Path, *words: str) -> str:
    """The one line a run ends with that cannot begin."""
    places = ("--config", str(path / "config"), "--data", str(path / "data"))
    command = [sys.executable, "-m", "pilotwire", "run", "--board", "linux", "--root", str(tree.root), *places, *words]
    run = subprocess.run(command, env=tree.environment(shim), capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout) == (2, "")
    lines = [line for line in run.stderr.splitlines() if "warning" not in line]
    assert len(lines) == 1, lines
    return lines[0]


def test_a_pwm_channel_nobody_has_exported_is_exported(tree: Tree, shim: Path, tmp_path: Path) -> None:
    chip = tree.root / "sys/class/pwm/pwmchip2"
    (chip / "pwm0").rename(tmp_path / "pwm0")
    hook = subprocess.Popen(
        [sys.executable, "-m", "pilotwire", "safe", "--root", str(tree.root)],
        env=tree.environment(shim),
        stderr=subprocess.PIPE,
        text=True,
    )
    while hook.poll() is None:  # we are the kernel here
        if (chip / "export").exists() and (chip / "export").read_text() == "0" and (tmp_path / "pwm0").exists():
            (tmp_path / "pwm0").rename(chip / "pwm0")
    assert (hook.returncode, hook.communicate()[1]) == (0, "")
    assert tree.pwm(2) == {"period": 1_000_000, "duty_cycle": 0, "enable": 0}
