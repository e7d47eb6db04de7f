"""The driver of a real board: commands become levels, levels become events, through the real gpiod."""

from __future__ import annotations

import pytest
from tests.hardware.linux.conftest import Start
from tests.hardware.linux.tree import Tree

COIL, SENSE, SECOND, SECOND_SENSE = 76, 131, 77, 130
PILOT_ON = 13
IN1, IN2 = 71, 72  # IN1 is inverted
EMERGENCY, RCD, RCD_TEST, KEY = 121, 122, 87, 124
HIGH, LOW = "active_high", "active_low"


@pytest.mark.req("CCC-HW-006", "CCC-USE-003")
async def test_a_contactor_is_a_line_and_its_feedback_another(start: Start, tree: Tree) -> None:
    board = await start(contactor="no")
    await board.say("SetContactor", True)
    assert tree.level(COIL)
    tree.turn(SENSE, True)
    await board.until("ContactorRead", evse=1, closed=True)
    await board.say("SetContactor", False)
    assert not tree.level(COIL)
    tree.turn(SENSE, False)
    await board.until("ContactorRead", evse=1, closed=False)


@pytest.mark.req("CCC-HW-006")
async def test_a_sense_input_left_open_reads_inactive(start: Start, tree: Tree) -> None:
    board = await start(contactor="no")
    tree.turn(SENSE, True)
    await board.until("ContactorRead", closed=True)
    assert board.events("ContactorRead")[0] == {"said": "ContactorRead", "evse": 1, "closed": False}


async def test_a_normally_closed_contact_is_read_the_other_way_round(start: Start, tree: Tree) -> None:
    tree.turn(SENSE, True)
    board = await start(contactor="nc")
    tree.turn(SENSE, False)
    await board.until("ContactorRead", closed=True)
    assert [event["closed"] for event in board.events("ContactorRead")] == [False, True]


@pytest.mark.req("CCC-SYS-011")
async def test_without_a_contact_the_command_is_the_answer(start: Start, tree: Tree) -> None:
    board = await start(contactor="none")
    tree.turn(SENSE, True)
    await board.say("SetContactor", True)
    await board.say("SetContactor", False)
    assert [event["closed"] for event in board.events("ContactorRead")] == [True, False]


async def test_an_opening_that_fails_is_a_fault_and_tried_until_it_succeeds(start: Start, tree: Tree) -> None:
    board = await start()
    await board.say("SetContactor", True)
    tree.break_line(COIL)
    await board.say("SetContactor", False)
    await board.heard("FaultSeen", fault="INTERNAL")
    assert tree.level(COIL)
    tree.break_line(COIL, broken=False)
    await board.until("FaultCleared", fault="INTERNAL")
    assert not tree.level(COIL)
    assert len(board.events("FaultSeen")) == 1


async def test_the_duty_cycle_is_a_pwm_of_one_kilohertz(start: Start, tree: Tree) -> None:
    board = await start()
    assert tree.duty_pct == 100.0
    await board.say("SetDutyCycle", 26.67)
    assert tree.pwm(2) == {"period": 1_000_000, "duty_cycle": 266_700, "enable": 1}
    assert tree.level(13)
    await board.say("SetDutyCycle", 0.0)
    assert not tree.level(13)
    assert tree.pwm(2)["enable"] == 0


async def test_the_pilot_is_told_when_it_changes_and_only_then(start: Start, tree: Tree) -> None:
    board = await start()
    await board.say("SetDutyCycle", 26.67)
    await board.until("PilotMeasured", low_v=pytest.approx(-12.0, abs=0.05))
    told = len(board.events("PilotMeasured"))
    tree.pilot(9.0)
    assert (await board.until("PilotMeasured"))["high_v"] == pytest.approx(9.0, abs=0.02)
    for noisy_v in (9.1, 8.9, 9.15, 8.85):
        tree.pilot(noisy_v)
        await board.looks()
    tree.pilot(6.0, -11.8)
    measured = await board.until("PilotMeasured")
    assert (measured["high_v"], measured["low_v"]) == (pytest.approx(6.0, abs=0.02), pytest.approx(-11.8, abs=0.02))
    assert len(board.events("PilotMeasured")) == told + 2


