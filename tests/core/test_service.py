"""DataTransfer to the central system: services register, ask, and are always answered."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core.outcome import Outcome
from pilotwire.core.service import (
    MOST_OF_ONE,
    MOST_SERVICES,
    ServiceAnswered,
    ServiceAsked,
    ServiceMisspoke,
    ServiceRegistered,
    TransferReturned,
)
from pilotwire.core.transfer import Content, Hitch, SendTransfer, TransferError, TransferResult, TransferStatus

ACME = Content("com.acme", "tariff", "Zm9v")
YES = TransferResult(TransferStatus.ACCEPTED, "YmFy")


def ask(bench: CoreBench, service: str = "4711", id: str = "mine") -> Outcome:
    return bench.hear(ServiceAsked(service, id, ACME))


@pytest.mark.req("CCC-DT-004", "CCC-MSG-010", "CCC-DT-003")
def test_who_is_registered_may_ask_and_hears_what_was_answered_under_its_own_id() -> None:
    bench = online()
    bench.hear(ServiceRegistered("4711"))
    ask(bench)
    [sent] = bench.said(SendTransfer)
    assert sent.content == ACME
    bench.hear(TransferReturned(sent.id, YES))
    assert bench.said(ServiceAnswered) == [ServiceAnswered("4711", "mine", YES)]
    bench.hear(TransferReturned(sent.id, YES))
    assert len(bench.said(ServiceAnswered)) == 1


@pytest.mark.req("CCC-DT-006")
def test_what_cannot_be_sent_is_answered_with_what_stands_in_its_way() -> None:
    bench = online()
    ask(bench)
    bench.hear(ServiceRegistered("4711"))
    bench.disconnect()
    ask(bench)
    assert [fact.result.hitch for fact in bench.said(ServiceAnswered)] == [Hitch.UNREGISTERED, Hitch.OFFLINE]
    assert bench.said(SendTransfer) == []


@pytest.mark.req("CCC-DT-006")
def test_an_error_and_silence_of_the_central_system_come_back_too() -> None:
    bench = online()
    bench.hear(ServiceRegistered("4711"))
    ask(bench, id="one")
    ask(bench, id="two")
    one, two = bench.said(SendTransfer)
    error = TransferResult(error=TransferError("NotSupported", "never", '{"why": 1}'))
    bench.hear(TransferReturned(one.id, error), TransferReturned(two.id, None))
    assert [fact.result for fact in bench.said(ServiceAnswered)] == [error, TransferResult(hitch=Hitch.SILENT)]


@pytest.mark.req("CCC-ADD-014")
def test_what_cannot_be_read_is_said_back_and_never_sent() -> None:
    bench = online()
    error = TransferError("FormationViolation", "not JSON")
    bench.hear(ServiceMisspoke("4711", "-1", error))
    assert bench.said(ServiceAnswered) == [ServiceAnswered("4711", "-1", TransferResult(error=error))]
    assert bench.said(SendTransfer) == []


@pytest.mark.req("CCC-ADD-013")
def test_a_service_that_asks_too_much_leaves_room_for_the_others() -> None:
    bench = online()
    bench.hear(ServiceRegistered("flood"), ServiceRegistered("calm"))
    for number in range(MOST_OF_ONE + 1):
        ask(bench, "flood", str(number))
    ask(bench, "calm")
    assert [(fact.service, fact.result.hitch) for fact in bench.said(ServiceAnswered)] == [("flood", Hitch.TOO_MANY)]
    assert len(bench.said(SendTransfer)) == MOST_OF_ONE + 1


def test_the_service_that_registered_first_makes_room() -> None:
    bench = online()
    for number in range(MOST_SERVICES):
        bench.hear(ServiceRegistered(str(number)))
    bench.hear(ServiceRegistered("0"), ServiceRegistered("new"))
    assert len(bench.station.transfers.services) == MOST_SERVICES
    assert {"0", "new"} <= set(bench.station.transfers.services)
    assert "1" not in bench.station.transfers.services
