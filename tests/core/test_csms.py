"""The central system: asked, pending, rejected or accepted, lost and found again."""

from __future__ import annotations

import math

import pytest
from tests.core.bench import CoreBench, Host, online

from pilotwire.core import registry
from pilotwire.core.csms import (
    BootAnswered,
    BootCause,
    HeartbeatAnswered,
    LinkChanged,
    Registered,
    Registration,
    SendBoot,
    SendHeartbeat,
)
from pilotwire.core.deadline import Timer
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.reset import Restart
from pilotwire.core.rules import Rules
from pilotwire.core.settings import Write

UP, DOWN = LinkChanged(online=True), LinkChanged(online=False)
BOOT = SendBoot(BootCause.POWER_UP)


def accepted(interval_s: int = 300) -> BootAnswered:
    return BootAnswered(Registration.ACCEPTED, interval_s)


def written(variable: registry.Variable[int], value: int) -> VariablesWritten:
    return VariablesWritten(ReplyTo("write"), (Write(variable.name, value),))


def test_the_first_link_introduces_the_station_and_says_why_it_boots() -> None:
    assert CoreBench().hear(UP).commands == (BOOT,)


def test_a_link_that_is_up_already_is_nothing_new() -> None:
    bench = CoreBench()
    bench.hear(UP)
    assert bench.hear(UP).commands == ()
    bench.hear(DOWN)
    assert bench.hear(DOWN).commands == ()


@pytest.mark.parametrize("answer", [Registration.PENDING, Registration.REJECTED])
def test_a_station_that_is_not_accepted_asks_again_after_the_interval(answer: Registration) -> None:
    bench = CoreBench()
    bench.hear(UP)
    said = bench.hear(BootAnswered(answer, 20))
    assert said.facts == (Registered(answer),)
    bench.go(19.9)
    assert bench.said(SendBoot) == [BOOT]
    bench.go(0.2)
    assert bench.said(SendBoot) == [BOOT, BOOT]


@pytest.mark.parametrize("answer", [BootAnswered(None), BootAnswered(Registration.PENDING, 0), BootAnswered(None, -5)])
def test_without_an_interval_it_asks_again_after_its_own(answer: BootAnswered) -> None:
    bench = CoreBench()
    bench.hear(UP, answer)
    bench.go(59.9)
    assert bench.said(SendBoot) == [BOOT]
    bench.go(0.2)
    assert bench.said(SendBoot) == [BOOT, BOOT]


@pytest.mark.req("TIM-010", "CCC-CONF-004")
@pytest.mark.parametrize(("interval_s", "beats"), [(300, 12), (60, 60), (0, 6)])
def test_it_beats_at_the_interval_it_was_given_or_every_ten_minutes(interval_s: int, beats: int) -> None:
    bench = CoreBench()
    bench.hear(UP, accepted(interval_s))
    bench.go(3601.0)
    assert len(bench.said(SendHeartbeat)) == beats


def test_a_newly_written_interval_counts_from_now() -> None:
    bench = online()
    bench.go(500.0)
    bench.hear(written(registry.HEARTBEAT_INTERVAL_S, 30))
    bench.go(31.0)
    assert len(bench.said(SendHeartbeat)) == 1


def test_offline_nothing_beats_and_nothing_is_asked() -> None:
    bench = CoreBench()
    bench.hear(UP, BootAnswered(Registration.PENDING, 20), DOWN)
    bench.forget()
    assert not bench.waits_for(Timer.BOOT)
    bench.go(7200.0)
    assert bench.commands == []


def test_a_lost_link_stops_the_heart() -> None:
    bench = online()
    bench.hear(DOWN)
    assert not bench.waits_for(Timer.HEARTBEAT)


def test_a_link_that_was_only_lost_goes_on_where_it_was() -> None:
    bench = online()
    bench.hear(DOWN)
    assert bench.station.registration is Registration.AWAY
    assert bench.hear(UP).commands == ()
    assert bench.station.registration is Registration.ACCEPTED
    bench.go(601.0)
    assert len(bench.said(SendHeartbeat)) == 1