async def test_a_steady_pilot_has_one_plateau(start: Start, tree: Tree) -> None:
    board = await start()
    first = board.events("PilotMeasured")[0]
    assert first["high_v"] == first["low_v"] == pytest.approx(12.0, abs=0.02)
    tree.pilot(9.0, low_v=0.4)  # whatever the other detector has left
    measured = await board.until("PilotMeasured")
    assert measured["high_v"] == measured["low_v"] == pytest.approx(9.0, abs=0.02)


async def test_a_converter_that_fails_is_a_fault_until_it_works(start: Start, tree: Tree) -> None:
    board = await start()
    tree.break_converter(2)
    await board.until("FaultSeen", fault="INTERNAL")
    tree.pilot(12.0)
    await board.until("FaultCleared", fault="INTERNAL")


async def test_a_cable_is_measured_in_ohms(start: Start, tree: Tree) -> None:
    board = await start(has_socket=True)
    await board.heard("ProximityMeasured", ohm=None)
    for ohm in (1500.0, 680.0, 220.0, 100.0):
        tree.proximity(ohm)
        assert (await board.until("ProximityMeasured"))["ohm"] == pytest.approx(ohm, rel=0.02)
    tree.proximity(None)
    await board.until("ProximityMeasured", ohm=None)


async def test_a_fixed_cable_has_no_proximity_and_no_lock(start: Start, tree: Tree) -> None:
    board = await start(has_socket=False)
    before = tree.writes()
    await board.say("DriveLock", True)
    assert [row for row in tree.writes()[len(before) :] if row[0] in (IN1, IN2)] == []
    tree.pilot(9.0)
    await board.until("PilotMeasured")
    assert board.events("ProximityMeasured") == board.events("LockRead") == []


@pytest.mark.req("CCC-HW-002", "CCC-HW-003")
async def test_the_motor_of_the_plug_lock_runs_either_way_and_rests(start: Start, tree: Tree) -> None:
    """IN1 of X9 is inverted: at rest it is high."""
    board = await start(has_socket=True, lock_type="HELLA-MICRO-ACTUATOR-1")
    assert (tree.level(IN1), tree.level(IN2)) == (True, False)
    await board.say("DriveLock", True)
    assert (tree.level(IN1), tree.level(IN2)) == (False, False)
    tree.lock_mv(500.0)
    await board.until("LockRead", evse=1, locked=True)
    await board.becomes(lambda: (tree.level(IN1), tree.level(IN2)) == (True, False))
    await board.say("DriveLock", False)
    assert (tree.level(IN1), tree.level(IN2)) == (True, True)
    tree.lock_mv(3000.0)
    await board.until("LockRead", locked=False)
    await board.becomes(lambda: (tree.level(IN1), tree.level(IN2)) == (True, False))


async def test_a_lock_that_is_driven_where_it_is_says_so_again(start: Start, tree: Tree) -> None:
    tree.lock_mv(300.0)
    board = await start(has_socket=True)
    await board.heard("LockRead", locked=True)
    await board.say("DriveLock", True)
    await board.until("LockRead", locked=True)


async def test_a_lock_between_its_ends_says_nothing(start: Start, tree: Tree) -> None:
    tree.lock_mv(1500.0)
    board = await start(has_socket=True)
    await board.say("DriveLock", True)
    await board.becomes(lambda: (tree.level(IN1), tree.level(IN2)) == (True, False))
    tree.pilot(9.0)
    await board.until("PilotMeasured")
    assert board.events("LockRead") == []


