"""What time it is, who says so, and what was before anybody did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.bench import ALICE, UTC_S, CoreBench, Host, online

from pilotwire.core import registry
from pilotwire.core.clock import (
    EARLIEST_UTC_S,
    LATEST_UTC_S,
    MAX_BOOTS,
    Clock,
    Offset,
    SetClock,
    begun,
    is_known,
    is_set,
    utc_s_of,
)
from pilotwire.core.command import Command
from pilotwire.core.csms import BootAnswered, HeartbeatAnswered, LinkChanged, Registration
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.fact import Fact
from pilotwire.core.moment import Moment, Stamp
from pilotwire.core.port.charging import Charging
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.security import IncidentRecorded
from pilotwire.core.settings import Write
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.core.transaction_data import SampleKept
from pilotwire.core.trigger import MeterSampled

EPOCH_S = 1000.0  # what a host without a battery believes after a quarter of an hour
FREE = {registry.USER_AUTHENTICATION: "free"}
NEEDS_TIME = {**FREE, registry.OCPP_ENABLED: True}
WITHOUT_TIME = {**NEEDS_TIME, registry.TX_WITHOUT_TIME: True}


def blind(settings: Mapping[object, object] | None = None, utc_s: float = EPOCH_S, **more: object) -> CoreBench:
    """A station whose host does not know the time."""
    return CoreBench(settings, host=Host(utc_s, is_trusted=False), **more)  # type: ignore[arg-type]


def utc_now(bench: CoreBench) -> float:
    return UTC_S + bench.now_s


def hears_the_time(bench: CoreBench, off_s: float = 0.0) -> None:
    """The central system accepts the station and says what time it is."""
    bench.hear(LinkChanged(online=True), BootAnswered(Registration.ACCEPTED, 600, utc_now(bench) + off_s))


def when(bench: CoreBench, row: TransactionChanged) -> float:
    """When *row* was, in seconds of the true time since the virtual clock showed 0."""
    return utc_s_of(row.stamp, bench.station.clock, bench.station.boot) - UTC_S


# --- who says what time it is


def test_without_anybody_who_knows_the_time_is_not_set() -> None:
    bench = blind()
    assert not is_set(bench.station.clock)
    hears_the_time(bench)
    assert is_set(bench.station.clock)


def test_a_host_that_knows_the_time_is_believed_from_the_start() -> None:
    bench = CoreBench()
    assert bench.station.clock.utc_minus_mono_s == UTC_S


def test_a_host_that_is_set_later_is_believed_from_then_on() -> None:
    bench = blind()
    bench.host = Host()
    bench.hear(LinkChanged(online=True))
    assert bench.station.clock.utc_minus_mono_s == UTC_S


def test_the_host_is_told_the_time_once_and_only_if_it_is_wrong() -> None:
    bench = blind()
    hears_the_time(bench)
    assert bench.said(SetClock) == [SetClock(utc_now(bench))]
    bench.forget()
    bench.host = Host(UTC_S - 1.0, is_trusted=False)  # somebody obeyed
    bench.hear(HeartbeatAnswered(utc_now(bench)))
    assert bench.said(SetClock) == []


def test_a_host_that_knows_the_time_is_not_told_by_the_central_system() -> None:
    bench = online()
    bench.hear(HeartbeatAnswered(utc_now(bench) + 3600.0))
    assert (bench.station.clock.utc_minus_mono_s, bench.said(SetClock)) == (UTC_S, [])


@pytest.mark.req("CCC-CONF-003")
def test_the_central_system_becomes_the_clock_with_its_next_word_and_not_before() -> None:
    bench = blind({registry.CSMS_IS_CLOCK: False})
    hears_the_time(bench)
    assert not is_set(bench.station.clock)
    bench.hear(VariablesWritten(ReplyTo("write"), (Write(registry.CSMS_IS_CLOCK.name, True),)))
    assert not is_set(bench.station.clock)
    bench.hear(HeartbeatAnswered(utc_now(bench)))
    assert bench.station.clock.utc_minus_mono_s == UTC_S


def test_a_central_system_that_is_no_clock_any_more_leaves_the_clock_as_it_is() -> None:
    bench = blind()
    hears_the_time(bench)
    bench.hear(VariablesWritten(ReplyTo("write"), (Write(registry.CSMS_IS_CLOCK.name, False),)))
    bench.hear(HeartbeatAnswered(utc_now(bench) + 3600.0))
    assert bench.station.clock.utc_minus_mono_s == UTC_S


@pytest.mark.parametrize("utc_s", [0.0, -1.0, EARLIEST_UTC_S - 1.0, LATEST_UTC_S, 1e18, float("nan"), float("inf")])
def test_a_time_that_cannot_be_is_not_believed(utc_s: float) -> None:
    bench = blind()
    bench.hear(LinkChanged(online=True), BootAnswered(Registration.ACCEPTED, 600, utc_s))
    assert (is_set(bench.station.clock), bench.said(SetClock)) == (False, [])
    bench.hear(HeartbeatAnswered(utc_now(bench)))
    assert is_set(bench.station.clock)


def test_whole_seconds_and_a_slow_network_do_not_move_the_clock_but_a_wrong_clock_is_corrected() -> None:
    bench = blind()
    hears_the_time(bench)
    before = bench.station.clock
    bench.hear(HeartbeatAnswered(utc_now(bench) - 2.9))
    assert bench.station.clock is before
    bench.hear(HeartbeatAnswered(utc_now(bench) - 3.1))
    assert bench.station.clock.utc_minus_mono_s == pytest.approx(UTC_S - 3.1)


# --- transactions without a valid time


def test_without_a_valid_time_no_transaction_begins_and_with_it_the_vehicle_that_waits_charges() -> None:
    bench = blind(NEEDS_TIME)
    bench.plug()
    assert (bench.charging(), bench.rows()) == (Charging.PLUGGED, [])
    hears_the_time(bench)
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


def test_without_a_valid_time_a_card_finds_no_place() -> None:
    bench = blind({registry.OCPP_ENABLED: True, registry.UNKNOWN_OFFLINE: True})
    bench.plug()
    bench.card()
    assert (bench.judged(), bench.charging()) == ([TokenStatus.NO_PLACE], Charging.PLUGGED)


@pytest.mark.parametrize("settings", [WITHOUT_TIME, FREE], ids=["allowed", "nobody to tell"])
def test_who_may_or_has_nobody_to_tell_charges_without_a_valid_time(
    settings: Mapping[object, object],
) -> None:
    bench = blind(settings)
    bench.plug()
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


def test_what_happened_before_the_time_was_known_is_stamped_with_it() -> None:
    bench = blind(WITHOUT_TIME)
    bench.plug()
    (row,) = bench.rows(Kind.STARTED)
    assert not is_known(row.stamp, bench.station.clock, bench.station.boot)
    bench.go(600.0)
    hears_the_time(bench)
    assert is_known(row.stamp, bench.station.clock, bench.station.boot)
    assert when(bench, row) == pytest.approx(row.stamp.mono_s)


def test_what_happened_before_a_restart_is_stamped_with_what_was_learnt_before_it() -> None:
    bench = blind(WITHOUT_TIME)
    bench.plug()
    (row,) = bench.rows(Kind.STARTED)
    hears_the_time(bench)
    bench.go(100.0)
    again = bench.restarted(host=Host(EPOCH_S, is_trusted=False))
    assert is_known(row.stamp, again.station.clock, again.station.boot)
    assert when(again, row) == pytest.approx(row.stamp.mono_s)


def test_a_boot_that_never_learnt_the_time_is_corrected_by_as_much_as_the_next_one() -> None:
    bench = blind(WITHOUT_TIME)
    bench.plug()
    bench.go(60.0)
    bench.unplug()
    began, ended = bench.rows(Kind.STARTED)[0], bench.rows(Kind.ENDED)[0]
    again = bench.restarted()
    assert not is_known(began.stamp, again.station.clock, again.station.boot)
    hears_the_time(again)
    assert is_known(began.stamp, again.station.clock, again.station.boot)
    assert when(again, began) == pytest.approx(began.stamp.mono_s)
    assert when(again, ended) - when(again, began) == pytest.approx(ended.stamp.mono_s - began.stamp.mono_s)


def test_a_host_that_forgets_the_time_while_it_is_off_puts_a_boot_too_late_and_never_after_the_next_one() -> None:
    bench = blind(WITHOUT_TIME)
    bench.plug()
    (row,) = bench.rows(Kind.STARTED)
    bench.go(60.0)
    bench.now_s += 3600.0  # off
    again = bench.restarted(host=Host(EPOCH_S - 3600.0, is_trusted=False))  # its clock stood still meanwhile
    hears_the_time(again)
    assert when(again, row) == pytest.approx(row.stamp.mono_s + 3600.0)
    assert when(again, row) < again.now_s


def test_what_was_corrected_once_is_not_corrected_again() -> None:
    bench = blind(WITHOUT_TIME)
    bench.plug()
    (row,) = bench.rows(Kind.STARTED)
    second = bench.restarted("second")
    hears_the_time(second)
    third = second.restarted("third", host=Host(EPOCH_S * 5.0, is_trusted=False))
    hears_the_time(third)
    assert when(third, row) == pytest.approx(row.stamp.mono_s)


def test_a_host_that_knows_the_time_leaves_the_boots_before_as_they_are_known_best() -> None:
    boots = {"sure": Offset(7.0, is_sure=True), "unsure": Offset(5.0, is_sure=False)}
    clock = begun(boots, "now", Moment(10.0, 30.0))
    assert clock == Clock(
        20.0,
        20.0,
        {"sure": Offset(7.0, is_sure=True), "unsure": Offset(5.0, is_sure=True), "now": Offset(20.0, is_sure=True)},
    )


def test_only_so_many_boots_are_remembered_and_the_newest_of_them() -> None:
    boots = {str(number): Offset(0.0, is_sure=False) for number in range(MAX_BOOTS)}
    kept = begun(boots, "now", Moment(0.0, 0.0, utc_trusted=False)).boots
    assert (len(kept), "0" in kept, "1" in kept, "now" in kept) == (MAX_BOOTS, False, True, True)


def test_a_stamp_of_a_boot_nobody_remembers_is_what_its_host_believed() -> None:
    stamp = Stamp("long ago", 5.0, 77.0, utc_trusted=False)
    assert utc_s_of(stamp, Clock(1000.0), "now") == 77.0
    assert not is_known(stamp, Clock(), "now")
    assert is_known(stamp, Clock(1000.0), "now")  # nothing better will come, and what waits for it waits no longer


@pytest.mark.parametrize("host_utc_s", [EPOCH_S, UTC_S + 1e9])
def test_without_the_time_a_token_that_was_accepted_has_not_expired(host_utc_s: float) -> None:
    bench = blind(utc_s=host_utc_s)
    cache = {ALICE.id.casefold(): TokenInfo(TokenStatus.ACCEPTED, expires_s=UTC_S)}
    bench.station = replace(bench.station, cache=cache)
    bench.card()
    bench.card()  # withdrawn
    hears_the_time(bench)
    bench.disconnect()
    bench.card()
    assert bench.judged() == [TokenStatus.ACCEPTED, TokenStatus.EXPIRED]


# --- samples at the clock


def test_a_station_without_the_time_samples_at_the_clock_as_soon_as_it_has_one() -> None:
    bench = blind({registry.ALIGNED_INTERVAL_S: 900})
    assert not bench.waits_for(Timer.CLOCK_ALIGNED)
    hears_the_time(bench)
    due_s = bench.station.deadlines[Due(0, Timer.CLOCK_ALIGNED)]
    assert (UTC_S + due_s) % 900.0 == pytest.approx(0.0)


def test_a_clock_that_is_corrected_moves_the_samples_at_the_clock() -> None:
    bench = blind({registry.ALIGNED_INTERVAL_S: 900})
    hears_the_time(bench)
    bench.hear(HeartbeatAnswered(utc_now(bench) + 100.0))
    due_s = bench.station.deadlines[Due(0, Timer.CLOCK_ALIGNED)]
    assert (UTC_S + 100.0 + due_s) % 900.0 == pytest.approx(0.0)
    bench.go(due_s - bench.now_s)
    assert len(bench.said(MeterSampled)) == 1


# --- jumps


def story(bench: CoreBench, jumps: list[tuple[float, bool]]) -> list[tuple[Command | Fact | None, object]]:
    """One whole session; between its parts the host's clock jumps. Everything that was said, but without UTC."""
    parts = [
        bench.plug,
        lambda: bench.authorize(),
        lambda: bench.go(75.0),
        lambda: bench.hear(HeartbeatAnswered(utc_now(bench))),
        lambda: bench.go(75.0),
        bench.card,
        lambda: bench.go(15.0),
        bench.unplug,
    ]
    said: list[tuple[Command | Fact | None, object]] = []
    for place, part in enumerate(parts):
        if jumps:
            bench.host = Host(*jumps[place % len(jumps)])
        part()
        said += [(each, None) for each in map(timeless, (*bench.commands, *bench.facts)) if each is not None]
        said.append((None, (bench.station.deadlines, tuple(port.deadlines for port in bench.station.ports))))
        bench.forget()
    return said


