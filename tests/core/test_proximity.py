"""The resistor of a cable says what it carries."""

from __future__ import annotations

import pytest
from tests.core.bench import online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, first_fault
from pilotwire.core.port.limits import offered_a
from pilotwire.core.port.proximity import Proximity, ProximityMeasured, ohm_to_proximity

WIDE = {registry.EVSE_LIMIT_A: 80, registry.GRID_LIMIT_A: 80}


@pytest.mark.parametrize(
    ("ohm", "cable"),
    [
        (None, Proximity.OPEN),
        (4500.1, Proximity.OPEN),
        (4500.0, Proximity.INVALID),
        (2460.1, Proximity.INVALID),
        (2460.0, Proximity.CABLE_13A),
        (1500.0, Proximity.CABLE_13A),
        (1100.0, Proximity.CABLE_13A),
        (1099.9, Proximity.INVALID),
        (936.0, Proximity.CABLE_20A),
        (680.0, Proximity.CABLE_20A),
        (400.0, Proximity.CABLE_20A),
        (399.0, Proximity.INVALID),
        (308.0, Proximity.CABLE_32A),
        (220.0, Proximity.CABLE_32A),
        (164.0, Proximity.CABLE_32A),
        (150.0, Proximity.INVALID),
        (140.0, Proximity.CABLE_63A),
        (100.0, Proximity.CABLE_63A),
        (80.0, Proximity.CABLE_63A),
        (79.9, Proximity.INVALID),
        (0.0, Proximity.INVALID),
    ],
)
def test_a_resistor_within_a_band_is_a_cable(ohm: float | None, cable: Proximity) -> None:
    assert ohm_to_proximity(ohm) is cable


@pytest.mark.req("CCC-SYS-010")
@pytest.mark.parametrize(("ohm", "carries_a"), [(1500.0, 13.0), (680.0, 20.0), (220.0, 32.0), (100.0, 63.0)])
def test_with_a_socket_the_resistor_limits_and_the_configured_cable_does_not(ohm: float, carries_a: float) -> None:
    bench = online({**WIDE, registry.CABLE_LIMIT_A: 10}, sockets=(True,))
    bench.hear(ProximityMeasured(1, ohm))
    assert offered_a(bench.port()) == carries_a


@pytest.mark.req("CCC-SYS-010")
def test_with_a_fixed_cable_the_configured_limit_counts_and_no_resistor() -> None:
    bench = online({**WIDE, registry.CABLE_LIMIT_A: 10}, sockets=(False,))
    bench.hear(ProximityMeasured(1, 100.0))
    assert offered_a(bench.port()) == 10.0


def test_a_cable_that_changes_while_charging_does_not_stop_it() -> None:
    bench = online(sockets=(True,))
    bench.charge()
    bench.hear(ProximityMeasured(1, 1500.0))
    assert bench.charging() is Charging.CHARGING
    assert offered_a(bench.port()) == 13.0


def test_an_unreadable_resistor_is_a_fault_that_takes_the_offer_away() -> None:
    bench = online(sockets=(True,))
    bench.charge()
    bench.hear(ProximityMeasured(1, 3000.0))
    assert first_fault(bench.port()) is Fault.PROXIMITY_INVALID
    assert (bench.port().duty_pct, bench.evses[0].is_locked) == (100.0, True)