async def test_a_motor_without_feedback_is_where_it_was_driven(start: Start, tree: Tree) -> None:
    board = await start(has_socket=True, lock_type="SCAME-200.23261BL")
    await board.say("DriveLock", True)
    await board.until("LockRead", locked=True)
    await board.say("DriveLock", False)
    await board.until("LockRead", locked=False)


@pytest.mark.req("CCC-HW-008")
@pytest.mark.parametrize(("polarity", "pressed"), [(HIGH, True), (LOW, False)])
async def test_the_emergency_switch_is_a_fault_while_it_is_pressed(
    start: Start, tree: Tree, polarity: str, pressed: bool
) -> None:
    tree.turn(EMERGENCY, not pressed)
    board = await start(emergency=[EMERGENCY, polarity])
    tree.turn(EMERGENCY, pressed)
    await board.until("FaultSeen", evse=1, fault="EMERGENCY_STOP")
    tree.turn(EMERGENCY, not pressed)
    await board.until("FaultCleared", evse=1, fault="EMERGENCY_STOP")


@pytest.mark.req("CCC-HW-008")
async def test_the_key_switch_is_told_where_it_says_who_may_charge(start: Start, tree: Tree) -> None:
    tree.turn(KEY, False)
    board = await start(has_key=True)
    tree.turn(KEY, True)
    await board.until("KeyTurned", evse=1, is_on=True)
    tree.turn(KEY, False)
    await board.until("KeyTurned", evse=1, is_on=False)


@pytest.mark.req("CCC-HW-008", "CCC-ADD-031")
@pytest.mark.parametrize(("polarity", "well"), [(HIGH, True), (LOW, False)])
async def test_the_polarity_of_a_residual_current_device_is_that_of_no_fault(
    start: Start, tree: Tree, polarity: str, well: bool
) -> None:
    """Chargebyte guide T47: with 0 V in normal operation, active_low must be used."""
    tree.turn(RCD, well)
    board = await start(rcd=[[RCD, polarity], [RCD_TEST, HIGH]])
    tree.turn(RCD, not well)
    await board.until("RcdRead", evse=1, tripped=True)
    tree.turn(RCD, well)
    await board.until("RcdRead", evse=1, tripped=False)


@pytest.mark.parametrize(("polarity", "rests"), [(HIGH, False), (LOW, True)])
async def test_the_test_line_of_a_residual_current_device_rests_from_the_start(
    start: Start, tree: Tree, polarity: str, rests: bool
) -> None:
    tree.turn(RCD_TEST, not rests)
    await start(rcd=[[RCD, HIGH], [RCD_TEST, polarity]])
    assert tree.level(RCD_TEST) is rests


@pytest.mark.req("CCC-HW-010")
@pytest.mark.parametrize(("polarity", "active"), [(HIGH, True), (LOW, False)])
async def test_a_residual_current_device_is_tested_through_its_line(
    start: Start, tree: Tree, polarity: str, active: bool
) -> None:
    board = await start(rcd=[[RCD, HIGH], [RCD_TEST, polarity]])
    await board.say("SetRcdTest", True)
    assert tree.level(RCD_TEST) is active
    await board.say("SetRcdTest", False)
    assert tree.level(RCD_TEST) is not active


@pytest.mark.req("CCC-HW-006")
@pytest.mark.parametrize(
    ("use", "command", "read", "word"),
    [
        ("ventilation", "SetVentilation", "VentilationRead", "running"),
        ("phases", "SetSecondary", "SecondaryRead", "closed"),
    ],
)
async def test_the_second_relay_is_a_fan_or_a_contactor_and_has_a_contact_too(
    start: Start, tree: Tree, use: str, command: str, read: str, word: str
) -> None:
    board = await start(second=use)
    await board.say(command, True)
    assert tree.level(SECOND)
    tree.turn(SECOND_SENSE, True)
    await board.until(read, evse=1, **{word: True})
    await board.say(command, False)
    assert not tree.level(SECOND)
    tree.turn(SECOND_SENSE, False)
    await board.until(read, evse=1, **{word: False})


