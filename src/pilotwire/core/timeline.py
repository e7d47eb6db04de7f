"""A charging profile on a line of time on which 0 is now: which period counts when, and until when it does.

All in whole milliseconds, so that nothing is lost or found between the end of one period and the start of the next.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from operator import attrgetter

from pilotwire.core.profile import RECURS_S, ChargingProfile, Period, ProfileKind, RateUnit

FOREVER_MS = 2**62
START_S = attrgetter("start_s")
NO_LIMIT = (Period(0, inf),)


@dataclass(frozen=True, slots=True)
class Run:
    """*periods* from *start_ms* on for *span_ms*, again every *every_ms* (0: once), from *from_ms* to before *to_ms*.

    ``is_held``: what it is relative to has not happened, and until then its first period counts.
    """

    unit: RateUnit
    periods: tuple[Period, ...]
    start_ms: int
    span_ms: int
    every_ms: int
    from_ms: int
    to_ms: int
    is_held: bool = False

    def at(self, at_ms: int) -> tuple[Period | None, int]:
        """The period that counts at *at_ms* (None: none does), and when that changes next."""
        if at_ms >= self.to_ms:
            return None, FOREVER_MS
        if at_ms < self.from_ms:
            return None, self.from_ms
        if self.is_held:
            return self.periods[0], self.to_ms
        begun_ms = self.start_ms
        if self.every_ms:
            begun_ms += (at_ms - begun_ms) // self.every_ms * self.every_ms
        into_ms = at_ms - begun_ms
        if into_ms >= self.span_ms:
            again_ms = begun_ms + self.every_ms if self.every_ms else FOREVER_MS
            return None, min(again_ms, self.to_ms)
        place = bisect_right(self.periods, into_ms // 1000, key=START_S)
        end_ms = self.periods[place].start_s * 1000 if place < len(self.periods) else self.span_ms
        end_ms = min(end_ms, self.span_ms)
        return self.periods[place - 1], self.to_ms if end_ms == FOREVER_MS else min(begun_ms + end_ms, self.to_ms)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Now: *utc_s* in seconds since 1970 (None: nobody knows), and for how long it has been going on what a profile is
    relative to (None: it has not begun)."""

    utc_s: float | None
    elapsed_s: float | None = None


def run_of(profile: ChargingProfile, now: Clocks, *, holds: bool) -> Run | None:
    """*profile* from now on; None while it cannot be known when it counts, because nobody knows what time it is.

    *holds*: one relative to what has not begun stays in its first period, instead of beginning now.
    """
    schedule = profile.schedule
    starts_at = None if profile.kind is ProfileKind.RELATIVE else schedule.start_utc_s
    dates = (starts_at, profile.valid_from_utc_s, profile.valid_to_utc_s)
    if now.utc_s is None and any(date is not None for date in dates):
        return None
    start_ms = -round((now.elapsed_s or 0.0) * 1000) if starts_at is None else _ms(starts_at, now)
    every_ms = RECURS_S[profile.recurrency] * 1000 if profile.recurrency and _recurs(profile) else 0
    span_ms = FOREVER_MS if schedule.duration_s is None else schedule.duration_s * 1000
    valid_from, valid_to = profile.valid_from_utc_s, profile.valid_to_utc_s
    return Run(
        unit=schedule.unit,
        periods=schedule.periods,
        start_ms=start_ms,
        span_ms=min(span_ms, every_ms) if every_ms else span_ms,
        every_ms=every_ms,
        from_ms=start_ms if valid_from is None else max(start_ms, _ms(valid_from, now)),
        to_ms=FOREVER_MS if valid_to is None else _ms(valid_to, now),
        is_held=holds and starts_at is None and now.elapsed_s is None,
    )


def shade_of(profile: ChargingProfile, now: Clocks) -> Run | None:
    """As long as *profile* is valid, no limit: what says nothing itself still hides what it overrules."""
    dates = (profile.valid_from_utc_s, profile.valid_to_utc_s)
    if now.utc_s is None and any(date is not None for date in dates):
        return None
    from_ms, to_ms = (None if date is None else _ms(date, now) for date in dates)
    begins_ms = 0 if from_ms is None else from_ms
    return Run(RateUnit.AMPERE, NO_LIMIT, begins_ms, FOREVER_MS, 0, begins_ms, FOREVER_MS if to_ms is None else to_ms)


def _recurs(profile: ChargingProfile) -> bool:
    return profile.kind is ProfileKind.RECURRING


def _ms(utc_s: float, now: Clocks) -> int:
    return round((utc_s - (now.utc_s or 0.0)) * 1000)


class Cursor:
    """A run that is read from now on, only ever forward: it looks again when what it saw is over."""

    __slots__ = ("period", "run", "until_ms")

    def __init__(self, run: Run) -> None:
        self.run = run
        self.period: Period | None = None
        self.until_ms = -FOREVER_MS

    def advance(self, at_ms: int) -> None:
        """Read on: ``period`` is what counts at *at_ms*, and until ``until_ms``."""
        self.period, self.until_ms = self.run.at(at_ms)

    @property
    def wants_one_phase(self) -> bool:
        """What counts now is for one phase."""
        return self.period is not None and self.period.phases == 1

    def limit_a(self, voltage_v: float, phases: int) -> float | None:
        """What counts now in ampere per phase. Watt are those of all *phases* (OCPP 1.6 7.12, errata 3.34)."""
        if self.period is None or self.period.limit == inf:
            return None
        limit = self.period.limit
        return limit if self.run.unit is RateUnit.AMPERE else limit / (voltage_v * phases)


def ruling(stack: Sequence[Cursor], at_ms: int) -> tuple[Cursor | None, int]:
    """The first of *stack*, the strongest first, that says anything at *at_ms*, and when another one may."""
    until_ms = FOREVER_MS
    for cursor in stack:
        if at_ms >= cursor.until_ms:
            cursor.advance(at_ms)
        if cursor.until_ms < until_ms:
            until_ms = cursor.until_ms
        if cursor.period is not None:
            return cursor, until_ms
    return None, until_ms
