"""Tokens of one group stop each other's charging; those of the master pass stop everybody's and start nothing."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.delivery import Delivered
from pilotwire.core.local_list import LocalListSent, Update
from pilotwire.core.port.charging import Charging
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.rules import Groups, Rules, Stranger
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.token import Token, TokenInfo, TokenStatus
from pilotwire.core.transaction import Kind, TransactionChanged

ACCEPTED, NO_PLACE = TokenStatus.ACCEPTED, TokenStatus.NO_PLACE
TWO = (False, False)
MASTERS = {registry.MASTER_GROUP: "MASTERS"}


def charging(settings: object = None, group: str | None = "FAMILY", **options: object) -> CoreBench:
    """Alice, of *group*, charges at EVSE 1."""
    bench = online(settings, **options)  # type: ignore[arg-type]
    bench.plug()
    bench.authorize(ALICE, group=group)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    bench.forget()
    return bench


def show(bench: CoreBench, token: Token = BOB, group: str | None = "family", evse: int = 0) -> None:
    """*token* is shown, and the central system says that it is good and of *group*."""
    bench.card(token, evse)
    bench.answer(group=group)
    bench.go(10.0)


def last_words(bench: CoreBench) -> TransactionChanged:
    (row,) = bench.rows(Kind.ENDED)
    return row


@pytest.mark.req("ALF-201-C09")
def test_another_card_of_the_group_stops_and_is_named_as_who_stopped() -> None:
    bench = charging()
    show(bench)
    assert bench.charging() is Charging.FINISHED
    row = last_words(bench)
    assert (row.trigger, row.reason, row.names_token) == (Trigger.STOP_AUTHORIZED, Reason.LOCAL, True)
    assert row.token is not None
    assert row.token.id == BOB.id
    assert bench.judged() == [ACCEPTED]


@pytest.mark.parametrize("group", [None, "", "NEIGHBOURS"])
def test_a_card_of_another_group_or_of_none_stops_nobody(group: str | None) -> None:
    bench = charging()
    show(bench, group=group)
    assert (bench.charging(), bench.judged()) == (Charging.CHARGING, [NO_PLACE])


@pytest.mark.req("ALF-201-C09")
def test_a_card_of_the_group_that_is_refused_stops_nobody() -> None:
    bench = charging()
    bench.card(BOB)
    bench.answer(TokenStatus.BLOCKED, "FAMILY")
    assert bench.charging() is Charging.CHARGING


@pytest.mark.parametrize("settings", [{}, {registry.AUTHORIZE_OFFLINE: False}])
def test_a_card_of_the_group_that_is_listed_stops_without_a_question(settings: dict[object, object]) -> None:
    bench = charging(settings)
    entries = ((BOB.id, TokenInfo(ACCEPTED, group="FAMILY")),)
    bench.hear(LocalListSent(ReplyTo("list"), 1, Update.FULL, entries))
    bench.card(BOB)
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED
    assert bench.said(AskAuthorization) == []


def test_a_card_of_the_group_whose_entry_has_expired_is_asked_about() -> None:
    bench = charging()
    entries = ((BOB.id, TokenInfo(ACCEPTED, 1.0, "FAMILY")),)
    bench.hear(LocalListSent(ReplyTo("list"), 1, Update.FULL, entries))
    bench.card(BOB)
    assert len(bench.said(AskAuthorization)) == 1
    assert bench.charging() is Charging.CHARGING


def test_a_card_of_the_group_stops_offline_where_its_group_is_remembered() -> None:
    bench = online(sockets=TWO)
    bench.plug(2)
    bench.authorize(BOB, 2, group="FAMILY")
    bench.card(BOB)
    bench.go(10.0)
    bench.unplug(2)
    bench.plug()
    bench.authorize(ALICE, group="FAMILY")
    bench.disconnect()
    bench.card(BOB)
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED


def test_a_card_of_the_group_whose_own_vehicle_waits_starts_and_stops_nobody() -> None:
    bench = charging(sockets=TWO)
    bench.plug(2)
    show(bench)
    assert (bench.charging(1), bench.charging(2)) == (Charging.CHARGING, Charging.CHARGING)


def test_where_two_of_the_group_charge_a_third_card_stops_neither() -> None:
    bench = charging(sockets=TWO)
    bench.plug(2)
    bench.authorize(Token("04CA401"), 2, group="FAMILY")
    bench.go(2.0)
    show(bench)
    assert (bench.charging(1), bench.charging(2)) == (Charging.CHARGING, Charging.CHARGING)
    assert bench.judged()[-1] is NO_PLACE


def test_a_card_at_the_reader_of_an_evse_stops_there_only() -> None:
    bench = charging(sockets=TWO)
    show(bench, evse=2)
    assert bench.charging(1) is Charging.CHARGING
    show(bench, Token("04CA401"), evse=1)
    assert bench.charging(1) is Charging.FINISHED


def test_where_cards_do_not_stop_those_of_the_group_do_not_either() -> None:
    bench = charging({registry.TOKEN_STOPS: False})
    show(bench)
    assert bench.charging() is Charging.CHARGING


def test_where_cards_need_a_vehicle_the_group_may_stop_the_one_that_charges() -> None:
    bench = charging({registry.TOKEN_NEEDS_VEHICLE: True})
    show(bench)
    assert bench.charging() is Charging.FINISHED


@pytest.mark.req("CCC-SYS-015")
def test_where_cards_need_a_vehicle_and_none_is_there_nobody_is_asked() -> None:
    bench = online({registry.TOKEN_NEEDS_VEHICLE: True})
    bench.card(BOB)
    assert (bench.said(AskAuthorization), bench.judged()) == ([], [NO_PLACE])


@pytest.mark.req("CCC-LIM-004")
def test_a_station_that_ignores_groups_knows_strangers_only() -> None:
    bench = charging(rules=Rules(groups=Groups.IGNORED))
    show(bench)
    assert (bench.charging(), bench.judged()) == (Charging.CHARGING, [NO_PLACE])


def test_the_group_may_come_with_the_answer_to_the_first_row() -> None:
    """A remote start is not asked about; 1.6 names the parent in StartTransaction.conf."""
    bench = online()
    bench.plug()
    bench.hear(RemoteStartAsked(ReplyTo("r"), ALICE))
    bench.go(2.0)
    row = bench.rows()[0]
    bench.hear(Delivered(1, row.transaction, None, ALICE, TokenInfo(ACCEPTED, group="FAMILY")))
    show(bench)
    assert bench.charging() is Charging.FINISHED


def test_an_answer_that_names_no_group_takes_none_away() -> None:
    bench = charging()
    transaction = bench.station.transactions[1].id
    bench.hear(Delivered(1, transaction, None, ALICE, TokenInfo(ACCEPTED)))
    show(bench)
    assert bench.charging() is Charging.FINISHED


def test_the_group_of_a_driver_who_waits_is_not_lost_when_they_plug_in() -> None:
    bench = online()
    bench.authorize(ALICE, group="FAMILY")
    bench.plug()
    assert bench.charging() is Charging.CHARGING
    show(bench)
    assert bench.charging() is Charging.FINISHED


def test_a_plug_that_is_held_for_want_of_energy_is_given_back_to_the_group() -> None:
    """Errata 3.5: the same identifier, or one with the same parentIdTag."""
    bench = charging({registry.STOP_ON_INVALID_ID: False}, sockets=(True,))
    transaction = bench.station.transactions[1].id
    bench.hear(Delivered(1, transaction, None, ALICE, TokenInfo(TokenStatus.BLOCKED)))
    bench.go(10.0)
    assert bench.evses[0].is_locked
    show(bench)
    assert not bench.evses[0].is_locked


# --- the master pass


@pytest.mark.req("ALF-201-C16", "ALF-BE-004")
def test_a_master_pass_stops_everybody() -> None:
    bench = charging(MASTERS, sockets=TWO)
    bench.plug(2)
    bench.authorize(Token("04CA401"), 2)
    bench.go(2.0)
    show(bench, group="masters")
    assert (bench.charging(1), bench.charging(2)) == (Charging.FINISHED, Charging.FINISHED)
    assert {(row.reason, row.names_token) for row in bench.rows(Kind.ENDED)} == {(Reason.MASTER_PASS, True)}


@pytest.mark.req("ALF-201-C16", "ALF-BE-004")
@pytest.mark.parametrize("plugged", [True, False])
def test_a_master_pass_starts_nothing(plugged: bool) -> None:
    bench = online(MASTERS)
    if plugged:
        bench.plug()
    show(bench, group="MASTERS")
    assert (bench.judged(), bench.rows(), bench.station.claims) == ([NO_PLACE], [], {})


@pytest.mark.req("ALF-201G-007")
def test_after_a_master_pass_that_found_nobody_other_cards_are_taken() -> None:
    bench = online(MASTERS)
    show(bench, group="MASTERS")
    bench.plug()
    bench.authorize(ALICE)
    assert bench.charging() is Charging.CHARGING


def test_a_listed_master_pass_stops_without_a_question_and_offline_too() -> None:
    bench = charging(MASTERS)
    entries = ((BOB.id, TokenInfo(ACCEPTED, group="MASTERS")),)
    bench.hear(LocalListSent(ReplyTo("list"), 1, Update.FULL, entries))
    bench.disconnect()
    bench.card(BOB)
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED


def test_a_listed_master_pass_is_not_started_from_afar() -> None:
    bench = online(MASTERS)
    entries = ((BOB.id, TokenInfo(ACCEPTED, group="MASTERS")),)
    bench.hear(LocalListSent(ReplyTo("list"), 1, Update.FULL, entries))
    bench.plug()
    bench.hear(RemoteStartAsked(ReplyTo("r"), BOB))
    assert bench.charging() is Charging.PLUGGED


def test_without_a_master_group_nobody_is_a_master() -> None:
    bench = charging(group=None)
    show(bench, group="")
    assert bench.charging() is Charging.CHARGING


# --- a vendor whose cards all stop


@pytest.mark.req("ABB-MSG-001")
@pytest.mark.parametrize(("status", "after"), [(ACCEPTED, Charging.FINISHED), (TokenStatus.BLOCKED, Charging.CHARGING)])
def test_a_station_may_let_any_good_card_stop_but_asks_first(status: TokenStatus, after: Charging) -> None:
    bench = charging(rules=Rules(stranger=Stranger.STOPS))
    entries = ((BOB.id, TokenInfo(ACCEPTED)),)
    bench.hear(LocalListSent(ReplyTo("list"), 1, Update.FULL, entries))
    bench.card(BOB)
    assert bench.charging() is Charging.CHARGING
    bench.answer(status)
    bench.go(10.0)
    assert bench.charging() is after
