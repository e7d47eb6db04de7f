"""The composite schedule is what somebody finds who looks at every profile in every second."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.bench import BOB, UTC_S, CoreBench, online
from tests.core.profiles import DAY_S, WHO, ask, daily, profile, put

from pilotwire.core import registry
from pilotwire.core.inconsistency import inconsistency_of
from pilotwire.core.port.limits import DynamicLimitSet, offered_a
from pilotwire.core.profile import (
    RECURS_S,
    ChargingProfile,
    Installed,
    Period,
    ProfileKind,
    Purpose,
    RateUnit,
    Recurrency,
    Schedule,
)
from pilotwire.core.reply import Verdict
from pilotwire.core.schedule import CompositeAsked
from pilotwire.core.sharing import shared

LOOK_S = 240
LOCAL_A, VOLTS = 32.0, 230
LIMITS_A = st.sampled_from((0.0, 6.0, 7.5, 10.0, 13.0, 16.0, 24.0, 40.0))


# --- somebody who looks at every profile in every second


def in_force(each: ChargingProfile, now_s: int, begun_s: float) -> Period | None:
    """What *each* says at *now_s*, all on the clock of the bench; *begun_s* is what relative ones count from."""
    schedule = each.schedule
    if not is_valid(each, now_s):
        return None
    is_relative = each.kind is ProfileKind.RELATIVE or schedule.start_utc_s is None
    into_s = now_s - (begun_s if is_relative else schedule.start_utc_s - UTC_S)
    if into_s < 0:
        return None
    if each.kind is ProfileKind.RECURRING and each.recurrency is not None:
        into_s %= RECURS_S[each.recurrency]
    if schedule.duration_s is not None and into_s >= schedule.duration_s:
        return None
    return [period for period in schedule.periods if period.start_s <= into_s][-1]


def is_valid(each: ChargingProfile, now_s: int) -> bool:
    """By its dates; what a schedule says in that time is another matter."""
    begins = each.valid_from_utc_s is None or now_s >= each.valid_from_utc_s - UTC_S
    return begins and (each.valid_to_utc_s is None or now_s < each.valid_to_utc_s - UTC_S)


def limits_in_force(profiles: list[Installed], purpose: Purpose, now_s: int, begun_s: float) -> Iterator[float]:
    """Limits in ampere of three phases, the highest level first."""
    levels = sorted((each.profile for each in profiles), key=lambda each: each.stack_level, reverse=True)
    for each in levels:
        found = in_force(each, now_s, begun_s) if each.purpose is purpose else None
        if found is not None:
            yield found.limit if each.schedule.unit is RateUnit.AMPERE else found.limit / 3 / VOLTS


def looked_up(bench: CoreBench, now_s: int) -> float:
    """The limit of EVSE 1 at *now_s*."""
    transaction = bench.station.transactions.get(1)
    begun_s = transaction.chargeable.mono_s if transaction and transaction.chargeable else bench.now_s
    taken = {(each.profile.purpose, each.profile.stack_level) for each in bench.station.profiles if each.evse == 1}
    here = [
        each
        for each in bench.station.profiles
        if each.evse == 1 or (each.profile.purpose, each.profile.stack_level) not in taken
    ]
    limit_a = LOCAL_A
    for purposes in ((Purpose.TX, Purpose.TX_DEFAULT), (Purpose.STATION_MAX,)):
        found: list[float] = []
        if any(each.profile.purpose is Purpose.TX and is_valid(each.profile, now_s) for each in here):
            purposes = tuple(purpose for purpose in purposes if purpose is not Purpose.TX_DEFAULT)
        for purpose in purposes:
            since_s = begun_s
            for each in here:
                if each.profile.purpose is Purpose.STATION_MAX:
                    since_s = each.came.mono_s
            found += limits_in_force(here, purpose, now_s, since_s if purpose is Purpose.STATION_MAX else begun_s)
        limit_a = min([limit_a, *found[:1]])
    return limit_a


# --- profiles of all sorts


@st.composite
def schedules(draw: st.DrawFn, around_s: int) -> Schedule:
    starts_s = [0, *sorted(draw(st.sets(st.integers(1, 300), max_size=5)))]
    unit = draw(st.sampled_from(RateUnit))
    scale = 1.0 if unit is RateUnit.AMPERE else 3.0 * VOLTS
    return Schedule(
        unit,
        tuple(Period(start_s, draw(LIMITS_A) * scale) for start_s in starts_s),
        draw(st.none() | st.integers(1, 400)),
        UTC_S + around_s + draw(st.integers(-300, 300)),
    )


@st.composite
def profiles(draw: st.DrawFn) -> tuple[ChargingProfile, int]:
    """A profile and its EVSE."""
    kind = draw(st.sampled_from(ProfileKind))
    recurrency = draw(st.sampled_from(Recurrency)) if kind is ProfileKind.RECURRING else None
    back_s = RECURS_S[recurrency] * draw(st.integers(0, 3)) if recurrency else 0
    purpose = draw(st.sampled_from((Purpose.STATION_MAX, Purpose.TX_DEFAULT, Purpose.TX)))
    from_s = draw(st.none() | st.integers(-100, 300))
    to_s = draw(st.none() | st.integers(0, 400))
    if from_s is not None and to_s is not None and to_s <= from_s:
        to_s = None
    made = ChargingProfile(
        draw(st.integers(1, 12)),
        draw(st.integers(0, 4)),
        purpose,
        kind,
        draw(schedules(-back_s)),
        recurrency,
        None if from_s is None else UTC_S + from_s,
        None if to_s is None else UTC_S + to_s,
    )
    evses = {Purpose.STATION_MAX: (0,), Purpose.TX_DEFAULT: (0, 1), Purpose.TX: (1,)}
    return made, draw(st.sampled_from(evses[purpose]))


def told(answer: list[tuple[int, float]], after_s: int) -> float:
    return [limit for start_s, limit in answer if start_s <= after_s][-1]


@settings(max_examples=150, deadline=None)
@given(st.lists(profiles(), max_size=9), st.booleans())
def test_the_composite_schedule_is_what_every_second_shows(
    wanted: list[tuple[ChargingProfile, int]], is_charging: bool
) -> None:
    bench = online()
    if is_charging:
        bench.charge()
    bench.go(20.0 - bench.now_s)
    for each, evse in wanted:
        assert inconsistency_of(each) is None
        assert put(bench, each, evse).verdict is (
            Verdict.REJECTED if each.purpose is Purpose.TX and not is_charging else Verdict.ACCEPTED
        )
    answer = ask(bench, LOOK_S)
    for second in range(LOOK_S):
        assert told(answer, second) == pytest.approx(looked_up(bench, 20 + second), abs=0.051), second


@settings(max_examples=40, deadline=None)
@given(st.lists(profiles(), max_size=9))
def test_the_vehicle_is_offered_in_every_second_what_the_composite_schedule_said(
    wanted: list[tuple[ChargingProfile, int]],
) -> None:
    bench = online()
    bench.charge()
    bench.go(20.0 - bench.now_s)
    for each, evse in wanted:
        put(bench, each, evse)
    answer = ask(bench, LOOK_S)
    for second in range(LOOK_S):
        bench.go(20.0 + second + 0.5 - bench.now_s)
        limit_a = told(answer, second)
        assert offered_a(bench.port()) == pytest.approx(limit_a if limit_a > 5.95 else 0.0, abs=0.051), second


# --- by hand


def test_of_two_periods_in_one_second_the_later_counts_and_equal_ones_are_one() -> None:
    bench = online()
    put(bench, profile((0, 10.0), (60, 10.0), (120, 20.0)))
    assert ask(bench, 300) == [(0, 10.0), (120, 20.0)]


def test_it_is_told_in_watt_of_the_phases_there_are() -> None:
    bench = online({registry.SUPPLY_PHASES: 1})
    put(bench, profile((0, 10.0), (60, 20.0)))
    assert ask(bench, 300, unit=RateUnit.WATT) == [(0, 2300.0), (60, 4600.0)]


def test_a_transaction_with_a_profile_of_its_own_takes_nothing_from_the_default_even_where_it_says_nothing() -> None:
    bench = online()
    bench.charge()
    bench.go(20.0 - bench.now_s)
    put(bench, profile((0, 6.0), (60, 10.0), id=1, start_s=20))
    own = profile((0, 8.0), (50, 11.0), id=2, purpose=Purpose.TX, start_s=20, duration_s=100, to_s=220)
    put(bench, own, evse=1)
    assert ask(bench, 300) == [(0, 8.0), (50, 11.0), (100, 32.0), (200, 10.0)]


def test_limits_of_this_place_are_in_it() -> None:
    bench = online()
    bench.hear(DynamicLimitSet(1, "house", 13.0))
    put(bench, profile((0, 10.0), (60, 20.0)))
    assert ask(bench, 300) == [(0, 10.0), (60, 13.0)]


def test_the_schedule_of_the_station_is_that_of_all_evses_under_its_own_limit() -> None:
    bench = online(sockets=(False, False))
    put(bench, profile((0, 10.0), (60, 20.0)))
    put(bench, profile((0, 50.0), (120, 30.0), id=2, purpose=Purpose.STATION_MAX, start_s=round(bench.now_s)))
    assert ask(bench, 300, evse=0) == [(0, 20.0), (60, 40.0), (120, 30.0)]


def test_the_schedule_of_an_evse_shares_with_those_that_charge_now() -> None:
    bench = online(sockets=(False, False))
    put(bench, profile((0, 40.0), (120, 20.0), purpose=Purpose.STATION_MAX, start_s=round(bench.now_s)))
    bench.charge(1)
    bench.charge(2, BOB)
    left_s = 120 - round(bench.now_s - 10.0)
    assert ask(bench, 300, evse=2) == [(0, 20.0), (left_s, 10.0)]


def test_a_unit_that_is_not_allowed_is_not_told() -> None:
    reply = online({registry.RATE_UNITS: ("A",)}).hear(CompositeAsked(WHO, 1, 60, RateUnit.WATT)).replies[0]
    assert (reply.verdict, reply.composite) == (Verdict.REJECTED, None)


def test_it_begins_now_to_the_millisecond() -> None:
    bench = online()
    bench.go(0.25)
    answer = bench.hear(CompositeAsked(WHO, 1, 60)).replies[0].composite
    assert answer is not None
    assert answer.start_utc_s == pytest.approx(UTC_S + bench.now_s)


def test_a_week_of_quarters_of_an_hour_has_all_of_them() -> None:
    bench = online()
    bench.go(14.0 * 60 - bench.now_s)
    put(bench, daily(*((900 * number, 6.0 + number % 2) for number in range(96))))
    answer = ask(bench, 7 * DAY_S)
    assert [start_s for start_s, _ in answer] == [0, *(60 + 900 * number for number in range(7 * 96))]


# --- sharing


@given(
    st.floats(0.0, 200.0),
    st.dictionaries(st.integers(1, 6), st.floats(0.0, 80.0), min_size=1, max_size=6),
)
def test_nobody_together_gets_more_than_there_is_and_nobody_less_than_can_be_used(
    limit_a: float, wanted_a: dict[int, float]
) -> None:
    shares = shared(limit_a, wanted_a)
    assert shares.keys() == wanted_a.keys()
    assert sum(shares.values()) <= limit_a + 1e-9
    if len(wanted_a) > 1:
        assert all(share == 0.0 or share >= 6.0 - 1e-9 for share in shares.values())
    served = [evse for evse, share in shares.items() if share]
    hungry = [evse for evse, most_a in wanted_a.items() if most_a >= 6.0]
    assert served == hungry[: len(served)] or len(wanted_a) == 1


def test_what_one_cannot_use_is_given_to_the_others_alike() -> None:
    assert shared(50.0, {1: 32.0, 2: 10.0, 3: 32.0}) == {1: 20.0, 2: 10.0, 3: 20.0}
