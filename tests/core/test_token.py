"""Who may charge: what the list and the cache say of a token, online and while nobody can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.core.bench import ALICE, BOB, UTC_S, CoreBench, Settings, online

from pilotwire.core import registry
from pilotwire.core.authorization import CardShown
from pilotwire.core.csms import HeartbeatAnswered
from pilotwire.core.local_list import LocalList
from pilotwire.core.moment import Moment
from pilotwire.core.rules import Rules, UnknownOffline
from pilotwire.core.station import Station, step
from pilotwire.core.token import (
    CACHE_LIMIT,
    NOBODY,
    Token,
    TokenInfo,
    TokenStatus,
    judged_offline,
    judged_online,
    known,
    remembered,
)

ACCEPTED, BLOCKED, EXPIRED, UNKNOWN = (
    TokenStatus.ACCEPTED,
    TokenStatus.BLOCKED,
    TokenStatus.EXPIRED,
    TokenStatus.UNKNOWN,
)
FINE, BAD = TokenInfo(ACCEPTED), TokenInfo(BLOCKED)
SOON = TokenInfo(ACCEPTED, expires_s=100.0)


def about_alice(info: TokenInfo) -> dict[str, TokenInfo]:
    return {ALICE.name: info}


def station(
    cache: Mapping[str, TokenInfo] | None = None,
    listed: Mapping[str, TokenInfo] | None = None,
    rules: Rules | None = None,
    **wanted: object,
) -> Station:
    """A station with *cache* and the local list *listed*; *wanted* are settings by their names in the registry."""
    chosen: Settings = {getattr(registry, name): value for name, value in wanted.items()}  # type: ignore[misc]
    made = CoreBench(chosen, rules=rules).station
    return replace(made, cache=cache or {}, local_list=LocalList(1, listed or {}))


def offline(at: Station, token: Token = ALICE, utc_s: float = 0.0) -> TokenStatus:
    return judged_offline(at, token, utc_s).status


def test_tokens_compare_without_case_and_whatever_read_them() -> None:
    assert Token("aBc").is_same(Token("AbC"))
    assert not Token("aBc").is_same(Token("aBcd"))
    assert not Token("").is_same(None)


def test_tokens_of_one_group_are_kin_and_those_without_a_group_are_not() -> None:
    alice, bob = Token("A", group="Fleet"), Token("B", group="FLEET")
    assert alice.is_kin(bob)
    assert alice.is_kin(Token("a"))
    assert not Token("A").is_kin(Token("B"))
    assert not Token("A", group="").is_kin(Token("B", group=""))
    assert not alice.is_kin(Token("B", group="other"))


@pytest.mark.req("ALF-201-C13")
@pytest.mark.parametrize("source", ["cache", "listed"])
def test_a_token_accepted_before_is_accepted_offline(source: str) -> None:
    assert offline(station(**{source: about_alice(FINE)}), Token("04a11ce0")) is ACCEPTED  # type: ignore[arg-type]


@pytest.mark.parametrize("source", ["cache", "listed"])
@pytest.mark.parametrize("trusted", [True, False])
def test_a_known_bad_token_is_refused_offline_for_its_reason_whatever_the_settings(source: str, trusted: bool) -> None:
    at = station(**{source: about_alice(BAD)}, UNKNOWN_OFFLINE=True, AUTHORIZE_OFFLINE=trusted)  # type: ignore[arg-type]
    assert offline(at) is BLOCKED


@pytest.mark.parametrize(("utc_s", "status"), [(99.0, ACCEPTED), (100.0, EXPIRED), (101.0, EXPIRED)])
@pytest.mark.parametrize("source", ["cache", "listed"])
def test_what_was_said_of_a_token_expires(source: str, utc_s: float, status: TokenStatus) -> None:
    at = station(**{source: about_alice(SOON)}, UNKNOWN_OFFLINE=True)  # type: ignore[arg-type]
    assert offline(at, utc_s=utc_s) is status


def test_what_is_bad_does_not_become_expired() -> None:
    at = station(about_alice(TokenInfo(BLOCKED, expires_s=100.0)))
    assert offline(at, utc_s=200.0) is BLOCKED


@pytest.mark.req("CCC-REV-015", "ALF-201-C15")
@pytest.mark.parametrize(("allowed", "status"), [(True, ACCEPTED), (False, UNKNOWN)])
def test_an_unknown_token_is_accepted_offline_only_where_that_is_wanted(allowed: bool, status: TokenStatus) -> None:
    assert offline(station(UNKNOWN_OFFLINE=allowed), BOB) is status


@pytest.mark.req("ABB-CONF-005")
def test_a_station_may_refuse_unknown_tokens_offline_whatever_the_setting_says() -> None:
    rules = Rules(unknown_offline=UnknownOffline.REFUSED)
    at = station(listed=about_alice(FINE), rules=rules, UNKNOWN_OFFLINE=True, CACHE_ENABLED=False)
    assert (offline(at, BOB), offline(at, ALICE)) == (UNKNOWN, ACCEPTED)
    for bad in (TokenStatus.INVALID, BLOCKED, EXPIRED):
        assert offline(station(listed=about_alice(TokenInfo(bad)), rules=rules, UNKNOWN_OFFLINE=True)) is bad


@pytest.mark.req("CCC-REV-015")
@pytest.mark.parametrize("source", ["cache", "listed"])
def test_without_offline_authorisation_what_is_known_does_not_count(source: str) -> None:
    at = station(**{source: about_alice(FINE)}, AUTHORIZE_OFFLINE=False)  # type: ignore[arg-type]
    assert offline(at) is UNKNOWN


@pytest.mark.req("XCH-CONF-008")
def test_with_all_four_settings_off_no_card_is_good_without_the_central_system() -> None:
    off = {"AUTHORIZE_OFFLINE": False, "PRE_AUTHORIZE": False, "CACHE_ENABLED": False, "UNKNOWN_OFFLINE": False}
    at = station(about_alice(FINE), about_alice(FINE), **off)  # type: ignore[arg-type]
    assert offline(at) is UNKNOWN
    assert judged_online(at, ALICE, 0.0) is None


@pytest.mark.parametrize(("listed", "cached", "status"), [(FINE, BAD, ACCEPTED), (BAD, FINE, BLOCKED)])
def test_the_list_has_the_first_word(listed: TokenInfo, cached: TokenInfo, status: TokenStatus) -> None:
    assert offline(station(about_alice(cached), about_alice(listed))) is status


def test_a_list_that_is_switched_off_leaves_the_word_to_the_cache() -> None:
    at = station(about_alice(FINE), about_alice(BAD), LOCAL_LIST_ENABLED=False)
    assert offline(at) is ACCEPTED


def test_an_entry_of_the_list_that_has_expired_is_not_rescued_by_the_cache() -> None:
    assert offline(station(about_alice(FINE), about_alice(SOON)), utc_s=200.0) is EXPIRED


def test_a_cache_that_is_switched_off_knows_nothing_and_learns_nothing() -> None:
    assert known(station(about_alice(FINE), CACHE_ENABLED=False), ALICE, 0.0) is None
    bench = online({registry.CACHE_ENABLED: False})
    bench.authorize()
    assert bench.station.cache == {}


@pytest.mark.req("CCC-REV-015", "ALF-201-C12", "ALF-201-C14")
@pytest.mark.parametrize("source", ["cache", "listed"])
def test_online_what_is_known_answers_only_where_that_is_wanted_and_only_with_yes(source: str) -> None:
    def judged(info: TokenInfo, utc_s: float = 0.0, **wanted: object) -> TokenInfo | None:
        return judged_online(station(**{source: about_alice(info)}, **wanted), ALICE, utc_s)  # type: ignore[arg-type]

    assert judged(FINE, PRE_AUTHORIZE=False) is None
    assert judged(FINE, PRE_AUTHORIZE=True) == FINE
    assert judged(BAD, PRE_AUTHORIZE=True) is None
    assert judged(SOON, 200.0, PRE_AUTHORIZE=True) is None


def test_the_newest_word_replaces_the_one_before_and_the_same_one_changes_nothing() -> None:
    cache = remembered({}, ALICE, FINE, 0.0)
    assert remembered(cache, ALICE, FINE, 0.0) is cache
    assert remembered(cache, Token(ALICE.id.lower()), BAD, 0.0) == about_alice(BAD)


def test_the_oldest_entry_makes_room() -> None:
    cache: Mapping[str, TokenInfo] = {}
    for number in range(CACHE_LIMIT + 5):
        cache = remembered(cache, Token(str(number)), FINE, 0.0)
    assert len(cache) == CACHE_LIMIT
    assert "4" not in cache
    assert "5" in cache


def test_what_is_not_valid_makes_room_before_what_is_old() -> None:
    """OCPP 1.6 3.5.1: remove any NOT-valid entries, and then, if necessary, the oldest valid ones."""
    cache: Mapping[str, TokenInfo] = {}
    for number in range(CACHE_LIMIT):
        info = {500: BAD, 501: SOON}.get(number, FINE)
        cache = remembered(cache, Token(str(number)), info, 50.0)
    cache = remembered(cache, ALICE, FINE, 150.0)
    assert len(cache) == CACHE_LIMIT - 1
    assert not cache.keys() & {"500", "501"}
    assert {"0", ALICE.name} <= cache.keys()


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
