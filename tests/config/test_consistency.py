"""Settings that contradict each other: an error that names every path that takes part, and the lines."""

from __future__ import annotations

import json

import pytest

from pilotwire.config.customer import read_customer
from pilotwire.config.error import ConfigErrors
from pilotwire.config.table import VARIABLES
from pilotwire.personality.load import load

CHARGEBYTE = load("chargebyte_charge_control_c").changed(VARIABLES)


def port(*members: str) -> str:
    """A file with one member a line, the first of them on line 2."""
    return '{"ports": [{\n' + ",\n".join(members) + "\n}]}"


def errors_of(text: str) -> list[str]:
    with pytest.raises(ConfigErrors) as caught:
        read_customer(text, CHARGEBYTE)
    return [str(error) for error in caught.value.errors]


def is_fine(*members: str) -> bool:
    return read_customer(port(*members), CHARGEBYTE).warnings == ()


FIXED = '"pluggable": false'
PHASES = '"switch3to1phase": {"enable": true}'
VENTILATION = '"ventilation": {"enable": true}'


def test_a_fixed_cable_without_limit_is_an_error_and_both_paths_are_named() -> None:
    (error,) = errors_of(port(FIXED))
    assert error.startswith("customer.json:2: ports[0]/pluggable: false needs ports[0]/pp/cable_current_limit")


def test_a_fixed_cable_that_can_carry_nothing_is_an_error_too() -> None:
    (error,) = errors_of(port(FIXED, '"pp": {"cable_current_limit": 0}'))
    assert "ports[0]/pp/cable_current_limit (line 3)" in error


@pytest.mark.parametrize("members", [(FIXED, '"pp": {"cable_current_limit": 20}'), ('"pluggable": true',), ()])
def test_a_fixed_cable_with_limit_and_a_socket_without_are_fine(members: tuple[str, ...]) -> None:
    assert is_fine(*members)


@pytest.mark.parametrize(
    ("tripped", "trigger", "normal"), [(1225, None, None), (501, 100, 401), (50, 20, 30), (5000, 1, 1)]
)
def test_times_of_a_test_of_the_residual_current_device_out_of_order_are_an_error_with_all_three_paths(
    tripped: int, trigger: int | None, normal: int | None
) -> None:
    times = [f'"test_check_tripped_time": {tripped}']
    times += [] if trigger is None else [f'"test_trigger_time": {trigger}', f'"test_check_normal_time": {normal}']
    (error,) = errors_of('{"ports": [{}, {"rcd_monitor": {' + ", ".join(times) + "}}]}")
    path = "ports[1]/rcd_monitor/test_"
    assert error.startswith(f"customer.json:1: {path}check_tripped_time: must be less than")
    assert f"{path}trigger_time" in error
    assert f"{path}check_normal_time" in error


@pytest.mark.parametrize(("tripped", "trigger", "normal"), [(810, 815, 410), (750, 50, 2000), (49, 20, 30)])
def test_the_times_of_the_devices_in_the_guide_are_fine(tripped: int, trigger: int, normal: int) -> None:
    times = {"test_check_tripped_time": tripped, "test_trigger_time": trigger, "test_check_normal_time": normal}
    assert is_fine(f'"rcd_monitor": {json.dumps(times)}')


@pytest.mark.req("CCC-CFG-088")
@pytest.mark.parametrize(
    ("other", "path"),
    [
        (VENTILATION, "ports[0]/ventilation/enable (line 3)"),
        ('"charging_type": "highlevel"', "ports[0]/charging_type (line 3)"),
        ('"phases": 1', "ports[0]/phases (line 3)"),
    ],
)
def test_what_cannot_be_together_with_switching_of_phases_is_an_error_with_both_paths(other: str, path: str) -> None:
    (error,) = errors_of(port(PHASES, other))
    assert error.startswith("customer.json:2: ports[0]/switch3to1phase/enable:")
    assert path in error


def test_switching_of_phases_and_ventilation_are_fine_one_without_the_other() -> None:
    assert is_fine(PHASES)
    assert is_fine(VENTILATION)


RCD, EMERGENCY = '"rcd_monitor": {"enable": true, "gpio": 5}', '"emergency_alarm": {"enable": true, "gpio": 5}'


def test_one_input_cannot_be_two_things() -> None:
    (error,) = errors_of(port(RCD, EMERGENCY))
    assert error.startswith("customer.json:2: ports[0]/rcd_monitor/gpio: is the line of ports[0]/emergency_alarm/gpio")
    assert is_fine(RCD, '"emergency_alarm": {"gpio": 5}')


def test_what_triggers_the_test_cannot_tell_its_result() -> None:
    (error,) = errors_of(port('"rcd_monitor": {"enable": true, "gpio": 5, "test_gpio": 5}'))
    assert "ports[0]/rcd_monitor/test_gpio (line 2)" in error


def test_where_only_the_other_one_stands_in_the_file_its_line_is_told() -> None:
    (error,) = errors_of(port('"rcd_monitor": {\n"test_trigger_time": 5}'))
    assert error.startswith("customer.json:3: ports[0]/rcd_monitor/test_check_tripped_time: must be less than")


@pytest.mark.req("ALF-412-017")
@pytest.mark.parametrize("word", ["StopTxOnEVSideDisconnect", "UnlockOnEVSideDisconnect"])
def test_where_charging_is_free_a_plug_that_is_pulled_ends_and_frees_everything(word: str) -> None:
    """No card would stop the transaction or give the cable back; the station says so when it starts, too."""
    text = f'{{"ocpp": {{\n"FreeVendEnabled": true,\n"{word}": false\n}}}}'
    with pytest.raises(ConfigErrors) as caught:
        read_customer(text, load("alfen_ng9xx").changed(VARIABLES))
    (error,) = map(str, caught.value.errors)
    assert error.startswith(f"customer.json:2: ocpp/FreeVendEnabled: needs ocpp/{word} (line 3) true")
    assert read_customer(text, load("xcheng_m3").changed(VARIABLES)).warnings == ()  # it is the habit of one vendor
