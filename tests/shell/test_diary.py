"""The log says what a person wants to know of the hardware, once."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs
from tests.core.bench import CoreBench, online

from pilotwire.app.diary import Diary
from pilotwire.core.delivery import Discarded, LedgerErased
from pilotwire.core.event import Event
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading
from pilotwire.core.restart import Begun
from pilotwire.core.told import Told
from pilotwire.core.transaction import Kind


def told(bench: CoreBench, event: Event) -> Told:
    before = bench.station
    outcome = bench.hear(event)
    return Told(event, bench.moment, before, bench.station, outcome)


def test_a_fault_is_written_when_it_comes_and_when_it_is_over() -> None:
    bench, diary = online(), Diary()
    seen, over = FaultSeen(1, Fault.OVERCURRENT), FaultCleared(1, Fault.OVERCURRENT)
    with capture_logs() as lines:
        for event in (seen, seen, over):
            diary.tell(told(bench, event))
    assert [(line["event"], line["log_level"], line["fault"]) for line in lines] == [
        ("fault", "warning", "overcurrent"),
        ("fault is over", "info", "overcurrent"),
    ]


@pytest.mark.req("ALF-IMP-002")
def test_a_short_dip_of_the_voltage_is_got_over_and_written_down() -> None:
    bench, diary = online(), Diary()
    bench.charge()
    with capture_logs() as lines:
        diary.tell(told(bench, FaultSeen(1, Fault.UNDERVOLTAGE)))
        bench.go(2.0)
        assert bench.charging() is not Charging.CHARGING
        diary.tell(told(bench, FaultCleared(1, Fault.UNDERVOLTAGE)))
        bench.go(10.0)
    assert [line["event"] for line in lines] == ["fault", "Recover from short power outage"]
    assert (bench.charging(), len(bench.rows(Kind.ENDED))) == (Charging.CHARGING, 0)


@pytest.mark.req("ALF-412-006", "ALF-IMP2-015")
@pytest.mark.parametrize(
    ("voltage_v", "text"),
    [((230.0, 0.0, 0.0), "Single phase installation"), ((230.0, 230.0, 230.0), "Multiple phase installation")],
)
def test_the_first_reading_of_the_meter_says_which_installation_it_found(
    voltage_v: tuple[float, ...], text: str
) -> None:
    bench, diary = CoreBench(sockets=(False, False), settle_s=0.0), Diary()
    with capture_logs() as lines:
        for _ in range(2):
            diary.tell(told(bench, MeterRead(2, Reading(0.0, voltage_v=voltage_v))))
    assert [line["event"] for line in lines] == [f"Meter #2: first meter update, {text}"]


def test_what_nobody_will_ever_be_told_is_written_down() -> None:
    bench, diary = online(), Diary()
    with capture_logs() as lines:
        diary.tell(told(bench, Discarded(7, "b-1", "GenericError")))
    assert lines == [
        {"event": "given up", "log_level": "warning", "transaction": "b-1", "row": 7, "error": "GenericError"}
    ]


def test_an_erased_ledger_is_written_down() -> None:
    bench, erased = online(), Outcome(facts=(LedgerErased("ws://old"),))
    with capture_logs() as lines:
        Diary().tell(Told(Begun(bench.plan.cause), bench.moment, bench.station, bench.station, erased))
    assert [(line["log_level"], line["url"]) for line in lines] == [("warning", "ws://old")]
