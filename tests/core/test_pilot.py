"""Volts on the control pilot become what the vehicle does."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, standing_faults
from pilotwire.core.port.pilot import Pilot, PilotMeasured, volts_to_pilot

A, B, C, D, E, F = Pilot
BANDS = {  # the edges of each band and its middle (IEC 61851-1 table A.4)
    A: (11.0, 12.0, 13.0),
    B: (8.0, 9.0, 10.0),
    C: (5.0, 6.0, 7.0),
    D: (2.0, 3.0, 4.0),
    E: (-1.0, 0.0, 1.0),
    F: (-13.0, -12.0, -11.0),
}
GAPS = {10.99: (A, B), 10.01: (A, B), 7.99: (B, C), 7.01: (B, C), 4.99: (C, D), 4.01: (C, D), 1.5: (D, E)}


@pytest.mark.parametrize(("volts", "state"), [(volts, state) for state, band in BANDS.items() for volts in band])
@pytest.mark.parametrize("before", list(Pilot))
def test_within_a_band_the_voltage_says_it_all(volts: float, state: Pilot, before: Pilot) -> None:
    assert volts_to_pilot(volts, volts, before) is state


@pytest.mark.parametrize(("volts", "state"), [(volts, state) for volts, states in GAPS.items() for state in states])
def test_between_two_bands_the_state_stays_what_it_was(volts: float, state: Pilot) -> None:
    assert volts_to_pilot(volts, -12.0, state) is state


@pytest.mark.parametrize(
    ("volts", "before", "state"), [(10.5, C, B), (10.5, D, B), (7.5, A, B), (4.5, A, C), (7.5, D, C), (1.5, B, D)]
)
def test_a_jump_between_two_bands_ends_at_the_nearer_one(volts: float, before: Pilot, state: Pilot) -> None:
    assert volts_to_pilot(volts, volts, before) is state


@pytest.mark.parametrize("volts", [10.99, 7.5, 4.5, 1.5])
def test_a_lost_pilot_is_found_again_only_within_a_band(volts: float) -> None:
    assert volts_to_pilot(volts, -12.0, E) is E


@pytest.mark.parametrize("volts", [-1.01, -5.0, -10.99, -13.5, 13.5])
def test_a_voltage_no_vehicle_makes_is_a_lost_pilot(volts: float) -> None:
    assert volts_to_pilot(volts, volts, C) is E


def test_a_little_too_much_voltage_without_a_vehicle_is_still_no_vehicle() -> None:
    assert volts_to_pilot(13.2, 13.2, A) is A


@pytest.mark.parametrize(("low_v", "state"), [(-12.0, C), (-11.0, C), (-10.99, E), (-6.0, E), (5.0, C), (4.99, E)])
def test_a_pwm_shows_whether_the_vehicle_has_its_diode(low_v: float, state: Pilot) -> None:
    assert volts_to_pilot(6.0, low_v, C) is state


def test_without_a_vehicle_nobody_misses_a_diode() -> None:
    assert volts_to_pilot(12.0, -9.0, A) is A


@pytest.mark.parametrize("volts", [12.0, 9.0, 3.0, 0.0, -12.0, 10.5, -5.0])
def test_whatever_is_not_c_opens_the_contactor_in_the_same_step(volts: float) -> None:
    bench = online()
    bench.charge()
    bench.forget()
    said = bench.hear(PilotMeasured(1, volts, -12.0))
    assert [command.closed for command in said.commands if hasattr(command, "closed")] == [False]


def test_the_pwm_runs_only_for_a_vehicle_that_may_charge() -> None:
    bench = online()
    assert bench.port().duty_pct == 100.0  # A1
    bench.plug(asks=False)
    assert bench.port().duty_pct == 100.0  # B1
    bench.authorize()
    assert 8.0 <= bench.port().duty_pct <= 97.0  # B2
    bench.vehicle(Pilot.READY)
    assert 8.0 <= bench.port().duty_pct <= 97.0  # C2


def test_a_missing_diode_is_a_fault_until_the_vehicle_has_gone() -> None:
    bench = online()
    bench.charge()
    bench.hear(PilotMeasured(1, 6.0, -6.0))
    bench.hear(PilotMeasured(1, 6.0, 6.0), PilotMeasured(1, 9.0, 9.0))
    assert bench.charging() is Charging.FAULTED
    bench.unplug()
    assert standing_faults(bench.port()) == set()


def test_a_short_pilot_is_forgiven_when_it_is_over() -> None:
    bench = online()
    bench.charge()
    bench.vehicle(Pilot.LOST)
    assert bench.station.ports[0].pilot is E
    assert Fault.PILOT_LOST in standing_faults(bench.port())
    bench.vehicle(Pilot.READY)
    bench.go(8.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.parametrize("socket", [False, True])
def test_a_vehicle_that_wants_ventilation_where_there_is_none_gets_no_pwm_and_keeps_its_plug(socket: bool) -> None:
    bench = online(sockets=(socket,))
    bench.charge()
    bench.vehicle(Pilot.READY_VENTILATED)
    bench.go(1.0)
    assert (bench.port().duty_pct, bench.charging()) == (100.0, Charging.SUSPENDED_EVSE)
    assert bench.evses[0].is_locked is socket
    bench.vehicle(Pilot.READY)
    bench.go(8.0)
    assert bench.charging() is Charging.CHARGING


def test_a_vehicle_that_wants_ventilation_charges_where_it_is_always_accepted() -> None:
    bench = CoreBench({registry.ACCEPT_STATE_D: True, registry.USER_AUTHENTICATION: "free"})
    bench.plug(asks=False)
    bench.vehicle(Pilot.READY_VENTILATED)
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