def timeless(said: Command | Fact) -> Command | Fact | None:
    """*said* without what a clock on the wall says; what stays is (boot, mono)."""
    if isinstance(said, SetClock | IncidentRecorded):
        return None
    if isinstance(said, SampleKept):
        return replace(said, sample=replace(said.sample, stamp=_mono(said.sample.stamp)))
    if not isinstance(said, TransactionChanged):
        return replace(said, stamp=_mono(said.stamp)) if hasattr(said, "stamp") else said
    samples = tuple(replace(each, stamp=_mono(each.stamp)) for each in said.samples)
    return replace(said, stamp=_mono(said.stamp), samples=samples)


def _mono(stamp: Stamp) -> Stamp:
    return replace(stamp, utc_s=0.0, utc_trusted=True)


HOSTS = st.tuples(st.floats(-1e9, 4e9, allow_nan=False), st.booleans())


@given(st.lists(HOSTS, min_size=1, max_size=8))
def test_a_clock_that_jumps_changes_no_command_no_deadline_and_no_duration(jumps: list[tuple[float, bool]]) -> None:
    settings = {registry.SAMPLE_INTERVAL_S: 30}
    assert story(online(settings), jumps) == story(online(settings), [])


@given(st.lists(st.floats(-1e9, 4e9, allow_nan=False), min_size=2, max_size=8))
def test_a_host_that_jumps_untrusted_gives_no_row_another_duration(clocks: list[float]) -> None:
    bench = online(host=Host(clocks[0], is_trusted=False))
    rows: list[TransactionChanged] = []
    bench.plug()
    bench.authorize()
    for utc_s in clocks:
        bench.host = Host(utc_s, is_trusted=False)
        bench.go(60.0)
    bench.unplug()
    rows = bench.rows()
    spans_s = [when(bench, row) - when(bench, rows[0]) for row in rows]
    assert spans_s == pytest.approx([row.stamp.mono_s - rows[0].stamp.mono_s for row in rows], abs=1e-3)
