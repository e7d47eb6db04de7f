"""Every machine decides every pair of phase and event, and every event has exactly one machine that hears it."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args

import pytest

from pilotwire.core import csms, event, signing, station, updating, upload
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.machine import Machine
from pilotwire.core.port.port import HEARERS, MACHINES

ALL: tuple[Machine[Any, Any], ...] = (
    *MACHINES,
    csms.REGISTRATION,
    signing.SIGNING,
    updating.FIRMWARE,
    upload.UPLOADING,
)
HANDLED_BY_THE_STATION = {
    Timer.CLAIM,
    Timer.UNLOCK,
    Timer.OFFLINE,
    Timer.SAMPLE,
    Timer.CLOCK_ALIGNED,
    Timer.FINAL_READING,
    Timer.SCHEDULE,
    Timer.PROFILES,
    Timer.DELAY,
    Timer.RECONNECT,
    Timer.INTRODUCE,
    Timer.RESERVATION,
    Timer.SILENCE,
    Timer.RESTART,
    Timer.STATUS,
    Timer.TRANSFER,
    Timer.UPDATE_TOLD,
    Timer.SIGNER,
    Timer.INCIDENT,
    Timer.EXPIRY,
}


@pytest.mark.parametrize("machine", ALL, ids=lambda machine: machine.name)
def test_every_pair_of_a_phase_and_a_heard_event_is_in_the_table_or_ignored(machine: Machine[Any, Any]) -> None:
    pairs = set(product(machine.phases, machine.hears))
    assert set(machine.table) | machine.ignored == pairs


@pytest.mark.parametrize("machine", ALL, ids=lambda machine: machine.name)
def test_no_pair_is_both_in_the_table_and_ignored(machine: Machine[Any, Any]) -> None:
    assert not set(machine.table) & machine.ignored


def test_each_event_is_heard_by_exactly_one_machine() -> None:
    heard = [each for machine in ALL for each in machine.hears]
    assert sorted(map(str, heard)) == sorted(map(str, set(heard)))
    assert len(HEARERS) == sum(len(machine.hears) for machine in MACHINES)


def test_every_event_class_is_routed() -> None:
    outside = set(get_args(event.Event)) - {Due}
    assert len(outside) > 20
    assert outside <= set(station.HEARS)


def test_every_timer_is_heard_by_a_machine_or_by_the_station() -> None:
    assert set(Timer) <= set(station.HEARS)
    by_machines = {each for machine in ALL for each in machine.hears if isinstance(each, Timer)}
    assert set(Timer) - by_machines == HANDLED_BY_THE_STATION


def test_no_handler_of_a_port_is_replaced_but_the_one_of_the_meter() -> None:
    replaced = {heard for heard in HEARERS if station.HEARS[heard] is not station.on_port_event}
    assert {each.__name__ for each in replaced if isinstance(each, type)} == {"MeterRead"}