async def test_the_second_relay_obeys_only_what_it_is_wired_for(start: Start, tree: Tree) -> None:
    board = await start(second="phases")
    await board.say("SetVentilation", True)
    assert not tree.level(SECOND)


@pytest.mark.req("CCC-VENT-006")
async def test_a_fan_without_a_contact_runs_when_it_is_told_to(start: Start, tree: Tree) -> None:
    board = await start(second="ventilation", second_feedback="none")
    await board.say("SetVentilation", True)
    await board.say("SetVentilation", False)
    assert [event["running"] for event in board.events("VentilationRead")] == [True, False]


async def test_a_fan_elsewhere_leaves_the_second_relay_alone(start: Start, tree: Tree) -> None:
    board = await start(second=None)
    await board.say("SetVentilation", True)
    tree.turn(SECOND_SENSE, True)
    assert not tree.level(SECOND)
    tree.pilot(9.0)
    await board.until("PilotMeasured")
    assert board.events("VentilationRead") == []


async def test_a_pilot_is_dropped_to_wake_a_vehicle_and_comes_back_as_it_was(start: Start, tree: Tree) -> None:
    board = await start()
    await board.say("SetDutyCycle", 26.67)
    await board.say("DropPilot", True)
    assert not tree.level(PILOT_ON)
    await board.say("SetDutyCycle", 50.0)  # a new limit meanwhile
    assert not tree.level(PILOT_ON)
    await board.say("DropPilot", False)
    assert tree.duty_pct == 50.0


async def test_an_edge_that_was_lost_is_seen_a_moment_later(start: Start, tree: Tree) -> None:
    board = await start(emergency=[EMERGENCY, HIGH])
    (tree.root / "lines/3.25").rename(tree.root / "lines/elsewhere")  # no edge gets through
    tree.turn(EMERGENCY, True)
    await board.until("FaultSeen", fault="EMERGENCY_STOP")


@pytest.mark.parametrize(("low", "position"), [((), 0), ((114,), 1), ((92, 90), 10), ((114, 92, 91, 90), 15)])
async def test_the_rotary_switch_pulls_the_lines_of_its_bits_to_earth(
    start: Start, tree: Tree, low: tuple[int, ...], position: int
) -> None:
    for gpio in (114, 92, 91, 90):
        tree.turn(gpio, gpio not in low)
    board = await start()
    await board.say("switch", "SW2")
    await board.say("switch", "SW3")
    assert [event["at"] for event in board.events("switch")] == [position, None]


@pytest.mark.req("CCC-HW-009", "CCC-CFG-041", "CCC-ADD-033")
@pytest.mark.parametrize(("threshold_mv", "duty_ns"), [(6000, 20_000), (0, 0), (12_000, 40_000), (9000, 30_000)])
async def test_the_threshold_of_the_digital_inputs_is_a_duty_cycle(
    start: Start, tree: Tree, threshold_mv: int, duty_ns: int
) -> None:
    await start(threshold_mv)
    assert tree.pwm(1) == {"period": 40_000, "duty_cycle": duty_ns, "enable": 1}


async def test_a_board_that_is_cut_is_safe_and_begins_anew(start: Start, tree: Tree) -> None:
    board = await start(contactor="no")
    await board.say("SetContactor", True)
    await board.say("SetDutyCycle", 50.0)
    await board.say("cut_power")
    assert not tree.level(COIL)
    assert tree.duty_pct == 0.0
    await board.say("restore_power")
    await board.until("PilotMeasured")
    assert tree.duty_pct == 100.0
    assert not tree.level(COIL)


async def test_a_driver_that_ends_leaves_everything_open(start: Start, tree: Tree) -> None:
    board = await start(has_socket=True)
    await board.say("SetContactor", True)
    await board.say("DriveLock", True)
    assert await board.end() == 0
    assert not tree.level(COIL)
    assert (tree.level(IN1), tree.level(IN2)) == (True, False)
    assert tree.duty_pct == 0.0
