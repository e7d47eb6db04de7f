"""Who may charge when nobody can be asked, and what of it the cache knows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.bench import ALICE, BOB, UTC_S, CoreBench, Settings, online

from pilotwire.core import registry
from pilotwire.core.authorization import CardShown
from pilotwire.core.csms import HeartbeatAnswered
from pilotwire.core.moment import Moment
from pilotwire.core.station import step
from pilotwire.core.token import (
    CACHE_LIMIT,
    NOBODY,
    Token,
    TokenInfo,
    TokenStatus,
    judged_by_cache,
    judged_offline,
    judged_online,
    remembered,
)

ACCEPTED, BLOCKED, EXPIRED = TokenStatus.ACCEPTED, TokenStatus.BLOCKED, TokenStatus.EXPIRED
SOON = TokenInfo(ACCEPTED, expires_s=100.0)


def known(info: TokenInfo) -> dict[str, TokenInfo]:
    return dict(remembered({}, ALICE, info))


def settings(**wanted: object) -> object:
    chosen: Settings = {getattr(registry, name): value for name, value in wanted.items()}  # type: ignore[misc]
    return CoreBench(chosen).station.settings


def test_tokens_compare_without_case_and_whatever_read_them() -> None:
    assert Token("aBc").is_same(Token("AbC"))
    assert not Token("aBc").is_same(Token("aBcd"))
    assert not Token("").is_same(None)


def test_a_token_accepted_before_is_accepted_offline() -> None:
    assert judged_offline(known(TokenInfo(ACCEPTED)), Token("04a11ce0"), settings(), 0.0) is ACCEPTED


def test_a_token_refused_before_is_refused_offline_for_the_same_reason() -> None:
    wanted = settings(UNKNOWN_OFFLINE=True)
    assert judged_offline(known(TokenInfo(BLOCKED)), ALICE, wanted, 0.0) is BLOCKED


@pytest.mark.parametrize(("utc_s", "status"), [(99.0, ACCEPTED), (100.0, EXPIRED), (101.0, EXPIRED)])
def test_what_was_said_of_a_token_expires(utc_s: float, status: TokenStatus) -> None:
    assert judged_offline(known(SOON), ALICE, settings(), utc_s) is status


@pytest.mark.req("CCC-REV-015")
@pytest.mark.parametrize(("allowed", "status"), [(True, ACCEPTED), (False, TokenStatus.UNKNOWN)])
def test_an_unknown_token_is_accepted_offline_only_where_that_is_wanted(allowed: bool, status: TokenStatus) -> None:
    assert judged_offline({}, BOB, settings(UNKNOWN_OFFLINE=allowed), 0.0) is status


@pytest.mark.req("CCC-REV-015")
def test_without_offline_authorisation_the_cache_does_not_count() -> None:
    assert (
        judged_offline(known(TokenInfo(ACCEPTED)), ALICE, settings(AUTHORIZE_OFFLINE=False), 0.0) is TokenStatus.UNKNOWN
    )


def test_a_cache_that_is_switched_off_knows_nothing_and_learns_nothing() -> None:
    assert judged_by_cache(known(TokenInfo(ACCEPTED)), ALICE, settings(CACHE_ENABLED=False), 0.0) is None
    bench = online({registry.CACHE_ENABLED: False})
    bench.authorize()
    assert bench.station.cache == {}


@pytest.mark.req("CCC-REV-015")
def test_online_the_cache_answers_only_where_that_is_wanted_and_only_with_yes() -> None:
    assert judged_online(known(TokenInfo(ACCEPTED)), ALICE, settings(), 0.0) is None
    wanted = settings(PRE_AUTHORIZE=True)
    assert judged_online(known(TokenInfo(ACCEPTED)), ALICE, wanted, 0.0) is ACCEPTED
    assert judged_online(known(TokenInfo(BLOCKED)), ALICE, wanted, 0.0) is None
    assert judged_online(known(SOON), ALICE, wanted, 200.0) is None


def test_the_newest_word_replaces_the_one_before_and_the_same_one_changes_nothing() -> None:
    cache = known(TokenInfo(ACCEPTED))
    assert remembered(cache, ALICE, TokenInfo(ACCEPTED)) is cache
    assert remembered(cache, Token(ALICE.id.lower()), TokenInfo(BLOCKED)) == known(TokenInfo(BLOCKED))


def test_the_oldest_entry_makes_room() -> None:
    cache: dict[str, TokenInfo] = {}
    for number in range(CACHE_LIMIT + 5):
        cache = dict(remembered(cache, Token(str(number)), TokenInfo(ACCEPTED)))
    assert len(cache) == CACHE_LIMIT
    assert "4" not in cache
    assert "5" in cache


def test_a_host_that_does_not_know_the_time_asks_the_clock_of_the_central_system() -> None:
    bench = online()
    bench.plug()
    bench.station, _ = step(bench.station, HeartbeatAnswered(UTC_S), Moment(bench.now_s, 0.0, utc_trusted=False))
    bench.disconnect()
    station = bench.station
    cache = {ALICE.id.casefold(): TokenInfo(ACCEPTED, UTC_S - 1.0)}
    moment = Moment(bench.now_s, 0.0, utc_trusted=False)
    _, said = step(replace(station, cache=cache), CardShown(ALICE), moment)
    assert [fact.status for fact in said.facts] == [EXPIRED]


@pytest.mark.req("CCC-LIM-005")
def test_a_card_without_an_id_starts_nothing_and_stops_nothing() -> None:
    bench = CoreBench({registry.USER_AUTHENTICATION: "free"})
    bench.plug()
    bench.card(Token(""))
    bench.go(10.0)
    assert bench.judged() == [TokenStatus.INVALID]
    assert bench.port().grant.token == NOBODY
    assert bench.evses[0].is_closed
