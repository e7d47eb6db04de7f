"""Charging profiles: taken or refused, followed, kept and cleared."""

from __future__ import annotations

import math

import pytest
from tests.core.bench import ALICE, BOB, CoreBench, Host, online
from tests.core.profiles import DAY_S, HOUR_S, WHO, ask, clear, daily, installed, profile, put

from pilotwire.core import registry
from pilotwire.core.csms import HeartbeatAnswered
from pilotwire.core.port.charging import Charging, EnergyDenied
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import CentralLimitSet, SetDutyCycle, Source, limits_of, offered_a
from pilotwire.core.port.phase import Contactor
from pilotwire.core.port.phases import PhasesChosen
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.profile import ProfileKind, Purpose, RateUnit, Recurrency
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import Reply, Verdict
from pilotwire.core.rules import ClearedProfiles, Rules, StartProfile, TopStackLevel, UnfitPhases
from pilotwire.core.schedule import MOST_PERIODS_IN_ALL, CompositeAsked
from pilotwire.core.transaction import ChargingState, Kind

TX, DEFAULT, MAX = Purpose.TX, Purpose.TX_DEFAULT, Purpose.STATION_MAX
TWO = (False, False)
ACCEPTED = Reply(WHO, Verdict.ACCEPTED)


def charging(**kinds: object) -> CoreBench:
    bench = online(**kinds)
    bench.charge()
    bench.forget()
    return bench


def offered(bench: CoreBench, evse: int = 1) -> float:
    return offered_a(bench.port(evse))


# --- a limit reaches the vehicle


def test_a_profile_limits_a_vehicle_that_charges_in_the_same_step() -> None:
    bench = charging()
    assert put(bench, profile(10.0)) == ACCEPTED
    assert bench.said(SetDutyCycle) == [SetDutyCycle(1, pytest.approx(10.0 / 0.6))]
    assert (Source.SCHEDULE, 10.0) in limits_of(bench.port())


def test_each_period_counts_from_its_second_on() -> None:
    bench = charging()
    bench.go(8.0)  # the transaction is 10 s old
    put(bench, profile((0, 16.0), (60, 10.0), (120, 20.0)))
    assert offered(bench) == 16.0
    bench.go(49.9)
    assert offered(bench) == 16.0
    bench.go(0.2)
    assert offered(bench) == 10.0
    bench.go(60.0)
    assert offered(bench) == 20.0
    assert [each.duty_pct for each in bench.said(SetDutyCycle)] == pytest.approx([16 / 0.6, 10 / 0.6, 20 / 0.6])


@pytest.mark.parametrize("limit_a", [0.0, 5.9])
def test_less_than_six_ampere_suspends_and_leaves_the_contactor_alone(limit_a: float) -> None:
    bench = charging()
    put(bench, profile((0, limit_a), (60, 6.0)))
    assert bench.said(SetDutyCycle) == [SetDutyCycle(1, 100.0)]
    assert bench.said(SetContactor) == []
    assert bench.port().contactor is Contactor.CLOSED
    assert bench.charging() is Charging.SUSPENDED_EVSE
    assert [row.charging for row in bench.rows(Kind.UPDATED)] == [ChargingState.SUSPENDED_EVSE]
    bench.go(60.0)
    assert bench.charging() is Charging.CHARGING
    assert bench.rows(Kind.UPDATED)[-1].charging is ChargingState.CHARGING


def test_a_vehicle_that_may_have_nothing_yet_finds_no_closed_contactor() -> None:
    bench = online()
    put(bench, profile(0.0))
    bench.plug()
    bench.vehicle(Pilot.READY)  # it asks, whatever it is offered
    bench.forget()
    bench.authorize()
    assert bench.said(SetContactor) == bench.said(SetDutyCycle) == []
    assert bench.charging() is Charging.SUSPENDED_EVSE


def test_without_profiles_nothing_is_limited_and_no_deadline_waits() -> None:
    bench = charging()
    put(bench, profile((0, 10.0), (600, 20.0)))
    bench.forget()
    assert clear(bench) == ACCEPTED
    assert offered(bench) == 32.0
    assert not {due for due in bench.station.deadlines if due.timer.value in ("schedule", "profiles")}


