"""What is broken, and how it shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock, LockRead
from pilotwire.core.port.meter import MeterRead, ReadMeter
from pilotwire.core.port.pilot import Pilot, PilotMeasured, volts_to_pilot
from pilotwire.core.token import Token
from pilotwire.hardware.sim.action import ActionError, Break, Plug, Swipe
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.damage import DAMAGES
from pilotwire.hardware.sim.fault import BREAKAGES, FAULTS, REPORTED, SimFault
from pilotwire.hardware.sim.rig import Rig

Charge = Callable[..., None]


def test_every_fault_is_either_reported_by_a_sensor_or_shown_by_mechanics() -> None:
    assert set(REPORTED) | set(DAMAGES) == set(SimFault) == set(BREAKAGES)
    assert not set(REPORTED) & set(DAMAGES)
    assert tuple(fault.value for fault in SimFault) == FAULTS


def test_every_fault_of_the_core_but_those_of_the_cable_can_be_injected_by_its_name() -> None:
    shown = {fault for breakage in BREAKAGES.values() for fault in breakage.shows}
    assert set(Fault) - shown == {Fault.PROXIMITY_MISSING, Fault.PROXIMITY_INVALID, Fault.PROXIMITY_CHANGED}


@pytest.mark.parametrize(("name", "fault"), REPORTED.items())
def test_a_reported_fault_is_told_once_when_it_comes_and_once_when_it_goes(
    socket: Rig, name: SimFault, fault: Fault
) -> None:
    rig = socket
    for _ in range(2):
        assert rig.act(Break(name, active=True)).evses[0].faults == (name.value,)
    assert rig.go(5.0) == (FaultSeen(1, fault),)
    for _ in range(2):
        assert rig.act(Break(name, active=False)).evses[0].faults == ()
    cleared, *rest = rig.go(5.0)
    assert cleared == FaultCleared(1, fault)
    assert [type(event) for event in rest] == ([MeterRead] if name is SimFault.METER_LOST else [])


def test_a_welded_contactor_stays_closed_and_opens_when_mended(rig: Rig, charge: Charge) -> None:
    charge(rig)
    rig.act(Break(SimFault.CONTACTOR_WELDED, active=True))
    rig.obey(SetContactor(1, closed=False))
    assert ContactorRead(1, closed=True) in rig.go(1.0)
    assert rig.evse().meter.power_w > 10_000.0
    rig.act(Break(SimFault.CONTACTOR_WELDED, active=False))
    assert ContactorRead(1, closed=False) in rig.go(1.0)
    assert rig.evse().meter.power_w == 0.0


def test_a_stuck_contactor_does_not_close(rig: Rig) -> None:
    rig.act(Break(SimFault.CONTACTOR_STUCK, active=True))
    rig.obey(SetContactor(1, closed=True))
    assert rig.go(1.0) == (ContactorRead(1, closed=False),)
    rig.obey(SetContactor(1, closed=False))
    rig.go(1.0)
    rig.act(Break(SimFault.CONTACTOR_STUCK, active=False))
    assert rig.go(10.0) == ()


def test_a_contactor_that_sticks_still_opens_and_one_that_welds_still_closes(rig: Rig) -> None:
    rig.act(Break(SimFault.CONTACTOR_WELDED, active=True))
    rig.obey(SetContactor(1, closed=True))
    assert rig.go(1.0) == (ContactorRead(1, closed=True),)
    rig.act(Break(SimFault.CONTACTOR_WELDED, active=False))
    rig.act(Break(SimFault.CONTACTOR_STUCK, active=True))
    rig.obey(SetContactor(1, closed=False))
    assert rig.go(1.0) == (ContactorRead(1, closed=False),)


def test_a_welded_contactor_does_not_drop_with_the_power(rig: Rig, charge: Charge) -> None:
    charge(rig)
    rig.act(Break(SimFault.CONTACTOR_WELDED, active=True))
    rig.board.cut_power(rig.now_s)
    assert rig.evse().contactor_closed


def test_a_stuck_lock_answers_where_it_is_and_moves_when_mended(socket: Rig) -> None:
    socket.act(Break(SimFault.LOCK_STUCK, active=True))
    socket.obey(DriveLock(1, locked=True))
    assert socket.go(1.0) == (LockRead(1, locked=False),)
    socket.act(Break(SimFault.LOCK_STUCK, active=False))
    assert socket.go(1.0) == (LockRead(1, locked=True),)


def test_a_fixed_cable_has_no_lock_to_break(rig: Rig) -> None:
    with pytest.raises(ActionError) as caught:
        rig.act(Break(SimFault.LOCK_STUCK, active=True))
    assert caught.value.path == "name"


@pytest.mark.parametrize("name", [SimFault.DIODE, SimFault.PILOT_SHORT])
def test_a_broken_pilot_under_pwm_is_state_e_for_the_core_until_mended(rig: Rig, name: SimFault) -> None:
    rig.act(Plug())
    rig.obey(SetDutyCycle(1, 50.0))
    rig.go(0.5)
    rig.act(Break(name, active=True))
    (broken,) = rig.go(0.1)
    assert isinstance(broken, PilotMeasured)
    assert volts_to_pilot(broken.high_v, broken.low_v, Pilot.CONNECTED) is Pilot.LOST
    rig.act(Break(name, active=False))
    (mended,) = rig.go(0.1)
    assert isinstance(mended, PilotMeasured)
    assert volts_to_pilot(mended.high_v, mended.low_v, Pilot.LOST) is Pilot.CONNECTED


def test_a_lost_meter_answers_nobody(rig: Rig) -> None:
    rig.act(Break(SimFault.METER_LOST, active=True))
    rig.go(0.0)
    rig.obey(ReadMeter(1))
    assert rig.go(5.0) == ()


def test_a_lost_reader_hears_no_card_and_the_other_one_does() -> None:
    rig = Rig(SimBoard(2))
    rig.act(Break(SimFault.READER_LOST, active=True, evse=2))
    rig.go(0.0)
    assert rig.act(Swipe(Token("A"), evse=2)).refused == "the reader does not answer"
    assert rig.act(Swipe(Token("A"), evse=0)).refused == "the reader does not answer"
    assert rig.go(0.0) == ()
    assert rig.act(Swipe(Token("A"), evse=1)).refused is None
    assert len(rig.go(0.0)) == 1


def test_standing_faults_are_told_again_after_a_power_cut(rig: Rig) -> None:
    rig.act(Break(SimFault.EMERGENCY_STOP, active=True))
    rig.go(0.0)
    rig.board.cut_power(1.0)
    rig.board.restore_power(2.0)
    assert FaultSeen(1, Fault.EMERGENCY_STOP) in rig.go(5.0)
