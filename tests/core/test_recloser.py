"""The recloser: where it stands, how it is run, and what the central system is answered about it."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.recloser import Recloser, RecloserOrdered, RecloserRead, SetRecloser
from pilotwire.core.reply import ReplyTo
from pilotwire.core.rules import Rules
from pilotwire.core.transfer import Content, OwnTransfer, Purpose, TransferResult, TransferStatus
from pilotwire.core.tunnel import TransferAsked

VENDOR = "com.example"
RULES = Rules(
    transfers=(
        OwnTransfer("getState", VENDOR, Purpose.RECLOSER_STATE),
        OwnTransfer("changeState", VENDOR, Purpose.RECLOSER_ORDER),
    )
)


@pytest.fixture
def bench() -> CoreBench:
    bench = online({registry.RECLOSER_ENABLED: True}, rules=RULES)
    bench.hear(RecloserRead(1, closed=True))
    return bench


def ask(bench: CoreBench, message: str, data: str | None) -> None:
    bench.hear(TransferAsked(ReplyTo(message), message, Content(VENDOR, message, data)))


def answers(bench: CoreBench) -> list[TransferResult | None]:
    return [reply.transfer for reply in bench.replies]


def yes(word: str) -> TransferResult:
    return TransferResult(TransferStatus.ACCEPTED, word)


def no(reason: str) -> TransferResult:
    return TransferResult(TransferStatus.REJECTED, reason)


@pytest.mark.req("CCC-DT-007", "CCC-ADD-015")
@pytest.mark.parametrize(("closed", "word"), [(True, "close"), (False, "open")])
def test_it_can_be_asked_where_it_stands(bench: CoreBench, closed: bool, word: str) -> None:
    bench.hear(RecloserRead(1, closed=closed))
    ask(bench, "getState", "1")
    assert answers(bench) == [yes(word)]


@pytest.mark.req("CCC-DT-008", "CCC-ADD-015")
def test_the_answer_to_an_order_comes_when_it_is_there(bench: CoreBench) -> None:
    ask(bench, "changeState", "1, open")
    assert (bench.said(SetRecloser), bench.replies) == ([SetRecloser(1, closed=False)], [])
    bench.hear(RecloserRead(1, closed=True))  # it has not moved yet
    assert bench.replies == []
    bench.go(9.0)
    bench.hear(RecloserRead(1, closed=False))
    assert answers(bench) == [yes("open")]
    bench.go(20.0)
    assert len(bench.replies) == 1


@pytest.mark.req("CCC-DT-008", "TIM-008")
def test_an_order_fails_after_ten_seconds(bench: CoreBench) -> None:
    ask(bench, "changeState", "1,open")
    bench.go(9.9)
    assert bench.replies == []
    bench.go(0.2)
    assert answers(bench) == [no("notAvailable")]
    assert bench.port().recloser is Recloser.UNKNOWN


def test_an_order_to_where_it_stands_is_done_at_once(bench: CoreBench) -> None:
    ask(bench, "changeState", "1, close")
    assert (answers(bench), bench.said(SetRecloser)) == ([yes("close")], [])


def test_an_order_in_between_wins_and_the_first_one_hears_so(bench: CoreBench) -> None:
    ask(bench, "changeState", "1, open")
    ask(bench, "changeState", "1, close")
    assert answers(bench) == [no("notAvailable")]
    bench.hear(RecloserRead(1, closed=True))
    assert answers(bench) == [no("notAvailable"), yes("close")]


@pytest.mark.req("TIM-008")
def test_the_same_order_once_more_runs_nothing_and_makes_nobody_wait_longer(bench: CoreBench) -> None:
    ask(bench, "changeState", "1, open")
    bench.go(9.0)
    ask(bench, "changeState", "1, open")
    assert len(bench.said(SetRecloser)) == 1
    bench.go(1.1)
    assert answers(bench) == [no("notAvailable"), no("notAvailable")]


@pytest.mark.req("CCC-ADD-015", "CCC-DT-007", "CCC-DT-008")
@pytest.mark.parametrize(
    ("message", "data"),
    [
        ("getState", None),
        ("getState", ""),
        ("getState", "0"),
        ("getState", "2"),
        ("getState", "one"),
        ("changeState", "1"),
        ("changeState", "1, ajar"),
        ("changeState", "2, open"),
        ("changeState", "open"),
    ],
)
def test_what_makes_no_sense_is_invalid(bench: CoreBench, message: str, data: str | None) -> None:
    ask(bench, message, data)
    assert (answers(bench), bench.said(SetRecloser)) == ([no("invalidRequestData")], [])


@pytest.mark.req("CCC-ADD-015", "CCC-ADD-006", "CCC-ERR-016")
def test_one_that_does_not_answer_is_not_available_and_charging_goes_on(bench: CoreBench) -> None:
    bench.charge()
    bench.forget()
    ask(bench, "changeState", "1, open")
    bench.hear(FaultSeen(1, Fault.RECLOSER_LOST))
    ask(bench, "getState", "1")
    assert answers(bench) == [no("notAvailable"), no("notAvailable")]
    assert bench.charging() is Charging.CHARGING


def test_one_that_is_found_late_is_available_then() -> None:
    bench = online({registry.RECLOSER_ENABLED: True}, rules=RULES)
    bench.hear(FaultSeen(1, Fault.RECLOSER_LOST))
    ask(bench, "getState", "1")
    bench.hear(FaultCleared(1, Fault.RECLOSER_LOST), RecloserRead(1, closed=True))
    ask(bench, "getState", "1")
    assert answers(bench) == [no("notAvailable"), yes("close")]


@pytest.mark.req("CCC-ADD-015")
@pytest.mark.parametrize(("message", "data"), [("getState", "1"), ("changeState", "1, open")])
def test_where_none_is_configured_none_is_present(message: str, data: str) -> None:
    bench = online(rules=RULES)
    ask(bench, message, data)
    assert (answers(bench), bench.said(SetRecloser)) == ([no("notPresent")], [])


def test_other_messages_of_its_vendor_are_unknown(bench: CoreBench) -> None:
    ask(bench, "other", "1")
    assert answers(bench) == [TransferResult(TransferStatus.UNKNOWN_MESSAGE)]


def test_the_owner_may_run_it_too(bench: CoreBench) -> None:
    bench.hear(RecloserOrdered(1, closed=False))
    assert bench.said(SetRecloser) == [SetRecloser(1, closed=False)]
    bench.hear(RecloserRead(1, closed=False), RecloserOrdered(1, closed=False))
    assert len(bench.said(SetRecloser)) == 1