def test_profiles_and_other_limits_are_all_kept_and_the_smallest_counts() -> None:
    bench = charging()
    put(bench, profile(20.0))
    bench.hear(CentralLimitSet(1, 16.0))
    assert offered(bench) == 16.0
    put(bench, profile(13.0))
    assert offered(bench) == 13.0
    clear(bench)
    assert offered(bench) == 16.0


@pytest.mark.req("CCC-SYS-009", "CCC-ADD-043")
def test_a_profile_that_comes_ends_the_failsafe_limit_and_one_that_survived_does_not() -> None:
    settings = {registry.FAILSAFE_LIMIT_A: 8}
    bench = online(settings)
    assert offered(bench) == 8.0
    put(bench, profile(20.0))
    assert offered(bench) == 20.0
    again = bench.restarted()
    assert offered(again) == 8.0
    put(again, profile(25.0))
    assert offered(again) == 25.0


def test_a_profile_that_survived_can_be_less_than_the_failsafe_limit() -> None:
    bench = online({registry.FAILSAFE_LIMIT_A: 12})
    put(bench, profile(7.0))
    assert offered(bench.restarted()) == 7.0


# --- watt


@pytest.mark.parametrize(("phases", "limit_a"), [(3, 10.0), (1, 30.0)])
def test_watt_are_those_of_all_phases_together(phases: int, limit_a: float) -> None:
    bench = charging(settings={registry.SUPPLY_PHASES: phases})
    put(bench, profile(6900.0, unit=RateUnit.WATT))
    assert offered(bench) == pytest.approx(limit_a)


def test_watt_are_of_the_nominal_voltage() -> None:
    bench = charging(settings={registry.NOMINAL_VOLTAGE_V: 110})
    put(bench, profile(3300.0, unit=RateUnit.WATT))
    assert offered(bench) == pytest.approx(10.0)


def test_watt_on_one_phase_are_not_exceeded_on_three_that_cannot_be_switched() -> None:
    bench = charging()
    put(bench, profile((0, 4600.0, 1), unit=RateUnit.WATT))
    assert offered(bench) == pytest.approx(4600.0 / 690.0)


# --- who prevails


def test_the_highest_stack_level_that_is_valid_now_prevails() -> None:
    bench = charging()
    put(bench, profile(10.0, id=1, level=1))
    put(bench, profile(20.0, id=2, level=5, from_s=60, to_s=120))
    put(bench, profile(30.0, id=3, level=0))
    assert offered(bench) == 10.0
    bench.go(60.0 - bench.now_s)
    assert offered(bench) == 20.0
    bench.go(60.0)
    assert offered(bench) == 10.0


def test_when_the_duration_is_over_a_lower_level_counts_and_then_none() -> None:
    bench = charging()
    put(bench, profile(10.0, id=1, level=1, start_s=0, duration_s=60))
    put(bench, profile(20.0, id=2, level=0, start_s=0, duration_s=120))
    assert offered(bench) == 10.0
    bench.go(60.0 - bench.now_s)
    assert offered(bench) == 20.0
    bench.go(60.0)
    assert offered(bench) == 32.0


def test_the_profile_of_a_transaction_overrules_the_default_and_goes_with_it() -> None:
    bench = charging()
    put(bench, profile(10.0, id=1, level=9))
    assert put(bench, profile(25.0, id=2, purpose=TX), evse=1) == ACCEPTED
    assert offered(bench) == 25.0
    bench.unplug()
    assert installed(bench) == [(0, 1)]
    bench.go(10.0)
    bench.charge()
    assert offered(bench) == 10.0


def test_a_default_that_comes_later_counts_for_a_transaction_that_runs_already() -> None:
    bench = charging()
    put(bench, profile(10.0))
    put(bench, profile(14.0))
    assert offered(bench) == 14.0


