"""The contactor is believed only by its feedback, and rests before it closes again."""

from __future__ import annotations

import math

import pytest
from tests.core.bench import CoreBench, online
from tests.core.board import TRAVEL_S

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen, first_fault
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock, LockRead
from pilotwire.core.port.phase import Contactor, Permit
from pilotwire.core.port.pilot import Pilot


def charging(**kinds: tuple[bool, ...]) -> CoreBench:
    bench = online(**kinds)
    bench.charge()
    bench.forget()
    return bench


@pytest.mark.req("CCC-STAT-004")
def test_a_contactor_that_does_not_open_is_welded() -> None:
    bench = charging()
    bench.evses[0].broken.add("welded")
    bench.vehicle(Pilot.CONNECTED)
    bench.go(1.0)
    assert first_fault(bench.port()) is Fault.CONTACTOR_WELDED
    assert bench.charging() is Charging.FAULTED


@pytest.mark.req("CCC-STAT-004")
def test_a_contactor_that_closes_by_itself_is_welded_and_told_to_open() -> None:
    bench = online()
    said = bench.hear(ContactorRead(1, closed=True))
    assert first_fault(bench.port()) is Fault.CONTACTOR_WELDED
    assert said.commands == (SetContactor(1, closed=False), SetDutyCycle(1, 0.0))


@pytest.mark.req("CCC-STAT-004")
def test_a_contactor_that_does_not_close_is_stuck_and_the_command_is_taken_back() -> None:
    bench = online()
    bench.evses[0].broken.add("stuck")
    bench.plug()
    bench.authorize()
    assert first_fault(bench.port()) is Fault.CONTACTOR_STUCK
    assert bench.said(SetContactor) == [SetContactor(1, closed=True), SetContactor(1, closed=False)]


@pytest.mark.req("CCC-STAT-004")
def test_a_contactor_that_drops_while_charging_is_stuck() -> None:
    bench = charging()
    said = bench.hear(ContactorRead(1, closed=False))
    assert first_fault(bench.port()) is Fault.CONTACTOR_STUCK
    assert SetContactor(1, closed=False) in said.commands


def test_an_early_open_while_closing_is_only_the_contact_before_it_moved() -> None:
    bench = online()
    bench.plug()
    bench.card()
    bench.answer()
    bench.hear(ContactorRead(1, closed=False))
    assert bench.port().contactor is Contactor.CLOSING


def test_a_closed_contactor_read_again_is_nothing_new() -> None:
    bench = charging()
    bench.hear(ContactorRead(1, closed=True))
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-API-020", "CCC-ERR-001")
def test_a_stuck_contactor_ends_the_session_gives_the_plug_back_and_shows_that_the_station_is_out_of_order() -> None:
    bench = online(sockets=(True,))
    bench.evses[0].broken.add("stuck")
    bench.plug()
    bench.authorize()
    bench.go(5.0)
    assert (first_fault(bench.port()), bench.port().duty_pct) == (Fault.CONTACTOR_STUCK, 0.0)
    assert (bench.evses[0].is_locked, bench.port().grant.permit) == (False, Permit.SPENT)


def test_a_contactor_that_has_failed_is_not_trusted_before_a_restart() -> None:
    bench = online()
    bench.hear(ContactorRead(1, closed=True), ContactorRead(1, closed=False))
    bench.go(60.0)
    assert (first_fault(bench.port()), bench.port().contactor) == (Fault.CONTACTOR_STUCK, Contactor.STUCK)
    bench = bench.restarted("again")
    assert (first_fault(bench.port()), bench.port().contactor) == (None, Contactor.OPEN)


def test_without_feedback_the_time_of_the_travel_is_all_there_is() -> None:
    bench = online(settings={registry.CONTACTOR_FEEDBACK: "none"})
    bench.evses[0].broken.add("silent")
    bench.charge()
    bench.unplug()
    assert (first_fault(bench.port()), bench.port().contactor) == (None, Contactor.RESTING)


