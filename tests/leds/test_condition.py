"""Every LED condition, reached by what really happens at a station (chargebyte guide table 49)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.core.bench import ALICE, BOB, UTC_S
from tests.leds.bench import LedBench

from pilotwire.core import registry
from pilotwire.core.led import Condition
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import CentralLimitSet
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.reservation import Reservation, ReservationAsked
from pilotwire.core.token import TokenStatus
from pilotwire.core.update import Update, UpdateSeen
from pilotwire.leds.condition import CONDITIONS, FAILURES, conditions_of
from pilotwire.leds.scene import beginning

SHARED = {registry.ACCEPT_STATE_D: True}


def online(settings: object = None, **kinds: object) -> LedBench:
    bench = LedBench(settings, **kinds)
    bench.connect()
    bench.forget()
    return bench


def idle() -> LedBench:
    return online()


def plugged() -> LedBench:
    bench = online()
    bench.plug(asks=False)
    return bench


def asking() -> LedBench:
    bench = online()
    bench.plug()
    return bench


def asking_for_ventilation() -> LedBench:
    bench = online()
    bench.plug(asks=False)
    bench.vehicle(Pilot.READY_VENTILATED)
    return bench


def charging() -> LedBench:
    bench = online()
    bench.charge()
    return bench


def ventilated() -> LedBench:
    bench = online(SHARED)
    bench.charge()
    bench.vehicle(Pilot.READY_VENTILATED)
    return bench


def finished() -> LedBench:
    bench = charging()
    bench.stop()
    bench.go(10.0)
    return bench


def pending() -> LedBench:
    bench = online()
    bench.card()
    return bench


def accepted() -> LedBench:
    bench = pending()
    bench.answer()
    return bench


def rejected() -> LedBench:
    bench = pending()
    bench.answer(TokenStatus.BLOCKED)
    return bench


def reserved() -> LedBench:
    """From afar, for EVSE 1: whoever comes may charge, and has shown no card."""
    bench = online()
    bench.hear(RemoteStartAsked(ReplyTo("start"), BOB, 1))
    bench.go(1.0)
    return bench


def deactivated() -> LedBench:
    bench = online()
    bench.hear(AvailabilityChosen(1, Voice.OWN, operative=False))
    return bench


def updating() -> LedBench:
    bench = online()
    bench.hear(UpdateSeen(Update.INSTALLING))
    return bench


def in_error() -> LedBench:
    bench = charging()
    bench.hear(FaultSeen(1, Fault.OVER_TEMPERATURE))
    return bench


def in_failure() -> LedBench:
    bench = charging()
    bench.evses[0].broken.add("welded")
    bench.stop()
    bench.vehicle(Pilot.CONNECTED)
    bench.go(10.0)
    return bench


STORIES: dict[Condition, Callable[[], LedBench]] = {
    Condition.FAILURE: in_failure,
    Condition.ERROR: in_error,
    Condition.UPDATING: updating,
    Condition.AUTH_REJECTED: rejected,
    Condition.AUTH_ACCEPTED: accepted,
    Condition.AUTH_PENDING: pending,
    Condition.DEACTIVATED: deactivated,
    Condition.VENTILATION: ventilated,
    Condition.CHARGE: charging,
    Condition.FINISHED: finished,
    Condition.VENTILATION_REQUEST: asking_for_ventilation,
    Condition.CHARGE_REQUEST: asking,
    Condition.CONNECTED: plugged,
    Condition.RESERVED: reserved,
    Condition.READY: idle,
}
MESSAGES = (Condition.AUTH_ACCEPTED, Condition.AUTH_REJECTED)


@pytest.mark.req("CCC-HMI-007", "CCC-REV-018")
@pytest.mark.parametrize("condition", STORIES, ids=lambda condition: condition.value)
def test_each_condition_is_reached_by_its_story(condition: Condition) -> None:
    bench = STORIES[condition]()
    shown = tuple(each for each in Condition if each not in MESSAGES or each is condition)
    assert bench.condition(of=shown) is condition


@pytest.mark.req("CCC-REV-018")
def test_the_table_has_every_condition_but_the_beginning_and_the_messages() -> None:
    assert set(CONDITIONS) == set(Condition) - {Condition.INIT, *MESSAGES}
    assert set(STORIES) == set(Condition) - {Condition.INIT}


@pytest.mark.req("CCC-REV-018")
def test_a_station_of_which_nothing_is_told_yet_begins() -> None:
    bench = LedBench()
    bench.scenes[1] = beginning(bench.now_s)
    assert bench.condition() is Condition.INIT
    bench.begun()
    assert bench.condition() is Condition.READY


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (Condition.FAILURE, {Condition.FAILURE, Condition.ERROR, Condition.CONNECTED}),
        (Condition.ERROR, {Condition.ERROR, Condition.CONNECTED, Condition.CHARGE_REQUEST}),
        (Condition.CHARGE, {Condition.CHARGE, Condition.CONNECTED, Condition.READY}),
        (Condition.VENTILATION, {Condition.VENTILATION, Condition.CONNECTED, Condition.READY}),
        (Condition.CHARGE_REQUEST, {Condition.CHARGE_REQUEST, Condition.CONNECTED, Condition.READY}),
        (Condition.CONNECTED, {Condition.CONNECTED, Condition.READY}),
        (Condition.DEACTIVATED, {Condition.DEACTIVATED}),
        (Condition.READY, {Condition.READY}),
    ],
    ids=lambda each: each.value if isinstance(each, Condition) else "",
)
def test_a_led_without_a_behavior_for_it_shows_the_next_thing_that_is_true(
    condition: Condition, holds: set[Condition]
) -> None:
    bench = STORIES[condition]()
    assert conditions_of(bench.station, bench.port()) == holds


@pytest.mark.parametrize("fault", [Fault.EMERGENCY_STOP, Fault.OVERCURRENT, Fault.OVER_TEMPERATURE])
def test_a_fault_that_forbids_energy_is_an_error_until_it_is_gone(fault: Fault) -> None:
    bench = online()
    bench.hear(FaultSeen(1, fault))
    assert bench.condition(of=(Condition.ERROR, Condition.READY)) is Condition.ERROR
    bench.hear(FaultCleared(1, fault))
    assert bench.condition(of=(Condition.ERROR, Condition.READY)) is Condition.READY


def test_a_failure_is_what_the_guide_calls_not_recoverable() -> None:
    assert {Fault.CONTACTOR_WELDED, Fault.CONTACTOR_STUCK, Fault.RCD_SPURIOUS, Fault.RCD_TEST_FAILED} == FAILURES


def test_a_fault_that_lets_a_driver_charge_is_no_error() -> None:
    bench = charging()
    bench.go(60.0)
    bench.hear(FaultSeen(1, Fault.READER_LOST))
    assert bench.condition() is Condition.CHARGE


def test_a_limit_below_six_ampere_is_a_vehicle_that_asks_and_gets_nothing() -> None:
    bench = charging()
    bench.hear(CentralLimitSet(1, 5.0))
    bench.go(1.0)
    assert Condition.CHARGE not in bench.scenes[1].since_s
    assert bench.condition(of=(Condition.CHARGE, Condition.CHARGE_REQUEST)) is Condition.CHARGE_REQUEST


@pytest.mark.req("ALF-412-019")
def test_a_card_that_starts_the_second_evse_leaves_the_first_one_as_it_is() -> None:
    bench = online(sockets=(False, False))
    bench.plug(2)
    bench.card(BOB, 2)
    assert (bench.condition(1), bench.condition(2)) == (Condition.READY, Condition.AUTH_PENDING)
    bench.answer()
    assert (bench.condition(1), bench.condition(2)) == (Condition.READY, Condition.AUTH_ACCEPTED)
    bench.go(5.0)
    assert bench.condition(1) is Condition.READY
    assert Condition.CHARGE in bench.scenes[2].since_s


def test_a_card_at_a_shared_reader_is_answered_wherever_it_could_charge() -> None:
    bench = online(sockets=(False, False))
    bench.charge(1)
    bench.go(60.0)
    bench.card(BOB)
    assert (bench.condition(1), bench.condition(2)) == (Condition.CHARGE, Condition.AUTH_PENDING)
    bench.answer(TokenStatus.INVALID)
    assert (bench.condition(1), bench.condition(2)) == (Condition.CHARGE, Condition.AUTH_REJECTED)


def test_where_everything_is_taken_the_refusal_is_shown_everywhere() -> None:
    bench = charging()
    bench.go(60.0)
    bench.card(BOB)
    bench.answer(TokenStatus.INVALID)
    assert bench.condition() is Condition.AUTH_REJECTED


def test_who_waits_at_no_evse_in_particular_reserves_none_of_two() -> None:
    bench = online(sockets=(False, False))
    bench.authorize()
    assert Condition.RESERVED not in {*bench.scenes[1].since_s, *bench.scenes[2].since_s}
    alone = online()
    alone.authorize()
    assert Condition.RESERVED in alone.scenes[1].since_s


def test_an_evse_that_is_kept_over_ocpp_is_reserved_until_its_time_is_over() -> None:
    bench = online(sockets=(False, False))
    kept = Reservation(7, 2, ALICE, UTC_S + bench.now_s + 60.0)
    bench.hear(ReservationAsked(ReplyTo("reserve"), kept))
    assert Condition.RESERVED in bench.scenes[2].since_s
    assert Condition.RESERVED not in bench.scenes[1].since_s
    bench.go(61.0)
    assert Condition.RESERVED not in bench.scenes[2].since_s


def test_an_update_is_over_with_the_restart() -> None:
    bench = updating()
    assert bench.restarted().station.update is Update.NONE