def test_a_default_of_one_evse_replaces_that_of_all_on_its_level_there_alone() -> None:
    bench = online(sockets=TWO)
    put(bench, profile(10.0, id=1))
    put(bench, profile(20.0, id=2), evse=2)
    assert [offered(bench, evse) for evse in (1, 2)] == [10.0, 20.0]
    put(bench, profile(12.0, id=3, level=1))
    assert [offered(bench, evse) for evse in (1, 2)] == [12.0, 12.0]
    clear(bench, id=3)
    put(bench, profile(20.0, id=2, to_s=bench.now_s + 1.0), evse=2)
    bench.go(2.0)
    assert [offered(bench, evse) for evse in (1, 2)] == [10.0, 32.0]  # replaced there, even when it is over
    clear(bench, id=2)
    assert [offered(bench, evse) for evse in (1, 2)] == [10.0, 10.0]


@pytest.mark.parametrize(("limit_a", "result_a"), [(8.0, 8.0), (20.0, 13.0)])
def test_the_limit_of_the_station_caps_every_other(limit_a: float, result_a: float) -> None:
    bench = charging()
    put(bench, profile(limit_a, id=1, purpose=MAX))
    put(bench, profile(13.0, id=2))
    assert offered(bench) == result_a


@pytest.mark.req("ALF-201-K04")
def test_the_limit_of_the_station_is_shared_by_all_who_charge() -> None:
    bench = online(sockets=TWO)
    put(bench, profile(20.0, purpose=MAX))
    bench.charge(1)
    assert offered(bench) == 20.0
    assert offered(bench, 2) == 10.0  # as much as it would get
    bench.charge(2, BOB)
    assert [offered(bench, evse) for evse in (1, 2)] == [10.0, 10.0]
    bench.unplug(1)
    assert offered(bench, 2) == 20.0


def test_whoever_gets_no_more_energy_leaves_it_to_the_others() -> None:
    bench = online(sockets=TWO)
    put(bench, profile(20.0, purpose=MAX))
    bench.charge(1)
    bench.charge(2, BOB)
    bench.hear(EnergyDenied(2))
    assert offered(bench, 1) == 20.0


def test_what_one_may_not_have_goes_to_the_other() -> None:
    bench = online(sockets=TWO)
    put(bench, profile(30.0, id=1, purpose=MAX))
    bench.charge(1)
    bench.charge(2, BOB)
    put(bench, profile(8.0, id=2, purpose=TX), evse=1)
    assert [offered(bench, evse) for evse in (1, 2)] == [8.0, 22.0]


def test_where_there_is_too_little_for_two_the_second_waits_for_the_first() -> None:
    bench = online(sockets=TWO)
    put(bench, profile(10.0, purpose=MAX))
    bench.charge(2, BOB)
    bench.plug(1)
    bench.authorize(evse=1)
    assert (bench.charging(2), bench.charging(1)) == (Charging.CHARGING, Charging.SUSPENDED_EVSE)
    assert offered(bench, 2) == 10.0
    bench.forget()
    bench.vehicle(Pilot.GONE, 2)
    assert offered(bench, 1) == 10.0
    bench.go(5.0)
    assert bench.charging(1) is Charging.CHARGING


# --- kinds


def test_a_relative_profile_begins_with_the_transaction() -> None:
    bench = online()
    put(bench, profile((0, 10.0), (60, 20.0)))
    bench.go(3600.0)
    bench.charge()
    assert offered(bench) == 10.0
    bench.go(60.0)
    assert offered(bench) == 20.0


def test_a_relative_profile_of_the_station_begins_when_it_comes_and_goes_on_after_a_restart() -> None:
    bench = online()
    put(bench, profile((0, 10.0), (60, 20.0), purpose=MAX))
    bench.go(50.0)
    assert offered(bench) == 10.0
    again = bench.restarted(settle_s=5.0)
    assert offered(again) == 10.0
    again.go(5.0)
    assert offered(again) == 20.0


def test_a_daily_profile_begins_again_every_day() -> None:
    bench = charging()
    put(bench, daily((0, 10.0), (HOUR_S, 20.0), start_s=-DAY_S * 3))
    assert offered(bench) == 10.0
    bench.go(HOUR_S)
    assert offered(bench) == 20.0
    bench.go(DAY_S - HOUR_S)
    assert offered(bench) == 10.0


def test_what_lasts_longer_than_its_recurrence_is_cut() -> None:
    bench = charging()
    put(bench, daily((0, 10.0), (DAY_S + 60, 20.0), duration_s=3 * DAY_S))
    bench.go(DAY_S + 120.0)
    assert offered(bench) == 10.0


