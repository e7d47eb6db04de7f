"""The residual current monitor is tested before it is relied on, and believed afterwards (guide 15.15, IEC 62955)."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.bench import BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.deadline import Timer
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, first_fault
from pilotwire.core.port.phase import Pilot, Rcd
from pilotwire.core.port.rcd import AGAIN_S, RcdRead, RcdTestAsked, SetRcdTest
from pilotwire.core.variable import Value, Variable

Settings = dict[Variable[Any], Value]
TESTED: Settings = {registry.RCD_ENABLED: True}
BENDER: Settings = {  # guide table 72: an impulse; the monitor trips long after its end
    **TESTED,
    registry.RCD_TRIGGER_MS: 50,
    registry.RCD_TRIPPED_MS: 750,
    registry.RCD_NORMAL_MS: 2000,
}
ON, OFF = SetRcdTest(1, active=True), SetRcdTest(1, active=False)


def passed(settings: Settings = TESTED, **kinds: Any) -> CoreBench:
    """A station whose monitor has passed the test of the start."""
    bench = online(settings, **kinds)
    assert bench.port().rcd.phase is Rcd.IDLE
    return bench


def starting(settings: Settings = TESTED) -> CoreBench:
    """A station at its very beginning: the first event is about to be heard."""
    bench = CoreBench(settings, settle_s=0.0)
    bench.forget()
    bench.vehicle(Pilot.GONE)
    return bench


@pytest.mark.req("CCC-API-025")
def test_every_start_begins_with_a_test() -> None:
    bench = starting()
    assert bench.said(SetRcdTest) == [ON]
    bench.go(2.0)
    assert bench.port().rcd.phase is Rcd.IDLE
    assert bench.port().rcd.tested_s is not None


@pytest.mark.req("CCC-API-025")
def test_every_vehicle_has_its_own_test_before_anything_is_switched_on() -> None:
    bench = passed()
    bench.vehicle(Pilot.CONNECTED)
    bench.authorize()
    assert bench.commands[0] == ON
    assert bench.said(SetContactor) == []
    bench.vehicle(Pilot.READY)
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
    bench.unplug()
    bench.go(10.0)
    bench.forget()
    bench.charge(token=BOB)
    assert bench.said(SetRcdTest) == [ON, OFF]


@pytest.mark.req("CCC-API-025", "TIM-014")
def test_a_day_after_the_last_test_there_is_another_one() -> None:
    bench = passed()
    bench.go(AGAIN_S - 20.0)
    assert bench.said(SetRcdTest) == []
    bench.go(20.0)
    assert bench.said(SetRcdTest) == [ON, OFF]


def test_who_charges_for_more_than_a_day_charges_on_and_the_test_comes_after() -> None:
    bench = passed()
    bench.charge()
    bench.forget()
    bench.go(AGAIN_S + 100.0)
    assert (bench.charging(), bench.said(SetRcdTest)) == (Charging.CHARGING, [])
    bench.vehicle(Pilot.CONNECTED)
    bench.go(61.0)
    assert bench.said(SetRcdTest) == [ON, OFF]


@pytest.mark.req("CCC-API-026", "CCC-API-027")
@pytest.mark.parametrize(
    ("settings", "trigger_s", "checked_s", "end_s"), [(TESTED, 0.815, 0.82, 1.225), (BENDER, 0.05, 0.76, 2.05)]
)
def test_the_times_of_a_test_are_those_of_the_settings(
    settings: Settings, trigger_s: float, checked_s: float, end_s: float
) -> None:
    bench = starting(settings)
    bench.go(trigger_s - 0.001)
    assert bench.said(SetRcdTest) == [ON]
    bench.hear(RcdRead(1, tripped=True))
    bench.go(0.002)
    assert bench.said(SetRcdTest) == [ON, OFF]
    bench.evses[0].rcd_s = float("inf")
    bench.go(checked_s - bench.now_s)
    bench.hear(RcdRead(1, tripped=False))
    bench.go(end_s - bench.now_s - 0.002)
    assert bench.port().rcd.phase is Rcd.CONFIRMED
    bench.go(0.003)
    assert bench.port().rcd.phase is Rcd.IDLE


@pytest.mark.req("CCC-ERR-013", "CCC-API-026")
def test_a_monitor_that_does_not_trip_in_its_test_has_failed() -> None:
    bench = starting()
    bench.evses[0].broken.add("rcd")
    bench.go(0.809)
    assert first_fault(bench.port()) is None
    bench.go(0.002)
    assert first_fault(bench.port()) is Fault.RCD_TEST_FAILED
    assert bench.said(SetRcdTest) == [ON, OFF]


@pytest.mark.req("CCC-ERR-013", "CCC-API-026")
def test_a_monitor_that_does_not_become_normal_again_has_failed() -> None:
    bench = starting()
    bench.go(0.5)
    bench.evses[0].broken.add("leak")
    bench.go(1.0)
    assert first_fault(bench.port()) is Fault.RCD_TEST_FAILED


@pytest.mark.req("CCC-ERR-013", "CCC-STAT-010")
def test_a_test_that_fails_with_a_vehicle_holds_its_plug_and_shows_the_error_when_it_has_gone() -> None:
    bench = passed(sockets=(True,))
    bench.charge()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(7.0)
    bench.evses[0].broken.add("rcd")
    bench.hear(RcdTestAsked(1))
    bench.go(2.0)
    assert (first_fault(bench.port()), bench.port().duty_pct) == (Fault.RCD_TEST_FAILED, 100.0)
    assert bench.evses[0].is_locked
    bench.unplug()
    bench.go(1.0)
    assert (bench.port().duty_pct, bench.evses[0].is_locked) == (0.0, False)


@pytest.mark.req("CCC-ADD-045")
def test_during_a_test_the_feedback_is_no_failure() -> None:
    bench = passed()
    bench.vehicle(Pilot.CONNECTED)
    bench.hear(RcdRead(1, tripped=True))
    assert first_fault(bench.port()) is None


@pytest.mark.req("CCC-ERR-012", "CCC-ADD-054")
def test_a_monitor_that_trips_without_a_vehicle_takes_the_station_out_of_order() -> None:
    bench = passed(sockets=(True,))
    bench.hear(RcdRead(1, tripped=True))
    assert (first_fault(bench.port()), bench.port().duty_pct) == (Fault.RCD_SPURIOUS, 0.0)
    assert bench.charging() is Charging.FAULTED


@pytest.mark.req("CCC-ADD-055", "CCC-API-024")
def test_a_failure_without_a_vehicle_is_over_only_after_a_restart() -> None:
    bench = passed()
    bench.hear(RcdRead(1, tripped=True), RcdRead(1, tripped=False))
    bench.plug()
    bench.unplug()
    bench.hear(RcdTestAsked(1))
    bench.go(60.0)
    assert first_fault(bench.port()) is Fault.RCD_SPURIOUS
    assert first_fault(bench.restarted().port()) is None


@pytest.mark.req("CCC-ERR-014", "CCC-ADD-054", "CCC-API-024")
def test_a_monitor_that_trips_while_charging_opens_at_once_and_the_vehicle_takes_the_failure_along() -> None:
    bench = passed(sockets=(True,))
    bench.charge()
    said = bench.hear(RcdRead(1, tripped=True))
    assert said.commands[0] == SetContactor(1, closed=False)
    assert (first_fault(bench.port()), bench.port().duty_pct) == (Fault.RESIDUAL_CURRENT, 100.0)
    bench.hear(RcdRead(1, tripped=False))
    bench.go(60.0)
    assert (first_fault(bench.port()), bench.evses[0].is_locked) == (Fault.RESIDUAL_CURRENT, True)
    bench.unplug()
    assert (first_fault(bench.port()), bench.evses[0].is_locked) == (None, False)
    bench.go(10.0)
    bench.charge(token=BOB)


@pytest.mark.req("CCC-API-024")
def test_a_failure_that_stays_when_the_vehicle_has_gone_is_the_stations_own() -> None:
    bench = passed()
    bench.charge()
    bench.hear(RcdRead(1, tripped=True))
    bench.unplug()
    assert first_fault(bench.port()) is Fault.RCD_SPURIOUS


@pytest.mark.req("CCC-ADD-054")
def test_a_vehicle_that_only_stands_there_has_the_failure_too() -> None:
    bench = passed()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(2.0)
    bench.hear(RcdRead(1, tripped=True))
    assert first_fault(bench.port()) is Fault.RESIDUAL_CURRENT


@pytest.mark.req("CCC-API-023")
def test_monitoring_works_without_testing() -> None:
    bench = online({**TESTED, registry.RCD_TEST_GPIO: -1})
    bench.charge()
    assert bench.said(SetRcdTest) == []
    bench.hear(RcdRead(1, tripped=True))
    assert first_fault(bench.port()) is Fault.RESIDUAL_CURRENT


@pytest.mark.req("CCC-ADD-030")
@pytest.mark.parametrize("settings", [{registry.RCD_ENABLED: False}, {**TESTED, registry.RCD_TEST_GPIO: -1}])
def test_there_is_no_test_without_monitoring_or_without_a_line_for_it(settings: Settings) -> None:
    bench = starting(settings)
    bench.hear(RcdTestAsked(1))
    bench.go(2.0)
    assert (bench.said(SetRcdTest), bench.port().rcd.phase) == ([], Rcd.READY)


@pytest.mark.req("CCC-ADD-030")
def test_the_times_have_the_values_of_the_guide_where_nothing_is_said() -> None:
    test = passed().port().build.rcd_test
    assert test is not None
    assert (test.trigger_s, test.check_tripped_s, test.check_normal_s) == (0.815, 0.810, 0.410)


@pytest.mark.req("CCC-MQTT-085")
def test_a_test_can_be_asked_for_while_nothing_flows() -> None:
    bench = passed()
    bench.hear(RcdTestAsked(1))
    assert bench.said(SetRcdTest) == [ON]


def test_a_test_that_is_asked_for_while_energy_flows_does_not_happen() -> None:
    bench = passed()
    bench.charge()
    bench.forget()
    bench.hear(RcdTestAsked(1))
    bench.go(5.0)
    assert (bench.said(SetRcdTest), bench.charging()) == ([], Charging.CHARGING)


def test_a_test_that_failed_leaves_nothing_to_wait_for_and_says_when() -> None:
    bench = starting()
    bench.evses[0].broken.add("rcd")
    bench.go(0.81)
    port = bench.port()
    assert port.rcd.tested_s == pytest.approx(0.81)
    assert not {Timer.RCD_TRIGGER, Timer.RCD_TRIPPED, Timer.RCD_NORMAL} & set(port.deadlines)


def test_a_pulse_that_is_over_is_not_ended_twice() -> None:
    bench = starting(BENDER)
    bench.evses[0].broken.add("rcd")
    bench.go(1.0)
    assert bench.said(SetRcdTest) == [ON, OFF]
    assert first_fault(bench.port()) is Fault.RCD_TEST_FAILED


def test_a_test_without_a_vehicle_leaves_the_next_vehicle_its_own() -> None:
    bench = passed()
    bench.hear(RcdTestAsked(1))
    bench.go(2.0)
    assert bench.port().rcd.phase is Rcd.IDLE
    assert Timer.RCD_AGAIN in bench.port().deadlines


def test_while_a_test_runs_nobody_waits_for_the_next_one() -> None:
    bench = passed()
    bench.hear(RcdTestAsked(1))
    assert Timer.RCD_AGAIN not in bench.port().deadlines
