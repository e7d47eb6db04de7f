"""Charge Control C as the guide of its maker prints it, and the arithmetic between a raw value and its meaning."""

from __future__ import annotations

import pytest
from tests.hardware.linux.tree import RAW_AT_0V, RAW_PER_V

from pilotwire.core.port.pilot import BANDS_V, Pilot
from pilotwire.core.port.proximity import Proximity, ohm_to_proximity
from pilotwire.hardware.linux.charge_control_c import ADC, CHARGE_CONTROL_C, EVSE
from pilotwire.hardware.linux.lock_motor import LOCK_MOTORS
from pilotwire.hardware.linux.table import Adc, Bridge, Line, Pin, Polarity, PwmOutput, Reference, chip_and_offset
from pilotwire.personality import equipment

LOW = Polarity.ACTIVE_LOW


@pytest.mark.req("CCC-HW-004")
def test_the_cover_lock_is_in_the_table_though_nobody_drives_it() -> None:
    assert EVSE.cover_lock == Bridge(in1=Pin(73), in2=Pin(136), fault=Pin(25, LOW), sense=Adc(ADC, 1))


@pytest.mark.req("CCC-HW-003")
def test_the_plug_lock_is_connected_as_printed() -> None:
    assert EVSE.plug_lock == Bridge(in1=Pin(71, LOW), in2=Pin(72), fault=Pin(19, LOW), sense=Adc("2198000.adc", 0))


@pytest.mark.req("CCC-HW-008", "CCC-HW-010")
def test_digital_inputs_and_outputs_have_the_numbers_and_functions_of_the_guide() -> None:
    table = CHARGE_CONTROL_C
    assert table.digital_inputs == (121, 122, 124, 123, 116, 119)
    assert table.digital_outputs == (84, 85, 86, 87, 88, 89)
    assert (table.emergency, table.rcd, table.key_switch) == (Pin(121), Pin(122), Pin(124))
    assert (table.status_led, table.rcd_test) == (Pin(84), Pin(87))


@pytest.mark.parametrize(
    ("gpio", "place"), [(13, (0, 13)), (76, (2, 12)), (121, (3, 25)), (131, (4, 3)), (139, (4, 11))]
)
def test_a_line_number_counts_through_all_banks(gpio: int, place: tuple[int, int]) -> None:
    """As the device tree places CP_INVERT, RELAY_1_ENABLE, DIGITAL_IN_1, RELAY_1_SENSE and CP_NEGATIVE_PEAK_RST."""
    assert chip_and_offset(gpio) == place


@pytest.mark.req("CCC-HW-009")
def test_the_reference_of_the_digital_inputs_follows_the_formula_of_the_guide() -> None:
    """Chargebyte guide 7.9.1: 6 V at 25 kHz are 20000 ns."""
    reference = CHARGE_CONTROL_C.reference
    assert reference is not None
    assert reference.pwm == PwmOutput(chip=1, channel=0, period_ns=round(1e9 / 25_000))
    assert reference.duty_ns(6000.0) == 20_000
    assert reference.duty_ns(12_000.0) == reference.pwm.period_ns
    assert Reference(PwmOutput(1, 0, 1000), 12_000.0).duty_ns(3000.0) == 250


@pytest.mark.parametrize(("raw", "volts"), [(527, -11.95), (2411, 2.60), (3606, 11.83), (940, -8.75)])
def test_the_detectors_of_the_pilot_mean_what_was_measured_at_a_board(raw: int, volts: float) -> None:
    assert EVSE.pilot.volts.at(raw) == pytest.approx(volts, abs=0.02)


def test_one_step_of_the_converter_is_far_smaller_than_a_band_of_the_pilot() -> None:
    step_v = EVSE.pilot.volts.at(1) - EVSE.pilot.volts.at(0)
    assert step_v < 0.01
    assert {
        state for low, high, state in BANDS_V if low <= EVSE.pilot.volts.at(round(RAW_AT_0V + 6 * RAW_PER_V)) <= high
    } == {Pilot.READY}


@pytest.mark.parametrize(
    ("mv", "cable"),
    [
        (3200.0, Proximity.OPEN),
        (2459.0, Proximity.OPEN),
        (2087.0, Proximity.CABLE_13A),
        (1563.0, Proximity.CABLE_20A),
        (1008.0, Proximity.CABLE_32A),
        (800.0, Proximity.CABLE_63A),
        (600.0, Proximity.INVALID),
    ],
)
def test_a_voltage_at_the_proximity_contact_is_a_cable(mv: float, cable: Proximity) -> None:
    """Voltages of the resistors of IEC 61851-1 table B.2 behind 1 kOhm at 3.3 V and 220 Ohm in series."""
    assert ohm_to_proximity(EVSE.proximity_ohm.ohm(mv)) is cable


@pytest.mark.req("CCC-ADD-032")
def test_every_lock_that_can_be_configured_has_a_motor() -> None:
    assert set(LOCK_MOTORS) == set(equipment.LOCKS)
    assert len(LOCK_MOTORS) == 11


@pytest.mark.req("CCC-CFG-020", "CCC-ADD-032")
@pytest.mark.parametrize(
    ("types", "drive_s", "locked", "unlocked", "between"),
    [
        (("KUESTER-02S", "EV-T2M3S-E-LOCK12V", "EV-T2M3SM-E-LOCK12V"), 0.6, (0, 700), (2900, 3300), (701, 2899)),
        (("KUESTER-04S",), 0.6, (0, 1950), (2700, 3300), (1951, 2699)),
        (
            ("HELLA-MICRO-ACTUATOR-1", "WALTHER-WERKE-9798999009", "INTRAMCO-603205"),
            0.4,
            (0, 950),
            (2900, 3300),
            (951, 2899),
        ),
        (("SCAME-200.23260BS", "SCAME-200.23261BS"), 0.5, (0, 700), (2900, 3300), (701, 2899)),
        (("SCAME-200.23261BP",), 0.5, (0, 950), (2700, 3300), (951, 2699)),
        (("SCAME-200.23261BL",), 0.5, (), (), (0, 700, 1500, 2900, 3300)),  # it has no feedback
    ],
)
def test_a_motor_runs_its_time_and_its_contact_has_its_windows(
    types: tuple[str, ...], drive_s: float, locked: tuple[int, ...], unlocked: tuple[int, ...], between: tuple[int, ...]
) -> None:
    for name in types:
        motor = LOCK_MOTORS[name]
        assert motor.drive_s == drive_s
        assert [motor.is_locked(mv) for mv in locked] == [True] * len(locked)
        assert [motor.is_locked(mv) for mv in unlocked] == [False] * len(unlocked)
        assert [motor.is_locked(mv) for mv in between] == [None] * len(between)


def test_a_straight_line_has_a_slope_and_a_beginning() -> None:
    assert Line(0.5, -1.0).at(4) == 1.0
