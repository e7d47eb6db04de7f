"""What a step says stays in order, and a name waits at most once."""

from __future__ import annotations

from tests.core.bench import CoreBench

from pilotwire.core.deadline import Due, Timer, arm, disarm
from pilotwire.core.outcome import NOTHING, Outcome, Receipt
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.station import next_deadline

OPEN, LOCK = Outcome(commands=(SetContactor(1, closed=False),)), Outcome(commands=(DriveLock(1, locked=True),))


def test_what_is_said_first_stands_first() -> None:
    both = OPEN + LOCK + Outcome(receipts=(Receipt(1),)) + Outcome(receipts=(Receipt(2),))
    assert both == Outcome(commands=(*OPEN.commands, *LOCK.commands), receipts=(Receipt(1), Receipt(2)))


def test_nothing_adds_nothing() -> None:
    assert (OPEN + NOTHING) is OPEN
    assert (NOTHING + OPEN) is OPEN


def test_a_name_that_is_armed_again_waits_for_the_new_time_only() -> None:
    deadlines = arm(arm({}, Timer.REST, 1.0), Timer.REST, 2.0)
    assert deadlines == {Timer.REST: 2.0}
    assert disarm(deadlines, Timer.REST) == {}
    assert disarm(deadlines, Timer.STOP) is deadlines


def test_the_soonest_deadline_of_station_and_ports_is_the_next() -> None:
    bench = CoreBench(sockets=(False, False), settle_s=0.0)
    assert next_deadline(bench.station) == (6.0, Due(1, Timer.REST))
    station = bench.station.armed(Due(2, Timer.SAMPLE), 3.0)
    assert next_deadline(station) == (3.0, Due(2, Timer.SAMPLE))


def test_a_station_that_waits_for_nothing_has_no_deadline() -> None:
    assert next_deadline(CoreBench().station) is None


def test_a_deadline_nobody_minds_any_more_is_gone_when_it_has_passed() -> None:
    bench = CoreBench()
    bench.station = bench.station.armed(Due(1, Timer.SAMPLE), 5.0)
    bench.go(1.0)
    assert next_deadline(bench.station) is None
