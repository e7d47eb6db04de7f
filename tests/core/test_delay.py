"""A pause before a start and before a schedule changes anything, so that not a whole street does so at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.bench import ALICE, CoreBench, online
from tests.core.profiles import clear, profile, put

from pilotwire.core import registry
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import SetDutyCycle, offered_a
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write
from pilotwire.core.station import step
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind

OFF, STARTS, CHANGES = 0, 1, 2
FIXED, RANDOM = 1, 2


def delayed(at: int = STARTS, longest_s: int = 600, mode: int = FIXED) -> CoreBench:
    return online({registry.RANDOM_DELAY_S: longest_s, registry.RANDOM_DELAY_MODE: mode, registry.RANDOM_DELAY_AT: at})


def begin(bench: CoreBench) -> None:
    """Plug in and show a card, and look what happens."""
    bench.plug()
    bench.forget()
    bench.authorize()


def cancel(bench: CoreBench) -> None:
    bench.hear(VariablesWritten(ReplyTo("app"), (Write(registry.RANDOM_DELAY_CANCEL.name, value=True),)))


def is_cancelled(bench: CoreBench) -> bool:
    return bench.station.settings.get(registry.RANDOM_DELAY_CANCEL)


@pytest.mark.req("ABB-RD-001")
def test_a_transaction_begins_at_once_and_energy_after_the_delay() -> None:
    bench = delayed()
    begin(bench)
    assert [row.kind for row in bench.rows()] == [Kind.STARTED]
    assert bench.charging() is Charging.SUSPENDED_EVSE
    bench.go(598.0)
    assert bench.said(SetContactor) == bench.said(SetDutyCycle) == []
    bench.go(5.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("ABB-RD-001")
@pytest.mark.parametrize("at", [OFF, CHANGES])
def test_a_transaction_is_not_delayed_where_only_schedules_are(at: int) -> None:
    bench = delayed(at)
    begin(bench)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING


def test_no_delay_of_no_time() -> None:
    bench = delayed(longest_s=0)
    begin(bench)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("ABB-RD-001")
@pytest.mark.parametrize("at", [STARTS, CHANGES])
def test_a_schedule_changes_nothing_before_the_delay_is_over(at: int) -> None:
    bench = delayed(at, longest_s=30)
    begin(bench)
    bench.go(60.0)
    put(bench, profile((0, 10.0), (120, 20.0), start_s=round(bench.now_s)))
    assert offered_a(bench.port()) == 10.0  # a central system that speaks now is not a schedule that begins
    bench.go(149.0)
    assert offered_a(bench.port()) == 10.0
    bench.go(2.0)
    assert offered_a(bench.port()) == 20.0


def test_a_schedule_is_not_delayed_where_nothing_is() -> None:
    bench = delayed(OFF)
    begin(bench)
    put(bench, profile((0, 10.0), (120, 20.0), start_s=round(bench.now_s)))
    bench.go(121.0)
    assert offered_a(bench.port()) == 20.0


def test_nobody_waits_for_an_evse_that_nobody_uses() -> None:
    bench = delayed(CHANGES)
    put(bench, profile((0, 10.0), (120, 20.0), start_s=round(bench.now_s)))
    bench.go(121.0)
    assert offered_a(bench.port()) == 20.0


@pytest.mark.req("ABB-RD-001")
@given(st.floats(0.0, 1.0, exclude_max=True))
def test_a_random_delay_is_drawn_within_the_longest(chance: float) -> None:
    bench = delayed(mode=RANDOM)
    bench.plug()
    moment = replace(bench.moment, chance=chance)
    station, _ = step(bench.station, RemoteStartAsked(ReplyTo("start"), ALICE, 1), moment)
    assert station.deadlines[Due(1, Timer.DELAY)] == pytest.approx(bench.now_s + 600.0 * chance)


@pytest.mark.req("ABB-RD-002")
def test_cancelling_begins_at_once_and_counts_for_one_transaction() -> None:
    bench = delayed()
    begin(bench)
    bench.go(10.0)
    cancel(bench)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    assert is_cancelled(bench)
    bench.unplug()
    bench.go(10.0)
    assert bench.rows(Kind.ENDED)[-1].reason is Reason.VEHICLE_UNPLUGGED
    assert not is_cancelled(bench)
    begin(bench)
    bench.go(10.0)
    assert bench.charging() is Charging.SUSPENDED_EVSE


@pytest.mark.req("ABB-RD-002")
def test_cancelling_beforehand_is_for_the_next_transaction() -> None:
    bench = delayed()
    cancel(bench)
    begin(bench)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING


def test_a_driver_who_leaves_takes_the_delay_along() -> None:
    bench = delayed(longest_s=60)
    begin(bench)
    bench.unplug()
    assert bench.station.delays == {}
    assert not [due for due in bench.station.deadlines if due.timer.value == "delay"]
    assert offered_a(bench.port()) == 32.0


def test_what_is_set_during_a_delay_counts_after_it() -> None:
    bench = delayed(longest_s=60)
    begin(bench)
    put(bench, profile(10.0))
    assert offered_a(bench.port()) == 0.0
    bench.go(60.0)
    assert offered_a(bench.port()) == 10.0
    clear(bench)
    assert offered_a(bench.port()) == 32.0
