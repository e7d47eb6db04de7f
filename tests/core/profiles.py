"""Charging profiles for tests: what is not said is as plain as can be."""

from __future__ import annotations

from typing import Any

from tests.core.bench import UTC_S, CoreBench

from pilotwire.core.profile import ChargingProfile, Period, ProfileKind, Purpose, RateUnit, Recurrency, Schedule
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.core.schedule import CompositeAsked, ProfilesClearAsked, ProfileSet

WHO = ReplyTo("central system")
HOUR_S, DAY_S = 3600, 86400


def profile(*limits: float | tuple[Any, ...], id: int = 1, **different: Any) -> ChargingProfile:
    """A default profile of all transactions: one limit for ever, or (start, limit, phases) one after the other.

    ``start_s`` is its beginning, and ``from_s`` and ``to_s`` its validity, all on the clock of the bench.
    """
    periods = tuple(Period(0, each) if isinstance(each, int | float) else Period(*each) for each in limits)
    start_s, kind = different.pop("start_s", None), different.pop("kind", None)
    schedule = Schedule(
        unit=different.pop("unit", RateUnit.AMPERE),
        periods=periods,
        duration_s=different.pop("duration_s", None),
        start_utc_s=None if start_s is None else UTC_S + start_s,
        least=different.pop("least", None),
    )
    from_s, to_s = different.pop("from_s", None), different.pop("to_s", None)
    return ChargingProfile(
        id=id,
        stack_level=different.pop("level", 0),
        purpose=different.pop("purpose", Purpose.TX_DEFAULT),
        kind=kind or (ProfileKind.RELATIVE if start_s is None else ProfileKind.ABSOLUTE),
        schedule=schedule,
        valid_from_utc_s=None if from_s is None else UTC_S + from_s,
        valid_to_utc_s=None if to_s is None else UTC_S + to_s,
        **different,
    )


def daily(*limits: float | tuple[Any, ...], **different: Any) -> ChargingProfile:
    """One that begins again every day."""
    recurs = {"kind": ProfileKind.RECURRING, "recurrency": Recurrency.DAILY, "start_s": 0}
    return profile(*limits, **{**recurs, **different})


def put(bench: CoreBench, wanted: ChargingProfile, evse: int = 0, transaction: str | None = None) -> Reply:
    """The central system sets *wanted*; what it is answered."""
    return bench.hear(ProfileSet(WHO, evse, wanted, transaction)).replies[0]


def clear(bench: CoreBench, **filters: Any) -> Reply:
    """The central system clears what fits *filters*; what it is answered."""
    return bench.hear(ProfilesClearAsked(WHO, **filters)).replies[0]


def ask(bench: CoreBench, duration_s: int, evse: int = 1, unit: RateUnit | None = None) -> list[tuple[int, float]]:
    """The composite schedule: (start, limit) of its periods."""
    answer = bench.hear(CompositeAsked(WHO, evse, duration_s, unit)).replies[0].composite
    assert answer is not None
    return [(period.start_s, period.limit) for period in answer.periods]


def installed(bench: CoreBench) -> list[tuple[int, int]]:
    """(EVSE, id) of all that are installed."""
    return [(each.evse, each.profile.id) for each in bench.station.profiles]
