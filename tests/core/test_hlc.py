"""A vehicle is asked for digital communication first, and charged by PWM when it does not answer (guide 15.21)."""

from __future__ import annotations

import pytest
from tests.core.bench import BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.phase import Hlc, Pilot


def fake() -> CoreBench:
    return online({registry.CHARGING_TYPE: "basic+fake_highlevel_dc"})


def duties(bench: CoreBench) -> list[float]:
    """The duty cycles that were put out, in percent."""
    return [round(each.duty_pct, 1) for each in bench.said(SetDutyCycle)]


@pytest.mark.req("CCC-FAKE-001", "TIM-012")
def test_a_vehicle_that_does_not_answer_for_twenty_seconds_is_charged_by_pwm() -> None:
    bench = fake()
    bench.vehicle(Pilot.CONNECTED)
    bench.authorize()
    bench.go(18.9)
    assert (duties(bench), bench.said(SetContactor)) == ([5.0], [])
    bench.go(0.2)
    assert duties(bench) == [5.0, 53.3]
    bench.vehicle(Pilot.READY)
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


def test_who_is_authorised_later_is_offered_current_later() -> None:
    bench = fake()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(60.0)
    assert duties(bench) == [5.0, 100.0]
    bench.authorize()
    assert duties(bench) == [5.0, 100.0, 53.3]


def test_at_five_percent_no_contactor_closes_whatever_the_vehicle_says() -> None:
    bench = fake()
    bench.vehicle(Pilot.CONNECTED)
    bench.authorize()
    bench.vehicle(Pilot.READY)
    bench.go(5.0)
    assert (bench.port().duty_pct, bench.said(SetContactor)) == (5.0, [])


def test_each_vehicle_is_asked_once() -> None:
    bench = fake()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(30.0)
    bench.charge()
    bench.unplug()
    bench.forget()
    bench.vehicle(Pilot.CONNECTED)
    bench.authorize(BOB)
    assert duties(bench) == [5.0]


def test_a_vehicle_that_leaves_is_asked_no_more() -> None:
    bench = fake()
    bench.vehicle(Pilot.CONNECTED)
    bench.unplug()
    bench.go(60.0)
    assert (duties(bench), bench.port().hlc) == ([5.0, 100.0], Hlc.UNTRIED)


def test_a_faulty_station_asks_nobody() -> None:
    bench = fake()
    bench.hear(FaultSeen(1, Fault.OVERCURRENT))
    bench.vehicle(Pilot.CONNECTED)
    bench.go(1.0)
    assert duties(bench) == []


def test_basic_charging_asks_nobody() -> None:
    bench = online()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(1.0)
    assert duties(bench) == []
