"""The simulated recloser: it takes its time, and says where it stands as long as anybody can reach it."""

from __future__ import annotations

import pytest

from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.recloser import RecloserRead, SetRecloser
from pilotwire.hardware.sim.action import Break
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.recloser import RUN_S
from pilotwire.hardware.sim.rig import Rig


@pytest.fixture
def rig() -> Rig:
    return Rig(SimBoard(1, builds=(BoardBuild(has_recloser=True),)))


def test_it_says_where_it_stands_at_the_start_and_when_it_has_run(rig: Rig) -> None:
    assert RecloserRead(1, closed=True) in rig.go(0.1)
    rig.obey(SetRecloser(1, closed=False))
    assert rig.go(RUN_S - 0.1) == ()
    assert rig.go(0.2) == (RecloserRead(1, closed=False),)
    assert rig.evse().recloser_closed is False


def test_one_that_is_lost_hears_nothing_and_tells_when_it_is_found(rig: Rig) -> None:
    rig.go(0.1)
    rig.act(Break(SimFault.RECLOSER_LOST, active=True))
    rig.obey(SetRecloser(1, closed=False))
    assert rig.go(60.0) == (FaultSeen(1, Fault.RECLOSER_LOST),)
    rig.act(Break(SimFault.RECLOSER_LOST, active=False))
    assert rig.go(1.0) == (FaultCleared(1, Fault.RECLOSER_LOST), RecloserRead(1, closed=True))


def test_without_one_nothing_is_said() -> None:
    rig = Rig(SimBoard(1))
    rig.obey(SetRecloser(1, closed=False))
    assert not any(isinstance(event, RecloserRead) for event in rig.go(10.0))
    assert rig.evse().recloser_closed is None
