"""A reservation keeps an EVSE, or one of them, for a driver and their group until it is used, cancelled or over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.core.bench import ALICE, BOB, UTC_S, CoreBench, Host, online

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.csms import HeartbeatAnswered
from pilotwire.core.local_list import LocalListSent, Update
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.report import status_of
from pilotwire.core.reservation import (
    EXPIRY,
    CancellationAsked,
    Loss,
    Reservation,
    ReservationAsked,
    ReservationLost,
)
from pilotwire.core.rules import Groups, Rules
from pilotwire.core.token import Token, TokenInfo, TokenStatus
from pilotwire.core.transaction import Kind

ACCEPTED, NO_PLACE = TokenStatus.ACCEPTED, TokenStatus.NO_PLACE
CAROL = Token("04CA401")
TWO = (False, False)
FAMILY = replace(ALICE, group="FAMILY")
HOUR_S = 3600.0


def reserve(bench: CoreBench, evse: int = 1, token: Token = ALICE, *, number: int = 7, in_s: float = HOUR_S) -> Verdict:
    """The central system wants *evse* for *token*; what it is answered."""
    wanted = Reservation(number, evse, token, UTC_S + bench.now_s + in_s)
    (reply,) = bench.hear(ReservationAsked(ReplyTo("reserve"), wanted)).replies
    return reply.verdict


def reserved(evse: int = 1, token: Token = ALICE, settings: Any = None, **options: Any) -> CoreBench:
    """An online station that keeps *evse* for *token*."""
    bench = online(settings, **options)
    assert reserve(bench, evse, token) is Verdict.ACCEPTED
    bench.forget()
    return bench


def cancel(bench: CoreBench, number: int = 7) -> Verdict:
    (reply,) = bench.hear(CancellationAsked(ReplyTo("cancel"), number)).replies
    return reply.verdict


def view(bench: CoreBench, evse: int = 1) -> Charging:
    """What the central system is told of *evse*."""
    return status_of(bench.station, evse).charging


# --- kept, and for whom


@pytest.mark.req("ALF-201-H01", "ALF-201G-015")
def test_an_evse_is_kept_and_that_is_told() -> None:
    bench = online()
    assert reserve(bench) is Verdict.ACCEPTED
    assert bench.statuses() == [Charging.RESERVED]


@pytest.mark.req("ALF-201-H01")
@pytest.mark.parametrize("plugs_first", [True, False])
def test_its_driver_charges_there_and_the_transaction_names_it(plugs_first: bool) -> None:
    bench = reserved()
    if plugs_first:
        bench.plug()
        bench.authorize(ALICE)
    else:
        bench.authorize(ALICE)
        assert view(bench) is Charging.CLAIMED
        bench.plug()
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    assert [row.reservation for row in bench.rows(Kind.STARTED)] == [7]
    assert bench.station.reservations == {}
    assert bench.said(ReservationLost) == []


@pytest.mark.parametrize("plugs_first", [True, False])
def test_a_stranger_is_refused_however_good_their_card_is(plugs_first: bool) -> None:
    bench = reserved()
    if plugs_first:
        bench.plug()
    bench.authorize(BOB)
    if not plugs_first:
        bench.plug()
    assert (bench.charging(), bench.judged()) == (Charging.PLUGGED, [NO_PLACE])
    assert (bench.rows(), bench.station.claims) == ([], {})
    assert set(bench.station.reservations) == {7}


def test_the_driver_it_is_kept_for_need_not_hurry_to_plug_in() -> None:
    """OCPP 1.6 5.13: it ends when a transaction begins, and not with the card."""
    bench = reserved()
    bench.authorize(ALICE)
    bench.go(61.0)
    assert view(bench) is Charging.RESERVED


@pytest.mark.req("ALF-201-H03")
def test_somebody_of_the_group_may_use_it() -> None:
    bench = reserved(token=FAMILY)
    bench.plug()
    bench.authorize(BOB, group="family")
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    assert [row.reservation for row in bench.rows(Kind.STARTED)] == [7]


@pytest.mark.parametrize(("token", "group"), [(ALICE, "FAMILY"), (FAMILY, "OTHERS"), (FAMILY, None)])
def test_a_group_it_is_not_kept_for_may_not(token: Token, group: str | None) -> None:
    bench = reserved(token=token)
    bench.plug()
    bench.authorize(BOB, group=group)
    assert (bench.charging(), bench.judged()) == (Charging.PLUGGED, [NO_PLACE])


def test_a_station_that_ignores_groups_keeps_it_for_the_one_token() -> None:
    bench = reserved(token=FAMILY, rules=Rules(groups=Groups.IGNORED))
    bench.plug()
    bench.authorize(BOB, group="FAMILY")
    assert bench.judged() == [NO_PLACE]


def test_the_group_may_be_known_from_the_list_also_offline() -> None:
    bench = reserved(token=FAMILY)
    entries = ((BOB.id, TokenInfo(ACCEPTED, group="FAMILY")),)
    bench.hear(LocalListSent(ReplyTo("list"), 1, Update.FULL, entries))
    bench.disconnect()
    bench.plug()
    bench.card(BOB)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING


def test_another_evse_is_for_everybody() -> None:
    bench = reserved(evse=1, sockets=TWO)
    bench.plug(2)
    bench.authorize(BOB)
    bench.go(2.0)
    assert bench.charging(2) is Charging.CHARGING
    assert [row.reservation for row in bench.rows(Kind.STARTED)] == [None]


def test_a_stranger_who_was_authorised_at_the_station_cannot_plug_in_there() -> None:
    bench = reserved(evse=1, sockets=TWO)
    bench.authorize(BOB)
    bench.plug(1)
    assert bench.charging(1) is Charging.PLUGGED
    bench.plug(2)
    assert bench.charging(2) is Charging.CHARGING


def test_its_driver_may_charge_elsewhere_and_it_is_kept_still() -> None:
    bench = reserved(evse=1, sockets=TWO)
    bench.plug(2)
    bench.authorize(ALICE)
    bench.go(2.0)
    assert bench.charging(2) is Charging.CHARGING
    assert set(bench.station.reservations) == {7}


def test_of_two_vehicles_that_wait_a_stranger_gets_the_one_nobody_has_reserved() -> None:
    bench = reserved(evse=2, sockets=TWO)
    bench.plug(1)
    bench.plug(2)
    bench.authorize(BOB)
    bench.go(2.0)
    assert (bench.charging(1), bench.charging(2)) == (Charging.CHARGING, Charging.PLUGGED)


# --- any EVSE


def test_a_station_with_one_evse_keeps_that_one() -> None:
    bench = reserved(evse=0)
    assert view(bench) is Charging.RESERVED
    bench.plug()
    bench.authorize(BOB)
    assert bench.judged() == [NO_PLACE]
    bench.authorize(ALICE)
    bench.go(2.0)
    assert [row.reservation for row in bench.rows(Kind.STARTED)] == [7]


def test_one_of_two_stays_free_and_as_long_as_both_are_neither_says_reserved() -> None:
    bench = reserved(evse=0, sockets=TWO)
    assert (view(bench, 1), view(bench, 2)) == (Charging.EMPTY, Charging.EMPTY)
    bench.plug(1)
    bench.authorize(BOB)
    bench.go(2.0)
    assert (view(bench, 1), view(bench, 2)) == (Charging.CHARGING, Charging.RESERVED)
    bench.plug(2)
    bench.authorize(CAROL)
    assert (bench.charging(2), bench.judged()[-1]) == (Charging.PLUGGED, NO_PLACE)
    bench.authorize(ALICE)
    bench.go(2.0)
    assert [row.reservation for row in bench.rows(Kind.STARTED)] == [None, 7]


def test_as_many_are_kept_for_any_as_there_are() -> None:
    bench = reserved(evse=0, sockets=TWO)
    assert reserve(bench, 0, BOB, number=8) is Verdict.ACCEPTED
    assert (view(bench, 1), view(bench, 2)) == (Charging.RESERVED, Charging.RESERVED)
    assert reserve(bench, 0, CAROL, number=9) is Verdict.OCCUPIED
    assert reserve(bench, 1, CAROL, number=9) is Verdict.OCCUPIED


def test_one_evse_in_particular_is_not_taken_from_those_who_may_come_to_any() -> None:
    bench = reserved(evse=0, sockets=TWO)
    assert reserve(bench, 1, BOB, number=8) is Verdict.ACCEPTED
    assert reserve(bench, 2, CAROL, number=9) is Verdict.OCCUPIED


def test_a_reservation_of_the_evse_is_used_before_one_of_any() -> None:
    bench = reserved(evse=0, sockets=TWO)
    reserve(bench, 1, ALICE, number=8)
    bench.plug(1)
    bench.authorize(ALICE)
    bench.go(2.0)
    assert [row.reservation for row in bench.rows(Kind.STARTED)] == [8]
    assert set(bench.station.reservations) == {7}


@pytest.mark.parametrize("wanted", [True, False])
def test_any_evse_is_kept_only_where_the_station_does_that(wanted: bool) -> None:
    bench = online({registry.RESERVE_ANY_EVSE: wanted})
    assert reserve(bench, 0) is (Verdict.ACCEPTED if wanted else Verdict.REJECTED)


# --- refused


@pytest.mark.parametrize("evse", [0, 1])
def test_a_faulted_evse_is_not_kept(evse: int) -> None:
    bench = online()
    bench.hear(FaultSeen(1, Fault.OVER_TEMPERATURE))
    assert reserve(bench, evse) is Verdict.FAULTED


@pytest.mark.parametrize("evse", [0, 1])
def test_an_evse_out_of_service_is_not_kept(evse: int) -> None:
    bench = online()
    bench.hear(AvailabilityChosen(1, Voice.OWN, operative=False))
    assert reserve(bench, evse) is Verdict.UNAVAILABLE


@pytest.mark.parametrize("evse", [0, 1])
@pytest.mark.parametrize("occupant", ["vehicle", "claim", "reservation", "last vehicle"])
def test_an_occupied_evse_is_not_kept(evse: int, occupant: str) -> None:
    bench = online()
    match occupant:
        case "vehicle":
            bench.plug()
        case "claim":
            bench.authorize(BOB, 1)
        case "reservation":
            reserve(bench, 1, BOB, number=6)
        case _:
            bench.charge()
            bench.card()
            bench.go(10.0)
    assert reserve(bench, evse) is Verdict.OCCUPIED


def test_a_second_reservation_for_the_same_driver_is_refused_too() -> None:
    """OCPP 1.6 5.13: also when it has been reserved for the same idTag."""
    assert reserve(reserved(), 1, ALICE, number=8) is Verdict.OCCUPIED


def test_where_one_is_faulted_and_one_occupied_the_station_is_occupied() -> None:
    bench = online(sockets=TWO)
    bench.hear(FaultSeen(1, Fault.OVER_TEMPERATURE))
    bench.plug(2)
    assert reserve(bench, 0) is Verdict.OCCUPIED


@pytest.mark.parametrize(
    ("settings", "evse", "token", "in_s"),
    [
        ({registry.RESERVATION_ENABLED: False}, 1, ALICE, HOUR_S),
        ({}, 2, ALICE, HOUR_S),
        ({}, -1, ALICE, HOUR_S),
        ({}, 1, Token(""), HOUR_S),
        ({}, 1, ALICE, 0.0),
        ({registry.USER_AUTHENTICATION: "free"}, 1, ALICE, HOUR_S),
        ({registry.USER_AUTHENTICATION: "mqtt"}, 0, ALICE, HOUR_S),
    ],
    ids=["switched off", "no such EVSE", "no EVSE at all", "nobody", "over already", "free", "by software"],
)
def test_what_makes_no_sense_is_rejected(settings: Any, evse: int, token: Token, in_s: float) -> None:
    bench = online(settings)
    assert reserve(bench, evse, token, in_s=in_s) is Verdict.REJECTED
    assert bench.station.reservations == {}
    assert bench.replies[-1].why


@pytest.mark.parametrize("evse", [0, 1])
def test_the_only_evse_is_not_taken_from_a_driver_who_is_about_to_plug_in(evse: int) -> None:
    bench = online()
    bench.authorize(BOB)
    assert reserve(bench, evse) is Verdict.OCCUPIED


def test_of_two_evses_one_is_left_to_a_driver_who_is_about_to_plug_in() -> None:
    bench = online(sockets=TWO)
    bench.authorize(BOB)
    assert reserve(bench, 1) is Verdict.ACCEPTED
    assert reserve(bench, 2, CAROL, number=8) is Verdict.OCCUPIED


# --- replaced, cancelled, over, lost


def test_the_same_number_replaces_what_it_stood_for() -> None:
    bench = reserved(sockets=TWO)
    assert reserve(bench, 2, BOB) is Verdict.ACCEPTED
    assert [(each.evse, each.token) for each in bench.station.reservations.values()] == [(2, BOB)]
    assert (view(bench, 1), view(bench, 2)) == (Charging.EMPTY, Charging.RESERVED)


def test_a_replacement_that_is_refused_leaves_what_it_was_to_replace() -> None:
    bench = reserved(sockets=TWO)
    bench.plug(2)
    before = bench.station.reservations
    assert reserve(bench, 2) is Verdict.OCCUPIED
    assert bench.station.reservations is before


@pytest.mark.req("ALF-201-H02")
def test_a_cancelled_one_is_over_at_once() -> None:
    bench = reserved()
    assert cancel(bench) is Verdict.ACCEPTED
    assert bench.statuses() == [Charging.EMPTY]
    assert not bench.waits_for(EXPIRY.timer)
    assert cancel(bench) is Verdict.REJECTED


def test_one_that_nobody_made_cannot_be_cancelled() -> None:
    bench = reserved()
    assert cancel(bench, 8) is Verdict.REJECTED
    assert set(bench.station.reservations) == {7}


@pytest.mark.req("ALF-201-H04")
def test_it_ends_by_itself_when_its_time_is_over() -> None:
    bench = reserved()
    bench.go(HOUR_S - 1.0)
    assert bench.statuses() == []
    bench.go(2.0)
    assert bench.statuses() == [Charging.EMPTY]
    assert bench.said(ReservationLost) == [ReservationLost(7, Loss.EXPIRED)]


@pytest.mark.parametrize("early_s", [0.0005, 1.0])
def test_a_deadline_that_comes_early_is_not_the_last_one(early_s: float) -> None:
    bench = reserved()
    bench.now_s += HOUR_S - early_s
    bench.hear(EXPIRY)
    bench.go(2.0)
    assert bench.station.reservations == {}


def test_each_ends_in_its_own_time() -> None:
    bench = reserved(sockets=TWO)
    reserve(bench, 2, BOB, number=8, in_s=60.0)
    bench.go(61.0)
    assert set(bench.station.reservations) == {7}
    bench.go(HOUR_S)
    assert bench.station.reservations == {}


@pytest.mark.parametrize("evse", [0, 1])
@pytest.mark.parametrize(
    "event", [FaultSeen(1, Fault.OVER_TEMPERATURE), AvailabilityChosen(1, Voice.OWN, operative=False)]
)
def test_it_ends_with_the_evse(evse: int, event: FaultSeen | AvailabilityChosen) -> None:
    bench = reserved(evse)
    bench.hear(event)
    assert bench.said(ReservationLost) == [ReservationLost(7, Loss.REMOVED)]
    bench.hear(FaultCleared(1, Fault.OVER_TEMPERATURE))
    assert bench.station.reservations == {}


def test_one_for_any_evse_lasts_as_long_as_one_can_be_used() -> None:
    bench = reserved(0, sockets=TWO)
    bench.hear(FaultSeen(1, Fault.OVER_TEMPERATURE))
    assert view(bench, 2) is Charging.RESERVED
    bench.hear(FaultSeen(2, Fault.OVER_TEMPERATURE))
    assert bench.station.reservations == {}


# --- restarts, and clocks


def test_it_survives_a_power_cut_and_ends_in_its_time() -> None:
    bench = reserved().restarted()
    bench.connect()
    assert view(bench) is Charging.RESERVED
    bench.go(HOUR_S)
    assert bench.station.reservations == {}


def test_it_is_kept_until_somebody_knows_what_time_it_is() -> None:
    blind = Host(is_trusted=False)
    bench = reserved().restarted(host=blind)
    bench.go(2 * HOUR_S)
    assert set(bench.station.reservations) == {7}
    bench.connect()
    bench.hear(HeartbeatAnswered(UTC_S + 2 * HOUR_S + 60.0))
    bench.go(1.0)
    assert bench.station.reservations == {}


# --- from afar


def test_a_remote_start_for_its_driver_needs_no_question() -> None:
    bench = reserved()
    bench.plug()
    (reply,) = bench.hear(RemoteStartAsked(ReplyTo("r"), ALICE, 1)).replies
    bench.go(2.0)
    assert (reply.verdict, bench.charging()) == (Verdict.ACCEPTED, Charging.CHARGING)
    assert [row.reservation for row in bench.rows(Kind.STARTED)] == [7]


@pytest.mark.parametrize("evse", [0, 1])
def test_a_remote_start_for_a_stranger_is_rejected(evse: int) -> None:
    bench = reserved()
    bench.plug()
    (reply,) = bench.hear(RemoteStartAsked(ReplyTo("r"), BOB, evse)).replies
    assert (reply.verdict, bench.charging()) == (Verdict.REJECTED, Charging.PLUGGED)


@pytest.mark.req("ALF-201-H03")
@pytest.mark.parametrize(("group", "after"), [("FAMILY", Charging.CHARGING), (None, Charging.PLUGGED)])
def test_a_remote_start_for_somebody_who_may_be_of_the_group_is_asked_about(group: str, after: Charging) -> None:
    bench = reserved(token=FAMILY)
    bench.plug()
    (reply,) = bench.hear(RemoteStartAsked(ReplyTo("r"), BOB, 1)).replies
    assert reply.verdict is Verdict.ACCEPTED
    assert [question.token for question in bench.said(AskAuthorization)] == [BOB]
    bench.answer(group=group)
    bench.go(2.0)
    assert bench.charging() is after


def test_a_remote_start_that_names_the_group_needs_no_question() -> None:
    """OCPP 2.0.1 RequestStartTransaction.groupIdToken."""
    bench = reserved(token=FAMILY)
    bench.plug()
    bench.hear(RemoteStartAsked(ReplyTo("r"), replace(BOB, group="FAMILY"), 1))
    bench.go(2.0)
    assert (bench.charging(), bench.said(AskAuthorization)) == (Charging.CHARGING, [])


def test_a_group_that_a_remote_start_names_is_not_lost_when_the_answer_names_none() -> None:
    bench = reserved(token=FAMILY, settings={registry.AUTHORIZE_REMOTE_START: True})
    bench.plug()
    bench.hear(RemoteStartAsked(ReplyTo("r"), replace(BOB, group="FAMILY"), 1))
    bench.answer()
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING


def test_a_remote_start_for_somebody_known_to_be_of_no_group_is_rejected_without_a_question() -> None:
    bench = reserved(token=FAMILY)
    bench.hear(LocalListSent(ReplyTo("list"), 1, Update.FULL, ((BOB.id, TokenInfo(ACCEPTED)),)))
    bench.plug()
    (reply,) = bench.hear(RemoteStartAsked(ReplyTo("r"), BOB, 1)).replies
    assert (reply.verdict, bench.said(AskAuthorization)) == (Verdict.REJECTED, [])


def test_a_remote_start_anywhere_goes_where_nobody_has_reserved() -> None:
    bench = reserved(evse=2, token=FAMILY, sockets=TWO)
    bench.plug(1)
    bench.plug(2)
    bench.hear(RemoteStartAsked(ReplyTo("r"), BOB, 0))
    bench.go(2.0)
    assert (bench.charging(1), bench.charging(2)) == (Charging.CHARGING, Charging.PLUGGED)
