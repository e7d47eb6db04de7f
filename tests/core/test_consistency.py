"""A write that contradicts another setting is refused before anybody is told that it was taken."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.config.table import VARIABLES
from pilotwire.core import registry
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write, WriteVerdict
from pilotwire.core.variable import Variable

ENABLED, FAN = registry.PHASE_SWITCH_ENABLED, registry.VENTILATION_ENABLED
CONTRADICTS, REBOOT = WriteVerdict.CONTRADICTS, WriteVerdict.REBOOT_REQUIRED


def write(
    bench: CoreBench, *wanted: tuple[Variable[bool] | Variable[int], object], evse: int = 1
) -> list[WriteVerdict]:
    writes = tuple(Write(variable.name, value, evse) for variable, value in wanted)  # type: ignore[arg-type]
    bench.hear(VariablesWritten(ReplyTo("w"), writes))
    return list(bench.replies[-1].writes)


def test_what_contradicts_is_rejected_with_the_reason_and_changes_nothing() -> None:
    bench = online({FAN: True}, variables=VARIABLES)
    before = bench.station.settings
    assert write(bench, (ENABLED, True)) == [CONTRADICTS]
    reply = bench.replies[-1]
    assert reply.verdict is Verdict.REJECTED
    assert reply.why == "PhaseSwitch.Enabled cannot be together with Ventilation.Enabled: both need relay 2"
    assert bench.station.settings is before


def test_whoever_comes_second_is_rejected_even_while_the_first_waits_for_a_reboot() -> None:
    bench = online(variables=VARIABLES)
    assert write(bench, (ENABLED, True)) == [REBOOT]
    assert write(bench, (FAN, True)) == [CONTRADICTS]
    assert write(bench, (ENABLED, False)) == [REBOOT]
    assert write(bench, (FAN, True)) == [REBOOT]


def test_what_is_right_together_is_taken_together_in_any_order() -> None:
    times = [(registry.RCD_TRIPPED_MS, 3000), (registry.RCD_TRIGGER_MS, 2000), (registry.RCD_NORMAL_MS, 2000)]
    bench = online(variables=VARIABLES)
    assert write(bench, times[0]) == [CONTRADICTS]
    assert write(bench, *times) == [REBOOT] * 3


def test_of_several_that_do_not_go_together_those_are_taken_that_do() -> None:
    bench = online(variables=VARIABLES)
    assert write(bench, (ENABLED, True), (FAN, True), (registry.EVSE_LIMIT_A, 16)) == [REBOOT, CONTRADICTS, REBOOT]
    assert bench.station.settings.reported(FAN, 1) is False


def test_each_evse_has_its_own() -> None:
    bench = online(variables=VARIABLES, sockets=(True, True))
    assert write(bench, (ENABLED, True), evse=1) == [REBOOT]
    assert write(bench, (FAN, True), evse=2) == [REBOOT]
    assert write(bench, (FAN, True), evse=1) == [CONTRADICTS]


def test_a_setting_of_the_station_contradicts_one_of_an_evse() -> None:
    readers = {registry.READER_REMOTE_PORTS: ("mqtt://a",), registry.READER_ENABLED: True}
    bench = online({**readers, registry.TOKEN_STOPS: False, registry.TOKEN_NEEDS_VEHICLE: True}, variables=VARIABLES)
    assert write(bench, (registry.TOKEN_STOPS, True), evse=0) == [CONTRADICTS]


@pytest.mark.parametrize("value", [True, False])
def test_what_was_wrong_before_keeps_nobody_from_writing_something_else(value: bool) -> None:
    bench = online({FAN: True, ENABLED: True}, variables=VARIABLES)
    assert write(bench, (FAN, value)) == [REBOOT]
    assert write(bench, (registry.EVSE_LIMIT_A, 10)) == [REBOOT]
