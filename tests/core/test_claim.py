"""A driver shows a card before anything is plugged in, and waits for a vehicle."""

from __future__ import annotations

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.deadline import Timer
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.rules import Rules, SecondCard
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.token import TokenStatus
from pilotwire.core.transaction import Kind

AT_AUTHORIZED = {registry.TX_START_POINT: ("Authorized",)}


def waiting(**kinds: object) -> CoreBench:
    bench = online(**kinds)  # type: ignore[arg-type]
    bench.authorize()
    return bench


@pytest.mark.parametrize("evse", [1, 2])
def test_the_driver_charges_where_a_vehicle_is_plugged_in_first(evse: int) -> None:
    bench = waiting(sockets=(False, False))
    bench.plug(evse)
    bench.go(1.0)
    assert bench.charging(evse) is Charging.CHARGING
    assert bench.station.claims == {}


@pytest.mark.req("CCC-SYS-020")
def test_who_plugs_in_too_late_has_to_show_the_card_again() -> None:
    bench = waiting()
    bench.go(58.0)
    assert bench.station.claims != {}
    bench.go(2.0)
    assert bench.station.claims == {}
    bench.plug()
    assert bench.charging() is Charging.PLUGGED


@pytest.mark.req("CCC-SYS-020")
def test_without_a_time_limit_the_driver_may_take_all_day() -> None:
    bench = waiting(settings={registry.CONNECTION_TIMEOUT_S: 0})
    bench.go(80_000.0)
    bench.plug()
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


def test_the_same_card_takes_the_claim_back() -> None:
    bench = waiting()
    bench.card()
    assert (bench.station.claims, bench.waits_for(Timer.CLAIM)) == ({}, False)


def test_a_second_card_replaces_the_first() -> None:
    bench = waiting()
    bench.authorize(BOB)
    bench.plug()
    bench.go(1.0)
    assert bench.port().grant.token == BOB


def test_a_second_card_is_refused_where_drivers_wait_for_each_other() -> None:
    bench = waiting(rules=Rules(second_card=SecondCard.WAITS))
    bench.authorize(BOB)
    assert bench.judged()[-1] is TokenStatus.NO_PLACE
    bench.plug()
    bench.go(1.0)
    assert bench.port().grant.token == ALICE


def test_an_evse_out_of_service_is_not_taken_and_the_driver_goes_on_to_the_next() -> None:
    bench = waiting(sockets=(False, False))
    bench.hear(AvailabilityChosen(1, Voice.CUSTOMER, operative=False))
    bench.plug(1)
    assert (bench.charging(1), bench.waits_for(Timer.CLAIM)) == (Charging.UNAVAILABLE, True)
    bench.plug(2)
    bench.go(1.0)
    assert bench.charging(2) is Charging.CHARGING


def test_a_driver_who_plugged_in_at_a_faulty_evse_charges_when_the_fault_is_over() -> None:
    bench = waiting()
    bench.hear(FaultSeen(1, Fault.RESIDUAL_CURRENT))
    bench.plug()
    bench.hear(FaultCleared(1, Fault.RESIDUAL_CURRENT))
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
    assert len(bench.rows(Kind.STARTED)) == 1


def test_a_driver_who_plugged_in_at_an_evse_out_of_service_charges_when_it_is_back() -> None:
    bench = waiting()
    bench.hear(AvailabilityChosen(1, Voice.CUSTOMER, operative=False))
    bench.plug()
    bench.hear(AvailabilityChosen(1, Voice.CUSTOMER, operative=True))
    bench.go(1.0)
    assert (bench.charging(), len(bench.station.transactions)) == (Charging.CHARGING, 1)


def test_a_fault_that_is_over_at_an_evse_that_is_taken_does_not_catch_the_driver_who_waits() -> None:
    bench = online(sockets=(False, False))
    bench.charge(1)
    bench.authorize(BOB)
    bench.hear(FaultSeen(1, Fault.OVERCURRENT), FaultCleared(1, Fault.OVERCURRENT))
    bench.plug(2)
    bench.go(1.0)
    assert (bench.port(1).grant.token, bench.port(2).grant.token) == (ALICE, BOB)


@pytest.mark.parametrize("voice", [Voice.OWN, Voice.STATION, Voice.CUSTOMER])
def test_where_charging_is_free_a_vehicle_charges_when_the_evse_is_back_in_service(voice: Voice) -> None:
    bench = CoreBench({registry.USER_AUTHENTICATION: "free"})
    bench.hear(AvailabilityChosen(1, voice, operative=False))
    bench.plug()
    assert bench.charging() is Charging.UNAVAILABLE
    bench.hear(AvailabilityChosen(1, voice, operative=True))
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


# -- with a transaction that begins with the card


def test_a_transaction_begun_by_the_card_moves_to_the_evse_and_goes_on_there() -> None:
    bench = waiting(settings=AT_AUTHORIZED, sockets=(False, False))
    bench.plug(2)
    bench.go(1.0)
    assert [(row.kind, row.evse) for row in bench.rows()][:2] == [(Kind.STARTED, 0), (Kind.UPDATED, 2)]
    assert bench.rows()[1].trigger is Trigger.CABLE_PLUGGED_IN
    assert len({row.transaction for row in bench.rows()}) == 1


def test_a_transaction_that_moved_is_sampled_like_any_other() -> None:
    bench = waiting(settings=AT_AUTHORIZED)
    bench.plug()
    bench.forget()
    bench.go(61.0)
    assert Trigger.METER_VALUE_PERIODIC in [row.trigger for row in bench.rows()]


def test_a_transaction_begun_by_the_card_ends_when_nobody_plugs_in() -> None:
    bench = waiting(settings=AT_AUTHORIZED)
    bench.go(60.0)
    (ended,) = bench.rows(Kind.ENDED)
    assert (ended.trigger, ended.reason, ended.evse) == (Trigger.CONNECT_TIMEOUT, Reason.TIMEOUT, 0)


def test_the_driver_who_replaces_another_gets_a_transaction_of_their_own() -> None:
    bench = waiting(settings=AT_AUTHORIZED)
    bench.authorize(BOB)
    assert [(row.kind, row.token) for row in bench.rows()] == [
        (Kind.STARTED, ALICE),
        (Kind.ENDED, ALICE),
        (Kind.STARTED, BOB),
    ]
    bench.plug()
    bench.go(1.0)
    assert bench.station.transactions[1].token == BOB


def test_the_next_driver_need_not_wait_for_the_last_reading_of_the_one_before() -> None:
    bench = online(AT_AUTHORIZED)
    bench.charge()
    bench.evses[0].broken.add("meter")
    bench.vehicle(Pilot.GONE)
    bench.card(BOB)
    bench.answer()
    bench.vehicle(Pilot.CONNECTED)
    assert [row.kind for row in bench.rows()][-3:] == [Kind.STARTED, Kind.ENDED, Kind.UPDATED]
    assert {evse: running.token for evse, running in bench.station.transactions.items()} == {1: BOB}


def test_a_claim_at_one_evse_leaves_the_other_to_others() -> None:
    bench = online(sockets=(False, False))
    bench.hear(RemoteStartAsked(ReplyTo("start"), ALICE, 1))
    bench.authorize(BOB)
    bench.plug(2)
    bench.plug(1)
    assert (bench.port(1).grant.token, bench.port(2).grant.token) == (ALICE, BOB)