@pytest.mark.req("ABB-RD-003")
def test_peak_hours_on_weekdays_only_as_the_vendor_prints_them() -> None:
    """ABB overview 5.2.1.2: a daily profile of 2022-06-15, and a weekly one of Saturday 2022-06-18 above it."""
    wednesday_s, saturday_s = 1655251200.0, 1655510400.0
    monday_s = saturday_s + 2 * DAY_S
    bench = online(host=Host(monday_s))
    shift_s = -1_750_000_200.0
    peaks = ((0, 32.0), (28800, 0.0), (39600, 32.0), (57600, 0.0), (79200, 32.0))
    put(bench, daily(*peaks, id=14, level=14, duration_s=86400, start_s=wednesday_s + shift_s))
    weekend = {"recurrency": Recurrency.WEEKLY, "start_s": saturday_s + shift_s, "duration_s": 172800}
    put(bench, daily(32.0, id=15, level=15, **weekend))
    found = ask(bench, 7 * DAY_S)
    on_weekdays = [(day * DAY_S + start_s, limit) for day in range(5) for start_s, limit in peaks[1:]]
    assert [(start_s + round(bench.now_s), limit) for start_s, limit in found[1:]] == on_weekdays
    assert found[0] == (0, 32.0)


def test_an_absolute_profile_waits_for_the_time_and_a_relative_one_does_not() -> None:
    bench = charging(host=Host(12.0, is_trusted=False), settings={registry.TX_WITHOUT_TIME: True})
    put(bench, profile(8.0, id=1, level=1, start_s=0))
    put(bench, profile(20.0, id=2, level=0))
    assert offered(bench) == 20.0
    bench.hear(HeartbeatAnswered(1_750_000_300.0))
    assert offered(bench) == 8.0


def test_a_profile_before_its_start_does_not_count() -> None:
    bench = charging()
    put(bench, profile(8.0, start_s=60))
    assert offered(bench) == 32.0
    bench.go(60.0 - bench.now_s)
    assert offered(bench) == 8.0


# --- what is refused, and why


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (profile(), "it has no periods"),
        (profile((5, 10.0)), "its first period does not start at 0"),
        (profile((0, 10.0), (60, 9.0), (60, 8.0)), "period 3 starts at 60 s, which is not after period 2"),
        (profile((0, 10.0), (60, 9.0), (30, 8.0)), "period 3 starts at 30 s, which is not after period 2"),
        (profile(-1.0), "the limit of period 1 is not a positive number"),
        (profile(math.nan), "the limit of period 1 is not a positive number"),
        (profile(math.inf), "the limit of period 1 is not a positive number"),
        (profile((0, 10.0, 4)), "period 1 is for 4 phases"),
        (profile((0, 10.0, 0)), "period 1 is for 0 phases"),
        (profile(10.0, duration_s=0), "its duration is not positive"),
        (profile(10.0, least=-1.0), "its least charging rate is not a positive number"),
        (profile(10.0, level=-1), "the stack level is negative"),
        (profile(10.0, level=101), "the stack level is above 100"),
        (profile(10.0, from_s=60, to_s=60), "it ends before it begins to be valid"),
        (profile(10.0, kind=ProfileKind.RECURRING, start_s=0), "it recurs, and does not say how often"),
        (daily(10.0, start_s=None), "it recurs, and does not say from when"),
        (profile(10.0, purpose=Purpose.EXTERNAL), "limits from elsewhere are not set by the central system"),
        (profile(*((second, 10.0) for second in range(1001))), "it has more than 1000 periods"),
        (profile(10.0, purpose=TX), "a profile of a transaction is of one EVSE"),
    ],
)
def test_a_profile_that_cannot_be_is_rejected_with_the_reason_and_changes_nothing(wrong: object, why: str) -> None:
    bench = charging()
    before = bench.station
    assert put(bench, wrong) == Reply(WHO, Verdict.REJECTED, why=why)  # type: ignore[arg-type]
    assert bench.station == before


