"""One card reader for several boards: whose a card is, by who waits and since when (chargebyte guide 15.18.1)."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.neighbour import Door, HandOver, NeighbourSeen, Presence
from pilotwire.core.port.charging import Charging
from pilotwire.core.token import TokenStatus

NEXT_DOOR, FURTHER = Door(1, 1), Door(1, 2)
SETTINGS = {registry.TOKEN_STOPS: False, registry.TOKEN_NEEDS_VEHICLE: True}  # chargebyte guide 15.18 T76: required


@pytest.fixture
def bench() -> CoreBench:
    """A station with one EVSE whose reader is shared with one board, where nobody is yet."""
    bench = online(SETTINGS)
    bench.hear(NeighbourSeen(NEXT_DOOR, Presence.NOBODY))
    return bench


def next_door(bench: CoreBench, presence: Presence, door: Door = NEXT_DOOR, *, is_news: bool = True) -> None:
    bench.hear(NeighbourSeen(door, presence, is_news))


def asked(bench: CoreBench) -> int:
    """How often the central system was asked about a card."""
    return len(bench.said(AskAuthorization))


@pytest.mark.req("CCC-SHARE-002")
def test_a_card_without_any_vehicle_is_ignored(bench: CoreBench) -> None:
    bench.card()
    assert (asked(bench), bench.said(HandOver), bench.judged()) == (0, [], [TokenStatus.NO_PLACE])


@pytest.mark.req("CCC-SHARE-003")
def test_a_card_is_for_the_one_vehicle_that_waits_here(bench: CoreBench) -> None:
    bench.plug()
    bench.go(3600.0)
    bench.authorize()
    assert (bench.charging(), bench.said(HandOver)) == (Charging.CHARGING, [])


@pytest.mark.req("CCC-SHARE-003")
def test_a_card_is_for_the_one_vehicle_that_waits_next_door(bench: CoreBench) -> None:
    next_door(bench, Presence.WAITING)
    bench.go(3600.0)
    bench.card()
    assert (asked(bench), bench.said(HandOver)) == (0, [HandOver(NEXT_DOOR, ALICE)])


@pytest.mark.req("CCC-SHARE-004")
def test_a_card_is_for_the_vehicle_that_waits_and_not_for_the_one_that_charges_next_door(bench: CoreBench) -> None:
    next_door(bench, Presence.CHARGING)
    bench.plug()
    bench.go(3600.0)
    bench.authorize()
    assert (bench.charging(), bench.said(HandOver)) == (Charging.CHARGING, [])


@pytest.mark.req("CCC-SHARE-004")
def test_a_card_is_for_the_vehicle_next_door_while_the_one_here_charges(bench: CoreBench) -> None:
    bench.charge()
    next_door(bench, Presence.WAITING)
    bench.go(3600.0)
    bench.forget()
    bench.card(BOB)
    bench.card(ALICE)  # who charges here already may charge another vehicle there
    assert (bench.charging(), asked(bench)) == (Charging.CHARGING, 0)
    assert bench.said(HandOver) == [HandOver(NEXT_DOOR, BOB), HandOver(NEXT_DOOR, ALICE)]


@pytest.mark.req("CCC-SHARE-005", "TIM-015")
def test_of_two_vehicles_that_wait_the_one_that_came_last_is_meant(bench: CoreBench) -> None:
    bench.plug()
    bench.go(3600.0)
    next_door(bench, Presence.WAITING)
    bench.go(60.0)
    bench.card()
    assert (asked(bench), bench.said(HandOver)) == (0, [HandOver(NEXT_DOOR, ALICE)])


@pytest.mark.req("CCC-SHARE-005")
def test_a_vehicle_that_came_here_last_is_meant(bench: CoreBench) -> None:
    next_door(bench, Presence.WAITING)
    bench.go(1.0)
    bench.plug()
    bench.authorize()
    assert (bench.charging(), bench.said(HandOver)) == (Charging.CHARGING, [])


@pytest.mark.req("CCC-SHARE-006", "TIM-015")
@pytest.mark.parametrize("is_here_last", [True, False])
def test_after_a_minute_nobody_can_tell_whose_of_two_a_card_is(bench: CoreBench, *, is_here_last: bool) -> None:
    if is_here_last:
        next_door(bench, Presence.WAITING)
        bench.plug()
    else:
        bench.plug()
        next_door(bench, Presence.WAITING)
    bench.go(60.1)
    bench.card()
    assert (asked(bench), bench.said(HandOver), bench.judged()) == (0, [], [TokenStatus.NO_PLACE])


@pytest.mark.req("CCC-SHARE-007")
def test_a_card_is_ignored_while_both_charge(bench: CoreBench) -> None:
    bench.charge()
    next_door(bench, Presence.CHARGING)
    bench.forget()
    bench.card(ALICE)
    bench.card(BOB)
    assert (bench.charging(), asked(bench), bench.said(HandOver)) == (Charging.CHARGING, 0, [])
    assert bench.judged() == [TokenStatus.NO_PLACE] * 2


def test_a_vehicle_that_was_there_before_anybody_looked_came_long_ago(bench: CoreBench) -> None:
    bench.plug()
    next_door(bench, Presence.WAITING, is_news=False)
    bench.authorize()
    assert bench.charging() is Charging.CHARGING


def test_a_vehicle_does_not_come_anew_when_its_session_ends(bench: CoreBench) -> None:
    next_door(bench, Presence.WAITING)
    bench.go(1.0)
    bench.plug()
    bench.go(30.0)
    next_door(bench, Presence.CHARGING)
    next_door(bench, Presence.WAITING)
    bench.authorize()
    assert (bench.charging(), bench.said(HandOver)) == (Charging.CHARGING, [])


def test_among_three_boards_the_last_vehicle_is_meant_too(bench: CoreBench) -> None:
    next_door(bench, Presence.NOBODY, FURTHER)
    for door in (FURTHER, NEXT_DOOR):
        next_door(bench, Presence.WAITING, door)
        bench.go(10.0)
    bench.card()
    assert bench.said(HandOver) == [HandOver(NEXT_DOOR, ALICE)]


def test_a_reader_that_is_not_shared_is_not_handed_over() -> None:
    bench = online(SETTINGS, sockets=(False, False))
    next_door(bench, Presence.WAITING, Door(2, 1))
    bench.card(evse=1)
    assert bench.judged() == [TokenStatus.NO_PLACE]
    bench.card(evse=2)
    assert bench.said(HandOver) == [HandOver(Door(2, 1), ALICE)]


def test_the_same_news_twice_changes_nothing(bench: CoreBench) -> None:
    next_door(bench, Presence.WAITING)
    before = bench.station
    next_door(bench, Presence.WAITING)
    assert bench.station is before