@pytest.mark.req("CCC-SYS-019")
def test_a_link_that_was_lost_introduces_the_station_again_where_that_is_wanted() -> None:
    bench = online({registry.BOOT_ON_RECONNECT: True})
    bench.hear(DOWN, UP)
    assert bench.said(SendBoot) == [BOOT]


def test_an_answer_that_came_as_the_link_broke_is_no_answer() -> None:
    bench = CoreBench()
    bench.hear(UP, DOWN, accepted())
    assert bench.station.registration is Registration.OFFLINE


def test_a_boot_that_was_asked_for_out_of_turn_and_not_answered_changes_nothing() -> None:
    bench = online()
    before = bench.station
    bench.hear(BootAnswered(None))
    assert bench.station is before


def test_an_accepted_station_can_be_sent_back_to_pending() -> None:
    bench = online()
    bench.hear(BootAnswered(Registration.PENDING, 10))
    assert (bench.waits_for(Timer.HEARTBEAT), bench.waits_for(Timer.BOOT)) == (False, True)


@pytest.mark.parametrize(("is_clock", "learnt"), [(True, True), (False, False)])
def test_the_central_system_is_the_clock_only_where_that_is_wanted(is_clock: bool, learnt: bool) -> None:
    bench = online({registry.CSMS_IS_CLOCK: is_clock}, host=Host(is_trusted=False))
    bench.hear(HeartbeatAnswered(2_000_000_000.0))
    assert (bench.station.clock.utc_minus_mono_s is not None) is learnt


EARLY = Rules(boot_earliest_s=40.0, boot_latest_s=60.0)  # chargebyte guide 3.4 T14


def without_meter() -> CoreBench:
    bench = CoreBench(rules=EARLY, settle_s=0.0)
    bench.evses[0].meter_s = math.inf
    return bench


@pytest.mark.req("TIM-001")
def test_a_station_with_a_meter_introduces_itself_not_before_its_time() -> None:
    bench = CoreBench(rules=EARLY)
    assert bench.hear(UP).commands == ()
    assert bench.station.registration is Registration.EARLY
    bench.go(29.9)
    assert bench.said(SendBoot) == []
    bench.go(0.1)
    assert bench.said(SendBoot) == [BOOT]
    assert bench.station.registration is Registration.ASKED


@pytest.mark.req("TIM-002")
def test_a_station_that_finds_no_meter_introduces_itself_later_all_the_same() -> None:
    bench = without_meter()
    bench.hear(UP)
    bench.go(59.9)
    assert bench.said(SendBoot) == []
    bench.go(0.1)
    assert bench.said(SendBoot) == [BOOT]


def test_a_meter_that_is_found_late_ends_the_waiting() -> None:
    bench = without_meter()
    bench.hear(UP)
    bench.go(50.0)
    assert bench.said(SendBoot) == []
    bench.hear(MeterRead(1, Reading(energy_wh=1.0)))
    assert bench.said(SendBoot) == [BOOT]
    assert not bench.waits_for(Timer.BOOT)


def test_a_link_that_breaks_while_it_is_early_leaves_nothing_waiting() -> None:
    bench = CoreBench(rules=EARLY)
    bench.hear(UP, DOWN)
    assert (bench.station.registration, bench.waits_for(Timer.BOOT)) == (Registration.OFFLINE, False)


def test_a_link_that_comes_late_enough_waits_for_nothing() -> None:
    bench = CoreBench(rules=EARLY)
    bench.go(30.0)
    assert bench.hear(UP).commands == (BOOT,)


@pytest.mark.req("ALF-IMP-009")
def test_each_of_many_starts_ends_in_one_boot_and_no_restart() -> None:
    bench = CoreBench()
    for number in range(20):
        bench = bench.restarted(f"boot {number}", settle_s=number / 10)
        bench.hear(UP)
        bench.go(0.5)
        bench.hear(accepted())
        bench.go(300.0)
        assert (bench.said(SendBoot), bench.said(Restart)) == ([BOOT], [])
