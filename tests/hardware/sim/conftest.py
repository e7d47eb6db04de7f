"""A board on a virtual clock, and the shortest way to a charging vehicle."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.hardware.sim.action import Plug
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.rig import Rig

USUAL = Plug()


@pytest.fixture
def rig() -> Rig:
    """One EVSE with a fixed cable; the start is over."""
    rig = Rig(SimBoard(1, seed=7))
    rig.go(0.0)
    return rig


@pytest.fixture
def socket() -> Rig:
    """One EVSE with a socket; the start is over."""
    rig = Rig(SimBoard(1, seed=7, builds=(BoardBuild(has_socket=True),)))
    rig.go(0.0)
    return rig


@pytest.fixture
def charge() -> Callable[..., None]:
    """Plug in and do what a station does, until the vehicle draws all it is offered (16 A for 26.67 %)."""

    def run(rig: Rig, plug: Plug = USUAL, duty_pct: float = 16.0 / 0.6) -> None:
        rig.act(plug)
        rig.obey(DriveLock(1, locked=True), SetDutyCycle(1, duty_pct))
        rig.go(1.5)
        rig.obey(SetContactor(1, closed=True))
        rig.go(8.5)

    return run
