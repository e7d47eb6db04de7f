"""What people, tests and fleets do to the board."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import pytest

from pilotwire.core.authorization import CardShown
from pilotwire.core.consent import KeyTurned
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock, LockRead
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.proximity import Proximity, ProximityMeasured, ohm_to_proximity
from pilotwire.core.token import Token, TokenKind
from pilotwire.hardware.sim.action import (
    ActionError,
    HoldPilot,
    HoldProximity,
    Move,
    Network,
    Plug,
    Power,
    SimAction,
    Supply,
    Swipe,
    Turn,
    TurnMeter,
    Unplug,
)
from pilotwire.hardware.sim.board import MAX_SWITCHES, SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.rig import Rig
from pilotwire.hardware.sim.vehicle import Ask, VehicleBuild

Charge = Callable[..., None]


@pytest.mark.parametrize(
    ("cable_a", "proximity"),
    [
        (13.0, Proximity.CABLE_13A),
        (20.0, Proximity.CABLE_20A),
        (32.0, Proximity.CABLE_32A),
        (63.0, Proximity.CABLE_63A),
    ],
)
def test_a_socket_reads_the_cable_before_the_pilot(cable_a: float, proximity: Proximity) -> None:
    for seed in range(20):
        rig = Rig(SimBoard(1, seed=seed, builds=(BoardBuild(has_socket=True),)))
        rig.go(0.0)
        rig.act(Plug(cable_a=cable_a))
        cable, pilot = rig.go(1.0)
        assert isinstance(cable, ProximityMeasured)
        assert ohm_to_proximity(cable.ohm) is proximity
        assert isinstance(pilot, PilotMeasured)


def test_pulling_the_plug_breaks_the_pilot_before_the_proximity(socket: Rig) -> None:
    socket.act(Plug())
    socket.go(1.0)
    assert socket.act(Unplug()).refused is None
    pilot, cable = socket.go(1.0)
    assert isinstance(pilot, PilotMeasured)
    assert cable == ProximityMeasured(1, None)


def test_a_locked_plug_stays_until_it_is_unlocked(socket: Rig) -> None:
    socket.act(Plug())
    socket.go(1.0)
    socket.obey(DriveLock(1, locked=True))
    assert socket.go(0.39) == ()
    assert socket.go(0.02) == (LockRead(1, locked=True),)
    view = socket.act(Unplug())
    assert view.refused == "the plug is locked"
    assert view.evses[0].vehicle is not None
    socket.obey(DriveLock(1, locked=False))
    assert socket.go(0.5) == (LockRead(1, locked=False),)
    assert socket.act(Unplug()).evses[0].vehicle is None


def test_a_lock_command_taken_back_in_time_is_answered_with_where_the_lock_is(socket: Rig) -> None:
    socket.obey(DriveLock(1, locked=True))
    socket.go(0.1)
    socket.obey(DriveLock(1, locked=False))
    assert socket.go(5.0) == (LockRead(1, locked=False),)


def test_only_one_vehicle_fits_and_only_one_that_is_there_can_do_anything(rig: Rig) -> None:
    assert rig.act(Unplug()).refused == rig.act(Move()).refused == "no vehicle is plugged in"
    assert rig.act(Plug()).refused is None
    assert rig.act(Plug()).refused == "a vehicle is already plugged in"


def test_a_card_is_shown_at_the_reader_of_its_evse_or_at_the_common_one(rig: Rig) -> None:
    token = Token("04E2A8B1", TokenKind.ISO15693)
    rig.act(Swipe(token))
    rig.act(Swipe(token, evse=1))
    assert rig.go(0.0) == (CardShown(token, 0), CardShown(token, 1))


def test_a_vehicle_pauses_and_resumes_when_its_driver_says_so(rig: Rig, charge: Charge) -> None:
    charge(rig)
    rig.act(Move(state=Ask.NOTHING))
    rig.go(2.0)
    assert rig.evse().pilot_high_v == pytest.approx(9.0, abs=0.1)
    rig.act(Move(state=Ask.ENERGY))
    rig.go(5.0)
    assert rig.evse().meter.current_a[0] == pytest.approx(16.0)


def test_a_vehicle_draws_what_it_is_told_even_more_than_offered_until_told_otherwise(rig: Rig, charge: Charge) -> None:
    charge(rig)
    rig.act(Move(draw_a=25.0))
    rig.go(5.0)
    assert rig.evse().meter.current_a[0] == pytest.approx(25.0)
    rig.act(Move(draw_a=None))
    rig.go(5.0)
    assert rig.evse().meter.current_a[0] == pytest.approx(16.0)


def test_a_vehicle_plugged_in_state_b_does_not_ask(rig: Rig) -> None:
    rig.act(Plug(state=Ask.NOTHING))
    rig.obey(SetDutyCycle(1, 50.0))
    rig.go(60.0)
    vehicle = rig.evse().vehicle
    assert vehicle is not None
    assert (vehicle.state, vehicle.asks) == ("B", "B")


def test_a_tester_on_the_pilot_is_measured_exactly_and_gone_again(rig: Rig) -> None:
    rig.act(Plug())
    rig.go(1.0)
    rig.act(HoldPilot(volts=4.5))
    assert rig.go(0.1) == (PilotMeasured(1, 4.5, 4.5),)
    rig.act(HoldPilot(volts=None))
    (measured,) = rig.go(0.1)
    assert isinstance(measured, PilotMeasured)
    assert measured.high_v == pytest.approx(9.0, abs=0.1)


def test_a_pilot_held_at_earth_takes_the_offer_from_the_vehicle(rig: Rig, charge: Charge) -> None:
    charge(rig)
    rig.act(HoldPilot(volts=0.0))
    assert PilotMeasured(1, 0.0, 0.0) in rig.go(3.0)
    assert rig.evse().meter.power_w == 0.0


def test_a_bridged_diode_by_pilot_is_the_fault_of_that_name(rig: Rig) -> None:
    rig.act(Plug())
    assert rig.act(HoldPilot(is_diode_bridged=True)).evses[0].faults == ("diode",)
    assert rig.act(HoldPilot(is_diode_bridged=False)).evses[0].faults == ()


def test_a_resistor_at_the_proximity_contact_is_measured_until_it_is_gone(socket: Rig) -> None:
    socket.act(HoldProximity(150.0))
    assert socket.go(0.1) == (ProximityMeasured(1, 150.0),)
    socket.act(HoldProximity(None))
    assert socket.go(0.1) == (ProximityMeasured(1, None),)


def test_the_register_can_be_set_upward_only(rig: Rig) -> None:
    assert rig.act(TurnMeter(energy_wh=500.0)).evses[0].meter.energy_wh == 500.0
    (answer,) = rig.go(0.0)
    assert isinstance(answer, MeterRead)
    assert answer.reading.energy_wh == 500.0
    with pytest.raises(ActionError, match="energy_wh: the register never falls"):
        rig.act(TurnMeter(energy_wh=499.0))


def test_what_a_refused_meter_action_asked_is_not_half_done(rig: Rig) -> None:
    with pytest.raises(ActionError, match="voltage_v"):
        rig.act(TurnMeter(energy_wh=500.0, voltage_v=(230.0,)))
    assert rig.evse().meter.energy_wh == 0.0


def test_voltages_can_be_held_and_power_follows_them(rig: Rig, charge: Charge) -> None:
    charge(rig)
    meter = rig.act(TurnMeter(voltage_v=(200.0, 210.0, 220.0))).evses[0].meter
    assert meter.voltage_v == (200.0, 210.0, 220.0)
    assert meter.power_w == pytest.approx(630.0 * 16.0, abs=1.0)
    meter = rig.act(TurnMeter(voltage_v=None)).evses[0].meter
    assert meter.voltage_v[0] > 220.0


def test_a_meter_taken_away_is_told_and_silent_and_counts_on(rig: Rig, charge: Charge) -> None:
    charge(rig)
    before_wh = rig.evse().meter.energy_wh
    rig.act(TurnMeter(available=False))
    assert rig.go(30.0) == (FaultSeen(1, Fault.METER_LOST),)
    rig.act(TurnMeter(available=True))
    cleared, answer, *_ = rig.go(0.0)
    assert cleared == FaultCleared(1, Fault.METER_LOST)
    assert isinstance(answer, MeterRead)
    assert answer.reading.energy_wh - before_wh == pytest.approx(11_000.0 * 30.0 / 3600.0, rel=0.02)


def test_switches_are_remembered_up_to_a_number(rig: Rig) -> None:
    rig.act(Turn("SW2", 11))
    assert rig.act(Turn("key", True)).switches == {"SW2": 11, "key": True}
    for place in range(MAX_SWITCHES - 2):
        rig.act(Turn(f"input{place}", 0))
    with pytest.raises(ActionError, match="name"):
        rig.act(Turn("one more", 0))
    assert rig.act(Turn("SW2", 3)).switches["SW2"] == 3


def test_the_key_switch_is_told_when_it_is_turned_and_after_a_power_cut(rig: Rig) -> None:
    rig.act(Turn("key", True))
    rig.act(Turn("SW2", 3))
    assert rig.go(0.0) == (KeyTurned(0, is_on=True),)
    rig.board.cut_power(rig.now_s)
    rig.act(Turn("key", False))
    rig.board.restore_power(rig.now_s)
    assert [event for event in rig.go(0.0) if isinstance(event, KeyTurned)] == [KeyTurned(0, is_on=False)]


@pytest.mark.parametrize("action", [Network(online=False), Power(Supply.CUT)])
def test_network_and_power_are_not_the_boards(rig: Rig, action: SimAction) -> None:
    with pytest.raises(ActionError, match="not the board's"):
        rig.act(action)


@pytest.mark.parametrize(
    ("action", "path"),
    [
        (Plug(evse=2), "evse"),
        (Swipe(Token("A"), evse=2), "evse"),
        (Swipe(Token("A"), evse=-1), "evse"),
        (Plug(cable_a=20.0), "cable_a"),
        (HoldProximity(220.0), "evse"),
    ],
)
def test_what_this_board_can_never_do_names_the_field(rig: Rig, action: SimAction, path: str) -> None:
    with pytest.raises(ActionError) as caught:
        rig.act(action)
    assert caught.value.path == path
    assert rig.go(0.0) == ()


def test_commands_for_an_evse_that_is_not_there_are_ignored(rig: Rig) -> None:
    rig.obey(SetDutyCycle(0, 50.0), SetDutyCycle(2, 50.0))
    assert rig.go(1.0) == ()


def test_two_evses_do_not_disturb_each_other_and_are_told_in_order_of_time() -> None:
    rig = Rig(SimBoard(2, seed=4))
    rig.go(0.0)
    rig.act(Plug(evse=2))
    rig.board.obey(SetDutyCycle(2, 50.0), 1.0)
    rig.board.obey(SetContactor(1, closed=True), 1.5)
    said = rig.board.advance(10.0)
    assert [event.evse for event in said] == [2, 2, 1, 2]
    assert rig.board.view().evses[0].vehicle is None


def test_a_power_cut_drops_the_contactor_and_silences_everything(socket: Rig, charge: Charge) -> None:
    charge(socket)
    socket.board.cut_power(socket.now_s)
    assert socket.go(10.0) == ()
    view = socket.board.view()
    assert not view.is_powered
    assert not view.evses[0].contactor_closed
    assert view.evses[0].locked
    assert view.evses[0].meter.power_w == 0.0
    assert view.evses[0].vehicle is not None
    assert view.evses[0].vehicle.state == "B"


def test_a_board_without_power_obeys_nobody(rig: Rig) -> None:
    rig.board.cut_power(0.0)
    rig.obey(SetContactor(1, closed=True), SetDutyCycle(1, 50.0))
    rig.go(10.0)
    assert not rig.evse().contactor_closed
    assert rig.evse().duty_pct == 100.0


def test_after_a_power_cut_everything_is_told_anew(socket: Rig, charge: Charge) -> None:
    charge(socket)
    socket.board.cut_power(socket.now_s)
    socket.go(10.0)
    socket.board.restore_power(socket.now_s)
    names = [type(event).__name__ for event in socket.go(0.0)]
    assert names == ["ProximityMeasured", "LockRead", "ContactorRead", "PilotMeasured", "MeterRead"]
    assert LockRead(1, locked=True) in [event for _, event in socket.heard[-5:]]


def test_a_view_is_json(socket: Rig, charge: Charge) -> None:
    charge(socket, Plug(vehicle=VehicleBuild(mac="00:11:22:33:44:55")))
    socket.act(Turn("key", False))
    seen = json.loads(json.dumps(asdict(socket.board.view())))
    assert seen["evses"][0]["vehicle"]["mac"] == "00:11:22:33:44:55"
    assert seen["evses"][0]["meter"]["power_w"] > 10_000
    assert seen["switches"] == {"key": False}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: BoardBuild(phases=4),
        lambda: BoardBuild(meter_period_s=0.0),
        lambda: BoardBuild(register_wh=-1.0),
        lambda: SimBoard(0),
        lambda: SimBoard(3, builds=(BoardBuild(), BoardBuild())),
    ],
)
def test_a_board_nobody_can_build_is_refused(wrong: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        wrong()
