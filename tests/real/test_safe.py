"""Whatever becomes of the process, the contactors open: killed, hung, stopped, or started on what a dead one left.

A station on a board of files charges a vehicle under a small service manager that runs the project's own unit file.
"""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.hardware.linux.tree import Tree, compiled_shim
from tests.real.circuit import COIL, EMERGENCY, RCD_TEST, SECOND, Circuit
from tests.real.manager import Manager, Unit

SETTINGS = (
    "ports[0]/user_authentication=free",
    "ports[0]/pluggable=true",
    "ports[0]/contactor/feedback_type=no",
    "ports[0]/plug_lock/type=HELLA-MICRO-ACTUATOR-1",
)
WATCHDOG_S = 1.0
STATUS_LED = 84


class Site:
    """A board, what is soldered to it, and the manager of the station that runs on it."""

    def __init__(self, path: Path, shim: Path) -> None:
        self.path = path
        self.tree = Tree(path / "board")
        self.circuit = Circuit(self.tree)
        self.manager = Manager(path, self.tree.environment(shim), ("--root", str(self.tree.root)), WATCHDOG_S)
        self.config = path / "config"
        self.config.mkdir()

    async def start(self, *more: str) -> None:
        """Start the station as the unit does, on directories of its own."""
        places = ("--config", str(self.config), "--data", str(self.path / "data"))
        pins = [word for setting in SETTINGS for word in ("--set", setting)]
        await self.manager.start(*places, "--http", "off", "--mqtt", "off", *pins, *more)

    async def charge(self, *more: str) -> None:
        """Until energy flows."""
        await self.start(*more)
        await self.manager.said("READY=1")
        await self.circuit.charge(self.manager.log)


Build = Callable[[], Coroutine[Any, Any, Site]]


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
async def site(tmp_path: Path, shim: Path) -> AsyncIterator[Site]:
    async with building(tmp_path, shim) as site:
        yield site


@asynccontextmanager
async def building(path: Path, shim: Path) -> AsyncIterator[Site]:
    site = Site(path, shim)
    try:
        yield site
    finally:
        await site.manager.close()
        await site.circuit.stop()


async def test_a_station_killed_while_it_charges_is_opened_by_the_stop_hook(site: Site) -> None:
    await site.charge()
    site.manager.process.kill()
    assert await site.manager.ended() == -signal.SIGKILL
    assert site.circuit.is_closed  # a dead process opens nothing: that is what the hook is for
    await site.manager.clean_up()
    assert (site.manager.hook_status, site.manager.hook_said) == (0, "")
    assert site.circuit.is_everything_open
    await site.start()  # as Restart=always does
    await site.manager.said("READY=1")
    await site.circuit.until(lambda: site.tree.duty_pct == 100.0, site.manager.log)  # somebody is there again
    await site.circuit.until(lambda: site.tree.level(STATUS_LED), site.manager.log)
    assert not site.circuit.is_closed


async def test_a_station_that_hangs_while_it_charges_is_killed_and_opened(site: Site) -> None:
    await site.charge()
    await site.manager.said("WATCHDOG=1", times=3)
    os.kill(site.manager.process.pid, signal.SIGSTOP)
    assert await site.manager.ended() == -signal.SIGKILL
    assert site.manager.was_killed_by_watchdog
    assert site.circuit.is_closed
    await site.manager.clean_up()
    assert site.circuit.is_everything_open


async def test_a_station_that_is_stopped_while_it_charges_opens_by_itself(site: Site) -> None:
    await site.charge()
    site.manager.process.terminate()
    await site.manager.said("STOPPING=1")
    assert await site.manager.ended() == 0, site.manager.log()
    assert site.circuit.is_everything_open
    writes = len(site.tree.writes())
    await site.manager.clean_up()
    assert site.manager.hook_status == 0
    assert site.circuit.is_everything_open
    assert len(site.tree.writes()) > writes  # the hook does not ask whether there is anything to do


async def test_a_start_opens_everything_before_it_reads_anything(site: Site) -> None:
    """A process that died without a hook has left the contactor closed, and somebody has broken customer.json."""
    (site.config / "customer.json").write_text("{ this is not JSON")
    for gpio in (COIL, SECOND):
        site.tree.turn(gpio, True)
    await site.start()
    assert await site.manager.ended() == 2
    assert "customer.json:1" in site.manager.log()
    assert site.circuit.is_everything_open


async def test_a_vehicle_that_leaves_state_c_finds_the_contactor_open(site: Site) -> None:
    await site.charge()
    site.tree.pilot(9.0)
    await site.circuit.until(lambda: not site.circuit.is_closed, site.manager.log)
    assert 0.0 < site.tree.duty_pct < 100.0  # it may come back


async def test_an_emergency_switch_opens_the_contactor(site: Site) -> None:
    await site.charge("--set", "ports[0]/emergency_alarm/enable=true")
    site.tree.turn(EMERGENCY, True)
    await site.circuit.until(lambda: not site.circuit.is_closed, site.manager.log)
    site.manager.process.terminate()
    assert await site.manager.ended() == 0


async def test_a_residual_current_device_is_tested_first_and_opens_the_contactor_when_it_trips(site: Site) -> None:
    await site.charge("--set", "ports[0]/rcd_monitor/enable=true")
    driven = site.tree.writes()
    assert driven.index((RCD_TEST, True)) < driven.index((COIL, True))
    site.circuit.is_leaking = True
    await site.circuit.until(lambda: not site.circuit.is_closed, site.manager.log)


def test_the_station_is_a_service_that_starts_after_boot() -> None:
    """One daemon does what the original stack has many for."""
    assert Unit()["Install"]["WantedBy"] == "multi-user.target"


def test_the_unit_rests_on_notify_watchdog_and_stop_hook() -> None:
    service = Unit()["Service"]
    assert service["Type"] == "notify"
    assert float(service["WatchdogSec"]) > 0.0
    assert service["Restart"] == "always"
    assert service["ExecStopPost"].endswith("pilotwire safe")
    assert "ProtectKernelTunables" not in service  # it would make the PWM in /sys read-only