@pytest.mark.parametrize(
    ("wrong", "evse", "why"),
    [
        (profile(10.0), 2, "there is no EVSE 2"),
        (profile(10.0), -1, "there is no EVSE -1"),
        (profile(10.0, purpose=MAX), 1, "a limit of the whole station is not of one EVSE"),
        (profile(10.0, purpose=TX), 1, "no transaction runs there"),
    ],
)
def test_a_profile_for_what_is_not_there_is_rejected(wrong: object, evse: int, why: str) -> None:
    bench = online()
    assert put(bench, wrong, evse) == Reply(WHO, Verdict.REJECTED, why=why)  # type: ignore[arg-type]
    assert installed(bench) == []


def test_a_profile_of_another_transaction_is_rejected() -> None:
    bench = charging()
    assert put(bench, profile(10.0, purpose=TX), 1, "somebody's").why == "another transaction runs there"
    assert put(bench, profile(10.0, purpose=TX), 1, bench.station.transactions[1].id) == ACCEPTED
    assert offered(bench) == 10.0


def test_a_profile_of_a_transaction_that_is_ending_is_rejected() -> None:
    bench = charging()
    bench.evses[0].broken.add("meter")
    bench.vehicle(Pilot.GONE)
    assert 1 in bench.station.transactions
    assert put(bench, profile(10.0, purpose=TX), 1).why == "no transaction runs there"


def test_only_the_units_that_are_allowed_are_taken() -> None:
    bench = online({registry.RATE_UNITS: ("A",)})
    assert put(bench, profile(10.0, unit=RateUnit.WATT)).why == "the unit W is not allowed"
    assert put(bench, profile(10.0)) == ACCEPTED


def test_only_so_many_are_installed_and_one_that_replaces_another_still_fits() -> None:
    bench = online({registry.PROFILE_ENTRIES: 3})
    for number in range(3):
        assert put(bench, profile(10.0, id=number, level=number)) == ACCEPTED
    assert put(bench, profile(10.0, id=9, level=9)).why == "3 profiles are installed"
    assert put(bench, profile(11.0, id=0, level=9)) == ACCEPTED
    assert put(bench, profile(12.0, id=7, level=9)) == ACCEPTED
    assert installed(bench) == [(0, 1), (0, 2), (0, 7)]


def test_the_highest_level_is_also_how_many_there_may_be_for_one_purpose() -> None:
    bench = online({registry.PROFILE_STACK_LEVEL: 3})
    for level in range(3):
        assert put(bench, profile(10.0, id=level, level=level)) == ACCEPTED
    assert put(bench, profile(10.0, id=9, level=3)).why == "3 of this purpose are installed"
    assert put(bench, profile(10.0, id=9, level=3, purpose=MAX)) == ACCEPTED


@pytest.mark.parametrize("different", [{"id": 1, "level": 5}, {"id": 2, "level": 0}])
def test_the_same_id_or_the_same_place_is_replaced(different: dict[str, int]) -> None:
    bench = charging()
    put(bench, profile(10.0, id=1, level=0))
    put(bench, profile(20.0, **different))
    assert installed(bench) == [(0, different["id"])]
    assert offered(bench) == 20.0


def test_one_that_replaces_another_and_is_not_valid_yet_leaves_a_gap() -> None:
    bench = charging()
    put(bench, profile(10.0))
    put(bench, profile(20.0, from_s=60))
    assert offered(bench) == 32.0
    bench.go(60.0 - bench.now_s)
    assert offered(bench) == 20.0


# --- clearing


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({}, []),
        ({"id": 3}, [1, 2, 4]),
        ({"id": 3, "evse": 7, "purpose": MAX, "stack_level": 8}, [1, 2, 4]),  # errata 3.26: the rest is ignored
        ({"evse": 0}, [3]),
        ({"evse": 1}, [1, 2, 4]),
        ({"purpose": DEFAULT}, [4]),
        ({"stack_level": 1}, [1, 3, 4]),
        ({"stack_level": 0, "purpose": DEFAULT}, [2, 4]),
        ({"stack_level": 0, "purpose": DEFAULT, "evse": 0}, [2, 3, 4]),
    ],
)
def test_what_fits_all_filters_is_cleared(filters: dict[str, object], left: list[int]) -> None:
    bench = online()
    put(bench, profile(10.0, id=1, level=0))
    put(bench, profile(10.0, id=2, level=1))
    put(bench, profile(10.0, id=3, level=0), evse=1)
    put(bench, profile(10.0, id=4, level=0, purpose=MAX))
    assert clear(bench, **filters) == ACCEPTED
    assert [id for _, id in installed(bench)] == left


