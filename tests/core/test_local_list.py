"""The local list: what the central system sends is taken over as a whole, or changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.local_list import Entry, LocalListSent, Update
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.report import Status, StatusChanged
from pilotwire.core.request import CacheClearAsked
from pilotwire.core.rules import ClearingCache, ListUpdates, Rules
from pilotwire.core.token import Token, TokenInfo, TokenStatus

FINE, BAD = TokenInfo(TokenStatus.ACCEPTED), TokenInfo(TokenStatus.BLOCKED)
FULL, PART = Update.FULL, Update.DIFFERENTIAL


def send(bench: CoreBench, version: int, update: Update, entries: Mapping[str, TokenInfo | None]) -> Verdict:
    """The central system sends *entries*; what it is answered."""
    return send_pairs(bench, version, update, tuple(entries.items()))


def send_pairs(bench: CoreBench, version: int, update: Update, entries: tuple[Entry, ...]) -> Verdict:
    (reply,) = bench.hear(LocalListSent(ReplyTo("list"), version, update, entries)).replies
    return reply.verdict


def with_list(entries: Mapping[str, TokenInfo], settings: Any = None, **options: Any) -> CoreBench:
    """An online station with *entries* in its list, number 5."""
    bench = online(settings, **options)
    assert send(bench, 5, FULL, entries) is Verdict.ACCEPTED
    bench.forget()
    return bench


@pytest.mark.req("ALF-201-D01", "ALF-201G-013")
def test_a_full_list_replaces_the_one_before() -> None:
    bench = with_list({"A": FINE, "B": BAD})
    assert send(bench, 2, FULL, {"C": FINE}) is Verdict.ACCEPTED
    assert (bench.station.local_list.version, bench.station.local_list.entries) == (2, {"c": FINE})


def test_a_full_list_without_entries_empties_it() -> None:
    bench = with_list({"A": FINE})
    assert send(bench, 9, FULL, {}) is Verdict.ACCEPTED
    assert (bench.station.local_list.version, bench.station.local_list.entries) == (9, {})


@pytest.mark.req("ALF-201-D01")
def test_a_differential_list_adds_updates_and_takes_out() -> None:
    bench = with_list({"A": FINE, "B": FINE, "C": FINE})
    assert send(bench, 6, PART, {"b": BAD, "D": FINE, "c": None, "unheard of": None}) is Verdict.ACCEPTED
    assert bench.station.local_list.entries == {"a": FINE, "b": BAD, "d": FINE}
    assert bench.station.local_list.version == 6


def test_a_differential_list_without_entries_changes_the_number_only() -> None:
    bench = with_list({"A": FINE})
    assert send(bench, 6, PART, {}) is Verdict.ACCEPTED
    assert (bench.station.local_list.version, bench.station.local_list.entries) == (6, {"a": FINE})


@pytest.mark.parametrize("version", [1, 4, 5])
def test_a_differential_list_that_is_not_newer_does_not_fit(version: int) -> None:
    bench = with_list({"A": FINE})
    before = bench.station.local_list
    assert send(bench, version, PART, {"B": FINE}) is Verdict.VERSION_MISMATCH
    assert bench.station.local_list is before


def test_to_an_empty_list_anything_is_news() -> None:
    """It is told to have the number 0 (OCPP 1.6 5.10)."""
    bench = with_list({"A": FINE})
    send(bench, 9, FULL, {})
    assert send(bench, 3, PART, {"B": FINE}) is Verdict.ACCEPTED


@pytest.mark.parametrize("update", [FULL, PART])
@pytest.mark.parametrize("version", [0, -1])
def test_numbers_with_a_meaning_of_their_own_are_none(update: Update, version: int) -> None:
    bench = with_list({"A": FINE})
    before = bench.station.local_list
    assert send(bench, version, update, {"B": FINE}) is Verdict.FAILED
    assert bench.station.local_list is before


@pytest.mark.parametrize("update", [FULL, PART])
@pytest.mark.parametrize(
    "entries",
    [(("A", FINE), ("a", BAD)), (("A", FINE), ("A", FINE)), (("B", FINE), ("", FINE))],
    ids=["same but for case", "twice", "nobody"],
)
def test_a_list_that_names_a_token_twice_or_none_is_refused_as_a_whole(
    update: Update, entries: tuple[Entry, ...]
) -> None:
    bench = with_list({"X": FINE})
    before = bench.station.local_list
    assert send_pairs(bench, 6, update, entries) is Verdict.FAILED
    assert bench.station.local_list is before


def test_a_full_list_has_nothing_to_take_out() -> None:
    bench = with_list({"X": FINE})
    assert send(bench, 6, FULL, {"A": FINE, "X": None}) is Verdict.FAILED
    assert bench.station.local_list.entries == {"x": FINE}


@pytest.mark.parametrize("update", [FULL, PART])
def test_a_list_with_too_many_entries_in_one_message_is_refused(update: Update) -> None:
    bench = with_list({"X": FINE}, {registry.LIST_ITEMS: 3})
    many = {f"T{number}": FINE for number in range(4)}
    assert send(bench, 6, update, many) is Verdict.FAILED
    assert bench.station.local_list.entries == {"x": FINE}
    assert send(bench, 6, update, dict(list(many.items())[:3])) is Verdict.ACCEPTED


def test_a_list_that_would_become_too_long_is_refused_and_one_that_swaps_is_not() -> None:
    bench = with_list({"A": FINE, "B": FINE}, {registry.LIST_LIMIT: 2})
    assert send(bench, 6, PART, {"C": FINE}) is Verdict.FAILED
    assert bench.station.local_list.entries == {"a": FINE, "b": FINE}
    assert send(bench, 6, PART, {"C": FINE, "A": None}) is Verdict.ACCEPTED
    assert send(bench, 7, FULL, {"C": FINE, "A": FINE, "B": FINE}) is Verdict.FAILED


@pytest.mark.req("CCC-SUP-001")
def test_ten_thousand_entries_fit_into_one_message_and_one_more_does_not() -> None:
    bench = online()
    many = {f"{number:020d}": FINE for number in range(10_001)}
    assert send(bench, 1, FULL, many) is Verdict.FAILED
    many.popitem()
    assert send(bench, 1, FULL, many) is Verdict.ACCEPTED
    assert len(bench.station.local_list.entries) == 10_000


@pytest.mark.parametrize("update", [FULL, PART])
def test_a_list_that_is_switched_off_is_not_supported(update: Update) -> None:
    bench = online({registry.LOCAL_LIST_ENABLED: False})
    assert send(bench, 1, update, {"A": FINE}) is Verdict.NOT_SUPPORTED
    assert bench.station.local_list.entries == {}


@pytest.mark.req("CCC-LIM-001")
def test_a_station_may_know_full_lists_only() -> None:
    bench = with_list({"A": FINE}, rules=Rules(list_updates=ListUpdates.FULL_ONLY))
    before = bench.station.local_list
    assert send(bench, 6, PART, {"B": FINE}) is Verdict.NOT_SUPPORTED
    assert bench.station.local_list is before


def test_the_list_survives_a_power_cut() -> None:
    bench = with_list({"A": FINE})
    assert bench.restarted().station.local_list == bench.station.local_list


def test_a_listed_token_charges_without_a_question_where_that_is_wanted() -> None:
    bench = with_list({ALICE.id: FINE}, {registry.PRE_AUTHORIZE: True})
    bench.plug()
    bench.card(ALICE)
    assert bench.judged() == [TokenStatus.ACCEPTED]
    assert bench.said(AskAuthorization) == []


def test_a_token_that_is_listed_as_bad_is_asked_about_all_the_same() -> None:
    bench = with_list({ALICE.id: BAD}, {registry.PRE_AUTHORIZE: True})
    bench.plug()
    bench.card(ALICE)
    assert [question.token for question in bench.said(AskAuthorization)] == [ALICE]


# --- what the central system says of a listed token


def test_what_is_said_of_a_listed_token_is_not_put_into_the_cache() -> None:
    bench = with_list({ALICE.id: FINE})
    bench.authorize(ALICE)
    bench.authorize(BOB)
    assert bench.station.cache.keys() == {BOB.name}


def conflict(bench: CoreBench) -> list[Fault | None]:
    return [fact.status.fault for fact in bench.said(StatusChanged) if fact.evse == 0]


@pytest.mark.req("CCC-STAT-007", "CCC-ADD-002")
def test_a_list_that_is_contradicted_is_told_of_at_the_station_until_it_is_updated() -> None:
    bench = with_list({ALICE.id: FINE})
    bench.card(ALICE)
    bench.answer(TokenStatus.BLOCKED)
    assert conflict(bench) == [Fault.LOCAL_LIST_CONFLICT]
    assert [fact.evse for fact in bench.said(StatusChanged) if fact.status.fault] == [0]
    assert bench.station.local_list.entries == {ALICE.name: FINE}
    send(bench, 6, PART, {ALICE.id: BAD})
    assert conflict(bench) == [Fault.LOCAL_LIST_CONFLICT, None]


@pytest.mark.req("CCC-ERR-033")
def test_who_stands_in_a_list_that_is_contradicted_does_not_charge_and_everybody_else_does() -> None:
    bench = with_list({ALICE.id: FINE}, sockets=(False, False))
    bench.plug()
    bench.card(ALICE)
    bench.answer(TokenStatus.BLOCKED)
    bench.go(1.0)
    assert (conflict(bench), bench.charging()) == ([Fault.LOCAL_LIST_CONFLICT], Charging.PLUGGED)
    bench.authorize(BOB)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-STAT-007")
def test_a_token_that_is_listed_as_bad_and_accepted_is_a_conflict_too() -> None:
    bench = with_list({ALICE.id: BAD})
    bench.card(ALICE)
    bench.answer(TokenStatus.ACCEPTED)
    assert conflict(bench) == [Fault.LOCAL_LIST_CONFLICT]


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        (TokenStatus.ACCEPTED, TokenStatus.CONCURRENT),
        (TokenStatus.BLOCKED, TokenStatus.INVALID),
        (TokenStatus.ACCEPTED, TokenStatus.ACCEPTED),
    ],
)
def test_two_words_for_the_same_are_no_conflict(listed: TokenStatus, said: TokenStatus) -> None:
    bench = with_list({ALICE.id: TokenInfo(listed)})
    bench.card(ALICE)
    bench.answer(said)
    assert conflict(bench) == []


def test_a_conflict_is_over_when_the_central_system_agrees_again() -> None:
    bench = with_list({ALICE.id: FINE})
    for status in (TokenStatus.BLOCKED, TokenStatus.ACCEPTED):
        bench.card(ALICE)
        bench.answer(status)
    assert conflict(bench) == [Fault.LOCAL_LIST_CONFLICT, None]


def test_a_list_that_nobody_uses_contradicts_nobody() -> None:
    bench = with_list({ALICE.id: FINE})
    bench.card(ALICE)
    bench.answer(TokenStatus.BLOCKED)
    bench.write(registry.LOCAL_LIST_ENABLED, False)
    assert conflict(bench) == [Fault.LOCAL_LIST_CONFLICT, None]


def test_a_conflict_is_not_told_while_nobody_listens_and_then_once() -> None:
    bench = with_list({ALICE.id: FINE})
    bench.card(ALICE)
    bench.answer(TokenStatus.BLOCKED)
    bench.forget()
    bench.disconnect()
    bench.connect()
    assert Status(bench.station.told[0].charging, Fault.LOCAL_LIST_CONFLICT) == bench.station.told[0]
    assert conflict(bench) == []


# --- clearing the cache


@pytest.mark.req("ALF-201-C11")
def test_a_cleared_cache_leaves_the_list_as_it_is() -> None:
    bench = with_list({ALICE.id: FINE})
    bench.authorize(BOB)
    bench.forget()
    bench.hear(CacheClearAsked(ReplyTo("clear")))
    assert bench.verdicts() == [Verdict.ACCEPTED]
    assert (bench.station.cache, bench.station.local_list.entries) == ({}, {ALICE.name: FINE})


@pytest.mark.req("ABB-MSG-017")
@pytest.mark.parametrize(
    ("manner", "verdict"),
    [(ClearingCache.REJECTED, Verdict.REJECTED), (ClearingCache.ACCEPTED, Verdict.ACCEPTED)],
)
def test_a_cache_that_does_not_exist_is_cleared_or_not_as_the_vendor_has_it(
    manner: ClearingCache, verdict: Verdict
) -> None:
    bench = online({registry.CACHE_ENABLED: False}, rules=Rules(clearing_cache=manner))
    bench.hear(CacheClearAsked(ReplyTo("clear")))
    assert bench.verdicts() == [verdict]


@pytest.mark.parametrize(
    ("version", "update", "entries", "why"),
    [
        (0, FULL, (), "0 is no number of a list"),
        (5, PART, (), "the list has number 5 already"),
        (6, FULL, (("A", FINE), ("a", FINE)), "a token stands there twice, or has no id"),
        (6, FULL, (("A", None),), "a whole list has nothing to take out"),
        (6, PART, (("B", FINE), ("C", FINE)), "there is room for 2 tokens"),
        (6, PART, tuple((each, FINE) for each in "BCDE"), "a message may have 3 tokens"),
    ],
)
def test_a_list_that_is_refused_is_refused_for_a_reason(
    version: int, update: Update, entries: tuple[Entry, ...], why: str
) -> None:
    bench = with_list({"A": FINE}, {registry.LIST_LIMIT: 2, registry.LIST_ITEMS: 3})
    (reply,) = bench.hear(LocalListSent(ReplyTo("list"), version, update, entries)).replies
    assert reply.why == why


# --- tokens of one character


@pytest.mark.req("ALF-BE-002")
def test_a_token_may_have_one_character() -> None:
    bench = online({registry.MASTER_GROUP: "M"})
    assert send(bench, 1, FULL, {"1": FINE, "2": TokenInfo(TokenStatus.ACCEPTED, group="M")}) is Verdict.ACCEPTED
    bench.plug()
    bench.hear(RemoteStartAsked(ReplyTo("start"), Token("1"), 1))
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    bench.card(Token("2"))
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED
