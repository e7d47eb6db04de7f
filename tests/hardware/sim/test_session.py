"""A whole session as the sensors see it, from the plug to the full battery."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.limits import SetDutyCycle, a_to_duty_pct
from pilotwire.core.port.meter import MeterRead, ReadMeter
from pilotwire.core.port.pilot import Pilot, PilotMeasured, volts_to_pilot
from pilotwire.hardware.sim.action import Move, Plug, Unplug
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.rig import Rig
from pilotwire.hardware.sim.vehicle import Ask, VehicleBuild
from pilotwire.hardware.sim.view import VehicleView

Charge = Callable[..., None]
DUTY_16A = 16.0 / 0.6


def pilots(events: tuple[HardwareEvent, ...]) -> list[Pilot]:
    """The pilot states in *events*."""
    measured = (event for event in events if isinstance(event, PilotMeasured))
    return [volts_to_pilot(event.high_v, event.low_v, Pilot.LOST) for event in measured]


def vehicle_of(rig: Rig) -> VehicleView:
    """The vehicle that must be there."""
    vehicle = rig.evse().vehicle
    assert vehicle is not None
    return vehicle


def test_a_start_tells_everything_once_and_then_nothing_moves() -> None:
    rig = Rig(SimBoard(1, builds=(BoardBuild(has_socket=True),)))
    told = rig.go(3600.0)
    names = [type(event).__name__ for event in told]
    assert names == ["ProximityMeasured", "LockRead", "ContactorRead", "PilotMeasured", "MeterRead"]
    assert rig.board.next_due_s() is None


def test_a_vehicle_without_an_offer_waits_in_state_b_and_costs_nothing(rig: Rig) -> None:
    rig.act(Plug())
    assert pilots(rig.go(3600.0)) == [Pilot.CONNECTED]
    assert rig.board.next_due_s() is None


def test_a_vehicle_asks_a_second_after_the_offer(rig: Rig) -> None:
    rig.act(Plug())
    rig.go(1.0)
    rig.obey(SetDutyCycle(1, DUTY_16A))
    assert pilots(rig.go(0.9)) == [Pilot.CONNECTED]
    assert pilots(rig.go(0.2)) == [Pilot.READY]


def test_a_vehicle_that_needs_ventilation_says_so(rig: Rig) -> None:
    rig.act(Plug(state=Ask.VENTILATED))
    rig.obey(SetDutyCycle(1, DUTY_16A))
    assert pilots(rig.go(2.0))[-1] is Pilot.READY_VENTILATED


def test_no_current_flows_before_the_contactor_is_closed(rig: Rig) -> None:
    rig.act(Plug())
    rig.obey(SetDutyCycle(1, DUTY_16A))
    rig.go(60.0)
    assert vehicle_of(rig).current_a == 0.0
    assert rig.evse().meter.energy_wh == 0.0


def test_the_contactor_answers_within_60_ms(rig: Rig) -> None:
    rig.go(10.0)
    rig.obey(SetContactor(1, closed=True))
    rig.go(1.0)
    at_s, event = rig.heard[-1]
    assert event == ContactorRead(1, closed=True)
    assert 0.030 <= at_s - 10.0 <= 0.060


def test_a_charging_vehicle_draws_what_it_is_offered(rig: Rig, charge: Charge) -> None:
    charge(rig)
    meter = rig.evse().meter
    assert meter.current_a == pytest.approx((16.0, 16.0, 16.0), abs=0.01)
    assert meter.power_w == pytest.approx(11_000.0, rel=0.02)


@pytest.mark.parametrize(("offer_a", "drawn_a"), [(6.0, 6.0), (10.0, 10.0), (32.0, 32.0), (63.0, 32.0)])
def test_a_new_offer_is_followed_within_5_s_and_not_beyond_what_the_vehicle_can(
    rig: Rig, charge: Charge, offer_a: float, drawn_a: float
) -> None:
    charge(rig, Plug(vehicle=VehicleBuild(max_a=32.0)))
    duty_pct = offer_a / 0.6 if offer_a <= 51.0 else offer_a / 2.5 + 64.0
    rig.obey(SetDutyCycle(1, duty_pct))
    rig.go(0.9)
    assert vehicle_of(rig).current_a == pytest.approx(16.0)  # not before it has noticed
    rig.go(4.1)
    assert vehicle_of(rig).current_a == pytest.approx(drawn_a, abs=0.001)


@pytest.mark.parametrize(("first_a", "then_a"), [(6.0, 80.0), (80.0, 6.0)])
def test_the_largest_step_there_is_takes_less_than_5_s_too(
    rig: Rig, charge: Charge, first_a: float, then_a: float
) -> None:
    charge(rig, Plug(vehicle=VehicleBuild(max_a=80.0)), duty_pct=a_to_duty_pct(first_a))
    assert vehicle_of(rig).current_a == pytest.approx(first_a)
    rig.obey(SetDutyCycle(1, a_to_duty_pct(then_a)))
    rig.go(5.0)
    assert vehicle_of(rig).current_a == pytest.approx(then_a)


def test_offers_that_change_all_the_time_are_still_followed(rig: Rig, charge: Charge) -> None:
    charge(rig)
    for step in range(20):
        rig.obey(SetDutyCycle(1, (7.0 + step % 2) / 0.6))
        rig.go(0.4)
    assert vehicle_of(rig).current_a < 9.0


@pytest.mark.parametrize("duty_pct", [100.0, 0.0, 5.0])
def test_without_an_offer_the_current_is_gone_after_3_s_and_the_vehicle_rests(
    rig: Rig, charge: Charge, duty_pct: float
) -> None:
    charge(rig, Plug(vehicle=VehicleBuild(max_a=32.0)), duty_pct=32.0 / 0.6)
    rig.obey(SetDutyCycle(1, duty_pct))
    rig.go(3.0)
    assert vehicle_of(rig).current_a == 0.0
    rig.go(0.2)
    assert vehicle_of(rig).state == "B"


def test_the_contactor_takes_the_current_away_at_once_and_the_vehicle_comes_back_with_it(
    rig: Rig, charge: Charge
) -> None:
    charge(rig)
    rig.obey(SetContactor(1, closed=False))
    rig.go(0.06)
    assert vehicle_of(rig).current_a == 0.0
    rig.obey(SetContactor(1, closed=True))
    rig.go(6.0)
    assert vehicle_of(rig).current_a == pytest.approx(16.0)


def test_a_vehicle_pauses_below_its_smallest_current_and_goes_on_above(rig: Rig, charge: Charge) -> None:
    charge(rig, Plug(vehicle=VehicleBuild(min_a=10.0)))
    rig.obey(SetDutyCycle(1, 8.0 / 0.6))
    assert pilots(rig.go(6.0)) == [Pilot.CONNECTED]
    rig.obey(SetDutyCycle(1, DUTY_16A))
    assert pilots(rig.go(6.0)) == [Pilot.READY]


@pytest.mark.parametrize(
    ("station", "vehicle", "current_a"),
    [(3, 1, (16.0, 0.0, 0.0)), (3, 2, (16.0, 16.0, 0.0)), (1, 3, (16.0,)), (3, 3, (16.0, 16.0, 16.0))],
)
def test_current_flows_on_the_phases_both_have(
    charge: Charge, station: int, vehicle: int, current_a: tuple[float, ...]
) -> None:
    rig = Rig(SimBoard(1, builds=(BoardBuild(phases=station),)))
    charge(rig, Plug(vehicle=VehicleBuild(phases=vehicle)))
    meter = rig.evse().meter
    assert meter.current_a == pytest.approx(current_a, abs=0.01)
    assert len(meter.voltage_v) == station
    used_v = [each_v for each_v, each_a in zip(meter.voltage_v, meter.current_a, strict=True) if each_a]
    assert meter.power_w == pytest.approx(16.0 * sum(used_v), abs=0.5)


def test_the_voltage_sags_under_load(rig: Rig, charge: Charge) -> None:
    without_v = rig.evse().meter.voltage_v
    charge(rig)
    assert all(under - idle < -0.1 for under, idle in zip(rig.evse().meter.voltage_v, without_v, strict=True))
    assert all(220.0 < each_v < 235.0 for each_v in rig.evse().meter.voltage_v)


def test_above_80_percent_the_vehicle_slows_down_and_a_full_one_rests(rig: Rig, charge: Charge) -> None:
    charge(rig, Plug(vehicle=VehicleBuild(battery_kwh=2.0, soc_pct=79.0)))
    currents = []
    while (vehicle := vehicle_of(rig)).state == "C":
        currents.append((vehicle.soc_pct, vehicle.current_a))
        rig.go(5.0)
        assert rig.now_s < 3600.0
    assert [each_a for soc, each_a in currents if soc < 80.0] == pytest.approx([16.0] * 1, abs=0.2)
    slow = [each_a for soc, each_a in currents if soc > 80.0]
    assert slow == sorted(slow, reverse=True)
    assert min(slow) < 4.0
    assert vehicle_of(rig).soc_pct == pytest.approx(100.0, abs=0.01)
    assert pilots(tuple(event for _, event in rig.heard))[-1] is Pilot.CONNECTED
    rig.go(10.0)
    assert rig.board.next_due_s() is None


def test_a_full_battery_is_told_in_time_though_the_meter_is_rarely_read(charge: Charge) -> None:
    rig = Rig(SimBoard(1, builds=(BoardBuild(meter_period_s=600.0),)))
    charge(rig, Plug(vehicle=VehicleBuild(battery_kwh=1.0, soc_pct=90.0)))
    rig.go(1200.0)
    at_s = next(at_s for at_s, event in rig.heard[::-1] if isinstance(event, PilotMeasured))
    assert at_s < 400.0


def test_whoever_drives_on_and_comes_back_charges_again(rig: Rig, charge: Charge) -> None:
    charge(rig, Plug(vehicle=VehicleBuild(battery_kwh=0.1, soc_pct=99.0)))
    rig.go(120.0)
    assert vehicle_of(rig).state == "B"
    rig.act(Move(soc_pct=50.0))
    assert pilots(rig.go(1.0)) == [Pilot.READY]


def test_the_meter_speaks_every_second_while_current_flows_and_once_more_at_its_end(rig: Rig, charge: Charge) -> None:
    charge(rig)
    heard = [event for event in rig.go(10.0) if isinstance(event, MeterRead)]
    assert len(heard) == 10
    rig.obey(SetContactor(1, closed=False))
    last = [event for event in rig.go(60.0) if isinstance(event, MeterRead)]
    assert len(last) == 1
    assert last[0].reading.power_w == 0.0


def test_a_meter_that_is_asked_answers_at_the_next_advance(rig: Rig) -> None:
    rig.go(100.0)
    rig.obey(ReadMeter(1))
    assert rig.board.next_due_s() == 100.0
    (answer,) = rig.board.advance(100.0)
    assert isinstance(answer, MeterRead)


def test_who_leaves_under_load_takes_the_current_along(rig: Rig, charge: Charge) -> None:
    charge(rig)
    rig.act(Unplug())
    said = rig.go(2.0)
    assert pilots(said) == [Pilot.GONE]
    readings = [event.reading for event in said if isinstance(event, MeterRead)]
    assert readings[-1].power_w == 0.0
    assert rig.board.next_due_s() is None
