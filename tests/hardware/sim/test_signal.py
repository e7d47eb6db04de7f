"""The pilot line: what resistors, diode and shorts make of twelve volts."""

from __future__ import annotations

import pytest

from pilotwire.core.port.limits import a_to_duty_pct
from pilotwire.core.port.pilot import Pilot, volts_to_pilot
from pilotwire.hardware.sim.chance import Chance
from pilotwire.hardware.sim.signal import PilotState, Signal, duty_to_a, high_v


@pytest.mark.parametrize(
    ("state", "volts"), [(PilotState.A, 12.0), (PilotState.B, 9.0), (PilotState.C, 6.0), (PilotState.D, 3.0)]
)
def test_the_resistors_of_table_a5_give_the_voltages_of_table_a4(state: PilotState, volts: float) -> None:
    assert high_v(state, has_diode=True) == pytest.approx(volts, abs=0.1)


@pytest.mark.parametrize(
    ("duty_pct", "current_a"),
    [
        (0.0, None),
        (2.9, None),
        (5.0, None),
        (7.9, None),
        (8.0, 6.0),
        (9.9, 6.0),
        (10.0, 6.0),
        (26.6667, 16.0),
        (85.0, 51.0),
        (85.1, 52.75),
        (96.0, 80.0),
        (96.5, 80.0),
        (97.0, 80.0),
        (97.1, None),
        (100.0, None),
    ],
)
def test_a_duty_cycle_means_what_table_a8_says(duty_pct: float, current_a: float | None) -> None:
    assert duty_to_a(duty_pct) == (None if current_a is None else pytest.approx(current_a, abs=0.01))


@pytest.mark.parametrize("current_a", [6.0, 10.0, 13.0, 16.0, 32.0, 51.0, 53.0, 63.0, 80.0])
def test_the_vehicle_reads_what_the_core_offers(current_a: float) -> None:
    assert duty_to_a(a_to_duty_pct(current_a)) == pytest.approx(current_a, abs=1e-9)


@pytest.mark.parametrize("duty_pct", [100.0, 50.0])
@pytest.mark.parametrize(
    ("state", "pilot"),
    [
        (PilotState.A, Pilot.GONE),
        (PilotState.B, Pilot.CONNECTED),
        (PilotState.C, Pilot.READY),
        (PilotState.D, Pilot.READY_VENTILATED),
    ],
)
def test_the_core_reads_each_state_through_the_noise(duty_pct: float, state: PilotState, pilot: Pilot) -> None:
    for seed in range(50):
        signal = Signal()
        signal.duty_pct = duty_pct
        news = signal.news(state, Chance(seed))
        assert news is not None
        assert volts_to_pilot(*news, before=Pilot.LOST) is pilot


def test_state_f_is_minus_twelve_volts_whoever_is_plugged_in() -> None:
    signal = Signal()
    signal.duty_pct = 0.0
    assert signal.plateaus(PilotState.A) == signal.plateaus(PilotState.C) == (-12.0, -12.0)


def test_without_the_diode_the_negative_plateau_mirrors_the_positive_one() -> None:
    signal = Signal()
    signal.duty_pct, signal.has_diode = 50.0, False
    high, low = signal.plateaus(PilotState.C)
    assert low == -high
    assert volts_to_pilot(high, low, Pilot.READY) is Pilot.LOST


def test_without_a_vehicle_a_bridged_diode_is_not_seen() -> None:
    signal = Signal()
    signal.duty_pct, signal.has_diode = 50.0, False
    assert signal.plateaus(PilotState.A) == (12.0, -12.0)


def test_a_short_offers_nothing_and_reads_zero() -> None:
    signal = Signal()
    signal.duty_pct, signal.is_short = 50.0, True
    assert signal.plateaus(PilotState.C) == (0.0, 0.0)
    assert signal.offer_a() is None


def test_what_has_not_changed_is_not_measured_again() -> None:
    signal = Signal()
    chance = Chance(1)
    assert signal.news(PilotState.B, chance) is not None
    assert signal.news(PilotState.B, chance) is None
    signal.duty_pct = 30.0
    assert signal.news(PilotState.B, chance) is not None
    signal.duty_pct = 50.0  # the plateaus of another duty cycle are the same
    assert signal.news(PilotState.B, chance) is None


def test_a_tester_that_loads_the_line_leaves_the_negative_half_wave() -> None:
    signal = Signal()
    signal.duty_pct, signal.held_v = 50.0, 6.0
    assert signal.plateaus(PilotState.B) == (6.0, -12.0)
    signal.has_diode = False
    assert signal.plateaus(PilotState.B) == (6.0, -6.0)
    signal.held_v = -12.0
    assert signal.plateaus(PilotState.B) == (-12.0, -12.0)


def test_chance_is_the_same_for_the_same_seed_and_stays_in_its_bounds() -> None:
    first, again, other = Chance(5), Chance(5), Chance(6)
    drawn = [first.between(-1.0, 2.0) for _ in range(1000)]
    assert drawn == [again.between(-1.0, 2.0) for _ in range(1000)]
    assert drawn != [other.between(-1.0, 2.0) for _ in range(1000)]
    assert all(-1.0 <= value < 2.0 for value in drawn)
    assert sum(drawn) / 1000 == pytest.approx(0.5, abs=0.1)
