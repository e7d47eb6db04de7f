"""A full collection waits until nobody charges."""

from __future__ import annotations

import gc

from tests.core.bench import CoreBench, online

from pilotwire.app.garbage import EVERY_S, LONGEST_S, NEVER, Garbage, begin, postpone
from pilotwire.core.port.fault import Fault, FaultCleared
from pilotwire.core.told import Told


def told(bench: CoreBench) -> Told:
    before, event = bench.station, FaultCleared(1, Fault.OVERCURRENT)
    return Told(event, bench.moment, before, bench.station, bench.hear(event))


def test_a_station_at_rest_collects_every_ten_minutes() -> None:
    bench, garbage = online(), Garbage()
    bench.go(EVERY_S)
    garbage.tell(told(bench))
    first_s = garbage.collected_s
    bench.go(EVERY_S - 1.0)
    garbage.tell(told(bench))
    assert garbage.collected_s == first_s == bench.now_s - EVERY_S + 1.0
    bench.go(1.0)
    garbage.tell(told(bench))
    assert garbage.collected_s == bench.now_s


def test_while_somebody_charges_nothing_is_collected_for_a_day() -> None:
    bench, garbage = online(), Garbage()
    bench.charge()
    bench.go(EVERY_S * 10)
    garbage.tell(told(bench))
    assert garbage.collected_s == 0.0
    bench.go(LONGEST_S)
    garbage.tell(told(bench))
    assert garbage.collected_s == bench.now_s


def test_full_collections_are_left_out_only_where_somebody_makes_up_for_them() -> None:
    before = gc.get_threshold()
    try:
        begin()
        usual = gc.get_threshold()
        postpone()
        assert (usual, gc.get_threshold()[2]) == ((700, 10, 10), NEVER)
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
