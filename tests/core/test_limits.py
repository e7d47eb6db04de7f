"""How much current is offered: the smallest of everybody's limits, and the duty cycle that says so."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.deadline import STATION
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import (
    CentralLimitSet,
    DynamicLimitSet,
    SetDutyCycle,
    Source,
    a_to_duty_pct,
    limits_of,
    offered_a,
    physical_a,
)
from pilotwire.core.port.phase import Contactor
from pilotwire.core.restart import Kept

WIDE = {registry.EVSE_LIMIT_A: 80, registry.GRID_LIMIT_A: 80, registry.CABLE_LIMIT_A: 80}


@pytest.mark.parametrize(
    ("current_a", "duty_pct"),
    [(0.0, 100.0), (5.9, 100.0), (6.0, 10.0), (16.0, 26.7), (32.0, 53.3), (51.0, 85.0), (63.0, 89.2), (80.0, 96.0)],
)
def test_the_duty_cycle_is_that_of_the_standard(current_a: float, duty_pct: float) -> None:
    assert a_to_duty_pct(current_a) == pytest.approx(duty_pct, abs=0.05)


@pytest.mark.req("CCC-ADD-038")
def test_every_current_has_a_duty_cycle_between_eight_and_ninety_seven() -> None:
    duties = [a_to_duty_pct(tenths / 10) for tenths in range(60, 1000)]
    assert duties == sorted(duties)
    assert duties[0] >= 8.0
    assert duties[-1] <= 97.0


@pytest.mark.req("CCC-API-028")
@pytest.mark.parametrize(
    ("variable", "source"),
    [
        (registry.GRID_LIMIT_A, Source.GRID),
        (registry.EVSE_LIMIT_A, Source.EVSE),
        (registry.CABLE_LIMIT_A, Source.CABLE),
    ],
)
def test_each_configured_limit_can_be_the_smallest(variable: registry.Variable[int], source: Source) -> None:
    port = CoreBench({**WIDE, variable: 7}).port()
    assert offered_a(port) == physical_a(port) == 7.0
    assert (source, 7.0) in limits_of(port)


@pytest.mark.req("ALF-412-021")
def test_each_evse_offers_what_its_own_wiring_carries() -> None:
    own = Kept(settings={(registry.EVSE_LIMIT_A.name, 1): 32, (registry.EVSE_LIMIT_A.name, 2): 13})
    bench = CoreBench(WIDE, sockets=(False, False), kept=own)
    assert [offered_a(bench.port(evse)) for evse in (1, 2)] == [32.0, 13.0]


@pytest.mark.req("CCC-API-028")
def test_the_smallest_of_all_limits_wins_and_none_is_no_limit() -> None:
    bench = CoreBench(WIDE)
    bench.hear(DynamicLimitSet(1, "sun", 20.0), CentralLimitSet(1, 13.5), DynamicLimitSet(1, "house", None))
    assert offered_a(bench.port()) == 13.5
    bench.hear(CentralLimitSet(1, None))
    assert offered_a(bench.port()) == 20.0
    bench.hear(DynamicLimitSet(1, "sun", None))
    assert offered_a(bench.port()) == 80.0


@pytest.mark.req("CCC-API-030")
def test_the_sixth_name_is_ignored_and_a_known_one_is_overwritten() -> None:
    bench = CoreBench(WIDE)
    for name, limit_a in zip("abcde", (6.0, 13.0, 20.0, 32.0, 63.0), strict=True):
        bench.hear(DynamicLimitSet(1, name, limit_a))
    bench.hear(DynamicLimitSet(1, "f", 1.0))
    assert offered_a(bench.port()) == 6.0
    bench.hear(DynamicLimitSet(1, "a", 20.0))
    assert offered_a(bench.port()) == 13.0


@pytest.mark.req("CCC-API-029")
@pytest.mark.parametrize("limit_a", [5.9, 1.0, 0.0])
def test_below_six_ampere_the_pwm_stops_and_the_contactor_stays(limit_a: float) -> None:
    bench = online()
    bench.charge()
    bench.forget()
    bench.hear(DynamicLimitSet(1, "sun", limit_a))
    assert bench.commands == [SetDutyCycle(1, 100.0)]
    assert (bench.charging(), bench.port().contactor) == (Charging.SUSPENDED_EVSE, Contactor.CLOSED)


@pytest.mark.req("CCC-API-029")
def test_below_six_ampere_an_open_contactor_does_not_close() -> None:
    bench = online()
    bench.hear(CentralLimitSet(1, 0.0))
    bench.plug()
    bench.authorize()
    assert bench.said(SetContactor) == []
    assert bench.charging() is Charging.SUSPENDED_EVSE
    bench.hear(CentralLimitSet(1, 6.0))
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-SYS-009")
@pytest.mark.parametrize("first", [DynamicLimitSet(1, "sun", 25.0), CentralLimitSet(1, 25.0), CentralLimitSet(1, None)])
def test_the_failsafe_limit_counts_until_the_first_limit_from_outside(first: CentralLimitSet) -> None:
    bench = CoreBench({registry.FAILSAFE_LIMIT_A: 8})
    assert offered_a(bench.port()) == 8.0
    bench.hear(first)
    assert offered_a(bench.port()) == (32.0 if first.limit_a is None else 25.0)


@pytest.mark.req("CCC-SYS-009")
def test_a_failsafe_limit_of_minus_one_is_none() -> None:
    assert offered_a(CoreBench({registry.FAILSAFE_LIMIT_A: -1}).port()) == 32.0


@pytest.mark.req("CCC-API-032")
def test_limits_from_outside_are_lost_at_a_restart_and_the_failsafe_counts_again() -> None:
    bench = CoreBench({registry.FAILSAFE_LIMIT_A: 8})
    bench.hear(DynamicLimitSet(1, "sun", 25.0))
    assert offered_a(bench.restarted().port()) == 8.0


def test_a_limit_for_the_station_counts_at_every_evse() -> None:
    bench = CoreBench(sockets=(False, False))
    bench.hear(CentralLimitSet(STATION, 9.0))
    assert [offered_a(port) for port in bench.station.ports] == [9.0, 9.0]


def test_a_limit_for_an_evse_nobody_has_is_nobodys() -> None:
    bench = CoreBench()
    before = bench.station
    bench.hear(CentralLimitSet(2, 9.0), DynamicLimitSet(-1, "sun", 9.0))
    assert bench.station is before


def test_the_physical_limit_knows_no_wishes() -> None:
    bench = CoreBench({registry.GRID_LIMIT_A: 20})
    bench.hear(CentralLimitSet(1, 10.0))
    assert physical_a(bench.port()) == 20.0