@pytest.mark.req("CCC-SYS-011")
def test_without_feedback_a_welded_contactor_cannot_be_seen() -> None:
    bench = online(settings={registry.CONTACTOR_FEEDBACK: "none"})
    bench.hear(ContactorRead(1, closed=True))
    assert first_fault(bench.port()) is None


@pytest.mark.req("TIM-009", "CCC-ADD-016")
def test_it_closes_again_six_seconds_after_it_opened_and_not_before() -> None:
    bench = charging()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(TRAVEL_S)
    bench.vehicle(Pilot.READY)
    bench.go(5.99)
    assert SetContactor(1, closed=True) not in bench.commands
    bench.go(0.02)
    assert SetContactor(1, closed=True) in bench.commands


@pytest.mark.parametrize("fault", [Fault.RESIDUAL_CURRENT, Fault.OVERCURRENT, Fault.INTERNAL])
def test_a_fault_opens_in_the_same_step_and_charging_goes_on_when_it_is_over(fault: Fault) -> None:
    bench = charging()
    assert SetContactor(1, closed=False) in bench.hear(FaultSeen(1, fault)).commands
    bench.go(10.0)
    bench.hear(FaultCleared(1, fault))
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.parametrize("fault", [Fault.METER_LOST, Fault.READER_LOST, Fault.STORE_FAILED])
def test_a_fault_of_comfort_interrupts_nothing(fault: Fault) -> None:
    bench = charging()
    bench.hear(FaultSeen(1, fault))
    assert (bench.charging(), first_fault(bench.port())) == (Charging.CHARGING, fault)


@pytest.mark.req("CCC-STAT-003")
def test_of_several_faults_the_most_important_is_reported_and_then_the_next() -> None:
    bench = charging()
    bench.hear(FaultSeen(1, Fault.OVERCURRENT), FaultSeen(1, Fault.METER_LOST), FaultSeen(1, Fault.EMERGENCY_STOP))
    assert first_fault(bench.port()) is Fault.METER_LOST
    bench.hear(FaultCleared(1, Fault.METER_LOST))
    assert first_fault(bench.port()) is Fault.EMERGENCY_STOP
    bench.hear(FaultCleared(1, Fault.EMERGENCY_STOP))
    assert first_fault(bench.port()) is Fault.OVERCURRENT


def test_a_plug_that_comes_loose_under_load_opens_the_contactor_and_is_locked_again() -> None:
    bench = charging(sockets=(True,))
    said = bench.hear(LockRead(1, locked=False))
    assert said.commands[:2] == (SetContactor(1, closed=False), DriveLock(1, locked=True))
    assert bench.port().duty_pct == 100.0
    bench.go(10.0)
    assert bench.charging() is Charging.CHARGING


def test_without_feedback_the_travel_counts_as_done_and_the_rest_is_kept() -> None:
    bench = online(settings={registry.CONTACTOR_FEEDBACK: "none"})
    bench.plug()
    bench.card()
    bench.answer()
    bench.evses[0].contactor_s = math.inf  # nobody says anything
    bench.go(0.49)
    assert bench.port().contactor is Contactor.CLOSING
    bench.go(0.02)
    assert (bench.port().contactor, bench.charging()) == (Contactor.CLOSED, Charging.CHARGING)
    bench.vehicle(Pilot.CONNECTED)
    bench.evses[0].contactor_s = math.inf
    bench.go(0.51)
    assert bench.port().contactor is Contactor.RESTING
    bench.go(6.0)
    assert bench.port().contactor is Contactor.OPEN


def test_a_contactor_that_does_not_open_is_told_to_open_once_more() -> None:
    bench = charging()
    bench.evses[0].broken.add("welded")
    bench.vehicle(Pilot.CONNECTED)
    bench.forget()
    bench.go(0.6)
    assert bench.said(SetContactor) == [SetContactor(1, closed=False)]