@pytest.mark.parametrize(
    "filters", [{"id": 9}, {"evse": 1}, {"purpose": TX}, {"stack_level": 3}, {"evse": 0, "purpose": MAX}]
)
def test_what_fits_nothing_is_not_found(filters: dict[str, object]) -> None:
    bench = online()
    put(bench, profile(10.0))
    assert clear(bench, **filters) == Reply(WHO, Verdict.NOT_FOUND)
    assert installed(bench) == [(0, 1)]


# --- without a connection


@pytest.mark.req("ALF-201-K06")
def test_the_profile_of_a_transaction_goes_on_offline() -> None:
    bench = charging()
    put(bench, profile((0, 10.0), (60, 20.0), purpose=TX, start_s=round(bench.now_s)), evse=1)
    bench.disconnect()
    assert offered(bench) == 10.0
    bench.go(61.0)
    assert offered(bench) == 20.0


@pytest.mark.req("ALF-201-K07")
def test_a_transaction_that_begins_offline_follows_the_profiles_there_are() -> None:
    bench = online({registry.UNKNOWN_OFFLINE: True})
    put(bench, profile(10.0, id=1))
    put(bench, profile(8.0, id=2, purpose=MAX))
    bench.disconnect()
    bench.plug()
    bench.card()
    bench.go(2.0)
    assert (bench.charging(), offered(bench)) == (Charging.CHARGING, 8.0)


# --- what survives


def test_profiles_survive_a_restart_and_those_of_transactions_do_not() -> None:
    bench = charging()
    put(bench, profile(10.0, id=1))
    put(bench, profile(12.0, id=2, purpose=TX), evse=1)
    again = bench.restarted()
    assert installed(again) == [(0, 1)]
    assert offered(again) == 10.0


@pytest.mark.req("CCC-OCPP-004", "TIM-004")
def test_a_vendor_stores_what_has_come_a_minute_later() -> None:
    bench = online(rules=Rules(profile_persist_s=60.0))
    put(bench, profile(10.0, purpose=MAX))
    bench.go(30.0)
    put(bench, profile(12.0, purpose=MAX))  # does not put it off
    assert installed(bench.restarted()) == []
    bench.go(30.0)
    assert offered(bench.restarted()) == 12.0


def test_what_is_cleared_is_cleared_at_once_everywhere() -> None:
    bench = online(rules=Rules(profile_persist_s=60.0))
    put(bench, profile(10.0, purpose=MAX))
    bench.go(61.0)
    clear(bench)
    assert installed(bench.restarted()) == []


def test_profiles_of_an_evse_that_is_gone_are_forgotten() -> None:
    bench = online(sockets=TWO)
    put(bench, profile(10.0, id=1))
    put(bench, profile(10.0, id=2), evse=2)
    bench.sockets = (False,)
    bench.settings = {}
    assert installed(bench.restarted()) == [(0, 1)]


# --- with a remote start


def remote(bench: CoreBench, wanted: object, evse: int = 1) -> Reply:
    return bench.hear(RemoteStartAsked(WHO, ALICE, evse, profile=wanted)).replies[0]  # type: ignore[arg-type]


def test_a_remote_start_brings_a_profile_for_its_transaction() -> None:
    bench = online()
    bench.plug()
    bench.forget()
    assert remote(bench, profile(10.0, purpose=TX)).verdict is Verdict.ACCEPTED
    assert [each.duty_pct for each in bench.said(SetDutyCycle)] == [pytest.approx(10.0 / 0.6)]
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    put(bench, profile(12.0, id=2, purpose=TX), evse=1)  # same level: replaced (errata 3.42)
    assert installed(bench) == [(1, 2)]
    bench.unplug()
    assert installed(bench) == []


