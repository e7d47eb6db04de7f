"""The picture of docs/howto/smart-charging.md: three profiles and what comes of them, drawn by the code that does it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import pairwise

from pilotwire.core import registry
from pilotwire.core.composite import composite
from pilotwire.core.moment import Moment
from pilotwire.core.profile import ChargingProfile, Period, ProfileKind, Purpose, RateUnit, Recurrency, Schedule
from pilotwire.core.reply import ReplyTo
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.schedule import ProfileSet
from pilotwire.core.settings import Layers
from pilotwire.core.station import Station, step
from pilotwire.core.timeline import Clocks, run_of

HOUR_S, DAY_S = 3600, 86400
MIDNIGHT_UTC_S = 1795132800.0  # 2026-11-20
WIDTH, LEFT, RIGHT, LANE, TALL = 960, 270, 930, 96, 60
MOST_A = 32.0

Steps = list[tuple[int, int, float | None]]  # from, to, ampere


def _profile(id: int, level: int, purpose: Purpose, *hours: tuple[float, float], **schedule: float) -> ChargingProfile:
    periods = tuple(Period(round(hour * HOUR_S), limit_a) for hour, limit_a in hours)
    start_s = MIDNIGHT_UTC_S + schedule.get("starts", 0.0) * HOUR_S
    lasts_s = round(schedule.get("lasts", 24.0) * HOUR_S)
    made = Schedule(RateUnit.AMPERE, periods, lasts_s, start_s)
    return ChargingProfile(id, level, purpose, ProfileKind.RECURRING, made, Recurrency.DAILY)


LANES = (
    (
        "TxDefaultProfile, level 0",
        "less by day than at night",
        "#1864ab",
        _profile(1, 0, Purpose.TX_DEFAULT, (0, 32), (7, 10), (20, 32)),
    ),
    (
        "TxDefaultProfile, level 1",
        "above it: the sun shines",
        "#e67700",
        _profile(2, 1, Purpose.TX_DEFAULT, (0, 20), (2, 26), starts=10, lasts=4),
    ),
    (
        "ChargePointMaxProfile",
        "caps all: dinner is cooked",
        "#c92a2a",
        _profile(3, 0, Purpose.STATION_MAX, (0, 28), (17, 6), (21, 28)),
    ),
)


def render() -> str:
    """The picture."""
    high = 40 + LANE * (len(LANES) + 1) + 40
    about = (
        "Charging profiles over a day: a higher stack level replaces a lower one while it lasts; the station caps all"
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" font-family="system-ui, \'Segoe UI\', '
        f'Helvetica, Arial, sans-serif" font-size="14" role="img" aria-label="{escape(about)}">\n'
        f'  <rect width="{WIDTH}" height="{high}" rx="14" fill="#f8fafb"/>\n'
    )
    lanes = [
        _lane(number, title, words, colour, list(_alone(profile)))
        for number, (title, words, colour, profile) in enumerate(LANES)
    ]
    together = _lane(len(LANES), "what the vehicle may draw", "GetCompositeSchedule", "#2b8a3e", list(_together()))
    return head + _hours(high) + "".join(lanes) + together + "</svg>\n"


def _alone(profile: ChargingProfile) -> Iterator[tuple[int, int, float | None]]:
    run = run_of(profile, Clocks(MIDNIGHT_UTC_S), holds=False)
    assert run is not None
    at_ms = 0
    while at_ms < DAY_S * 1000:
        period, until_ms = run.at(at_ms)
        end_ms = min(until_ms, DAY_S * 1000)
        yield at_ms // 1000, end_ms // 1000, None if period is None else period.limit
        at_ms = end_ms


def _together() -> Iterator[tuple[int, int, float | None]]:
    moment = Moment(0.0, MIDNIGHT_UTC_S)
    answer = composite(_station(moment), 1, DAY_S, RateUnit.AMPERE, moment)
    ends = [*answer.periods, Period(DAY_S, 0.0)]
    for period, following in pairwise(ends):
        yield period.start_s, following.start_s, period.limit


def _station(moment: Moment) -> Station:
    station, _ = restore(Kept(), Plan("picture", Layers(registry.VARIABLES), 1), moment)
    for _, _, _, profile in LANES:
        station, said = step(station, ProfileSet(ReplyTo("picture"), 0, profile), moment)
        assert said.replies[0].why is None
    return station


def _x(second: int) -> float:
    return LEFT + (RIGHT - LEFT) * second / DAY_S


def _hours(high: int) -> str:
    marks = "".join(
        f'    <path d="M{_x(hour * HOUR_S):.1f} 28V{high - 40}"/>\n'
        f'    <text x="{_x(hour * HOUR_S):.1f}" y="{high - 18}" stroke="none" fill="#5c6b7a" text-anchor="middle">{hour}</text>\n'
        for hour in range(0, 25, 3)
    )
    return f'  <g stroke="#dde3e8" stroke-width="1">\n{marks}  </g>\n'


def _lane(number: int, title: str, words: str, colour: str, steps: Steps) -> str:
    floor = 40 + LANE * number + TALL + 16
    boxes = "".join(
        f'    <rect x="{_x(begin):.1f}" y="{floor - TALL * limit_a / MOST_A:.1f}" width="{_x(end) - _x(begin):.1f}" '
        f'height="{TALL * limit_a / MOST_A:.1f}"/>\n'
        f'    <text x="{(_x(begin) + _x(end)) / 2:.1f}" y="{floor - TALL * limit_a / MOST_A - 5:.1f}" stroke="none" '
        f'fill-opacity="1" text-anchor="middle">{limit_a:.0f} A</text>\n'
        for begin, end, limit_a in steps
        if limit_a is not None
    )
    return (
        f'  <text x="24" y="{floor - 30}" fill="#212b36" font-weight="700">{title}</text>\n'
        f'  <text x="24" y="{floor - 10}" fill="#5c6b7a" font-size="12">{words}</text>\n'
        f'  <path d="M{LEFT} {floor}H{RIGHT}" stroke="#3b4a5a" stroke-width="1.2"/>\n'
        f'  <g fill="{colour}" fill-opacity="0.25" stroke="{colour}" stroke-width="1.6">\n{boxes}  </g>\n'
    )
