"""Voices, each of which can take an EVSE out of service; a driver who charges is finished first."""

from __future__ import annotations

from itertools import product

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.guard import is_operative
from pilotwire.core.port.phase import Operability
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.report import status_of
from pilotwire.core.request import AvailabilityAsked
from pilotwire.core.rules import Leaving, Rules
from pilotwire.core.token import TokenStatus

CHOSEN = (Voice.OWN, Voice.STATION, Voice.CUSTOMER)  # the fourth, an update, says itself what it wants


def asked(bench: CoreBench, *evses: int, operative: bool = False) -> Verdict:
    return bench.hear(AvailabilityAsked(ReplyTo("availability"), evses, operative)).replies[0].verdict


@pytest.mark.req("CCC-AVL-001")
@pytest.mark.parametrize("said", list(product((True, False), repeat=3)))
def test_an_evse_may_be_used_only_if_all_voices_agree(said: tuple[bool, bool, bool]) -> None:
    bench = online()
    bench.hear(*(AvailabilityChosen(1, voice, operative) for voice, operative in zip(CHOSEN, said, strict=True)))
    assert is_operative(bench.port()) is all(said)
    assert (bench.charging() is Charging.EMPTY) is all(said)


@pytest.mark.req("CCC-AVL-001")
def test_the_owner_cannot_overrule_the_central_system() -> None:
    bench = online()
    asked(bench, 1)
    bench.hear(AvailabilityChosen(1, Voice.CUSTOMER, operative=True))
    assert bench.charging() is Charging.UNAVAILABLE


def test_an_idle_evse_leaves_at_once_and_comes_back_at_once() -> None:
    bench = online()
    assert asked(bench, 1) is Verdict.ACCEPTED
    assert bench.statuses() == [Charging.UNAVAILABLE]
    assert asked(bench, 1, operative=True) is Verdict.ACCEPTED
    assert bench.statuses() == [Charging.UNAVAILABLE, Charging.EMPTY]


def test_an_evse_out_of_service_takes_nobody() -> None:
    bench = online()
    asked(bench, 1)
    bench.plug()
    bench.authorize()
    assert (bench.judged(), bench.charging()) == ([TokenStatus.NO_PLACE], Charging.UNAVAILABLE)


@pytest.mark.parametrize("evse", [0, 1])
def test_a_driver_who_charges_is_finished_first(evse: int) -> None:
    bench = online()
    bench.charge()
    assert asked(bench, evse) is Verdict.SCHEDULED
    bench.go(30.0)
    assert bench.charging() is Charging.CHARGING
    bench.unplug()
    bench.go(3.0)
    assert bench.charging() is Charging.UNAVAILABLE


def test_what_was_announced_can_be_taken_back_in_time() -> None:
    bench = online()
    bench.charge()
    asked(bench, 1)
    assert asked(bench, 1, operative=True) is Verdict.ACCEPTED
    bench.unplug()
    assert bench.charging() is Charging.EMPTY


def test_the_station_itself_goes_out_of_service_with_everything_in_it() -> None:
    bench = online(sockets=(False, False))
    asked(bench, 0)
    assert [status_of(bench.station, evse).charging for evse in (0, 1, 2)] == [Charging.UNAVAILABLE] * 3
    assert [bench.statuses(evse) for evse in (0, 1, 2)] == [[Charging.UNAVAILABLE]] * 3


def test_the_station_coming_back_does_not_bring_back_an_evse_that_was_taken_out_by_itself() -> None:
    bench = online(sockets=(False, False))
    asked(bench, 2)
    asked(bench, 0)
    asked(bench, 0, operative=True)
    assert (bench.charging(1), bench.charging(2)) == (Charging.EMPTY, Charging.UNAVAILABLE)


@pytest.mark.parametrize("evse", [-1, 3])
def test_an_evse_nobody_has_is_rejected_and_changes_nothing(evse: int) -> None:
    bench = online(sockets=(False, False))
    assert asked(bench, 1, evse) is Verdict.REJECTED
    assert bench.charging(1) is Charging.EMPTY


def test_availability_survives_a_restart_and_what_was_announced_is_carried_out() -> None:
    bench = online(sockets=(False, False))
    bench.charge(1)
    asked(bench, 1)
    bench.hear(AvailabilityChosen(2, Voice.CUSTOMER, operative=False))
    again = bench.restarted()
    assert [port.availability.own for port in again.station.ports] == [Operability.INOPERATIVE, Operability.OPERATIVE]
    assert again.charging(2) is Charging.UNAVAILABLE


