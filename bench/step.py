"""One step of the core, over the mix of events of a charging session with two EVSEs."""

from __future__ import annotations

import time

from bench.figure import Figure, percentile
from bench.station import READING, charging_station
from pilotwire.core.authorization import CardShown
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.port.limits import DynamicLimitSet
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.station import step
from pilotwire.core.token import Token

SESSION: tuple[Event, ...] = (
    MeterRead(1, READING),
    PilotMeasured(2, 9.0, 9.0),
    DynamicLimitSet(0, "bench", 10.0),
    MeterRead(1, READING),
    PilotMeasured(1, 9.0, -12.0),
    ContactorRead(1, False),
    MeterRead(2, READING),
    CardShown(Token("04D5E6F7")),
    PilotMeasured(1, 6.0, -12.0),
    DynamicLimitSet(0, "bench", None),
    PilotMeasured(2, 12.0, 12.0),
    MeterRead(1, READING),
)


def figures() -> list[Figure]:
    """The median and the tail of one step."""
    station, moment = charging_station()
    spent_us: list[float] = []
    for number in range(500):
        at = Moment(moment.mono_s + number, moment.utc_s + number)
        for event in SESSION:
            started = time.perf_counter()
            station, _ = step(station, event, at)
            spent_us.append((time.perf_counter() - started) * 1e6)
    median_us, tail_us = percentile(spent_us, 0.5), percentile(spent_us, 0.99)
    text = f"median {median_us:.0f} us, 99th percentile {tail_us:.0f} us"
    return [Figure("one step of a station with two EVSEs", text, "median under 50 us", median_us < 50)]
