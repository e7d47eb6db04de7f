"""A driver shows a card: it is judged here or by the central system, charges or waits, and stops only its own."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.phase import Permit
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.token import Token, TokenInfo, TokenStatus

OK = TokenInfo(TokenStatus.ACCEPTED)


def plugged(**settings: object) -> CoreBench:
    bench = online({getattr(registry, name): value for name, value in settings.items()})  # type: ignore[misc]
    bench.plug()
    return bench


def test_a_card_is_asked_about_and_charges_when_it_is_accepted() -> None:
    bench = plugged()
    bench.card()
    assert bench.charging() is Charging.PLUGGED
    bench.answer()
    bench.go(1.0)
    assert (bench.charging(), bench.judged()) == (Charging.CHARGING, [TokenStatus.ACCEPTED])


@pytest.mark.parametrize("status", [TokenStatus.BLOCKED, TokenStatus.EXPIRED, TokenStatus.INVALID, TokenStatus.UNKNOWN])
def test_a_card_that_is_refused_does_not_charge_and_is_remembered(status: TokenStatus) -> None:
    bench = plugged()
    bench.card()
    bench.answer(status)
    assert (bench.charging(), bench.judged()) == (Charging.PLUGGED, [status])
    assert bench.station.cache == {ALICE.id.casefold(): TokenInfo(status)}


def test_the_same_card_is_not_asked_about_twice_at_a_time() -> None:
    bench = plugged()
    bench.card()
    bench.card(Token(ALICE.id.lower()))
    assert len(bench.said(AskAuthorization)) == 1


def test_an_answer_nobody_waits_for_changes_nothing() -> None:
    bench = plugged()
    bench.card()
    bench.answer(TokenStatus.BLOCKED)
    before = bench.station
    bench.hear(AuthorizationAnswered(bench.said(AskAuthorization)[0].ask, OK))
    assert bench.station is before


def test_an_unreachable_central_system_leaves_it_to_the_rules_for_offline() -> None:
    bench = plugged(UNKNOWN_OFFLINE=True)
    bench.card()
    bench.answer(None)
    assert bench.port().grant.permit is Permit.GIVEN
    assert bench.station.cache == {}


def test_offline_nobody_is_asked() -> None:
    bench = CoreBench()
    bench.plug()
    bench.card()
    assert (bench.said(AskAuthorization), bench.judged()) == ([], [TokenStatus.UNKNOWN])


@pytest.mark.req("CCC-SYS-015")
def test_a_card_stops_its_own_charging() -> None:
    bench = plugged()
    bench.authorize()
    bench.card(Token(ALICE.id.lower()))
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED


@pytest.mark.req("CCC-SYS-015")
def test_a_card_stops_nothing_where_that_is_not_wanted() -> None:
    bench = plugged(TOKEN_STOPS=False)
    bench.authorize()
    bench.card()
    bench.go(10.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-SYS-015")
def test_a_card_without_a_vehicle_is_ignored_where_one_is_needed() -> None:
    bench = online({registry.TOKEN_NEEDS_VEHICLE: True})
    bench.card()
    assert (bench.said(AskAuthorization), bench.judged()) == ([], [TokenStatus.NO_PLACE])
    bench.plug()
    bench.authorize()
    assert bench.port().grant.permit is Permit.GIVEN


def test_another_card_neither_stops_the_one_that_charges_nor_charges_itself() -> None:
    bench = plugged()
    bench.authorize()
    bench.authorize(BOB)
    assert bench.judged()[-1] is TokenStatus.NO_PLACE
    assert bench.port().grant.token == ALICE
    assert bench.charging() is Charging.CHARGING


def test_after_one_driver_another_may_charge_the_same_vehicle() -> None:
    bench = plugged()
    bench.authorize()
    bench.card()
    bench.go(10.0)
    bench.authorize(BOB)
    bench.go(10.0)
    assert (bench.charging(), bench.port().grant.token) == (Charging.CHARGING, BOB)
    assert len({row.transaction for row in bench.rows()}) == 2


def test_a_card_at_the_shared_reader_goes_to_the_vehicle_plugged_in_last() -> None:
    bench = online(sockets=(False, False))
    bench.plug(2)
    bench.plug(1)
    bench.authorize()
    assert [port.grant.permit for port in bench.station.ports] == [Permit.GIVEN, Permit.NONE]


def test_a_card_at_the_reader_of_an_evse_goes_there() -> None:
    bench = online(sockets=(False, False))
    bench.plug(2)
    bench.plug(1)
    bench.authorize(evse=2)
    assert [port.grant.permit for port in bench.station.ports] == [Permit.NONE, Permit.GIVEN]


def test_a_card_at_the_reader_of_an_evse_nobody_has_finds_no_place() -> None:
    bench = online()
    bench.authorize(evse=7)
    assert bench.judged() == [TokenStatus.NO_PLACE]


def test_a_card_answered_late_does_not_charge_twice() -> None:
    bench = online(sockets=(False, False))
    bench.plug(1)
    bench.card()
    bench.hear(RemoteStartAsked(ReplyTo("start"), ALICE, 1))
    bench.answer()
    assert bench.station.claims == {}
    assert bench.port(1).grant.permit is Permit.GIVEN


def test_where_charging_is_free_a_plug_is_enough() -> None:
    bench = CoreBench({registry.USER_AUTHENTICATION: "free"})
    bench.plug()
    assert bench.charging() is Charging.CHARGING


def test_where_charging_is_free_a_stopped_vehicle_is_not_started_again_until_it_has_gone() -> None:
    bench = online({registry.USER_AUTHENTICATION: "free"})
    bench.plug()
    bench.stop()
    bench.go(60.0)
    bench.hear(FaultSeen(1, Fault.OVERCURRENT), FaultCleared(1, Fault.OVERCURRENT))
    assert bench.charging() is Charging.FINISHED
    bench.unplug()
    bench.plug()
    bench.go(6.0)
    assert bench.charging() is Charging.CHARGING