def test_a_profile_whose_place_a_remote_start_has_taken_does_not_come_back_with_a_restart() -> None:
    bench = online()
    put(bench, profile(8.0, purpose=DEFAULT))
    bench.plug()
    remote(bench, profile(10.0, purpose=TX))
    assert installed(bench) == [(1, 1)]
    assert installed(bench.restarted()) == []


def test_a_remote_start_before_the_vehicle_keeps_its_profile_for_it() -> None:
    bench = online(sockets=TWO)
    remote(bench, profile((0, 10.0), (60, 20.0), purpose=TX), evse=0)
    assert installed(bench) == []
    bench.go(30.0)
    bench.plug(2)
    assert installed(bench) == [(2, 1)]
    assert offered(bench, 2) == 10.0
    bench.go(60.0)
    assert offered(bench, 2) == 20.0


def test_a_driver_who_never_comes_takes_the_profile_along() -> None:
    bench = online()
    remote(bench, profile(10.0, purpose=TX))
    bench.go(120.0)
    bench.charge()
    assert installed(bench) == []
    assert offered(bench) == 32.0


@pytest.mark.req("XCH-SC-001")
@pytest.mark.parametrize("purpose", [DEFAULT, MAX])
def test_a_remote_start_with_a_profile_of_another_purpose_is_rejected(purpose: Purpose) -> None:
    bench = online()
    bench.plug()
    assert remote(bench, profile(10.0, purpose=purpose)).why == "the profile is not one of a transaction"
    assert (bench.station.transactions, bench.charging()) == ({}, Charging.PLUGGED)


def test_a_remote_start_with_a_profile_that_cannot_be_is_rejected() -> None:
    bench = online()
    bench.plug()
    assert remote(bench, profile(-1.0, purpose=TX)).verdict is Verdict.REJECTED
    assert bench.charging() is Charging.PLUGGED


@pytest.mark.req("CCC-LIM-006")
def test_a_vendor_starts_as_if_there_were_no_profile() -> None:
    bench = online(rules=Rules(start_profile=StartProfile.IGNORED))
    bench.plug()
    assert remote(bench, profile(-1.0, purpose=DEFAULT)).verdict is Verdict.ACCEPTED
    assert offered(bench) == 32.0
    assert installed(bench) == []


# --- quirks


@pytest.mark.parametrize("purpose", [DEFAULT, TX])
def test_a_vendor_does_not_know_every_purpose(purpose: Purpose) -> None:
    bench = online(rules=Rules(profile_purposes=(MAX,)))
    bench.charge()
    assert put(bench, profile(10.0, purpose=purpose), evse=1).why == f"{purpose.value} is not supported"


def test_a_vendor_does_not_know_every_kind() -> None:
    bench = online(rules=Rules(profile_kinds=(ProfileKind.RELATIVE,)))
    assert put(bench, profile(10.0, start_s=0)).why == "Absolute profiles are not supported"
    assert put(bench, daily(10.0)).why == "Recurring profiles are not supported"
    assert put(bench, profile(10.0)) == ACCEPTED


def test_a_vendor_refuses_the_highest_level_it_reports() -> None:
    bench = online({registry.PROFILE_STACK_LEVEL: 3}, rules=Rules(top_stack_level=TopStackLevel.REFUSED))
    assert put(bench, profile(10.0, level=3)).why == "the stack level is above 2"
    assert put(bench, profile(10.0, level=2)) == ACCEPTED


def test_a_vendor_refuses_phases_it_does_not_have() -> None:
    bench = online({registry.SUPPLY_PHASES: 1}, rules=Rules(unfit_phases=UnfitPhases.REFUSED))
    assert put(bench, profile((0, 10.0, 3))).why == "EVSE 1 does not charge on 3 phases"
    assert put(bench, profile((0, 10.0, 1))) == ACCEPTED
    assert put(bench, profile(10.0)) == ACCEPTED


@pytest.mark.parametrize(("manner", "records"), [(ClearedProfiles.ERASED, []), (ClearedProfiles.INVALIDATED, [1])])
def test_a_vendor_keeps_a_record_of_what_is_cleared(manner: ClearedProfiles, records: list[int]) -> None:
    bench = online(rules=Rules(cleared_profiles=manner))
    put(bench, profile(10.0))
    assert clear(bench) == ACCEPTED
    assert [each.profile.id for each in bench.station.stored_profiles if not each.valid] == records
    assert (installed(bench), clear(bench)) == ([], Reply(WHO, Verdict.NOT_FOUND))


