"""The parts the core commands besides contactor, lock and pilot: second contactor, monitor, fan, a pilot taken away."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock, LockRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.rcd import RcdRead, SetRcdTest
from pilotwire.core.port.secondary import SecondaryRead, SetSecondary
from pilotwire.core.port.ventilation import SetVentilation, VentilationRead
from pilotwire.core.port.wake import DropPilot
from pilotwire.hardware.sim.action import ActionError, Break, Plug, Unplug
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.contactor import TRAVEL_S
from pilotwire.hardware.sim.fan import SPIN_S
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.rcd import HOLD_S, TRIP_S
from pilotwire.hardware.sim.rig import Rig
from pilotwire.hardware.sim.vehicle import WAKE_S, VehicleBuild

Charge = Callable[..., None]


def built(build: BoardBuild) -> Rig:
    """A board of one EVSE; the start is over."""
    rig = Rig(SimBoard(1, seed=7, builds=(build,)))
    rig.go(0.0)
    return rig


@pytest.fixture
def switching() -> Rig:
    """L2 and L3 go over a contactor of their own."""
    return built(BoardBuild(switches_phases=True))


def times_of(rig: Rig, kind: type) -> list[tuple[float, object]]:
    """When a sensor said what."""
    return [(round(at_s, 3), event) for at_s, event in rig.heard if isinstance(event, kind)]


# -- the second contactor


def test_a_vehicle_draws_on_one_phase_until_the_second_contactor_joins_the_others(
    switching: Rig, charge: Charge
) -> None:
    charge(switching)
    assert switching.evse().meter.current_a == (16.0, 0.0, 0.0)
    assert min(switching.evse().meter.voltage_v) > 220.0  # the meter sits before it
    switching.obey(SetSecondary(1, closed=True))
    switching.go(0.2)
    assert switching.evse().secondary_closed
    assert switching.evse().meter.current_a == (16.0, 16.0, 16.0)
    switching.obey(SetSecondary(1, closed=False))
    switching.go(0.2)
    assert switching.evse().meter.current_a == (16.0, 0.0, 0.0)


def test_the_second_contactor_answers_every_command_after_its_travel(switching: Rig) -> None:
    for closed in (True, True, False):
        start_s = switching.now_s
        switching.obey(SetSecondary(1, closed=closed))
        assert switching.go(1.0) == (SecondaryRead(1, closed),)
        at_s, _ = switching.heard[-1]
        assert TRAVEL_S[0] <= at_s - start_s <= TRAVEL_S[1]


def test_the_second_contactor_drops_with_the_power(switching: Rig) -> None:
    switching.obey(SetSecondary(1, closed=True))
    switching.go(1.0)
    switching.board.cut_power(switching.now_s)
    assert switching.evse().secondary_closed is False


def test_the_second_contactor_welds_and_sticks_like_the_first_one(switching: Rig) -> None:
    switching.act(Break(SimFault.SECONDARY_STUCK, active=True))
    switching.obey(SetSecondary(1, closed=True))
    assert switching.go(1.0) == (SecondaryRead(1, closed=False),)
    switching.act(Break(SimFault.SECONDARY_STUCK, active=False))
    assert switching.go(1.0) == (SecondaryRead(1, closed=True),)
    switching.act(Break(SimFault.SECONDARY_WELDED, active=True))
    switching.obey(SetSecondary(1, closed=False))
    assert switching.go(1.0) == (SecondaryRead(1, closed=True),)
    switching.board.cut_power(switching.now_s)
    assert switching.evse().secondary_closed
    switching.board.restore_power(switching.now_s)
    assert SecondaryRead(1, closed=True) in switching.go(0.0)


@pytest.mark.parametrize("name", [SimFault.SECONDARY_STUCK, SimFault.SECONDARY_WELDED])
def test_where_all_phases_go_over_one_contactor_there_is_no_second_one(
    rig: Rig, name: SimFault, charge: Charge
) -> None:
    with pytest.raises(ActionError) as caught:
        rig.act(Break(name, active=True))
    assert caught.value.path == "name"
    rig.obey(SetSecondary(1, closed=True))
    assert rig.go(1.0) == ()
    assert rig.evse().secondary_closed is None
    charge(rig)
    assert rig.evse().meter.current_a == (16.0, 16.0, 16.0)


def test_a_contactor_without_feedback_moves_and_says_nothing() -> None:
    silent = Rig(SimBoard(1, builds=(BoardBuild(has_contactor_feedback=False),)))
    silent.obey(SetContactor(1, closed=True))
    silent.go(1.0)
    assert silent.evse().contactor_closed
    assert times_of(silent, ContactorRead) == []


# -- the residual current monitor


@pytest.mark.parametrize(
    ("pulse_s", "normal_s"), [(0.815, 0.835), (0.050, HOLD_S)], ids=["held until it was seen", "only a pulse"]
)
def test_a_test_trips_the_monitor_at_once_and_for_a_while(rig: Rig, pulse_s: float, normal_s: float) -> None:
    rig.obey(SetRcdTest(1, active=True))
    rig.go(pulse_s)
    rig.obey(SetRcdTest(1, active=False))
    rig.go(5.0)
    assert times_of(rig, RcdRead) == [(TRIP_S, RcdRead(1, True)), (normal_s, RcdRead(1, False))]
    assert not rig.evse().rcd_tripped


def test_a_pulse_shorter_than_the_monitor_can_see_does_nothing(rig: Rig) -> None:
    rig.obey(SetRcdTest(1, active=True))
    rig.go(TRIP_S / 2.0)
    rig.obey(SetRcdTest(1, active=False))
    assert rig.go(5.0) == ()


def test_a_leak_trips_the_monitor_until_it_is_mended(rig: Rig) -> None:
    rig.act(Break(SimFault.RCD_TRIP, active=True))
    assert rig.go(TRIP_S) == (RcdRead(1, tripped=True),)
    assert rig.go(3600.0) == ()
    assert rig.evse().rcd_tripped
    rig.act(Break(SimFault.RCD_TRIP, active=False))
    assert rig.go(1.0) == (RcdRead(1, tripped=False),)


def test_a_leak_that_is_over_before_the_monitor_sees_it_was_none(rig: Rig) -> None:
    rig.act(Break(SimFault.RCD_TRIP, active=True))
    rig.act(Break(SimFault.RCD_TRIP, active=False))
    assert rig.go(1.0) == ()


def test_a_dead_test_input_trips_nothing_and_a_leak_still_does(rig: Rig) -> None:
    rig.act(Break(SimFault.RCD_TEST, active=True))
    rig.obey(SetRcdTest(1, active=True))
    assert rig.go(1.0) == ()
    rig.act(Break(SimFault.RCD_TRIP, active=True))
    assert rig.go(1.0) == (RcdRead(1, tripped=True),)


def test_a_stuck_monitor_stays_tripped_over_a_power_cut_until_mended(rig: Rig) -> None:
    rig.act(Break(SimFault.RCD_STUCK, active=True))
    assert rig.go(1.0) == ()
    rig.obey(SetRcdTest(1, active=True))
    rig.go(1.0)
    rig.obey(SetRcdTest(1, active=False))
    rig.go(10.0)
    assert rig.evse().rcd_tripped
    rig.board.cut_power(rig.now_s)
    rig.board.restore_power(rig.now_s)
    assert RcdRead(1, tripped=True) in rig.go(0.0)
    rig.act(Break(SimFault.RCD_STUCK, active=False))
    assert rig.go(1.0) == (RcdRead(1, tripped=False),)


def test_a_leak_during_a_power_cut_is_told_when_the_power_is_back_and_after_the_vehicle(rig: Rig) -> None:
    rig.act(Plug())
    rig.go(5.0)
    rig.board.cut_power(rig.now_s)
    rig.act(Break(SimFault.RCD_TRIP, active=True))
    assert rig.go(5.0) == ()
    rig.board.restore_power(rig.now_s)
    kinds = [type(event) for event in rig.go(1.0)]
    assert kinds.index(PilotMeasured) < kinds.index(RcdRead)


# -- the fan


def test_the_fan_says_when_it_runs_and_when_it_stands(rig: Rig) -> None:
    rig.obey(SetVentilation(1, running=True))
    rig.go(1.0)
    assert rig.evse().fan_running
    rig.obey(SetVentilation(1, running=False))
    rig.go(1.0)
    assert times_of(rig, VentilationRead) == [
        (SPIN_S, VentilationRead(1, True)),
        (round(1.0 + SPIN_S, 3), VentilationRead(1, False)),
    ]


def test_a_stuck_fan_stands_still_and_runs_again_when_mended(rig: Rig) -> None:
    rig.obey(SetVentilation(1, running=True))
    rig.go(1.0)
    rig.act(Break(SimFault.FAN_STUCK, active=True))
    assert rig.go(1.0) == (VentilationRead(1, running=False),)
    rig.act(Break(SimFault.FAN_STUCK, active=False))
    assert rig.go(1.0) == (VentilationRead(1, running=True),)
    rig.board.cut_power(rig.now_s)
    assert not rig.evse().fan_running


def test_without_a_feedback_contact_the_fan_repeats_its_command() -> None:
    rig = built(BoardBuild(has_fan_feedback=False))
    rig.act(Break(SimFault.FAN_STUCK, active=True))
    rig.obey(SetVentilation(1, running=True))
    assert rig.go(1.0) == (VentilationRead(1, running=True),)
    assert not rig.evse().fan_running


# -- the pilot taken away, and vehicles that sleep


def test_a_pilot_that_is_taken_away_is_at_0_v_and_comes_back_as_it_was(rig: Rig, charge: Charge) -> None:
    charge(rig)
    rig.obey(DropPilot(1, dropped=True))
    assert rig.go(0.1) == (PilotMeasured(1, 0.0, 0.0),)
    assert rig.evse().pilot_dropped
    assert rig.evse().duty_pct == 16.0 / 0.6
    rig.obey(DropPilot(1, dropped=False))
    (back,) = (event for event in rig.go(0.1) if isinstance(event, PilotMeasured))
    assert back.high_v == pytest.approx(6.0, abs=0.5)
    assert not rig.evse().pilot_dropped


def test_a_pilot_that_is_taken_away_is_there_again_after_a_power_cut(rig: Rig) -> None:
    rig.obey(DropPilot(1, dropped=True))
    rig.board.cut_power(1.0)
    rig.board.restore_power(2.0)
    assert not rig.evse().pilot_dropped


@pytest.mark.parametrize(("away_s", "wakes"), [(WAKE_S - 0.5, False), (WAKE_S + 0.5, True)])
def test_a_sleeping_vehicle_asks_for_energy_after_the_pilot_was_away_long_enough(
    rig: Rig, away_s: float, wakes: bool
) -> None:
    rig.act(Plug(vehicle=VehicleBuild(sleeps=True)))
    rig.obey(SetDutyCycle(1, 50.0))
    rig.go(60.0)
    vehicle = rig.evse().vehicle
    assert vehicle is not None
    assert (vehicle.state, vehicle.asleep) == ("B", True)
    rig.obey(DropPilot(1, dropped=True))
    rig.go(away_s)
    rig.obey(DropPilot(1, dropped=False))
    rig.go(5.0)
    vehicle = rig.evse().vehicle
    assert vehicle is not None
    assert (vehicle.state, vehicle.asleep) == (("C", False) if wakes else ("B", True))


# -- a lock that is forced, and a cable that stays


def test_a_lock_that_is_forced_tells_so_once_and_its_motor_still_works(socket: Rig) -> None:
    socket.act(Break(SimFault.LOCK_FORCED_SHUT, active=True))
    assert socket.go(10.0) == (LockRead(1, locked=True),)
    socket.obey(DriveLock(1, locked=False))
    assert socket.go(1.0) == (LockRead(1, locked=False),)
    socket.obey(DriveLock(1, locked=True))
    socket.go(1.0)
    socket.act(Break(SimFault.LOCK_FORCED_OPEN, active=True))
    assert socket.go(10.0) == (LockRead(1, locked=False),)
    socket.obey(DriveLock(1, locked=True))
    assert socket.go(1.0) == (LockRead(1, locked=True),)


def test_a_cable_that_stays_in_a_held_socket_can_be_fetched_later(socket: Rig) -> None:
    socket.act(Plug(cable_a=20.0))
    socket.obey(DriveLock(1, locked=True))
    socket.go(1.0)
    assert socket.act(Unplug()).refused == "the plug is locked"
    left = socket.act(Unplug(cable_stays=True)).evses[0]
    assert (left.vehicle, left.proximity_ohm is None) == (None, False)
    assert socket.act(Unplug()).refused == "the plug is locked"
    assert socket.act(Plug(cable_a=32.0)).refused == "a cable is already in the socket"
    socket.obey(DriveLock(1, locked=False))
    socket.go(1.0)
    assert socket.act(Unplug()).evses[0].proximity_ohm is None
    assert socket.act(Unplug()).refused == "no vehicle is plugged in"


def test_a_vehicle_is_plugged_to_the_cable_that_is_there(socket: Rig) -> None:
    socket.act(Plug(cable_a=20.0))
    before = socket.act(Unplug(cable_stays=True)).evses[0].proximity_ohm
    assert socket.act(Plug()).evses[0].proximity_ohm == before


def test_a_fixed_cable_cannot_stay_behind(rig: Rig) -> None:
    rig.act(Plug())
    with pytest.raises(ActionError) as caught:
        rig.act(Unplug(cable_stays=True))
    assert caught.value.path == "cable_stays"
