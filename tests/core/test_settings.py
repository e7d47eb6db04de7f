"""What is written, what is reported, and what the station runs on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import pytest
from tests.core.bench import BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.event import Event
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.request import CacheClearAsked, ConfigurationEdited, VariablesWritten
from pilotwire.core.settings import Layers, Settings, Write, WriteVerdict, edited, write
from pilotwire.core.token import TokenStatus
from pilotwire.core.variable import Applies, Kind, Refusal, Value, Variable, refusal_of

INTERVAL, GRID = registry.SAMPLE_INTERVAL_S, registry.GRID_LIMIT_A
TO = ReplyTo("write")
NO_CHOICE = Refusal.NOT_A_CHOICE


def empty(
    base: dict[tuple[str, int], Value] | None = None, pinned: dict[tuple[str, int], Value] | None = None
) -> Settings:
    return Settings(Layers(registry.VARIABLES, base or {}, pinned or {}))


def test_an_accepted_value_counts_at_once() -> None:
    settings, verdict, _ = write(empty(), Write(INTERVAL.name, 30))
    assert (verdict, settings.get(INTERVAL), settings.reported(INTERVAL)) == (WriteVerdict.ACCEPTED, 30, 30)


def test_a_value_that_needs_a_reboot_is_reported_at_once_and_counts_after_it() -> None:
    settings, verdict, _ = write(empty(), Write(GRID.name, 20))
    assert (verdict, settings.get(GRID), settings.reported(GRID)) == (WriteVerdict.REBOOT_REQUIRED, 63, 20)
    again = Settings(settings.layers, settings.stored, settings.stored)
    assert again.get(GRID) == 20


@pytest.mark.parametrize(
    ("wanted", "verdict"),
    [
        (Write("Nobody.Knows", 1), WriteVerdict.UNKNOWN),
        (Write(INTERVAL.name, 1, evse=1), WriteVerdict.UNKNOWN),
        (Write(registry.HAS_SOCKET.name, value=True), WriteVerdict.UNKNOWN),
        (Write(registry.MODEL.name, "other"), WriteVerdict.READ_ONLY),
        (Write(INTERVAL.name, -1), WriteVerdict.REFUSED),
        (Write(INTERVAL.name, "30"), WriteVerdict.REFUSED),
    ],
)
def test_what_is_not_taken_changes_nothing(wanted: Write, verdict: WriteVerdict) -> None:
    before = empty()
    after, became, _ = write(before, wanted)
    assert (after is before, became) == (True, verdict)


def test_flags_stand_above_what_was_written_and_that_above_the_configuration_and_that_above_the_default() -> None:
    key = (INTERVAL.name, 0)
    assert empty().get(INTERVAL) == 60
    assert empty({key: 50}).get(INTERVAL) == 50
    assert write(empty({key: 50}), Write(INTERVAL.name, 40))[0].get(INTERVAL) == 40
    written = write(empty(), Write(INTERVAL.name, 40))[0].stored
    pinned = Settings(Layers(registry.VARIABLES, {key: 50}, {key: 10}), written, written)
    assert (pinned.get(INTERVAL), pinned.reported(INTERVAL)) == (10, 10)


def test_what_a_flag_holds_is_not_said_to_be_taken() -> None:
    before = empty(pinned={(INTERVAL.name, 0): 10})
    after, became, _ = write(before, Write(INTERVAL.name, 40))
    assert (after is before, became) == (True, WriteVerdict.PINNED)


def test_each_evse_has_its_own_value() -> None:
    settings, _, _ = write(empty(), Write(registry.METER_INTERVAL_S.name, 5, evse=2))
    assert [settings.get(registry.METER_INTERVAL_S, evse) for evse in (1, 2)] == [30, 5]


NUMBER = Variable("Test.Number", Kind.INTEGER, 5, allowed=((0, 0), (10, 20)))
DECIMAL = Variable("Test.Decimal", Kind.DECIMAL, 0.5)
WORD = Variable("Test.Word", Kind.OPTION, "a", choices=("a", "b"))
WORDS: Variable[tuple[str, ...]] = Variable("Test.Words", Kind.MEMBERS, (), choices=("a", "b"), max_length=2)
TEXT: Variable[str | None] = Variable("Test.Text", Kind.TEXT, None, max_length=3)
FLAG = Variable("Test.Flag", Kind.BOOLEAN, False)


@pytest.mark.parametrize(
    ("variable", "value", "refusal"),
    [
        (NUMBER, 0, None),
        (NUMBER, 10, None),
        (NUMBER, 20, None),
        (NUMBER, 5, Refusal.OUT_OF_RANGE),
        (NUMBER, 21, Refusal.OUT_OF_RANGE),
        (NUMBER, 10.0, Refusal.WRONG_TYPE),
        (NUMBER, True, Refusal.WRONG_TYPE),
        (NUMBER, None, Refusal.WRONG_TYPE),
        (DECIMAL, 1, None),
        (DECIMAL, 1.5, None),
        (DECIMAL, "1.5", Refusal.WRONG_TYPE),
        (WORD, "b", None),
        (WORD, "c", Refusal.NOT_A_CHOICE),
        (WORDS, (), None),
        (WORDS, ("b", "a"), None),
        (WORDS, ("a", "c"), Refusal.NOT_A_CHOICE),
        (WORDS, ("a", "b", "a"), Refusal.TOO_LONG),
        (WORDS, "a", Refusal.WRONG_TYPE),
        (TEXT, None, None),
        (TEXT, "abc", None),
        (TEXT, "abcd", Refusal.TOO_LONG),
        (FLAG, True, None),
        (FLAG, 1, Refusal.WRONG_TYPE),
    ],
)
def test_a_value_is_allowed_or_refused_for_a_reason(
    variable: Variable[Value], value: Value, refusal: Refusal | None
) -> None:
    assert refusal_of(variable, value) is refusal


@pytest.mark.parametrize("variable", registry.VARIABLES.values(), ids=lambda variable: variable.name)
def test_every_default_is_allowed(variable: Variable[Value]) -> None:
    assert refusal_of(variable, variable.default) is None


def test_each_of_several_writes_has_its_own_verdict() -> None:
    bench = online()
    bench.hear(VariablesWritten(TO, (Write(INTERVAL.name, 30), Write("Nobody.Knows", 1), Write(GRID.name, 20))))
    verdicts = (WriteVerdict.ACCEPTED, WriteVerdict.UNKNOWN, WriteVerdict.REBOOT_REQUIRED)
    assert bench.replies == [Reply(TO, Verdict.REJECTED, writes=verdicts, why="Nobody.Knows: unknown")]
    assert bench.station.settings.get(INTERVAL) == 30


@pytest.mark.parametrize("evse", [-1, 2, 99])
def test_a_value_for_an_evse_nobody_has_is_unknown(evse: int) -> None:
    bench = online()
    bench.hear(VariablesWritten(TO, (Write(registry.METER_INTERVAL_S.name, 5, evse),)))
    assert bench.replies[0].writes == (WriteVerdict.UNKNOWN,)


def test_written_values_survive_a_restart_and_those_that_waited_count_then() -> None:
    bench = online()
    bench.hear(VariablesWritten(TO, (Write(INTERVAL.name, 30), Write(GRID.name, 20))))
    again = bench.restarted()
    assert (again.station.settings.get(INTERVAL), again.port().build.grid_a) == (30, 20.0)


def applying(when: Applies) -> dict[str, Variable[Value]]:
    """All Variables, of which the sample interval applies at another time."""
    return {**registry.VARIABLES, INTERVAL.name: cast("Variable[Value]", replace(INTERVAL, applies=when))}


def waiting_for(when: Applies, **kinds: Any) -> CoreBench:
    """A bench at which the sample interval applies *when*."""
    bench = online(**kinds)
    layers = replace(bench.station.settings.layers, variables=applying(when))
    bench.station = replace(bench.station, settings=replace(bench.station.settings, layers=layers))
    return bench


def interval_of(bench: CoreBench) -> tuple[Value, Value]:
    """What the station runs on, and what it reports."""
    return bench.station.settings.get(INTERVAL), bench.station.settings.reported(INTERVAL)


WRITTEN = VariablesWritten(TO, (Write(INTERVAL.name, 30),))
EDITED = ConfigurationEdited((Write(INTERVAL.name, 20), Write(GRID.name, 25)))


@pytest.mark.parametrize("event", [WRITTEN, EDITED], ids=["written", "edited"])
def test_a_value_for_the_next_transaction_waits_for_its_beginning(event: Event) -> None:
    bench = waiting_for(Applies.NEXT_TRANSACTION)
    bench.charge()
    bench.hear(event)
    new = bench.station.settings.reported(INTERVAL)
    assert interval_of(bench) == (60, new)
    bench.unplug()
    bench.go(5.0)
    assert (interval_of(bench), bench.station.transactions) == ((60, new), {})
    bench.charge()
    assert interval_of(bench) == (new, new)


def test_the_new_interval_is_that_of_the_first_sample_of_the_next_transaction() -> None:
    bench = waiting_for(Applies.NEXT_TRANSACTION)
    bench.hear(WRITTEN)
    assert interval_of(bench) == (60, 30)
    bench.charge()
    due_s = bench.station.deadlines[Due(1, Timer.SAMPLE)]
    assert due_s - bench.now_s <= 30


def test_a_value_for_idle_times_counts_at_once_where_nobody_charges() -> None:
    bench = waiting_for(Applies.IDLE)
    bench.hear(WRITTEN)
    assert (interval_of(bench), bench.replies[-1].writes) == ((30, 30), (WriteVerdict.ACCEPTED,))


@pytest.mark.parametrize("event", [WRITTEN, EDITED], ids=["written", "edited"])
def test_a_value_for_idle_times_waits_until_the_last_transaction_has_ended(event: Event) -> None:
    bench = waiting_for(Applies.IDLE, sockets=(False, False))
    bench.charge(1)
    bench.charge(2, BOB)
    bench.hear(event)
    bench.unplug(1)
    bench.go(5.0)
    new = bench.station.settings.reported(INTERVAL)
    assert (interval_of(bench), set(bench.station.transactions)) == ((60, new), {2})
    bench.unplug(2)
    bench.go(5.0)
    assert interval_of(bench) == (new, new)


def test_an_edited_file_counts_at_once_where_it_can_and_after_a_restart_where_not() -> None:
    bench = online()
    bench.hear(EDITED)
    settings = bench.station.settings
    assert (settings.get(INTERVAL), settings.get(GRID), settings.reported(GRID)) == (20, 63, 25)
    assert settings.stored == {}


def test_an_edited_file_counts_over_what_was_written_before_and_a_write_over_that() -> None:
    bench = online()
    bench.hear(WRITTEN, EDITED)
    assert interval_of(bench) == (20, 20)
    bench.hear(WRITTEN)
    assert interval_of(bench) == (30, 30)


def test_a_flag_stands_above_an_edited_file_too() -> None:
    pinned = edited(empty(pinned={(INTERVAL.name, 0): 10}), EDITED.changes)
    assert (pinned.get(INTERVAL), pinned.reported(INTERVAL)) == (10, 10)


def test_a_running_transaction_is_sampled_at_the_interval_of_the_edited_file() -> None:
    bench = online()
    bench.charge()
    bench.hear(EDITED)
    assert bench.station.deadlines[Due(1, Timer.SAMPLE)] == bench.now_s + 20


@pytest.mark.parametrize("change", [Write("Nobody.Knows", 1), Write(registry.METER_INTERVAL_S.name, 5, evse=2)])
def test_an_edit_nobody_here_understands_changes_no_value(change: Write) -> None:
    bench = online()
    bench.hear(ConfigurationEdited((change,)))
    assert bench.station.settings.layers.base.keys() == {(registry.HAS_SOCKET.name, 1)}


def test_clearing_the_cache_forgets_everybody() -> None:
    bench = online()
    bench.authorize()
    bench.hear(CacheClearAsked(TO))
    assert (bench.verdicts(), bench.station.cache) == ([Verdict.ACCEPTED], {})


def test_a_cache_that_is_switched_off_is_not_cleared() -> None:
    bench = online({registry.CACHE_ENABLED: False})
    bench.hear(CacheClearAsked(TO))
    assert bench.verdicts() == [Verdict.REJECTED]


def test_a_cleared_cache_accepts_nobody_offline() -> None:
    bench = online()
    bench.authorize()
    bench.card()
    bench.hear(CacheClearAsked(TO))
    bench.disconnect()
    bench.card()
    assert bench.judged()[-1] is TokenStatus.UNKNOWN


@pytest.mark.req("CCC-SYS-017")
@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("ws://a/b", None),
        ("wss://a", None),
        (None, None),
        ("http://a", Refusal.NOT_A_CHOICE),
        ("", Refusal.NOT_A_CHOICE),
    ],
)
def test_the_address_of_the_central_system_begins_as_a_websocket_does(url: str | None, refusal: Refusal | None) -> None:
    assert refusal_of(registry.CSMS_URL, url) is refusal
