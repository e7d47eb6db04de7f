"""What all charging profiles together mean: asked for a day, and at each step of a station that follows them."""

from __future__ import annotations

from bench.figure import Figure, per_call_us
from bench.station import charging_station
from pilotwire.core.composite import composite
from pilotwire.core.moment import Moment
from pilotwire.core.profile import ChargingProfile, Period, ProfileKind, Purpose, RateUnit, Recurrency, Schedule
from pilotwire.core.reply import ReplyTo
from pilotwire.core.schedule import ProfileSet
from pilotwire.core.station import Station, step

DAY_S, PERIODS, STACKED = 86400, 96, 8
PROMISED_MS = 2.0


def figures() -> list[Figure]:
    """All day each of them, and one after the other, so that each has its turn."""
    above, turns = _station(hours=24), _station(hours=3)
    return [
        _figure("each all day", *above, is_promised=True),
        _figure("each for three hours of it", *turns, is_promised=False),
    ]


def _figure(how: str, station: Station, moment: Moment, *, is_promised: bool) -> Figure:
    answer = composite(station, 1, DAY_S, RateUnit.WATT, moment)
    spent_ms = per_call_us(lambda: composite(station, 1, DAY_S, RateUnit.WATT, moment), calls=10) / 1e3
    name = f"GetCompositeSchedule over 24 h, {STACKED} stacked profiles of {PERIODS} periods, {how}"
    text = f"{spent_ms:.2f} ms for {len(answer.periods)} periods"
    if not is_promised:
        return Figure(name, text)
    return Figure(name, text, f"under {PROMISED_MS:.0f} ms", spent_ms < PROMISED_MS)


def _station(hours: int) -> tuple[Station, Moment]:
    station, moment = charging_station()
    for level in range(STACKED):
        wanted = ProfileSet(ReplyTo("bench"), 0, _profile(level, hours * 3600))
        station, said = step(station, wanted, moment)
        assert said.replies[0].why is None
    return station, moment


def _profile(level: int, lasts_s: int) -> ChargingProfile:
    """On level *level*, from its turn on for *lasts_s* every day."""
    every_s = lasts_s // PERIODS
    periods = tuple(Period(number * every_s, 6.0 + (number + level) % 20) for number in range(PERIODS))
    schedule = Schedule(RateUnit.AMPERE, periods, lasts_s, start_utc_s=level * lasts_s % DAY_S)
    return ChargingProfile(
        level + 1, level, Purpose.TX_DEFAULT, ProfileKind.RECURRING, schedule, recurrency=Recurrency.DAILY
    )
