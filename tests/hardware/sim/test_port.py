"""The board and the port of the core together, on a virtual clock: whether they understand each other."""

from __future__ import annotations

from dataclasses import replace
from operator import itemgetter

import pytest

from pilotwire.core.command import HardwareCommand
from pilotwire.core.deadline import Due, disarm
from pilotwire.core.moment import Moment
from pilotwire.core.port.build import Build
from pilotwire.core.port.charging import Charging, Permitted, Withdrawn, charging_of
from pilotwire.core.port.fault import Fault, first_fault
from pilotwire.core.port.limits import CentralLimitSet
from pilotwire.core.port.phase import Contactor, Lock, Permit
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.port import Port, step_port
from pilotwire.core.port.proximity import Proximity
from pilotwire.core.stop import BY_CENTRAL_SYSTEM
from pilotwire.core.token import Token
from pilotwire.hardware.sim.action import Break, HoldPilot, Move, Plug, Unplug
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.rig import Rig
from pilotwire.hardware.sim.vehicle import Ask, VehicleBuild

DRIVER = Token("04E2A8B1")


class Station:
    """One port and one board; time goes from one thing that is due to the next."""

    def __init__(self, *, has_socket: bool = False) -> None:
        self.rig = Rig(SimBoard(1, seed=11, builds=(BoardBuild(has_socket=has_socket),)))
        self.port = Port(1, Build(has_socket=has_socket))
        self.commands: list[HardwareCommand] = []
        self.seen: list[Charging] = []

    def hear(self, event: object) -> None:
        """Step the port and let the board obey."""
        self.port, said = step_port(self.port, event, Moment(self.rig.now_s))
        for command in said:
            assert isinstance(command, HardwareCommand)
            self.commands.append(command)
            self.rig.obey(command)
        if not self.seen or self.seen[-1] is not charging_of(self.port):
            self.seen.append(charging_of(self.port))

    def go(self, span_s: float) -> None:
        """Let time pass for both."""
        end_s = self.rig.now_s + span_s
        while True:
            for event in self.rig.go(0.0):
                self.hear(event)
            due = min(((at_s, timer) for timer, at_s in self.port.deadlines.items()), key=itemgetter(0), default=None)
            board_s = self.rig.board.next_due_s()
            next_s = min(end_s if due is None else due[0], end_s if board_s is None else board_s, end_s)
            self.rig.now_s = max(self.rig.now_s, next_s)
            if due is not None and due[0] <= self.rig.now_s:
                self.port = replace(self.port, deadlines=disarm(self.port.deadlines, due[1]))  # as the station does
                self.hear(Due(1, due[1]))
            elif next_s >= end_s and (board_s is None or board_s > end_s):
                return

    def charge(self) -> None:
        """Plug in, permit, and wait until everything flows."""
        self.rig.act(Plug(vehicle=VehicleBuild(max_a=32.0)))
        self.go(1.0)
        self.hear(Permitted(1, DRIVER))
        self.go(10.0)
        assert charging_of(self.port) is Charging.CHARGING


@pytest.mark.parametrize("has_socket", [False, True])
def test_a_whole_session_from_plug_to_unplug(has_socket: bool) -> None:
    station = Station(has_socket=has_socket)
    station.go(1.0)
    station.charge()
    assert station.port.proximity is (Proximity.CABLE_32A if has_socket else Proximity.OPEN)
    assert station.port.lock is (Lock.LOCKED if has_socket else Lock.UNLOCKED)
    assert station.port.reading is not None
    assert station.port.reading.current_a == pytest.approx((32.0, 32.0, 32.0), abs=0.01)

    station.hear(CentralLimitSet(1, 10.0))
    station.go(6.0)
    assert station.port.reading.current_a == pytest.approx((10.0, 10.0, 10.0), abs=0.01)

    station.hear(Withdrawn(1, BY_CENTRAL_SYSTEM))
    station.go(5.0)
    assert station.port.contactor is Contactor.RESTING
    assert station.port.grant.permit is Permit.SPENT
    assert station.rig.evse().meter.power_w == 0.0
    assert station.rig.act(Unplug()).refused is None
    station.go(10.0)
    assert charging_of(station.port) is Charging.EMPTY
    assert station.rig.board.next_due_s() is None
    assert station.seen == [
        Charging.EMPTY,
        Charging.PLUGGED,
        *([Charging.READY] if has_socket else []),
        Charging.SUSPENDED_EV,
        Charging.CHARGING,
        Charging.STOPPING,
        Charging.FINISHED,
        Charging.EMPTY,
    ]


def test_a_stop_opens_without_current_because_the_vehicle_is_faster_than_the_grace() -> None:
    station = Station()
    station.charge()
    station.hear(Withdrawn(1, BY_CENTRAL_SYSTEM))
    start_s = station.rig.now_s
    while station.port.contactor is Contactor.CLOSED:
        before_a = station.rig.evse().meter.current_a[0]
        station.go(0.05)
    assert before_a == 0.0
    assert station.rig.now_s - start_s < 3.5


