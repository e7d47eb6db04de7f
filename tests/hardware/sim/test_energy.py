"""The books: what the meter counts is what the battery gained and what was lost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pilotwire.core.command import HardwareCommand
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.meter import MeterRead, ReadMeter
from pilotwire.core.port.rcd import SetRcdTest
from pilotwire.core.port.secondary import SetSecondary
from pilotwire.core.port.ventilation import SetVentilation
from pilotwire.core.port.wake import DropPilot
from pilotwire.hardware.sim.action import ActionError, Break, Move, Plug, SimAction, TurnMeter, Unplug
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.evse import SimEvse
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.rig import Rig
from pilotwire.hardware.sim.vehicle import Ask, VehicleBuild

Charge = Callable[..., None]
SOCKET = (BoardBuild(has_socket=True, switches_phases=True),)
SMALL = VehicleBuild(battery_kwh=3.0, soc_pct=70.0, max_a=32.0)

DONE: st.SearchStrategy[HardwareCommand | SimAction] = st.one_of(
    st.sampled_from([100.0, 0.0, 5.0, 10.0, 16.0 / 0.6, 32.0 / 0.6, 90.0]).map(lambda pct: SetDutyCycle(1, pct)),
    st.booleans().map(lambda closed: SetContactor(1, closed=closed)),
    st.booleans().map(lambda locked: DriveLock(1, locked=locked)),
    st.booleans().map(lambda closed: SetSecondary(1, closed=closed)),
    st.booleans().map(lambda running: SetVentilation(1, running=running)),
    st.booleans().map(lambda active: SetRcdTest(1, active=active)),
    st.booleans().map(lambda dropped: DropPilot(1, dropped=dropped)),
    st.just(ReadMeter(1)),
    st.just(Plug(vehicle=SMALL)),
    st.booleans().map(lambda stays: Unplug(cable_stays=stays)),
    st.builds(Move, state=st.sampled_from(Ask), draw_a=st.sampled_from([None, 0.0, 20.0])),
    st.builds(Move, soc_pct=st.floats(0.0, 100.0)),
    st.builds(Break, name=st.sampled_from(SimFault), active=st.booleans()),
    st.builds(TurnMeter, energy_wh=st.floats(0.0, 1e5), voltage_v=st.sampled_from([None, (220.0, 230.0, 240.0)])),
)
HISTORY = st.lists(st.tuples(DONE, st.floats(0.0, 90.0)), min_size=1, max_size=25)


def charging(rig: Rig) -> Rig:
    """A random history begins where there is most to be spoilt: with current flowing."""
    rig.act(Plug(vehicle=SMALL))
    rig.obey(SetSecondary(1, closed=True), SetDutyCycle(1, 16.0 / 0.6), SetContactor(1, closed=True))
    rig.go(10.0)
    assert rig.evse().meter.power_w > 10_000.0
    return rig


def do(rig: Rig, deed: HardwareCommand | SimAction) -> None:
    """Carry out *deed*; the impossible is refused."""
    if isinstance(deed, HardwareCommand):
        rig.obey(deed)
        return
    try:
        rig.act(deed)
    except ActionError as error:
        assert error.path == "energy_wh"  # a register that would fall  # noqa: PT017


def evse_of(rig: Rig) -> SimEvse:
    """The parts, where views are rounded."""
    return rig.board._evses[0]


def test_the_meter_counts_what_the_battery_gains_and_what_is_lost(charge: Charge) -> None:
    rig = Rig(SimBoard(1, seed=3))
    charge(rig, Plug(vehicle=VehicleBuild(battery_kwh=5.0, soc_pct=60.0)))
    rig.go(3600.0)
    evse = evse_of(rig)
    assert evse.vehicle is not None
    battery = evse.vehicle.battery
    assert evse.meter.register_wh == pytest.approx(battery.gained_wh + battery.lost_wh, abs=1e-6)
    assert battery.gained_wh == pytest.approx(2000.0, abs=0.1)
    assert 0.90 <= battery.gained_wh / evse.meter.register_wh <= 0.95


def test_register_power_and_current_tell_the_same_story(rig: Rig, charge: Charge) -> None:
    charge(rig)
    readings = [event.reading for event in rig.go(600.0) if isinstance(event, MeterRead)]
    assert len(readings) == 600
    for before, after in pairwise(readings):
        mean_wh = (before.power_w + after.power_w) / 2.0 / 3600.0
        assert after.energy_wh - before.energy_wh == pytest.approx(mean_wh, abs=0.11)  # shown in tenths
        apparent = sum(v * a for v, a in zip(after.voltage_v, after.current_a, strict=True))
        assert after.power_w == pytest.approx(apparent, abs=1.0)
    total_wh = sum((a.power_w + b.power_w) / 2.0 / 3600.0 for a, b in pairwise(readings))
    assert readings[-1].energy_wh - readings[0].energy_wh == pytest.approx(total_wh, rel=1e-4)


def test_the_register_is_the_integral_of_the_power_through_ramps_and_taper(charge: Charge) -> None:
    rig = Rig(SimBoard(1, seed=9, builds=(BoardBuild(register_wh=1234.7),)))
    rig.act(Plug(vehicle=VehicleBuild(battery_kwh=0.5, soc_pct=60.0, max_a=32.0)))
    rig.obey(SetDutyCycle(1, 32.0 / 0.6), SetContactor(1, closed=True))
    power_w, total_wh, step_s = 0.0, 0.0, 0.01
    for _ in range(12_000):
        rig.board.catch_up(rig.now_s + step_s)
        rig.now_s += step_s
        evse = evse_of(rig)
        currents = evse.current_a()
        now_w = sum(v * a for v, a in zip(evse.grid.voltage_v(rig.now_s, currents), currents, strict=True))
        total_wh += (power_w + now_w) / 2.0 * step_s / 3600.0
        power_w = now_w
    assert total_wh > 150.0
    assert evse_of(rig).meter.register_wh - 1234.7 == pytest.approx(total_wh, rel=1e-3)


@settings(max_examples=150, deadline=None)
@given(HISTORY)
def test_the_register_never_falls_and_the_books_always_balance(
    history: list[tuple[HardwareCommand | SimAction, float]],
) -> None:
    rig = charging(Rig(SimBoard(1, seed=1, builds=SOCKET)))
    came_wh, before_wh = 0.0, 0.0
    for deed, pause_s in history:
        evse = evse_of(rig)
        if isinstance(deed, TurnMeter) and deed.energy_wh is not None:
            came_wh += max(0.0, deed.energy_wh - evse.meter.register_wh)
        leaving = evse.vehicle
        do(rig, deed)
        if leaving is not None and evse.vehicle is None:
            came_wh += leaving.battery.gained_wh + leaving.battery.lost_wh
        rig.go(pause_s)
        charged_wh = evse.vehicle.battery.gained_wh + evse.vehicle.battery.lost_wh if evse.vehicle else 0.0
        assert evse.meter.register_wh == pytest.approx(came_wh + charged_wh, abs=1e-6)
        assert evse.meter.register_wh >= before_wh
        assert evse.vehicle is None or evse.vehicle.battery.soc_pct < 100.01
        before_wh = evse.meter.register_wh
    shown = [event.reading.energy_wh for _, event in rig.heard if isinstance(event, MeterRead)]
    assert shown == sorted(shown)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0.001, 30.0), min_size=1, max_size=200), st.floats(30.0, 99.0))
def test_the_energy_does_not_depend_on_how_often_anybody_looks(pauses_s: list[float], soc_pct: float) -> None:
    plug = Plug(vehicle=VehicleBuild(battery_kwh=0.8, soc_pct=soc_pct, max_a=32.0))
    boards = [SimBoard(1, seed=2), SimBoard(1, seed=2)]
    for board in boards:
        board.act(plug, 0.0)
        board.obey(SetDutyCycle(1, 32.0 / 0.6), 0.0)
        board.obey(SetContactor(1, closed=True), 0.0)
    now_s = 0.0
    for pause_s in pauses_s:
        now_s += pause_s
        boards[0].advance(now_s)
    boards[0].advance(240.0)
    boards[1].advance(240.0)
    seen_wh, unseen_wh = (board._evses[0].meter.register_wh for board in boards)
    assert unseen_wh > 5.0
    assert seen_wh == pytest.approx(unseen_wh, rel=1e-3)


@settings(max_examples=25, deadline=None)
@given(HISTORY, st.integers(0, 1000))
def test_the_same_seed_and_the_same_history_give_the_same_events(
    history: list[tuple[HardwareCommand | SimAction, float]], seed: int
) -> None:
    rigs = [charging(Rig(SimBoard(2, seed=seed, builds=SOCKET))) for _ in range(2)]
    for rig in rigs:
        for deed, pause_s in history:
            do(rig, deed)
            rig.go(pause_s)
    assert rigs[0].heard == rigs[1].heard
    assert rigs[0].board.view() == rigs[1].board.view()


def test_another_seed_gives_other_voltages() -> None:
    views = [SimBoard(1, seed=seed).view().evses[0].meter.voltage_v for seed in range(10)]
    assert len(set(views)) == 10
