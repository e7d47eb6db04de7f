"""The resistor of a cable says what it carries."""

from __future__ import annotations

import pytest
from tests.core.bench import BOB, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, first_fault
from pilotwire.core.port.limits import offered_a
from pilotwire.core.port.phase import Pilot
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


@pytest.mark.req("CCC-STAT-008", "CCC-ERR-036")
def test_a_cable_that_changes_while_charging_does_not_stop_it_and_counts_less() -> None:
    bench = online(sockets=(True,))
    bench.charge()
    bench.hear(ProximityMeasured(1, 1500.0))
    assert (bench.charging(), offered_a(bench.port())) == (Charging.CHARGING, 13.0)
    assert first_fault(bench.port()) is Fault.PROXIMITY_CHANGED


@pytest.mark.req("CCC-STAT-008", "CCC-ERR-036")
def test_after_a_change_the_smaller_cable_counts_until_the_vehicle_has_gone() -> None:
    bench = online(sockets=(True,))
    bench.charge()
    bench.hear(ProximityMeasured(1, 1500.0), ProximityMeasured(1, 100.0))
    assert (offered_a(bench.port()), first_fault(bench.port())) == (13.0, Fault.PROXIMITY_CHANGED)
    bench.unplug()
    assert first_fault(bench.port()) is None
    bench.go(10.0)
    bench.charge(token=BOB)
    assert offered_a(bench.port()) == 32.0


def test_a_better_cable_is_a_change_as_well() -> None:
    bench = online(sockets=(True,))
    bench.charge()
    bench.hear(ProximityMeasured(1, 100.0))
    assert (offered_a(bench.port()), first_fault(bench.port())) == (32.0, Fault.PROXIMITY_CHANGED)


def test_a_cable_that_is_only_measured_anew_is_no_change() -> None:
    bench = online(sockets=(True,))
    bench.charge()
    bench.hear(ProximityMeasured(1, 230.0))
    assert first_fault(bench.port()) is None


UNREADABLE = [(3000.0, Fault.PROXIMITY_INVALID), (None, Fault.PROXIMITY_MISSING)]


@pytest.mark.req("CCC-ERR-034", "CCC-ERR-035")
@pytest.mark.parametrize(("ohm", "fault"), UNREADABLE)
def test_an_unreadable_resistor_while_charging_interrupts_and_holds_the_plug(ohm: float | None, fault: Fault) -> None:
    bench = online(sockets=(True,))
    bench.charge()
    said = bench.hear(ProximityMeasured(1, ohm))
    assert said.commands[0] == SetContactor(1, closed=False)
    assert (first_fault(bench.port()), bench.port().duty_pct) == (fault, 100.0)
    bench.card()
    bench.go(10.0)
    assert bench.evses[0].is_locked


@pytest.mark.req("CCC-ERR-034", "CCC-ERR-035")
@pytest.mark.parametrize(("ohm", "fault"), UNREADABLE)
def test_with_an_unreadable_resistor_nothing_begins_and_nothing_is_locked(ohm: float | None, fault: Fault) -> None:
    bench = online(sockets=(True,))
    bench.vehicle(Pilot.CONNECTED)
    bench.hear(ProximityMeasured(1, ohm))
    bench.authorize()
    assert (first_fault(bench.port()), bench.port().duty_pct) == (fault, 100.0)
    assert (bench.evses[0].is_locked, bench.said(SetContactor)) == (False, [])


@pytest.mark.parametrize(("ohm", "fault"), UNREADABLE)
def test_a_resistor_that_can_be_read_again_lets_the_session_go_on(ohm: float | None, fault: Fault) -> None:
    bench = online(sockets=(True,))
    bench.charge()
    bench.hear(ProximityMeasured(1, ohm))
    bench.go(10.0)
    bench.hear(ProximityMeasured(1, 220.0))
    bench.go(1.0)
    assert (bench.charging(), first_fault(bench.port())) == (Charging.CHARGING, None)


@pytest.mark.parametrize("ohm", [3000.0, None])
def test_a_fixed_cable_needs_no_resistor(ohm: float | None) -> None:
    bench = online()
    bench.hear(ProximityMeasured(1, ohm))
    bench.charge()
    assert first_fault(bench.port()) is None