def test_a_vendor_sets_the_profile_of_every_transaction_at_once() -> None:
    bench = online(sockets=TWO, rules=Rules(tx_profile_everywhere=True))
    assert put(bench, profile(10.0, purpose=TX)).why == "no transaction runs there"
    bench.charge(1)
    bench.charge(2, BOB)
    assert put(bench, profile(10.0, purpose=TX)) == ACCEPTED
    assert [offered(bench, evse) for evse in (1, 2)] == [10.0, 10.0]
    assert put(bench, profile(12.0, purpose=TX)) == ACCEPTED
    assert installed(bench) == [(1, 1), (2, 1)]


# --- one phase


SWITCHED = {registry.PHASE_SWITCH_ENABLED: True, registry.SUPPLY_PHASES: 3, registry.PHASE_SWITCH_DELAY_S: 10}


def test_a_profile_for_one_phase_switches_to_one_and_back_when_it_is_over() -> None:
    bench = online(SWITCHED)
    bench.charge()
    bench.go(5.0)
    put(bench, profile((0, 16.0, 1), (120, 10.0, 3)))
    bench.go(60.0)
    assert (bench.port().phases.count, offered(bench), bench.charging()) == (1, 16.0, Charging.CHARGING)
    bench.go(120.0)
    assert (bench.port().phases.count, offered(bench), bench.charging()) == (3, 10.0, Charging.CHARGING)


def test_watt_on_one_phase_are_all_of_that_phase() -> None:
    bench = online(SWITCHED)
    bench.charge()
    put(bench, profile((0, 4600.0, 1), unit=RateUnit.WATT))
    bench.go(60.0)
    assert (bench.port().phases.count, offered(bench)) == (1, pytest.approx(20.0))


def test_who_chose_one_phase_otherwise_is_not_overruled() -> None:
    bench = online(SWITCHED)
    bench.hear(PhasesChosen(1, 1))
    put(bench, profile((0, 16.0, 3)))
    bench.charge()
    assert bench.port().phases.count == 1


@pytest.mark.req("CCC-PH-005")
def test_a_vendor_switches_no_phases_for_a_profile() -> None:
    bench = online({**SWITCHED, registry.PHASES_3TO1: False})
    bench.charge()
    put(bench, profile((0, 16.0, 1)))
    bench.go(60.0)
    assert (bench.port().phases.count, offered(bench)) == (3, 16.0)


# --- a hostile central system


def test_profiles_without_end_fill_no_memory() -> None:
    bench = online()
    wide = [(second, 10.0) for second in range(1000)]
    verdicts = [put(bench, profile(*wide, id=number, level=number % 101)).verdict for number in range(120)]
    assert verdicts.count(Verdict.ACCEPTED) < 120
    many = profile(10.0)
    for number in range(0, 100_000, 97):
        put(bench, profile(10.0, id=number, level=number % 101) if number % 3 else many)
    assert len(bench.station.profiles) <= 100
    assert sum(len(each.profile.schedule.periods) for each in bench.station.profiles) <= MOST_PERIODS_IN_ALL


@pytest.mark.parametrize("duration_s", [2**31, 2**62])
def test_a_composite_schedule_for_ever_is_cut_and_says_so(duration_s: int) -> None:
    bench = charging()
    put(bench, daily(*((60 * minute, 6.0 + minute % 2) for minute in range(1000))))
    answer = bench.hear(CompositeAsked(WHO, 1, duration_s)).replies[0].composite
    assert answer is not None
    assert len(answer.periods) == 1000
    assert answer.periods[-1].start_s < answer.duration_s < DAY_S


@pytest.mark.parametrize(("evse", "duration_s"), [(2, 60), (-1, 60), (1, 0), (1, -5)])
def test_a_composite_schedule_of_nothing_is_rejected(evse: int, duration_s: int) -> None:
    reply = online().hear(CompositeAsked(WHO, evse, duration_s)).replies[0]
    assert (reply.verdict, reply.composite) == (Verdict.REJECTED, None)
