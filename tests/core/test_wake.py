"""A vehicle that may charge and sleeps is woken once, by 0 V on the pilot (guide 14.1 T48, IEC 61851-1 A.5.3)."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import first_fault
from pilotwire.core.port.limits import CentralLimitSet
from pilotwire.core.port.phase import Pilot, Waking
from pilotwire.core.port.wake import DropPilot
from pilotwire.core.variable import Variable

DROP, LET_GO = DropPilot(1, dropped=True), DropPilot(1, dropped=False)


def asleep(variable: Variable[bool] | None = None) -> CoreBench:
    """A vehicle that is plugged in, may charge, and does not ask."""
    bench = online({variable: True} if variable else {})
    bench.plug(asks=False)
    bench.forget()
    bench.card()
    bench.answer()
    return bench


@pytest.mark.req("CCC-SYS-012")
def test_where_it_is_forced_the_vehicle_is_woken_right_after_its_authorisation() -> None:
    bench = asleep(registry.FORCE_WAKE_UP)
    assert bench.said(DropPilot) == [DROP]
    bench.go(3.9)
    assert bench.said(DropPilot) == [DROP]
    bench.go(0.2)
    assert bench.said(DropPilot) == [DROP, LET_GO]


@pytest.mark.req("CCC-SYS-012", "TIM-011")
def test_a_vehicle_that_does_not_react_for_thirty_seconds_is_woken() -> None:
    bench = asleep(registry.WAKE_UP_AFTER_TIMEOUT)
    bench.go(29.9)
    assert bench.said(DropPilot) == []
    bench.go(0.2)
    assert bench.said(DropPilot) == [DROP]
    bench.go(4.0)
    assert bench.said(DropPilot) == [DROP, LET_GO]


@pytest.mark.req("CCC-SYS-012")
def test_by_default_nobody_is_woken() -> None:
    bench = asleep()
    bench.go(120.0)
    assert bench.said(DropPilot) == []


@pytest.mark.parametrize("variable", [registry.FORCE_WAKE_UP, registry.WAKE_UP_AFTER_TIMEOUT])
def test_a_vehicle_is_woken_once(variable: Variable[bool]) -> None:
    bench = asleep(variable)
    bench.go(600.0)
    assert bench.said(DropPilot) == [DROP, LET_GO]


def test_a_vehicle_that_asks_in_time_is_left_alone() -> None:
    bench = asleep(registry.WAKE_UP_AFTER_TIMEOUT)
    bench.go(20.0)
    bench.vehicle(Pilot.READY)
    bench.go(60.0)
    bench.vehicle(Pilot.CONNECTED)
    bench.go(600.0)
    assert bench.said(DropPilot) == []


def test_the_pilot_we_have_taken_away_is_no_lost_pilot() -> None:
    bench = asleep(registry.FORCE_WAKE_UP)
    bench.go(1.0)
    assert (bench.evses[0].is_dropped, first_fault(bench.port())) == (True, None)
    assert bench.charging() is Charging.SUSPENDED_EV


def test_a_vehicle_that_was_woken_charges() -> None:
    bench = asleep(registry.FORCE_WAKE_UP)
    bench.go(5.0)
    bench.vehicle(Pilot.READY)
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


def test_a_stop_during_the_pulse_ends_it() -> None:
    bench = asleep(registry.FORCE_WAKE_UP)
    bench.go(1.0)
    bench.card()
    assert bench.said(DropPilot) == [DROP, LET_GO]


def test_a_new_offer_after_a_pause_of_the_station_is_a_new_chance() -> None:
    bench = asleep(registry.WAKE_UP_AFTER_TIMEOUT)
    bench.go(60.0)
    bench.hear(CentralLimitSet(1, 0.0))
    bench.go(10.0)
    bench.hear(CentralLimitSet(1, None))
    bench.go(60.0)
    assert bench.said(DropPilot) == [DROP, LET_GO, DROP, LET_GO]


def test_after_its_pulse_a_vehicle_counts_as_woken() -> None:
    bench = asleep(registry.FORCE_WAKE_UP)
    bench.go(5.0)
    assert bench.port().waking is Waking.DONE
