"""What is wrong with a charging profile in itself (OCPP 1.6 5.16, 7.8 to 7.14 with errata, OCPP 2.0.1 K01)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from pilotwire.core.profile import ChargingProfile, Period, ProfileKind, Purpose, Schedule

PHASES = (1, 2, 3)


def inconsistency_of(profile: ChargingProfile) -> str | None:
    """The first thing in *profile* that cannot be; None: it can."""
    return next(_inconsistencies(profile), None)


def _inconsistencies(profile: ChargingProfile) -> Iterator[str]:
    schedule = profile.schedule
    if profile.purpose is Purpose.EXTERNAL:
        yield "limits from elsewhere are not set by the central system"
    if profile.stack_level < 0:
        yield "the stack level is negative"
    if profile.kind is ProfileKind.RECURRING and profile.recurrency is None:
        yield "it recurs, and does not say how often"
    if profile.kind is ProfileKind.RECURRING and schedule.start_utc_s is None:
        yield "it recurs, and does not say from when"
    valid_from, valid_to = profile.valid_from_utc_s, profile.valid_to_utc_s
    if valid_from is not None and valid_to is not None and valid_to <= valid_from:
        yield "it ends before it begins to be valid"
    yield from _of_schedule(schedule)


def _of_schedule(schedule: Schedule) -> Iterator[str]:
    if schedule.duration_s is not None and schedule.duration_s <= 0:
        yield "its duration is not positive"
    if schedule.least is not None and not _is_rate(schedule.least):
        yield "its least charging rate is not a positive number"
    if not schedule.periods:
        yield "it has no periods"
        return
    if schedule.periods[0].start_s != 0:
        yield "its first period does not start at 0"
    for number, (earlier, later) in enumerate(pairwise(schedule.periods), 2):
        if later.start_s <= earlier.start_s:
            yield f"period {number} starts at {later.start_s} s, which is not after period {number - 1}"
    for number, period in enumerate(schedule.periods, 1):
        yield from _of_period(number, period)


def _of_period(number: int, period: Period) -> Iterator[str]:
    if not _is_rate(period.limit):
        yield f"the limit of period {number} is not a positive number"
    if period.phases is not None and period.phases not in PHASES:
        yield f"period {number} is for {period.phases} phases"


def _is_rate(value: float) -> bool:
    return math.isfinite(value) and value >= 0.0