def test_a_full_vehicle_suspends_the_session() -> None:
    station = Station()
    station.rig.act(Plug(vehicle=VehicleBuild(battery_kwh=0.5, soc_pct=95.0)))
    station.go(1.0)
    station.hear(Permitted(1, DRIVER))
    station.go(300.0)
    assert charging_of(station.port) is Charging.SUSPENDED_EV
    assert station.port.contactor is Contactor.OPEN


def test_a_limit_below_6_a_suspends_and_lifting_it_resumes() -> None:
    station = Station()
    station.charge()
    station.hear(CentralLimitSet(1, 0.0))
    station.go(10.0)
    assert charging_of(station.port) is Charging.SUSPENDED_EVSE
    assert station.rig.evse().meter.power_w == 0.0
    station.hear(CentralLimitSet(1, None))
    station.go(15.0)
    assert charging_of(station.port) is Charging.CHARGING
    assert station.rig.evse().meter.power_w > 20_000.0


def test_a_vehicle_that_pauses_and_resumes_is_followed() -> None:
    station = Station()
    station.charge()
    station.rig.act(Move(state=Ask.NOTHING))
    station.go(10.0)
    assert charging_of(station.port) is Charging.SUSPENDED_EV
    station.rig.act(Move(state=Ask.ENERGY))
    station.go(10.0)
    assert charging_of(station.port) is Charging.CHARGING


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        (SimFault.OVERCURRENT, Fault.OVERCURRENT),
        (SimFault.OVER_TEMPERATURE, Fault.OVER_TEMPERATURE),
        (SimFault.PILOT_SHORT, Fault.PILOT_LOST),
    ],
)
def test_a_blocking_fault_stops_the_energy_and_its_end_lets_it_flow_again(name: SimFault, fault: Fault) -> None:
    station = Station()
    station.charge()
    station.rig.act(Break(name, active=True))
    station.go(0.1)
    assert first_fault(station.port) is fault
    assert not station.rig.evse().contactor_closed
    station.rig.act(Break(name, active=False))
    station.go(20.0)
    assert charging_of(station.port) is Charging.CHARGING
    assert station.rig.evse().meter.power_w > 20_000.0


def test_a_bridged_diode_is_a_fault_until_the_vehicle_has_gone_and_not_a_flapping_pwm() -> None:
    station = Station()
    station.charge()
    told = len(station.commands)
    station.rig.act(Break(SimFault.DIODE, active=True))
    station.go(20.0)
    assert charging_of(station.port) is Charging.FAULTED
    assert len(station.commands) - told < 10


def test_a_welded_contactor_is_found_out_and_not_forgiven_when_it_opens() -> None:
    station = Station()
    station.charge()
    station.rig.act(Break(SimFault.CONTACTOR_WELDED, active=True))
    station.hear(Withdrawn(1, BY_CENTRAL_SYSTEM))
    station.go(10.0)
    assert first_fault(station.port) is Fault.CONTACTOR_WELDED
    station.rig.act(Break(SimFault.CONTACTOR_WELDED, active=False))
    station.go(10.0)
    assert first_fault(station.port) is Fault.CONTACTOR_STUCK


def test_a_stuck_contactor_is_found_out() -> None:
    station = Station()
    station.rig.act(Break(SimFault.CONTACTOR_STUCK, active=True))
    station.rig.act(Plug())
    station.go(1.0)
    station.hear(Permitted(1, DRIVER))
    station.go(10.0)
    assert first_fault(station.port) is Fault.CONTACTOR_STUCK
    assert station.rig.evse().duty_pct == 0.0


def test_a_stuck_lock_is_found_out_and_no_energy_is_offered() -> None:
    station = Station(has_socket=True)
    station.rig.act(Break(SimFault.LOCK_STUCK, active=True))
    station.rig.act(Plug())
    station.go(1.0)
    station.hear(Permitted(1, DRIVER))
    station.go(10.0)
    assert first_fault(station.port) is Fault.CANNOT_LOCK
    assert station.rig.evse().duty_pct == 100.0


def test_a_lost_meter_does_not_stop_the_energy() -> None:
    station = Station()
    station.charge()
    station.rig.act(Break(SimFault.METER_LOST, active=True))
    station.go(5.0)
    assert Fault.METER_LOST in station.port.reported
    assert charging_of(station.port) is Charging.CHARGING
    station.rig.act(Break(SimFault.METER_LOST, active=False))
    station.go(1.0)
    assert not station.port.reported


def test_a_tester_that_plays_the_vehicle_is_served_like_one() -> None:
    station = Station()
    for volts, pilot in ((9.0, Pilot.CONNECTED), (6.0, Pilot.READY)):
        station.rig.act(HoldPilot(volts=volts))
        station.hear(Permitted(1, DRIVER))
        station.go(2.0)
        assert station.port.pilot is pilot
    assert station.port.contactor is Contactor.CLOSED


def test_a_restart_while_a_vehicle_is_plugged_leaves_a_port_that_knows_it() -> None:
    station = Station(has_socket=True)
    station.charge()
    station.rig.board.cut_power(station.rig.now_s)
    station.go(5.0)
    station.rig.board.restore_power(station.rig.now_s)
    station.port = Port(1, Build(has_socket=True))
    station.go(5.0)
    assert charging_of(station.port) is Charging.PLUGGED
    assert station.port.lock is Lock.UNLOCKED
    assert station.port.contactor is Contactor.OPEN