# -- with a vehicle that is merely there

WITH_VEHICLE = Rules(leaving=Leaving.AFTER_VEHICLE)


@pytest.mark.req("CCC-LIM-010")
@pytest.mark.parametrize("evse", [0, 1])
def test_a_vendor_waits_for_the_vehicle_and_lets_nobody_begin_meanwhile(evse: int) -> None:
    bench = online(rules=WITH_VEHICLE)
    bench.plug()
    assert asked(bench, evse) is Verdict.SCHEDULED
    bench.authorize()
    assert (bench.judged(), bench.charging()) == ([TokenStatus.NO_PLACE], Charging.PLUGGED)
    assert status_of(bench.station, evse).charging in (Charging.PLUGGED, Charging.EMPTY)
    bench.unplug()
    assert bench.charging() is Charging.UNAVAILABLE
    assert status_of(bench.station, evse).charging is Charging.UNAVAILABLE


@pytest.mark.req("CCC-LIM-010")
def test_a_vendor_lets_the_transaction_that_runs_end_and_no_other_one_begin() -> None:
    bench = online(rules=WITH_VEHICLE)
    bench.charge()
    assert asked(bench, 1) is Verdict.SCHEDULED
    assert bench.charging() is Charging.CHARGING
    bench.card()
    bench.go(10.0)
    assert bench.charging() is Charging.FINISHED
    bench.authorize()
    assert bench.judged()[-1] is TokenStatus.NO_PLACE
    bench.unplug()
    assert bench.charging() is Charging.UNAVAILABLE


@pytest.mark.req("CCC-LIM-010")
def test_where_charging_is_free_a_vendor_lets_no_vehicle_begin_that_waits_behind_a_fault() -> None:
    bench = online({registry.USER_AUTHENTICATION: "free"}, rules=WITH_VEHICLE)
    bench.hear(FaultSeen(1, Fault.OVERCURRENT))
    bench.plug()
    assert asked(bench, 1) is Verdict.SCHEDULED
    bench.hear(FaultCleared(1, Fault.OVERCURRENT))
    bench.go(10.0)
    assert bench.charging() is Charging.PLUGGED


def test_without_that_quirk_a_vehicle_that_is_merely_there_keeps_nothing_in_service() -> None:
    bench = online()
    bench.plug()
    assert asked(bench, 1) is Verdict.ACCEPTED
    assert bench.charging() is Charging.UNAVAILABLE


@pytest.mark.req("ALF-201G-016")
def test_a_transaction_that_nobody_is_authorised_for_is_one_too() -> None:
    bench = online({registry.TX_START_POINT: ("EVConnected",), registry.TX_STOP_POINT: ("EVConnected",)})
    bench.plug()
    assert bench.station.transactions
    assert asked(bench, 1) is Verdict.SCHEDULED
    assert bench.charging() is Charging.PLUGGED
    bench.unplug()
    bench.go(3.0)
    assert (bench.charging(), bench.station.transactions) == (Charging.UNAVAILABLE, {})


def test_who_is_out_of_service_already_stays_so_when_asked_again() -> None:
    bench = online(rules=WITH_VEHICLE)
    asked(bench, 1)
    bench.plug()
    assert asked(bench, 1) is Verdict.ACCEPTED
    assert bench.charging() is Charging.UNAVAILABLE


def test_a_leaving_with_the_vehicle_can_be_taken_back_and_is_carried_out_by_a_restart() -> None:
    bench = online(rules=WITH_VEHICLE)
    bench.plug()
    asked(bench, 1)
    assert bench.restarted().charging() is Charging.UNAVAILABLE
    assert asked(bench, 1, operative=True) is Verdict.ACCEPTED
    bench.authorize()
    bench.go(8.0)
    assert bench.charging() is Charging.CHARGING


def test_the_station_is_out_of_service_when_the_last_of_its_evses_is() -> None:
    bench = online(sockets=(False, False))
    bench.charge(1)
    assert asked(bench, 0, 1, 2) is Verdict.SCHEDULED
    assert [status_of(bench.station, evse).charging for evse in (0, 2)] == [Charging.EMPTY, Charging.UNAVAILABLE]
    bench.unplug(1)
    bench.go(3.0)
    assert status_of(bench.station, 0).charging is Charging.UNAVAILABLE
