"""DataTransfer from the central system: who minds it, who answers it, and what happens when nobody does."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core import registry
from pilotwire.core.deadline import Timer
from pilotwire.core.reply import ReplyTo
from pilotwire.core.transfer import Content, TransferError, TransferResult, TransferStatus
from pilotwire.core.tunnel import (
    MOST_OPEN,
    TransferAsked,
    TransferConfirmed,
    TransferHandedOver,
    tunnel_text,
    tunnels_of,
)

ACME = Content("com.acme", "tariff", "Zm9v")
YES = TransferResult(TransferStatus.ACCEPTED, "YmFy")


def minded(*tunnels: tuple[str, str | None, int]) -> CoreBench:
    return online({registry.TUNNELS: tuple(tunnel_text(*tunnel) for tunnel in tunnels)})


def ask(bench: CoreBench, content: Content = ACME, id: str = "id-1") -> None:
    bench.hear(TransferAsked(ReplyTo(f"reply to {id}"), id, content))


def results(bench: CoreBench) -> list[TransferResult | None]:
    return [reply.transfer for reply in bench.replies]


@pytest.mark.req("CCC-DT-001", "CCC-DT-003")
def test_what_somebody_minds_is_handed_over_and_their_answer_is_the_reply() -> None:
    bench = minded(("com.acme", "tariff", 5))
    ask(bench)
    assert bench.said(TransferHandedOver) == [TransferHandedOver("id-1", ACME)]
    assert bench.replies == []
    bench.hear(TransferConfirmed("id-1", YES))
    assert [(reply.reply_to, reply.transfer) for reply in bench.replies] == [("reply to id-1", YES)]
    assert not bench.waits_for(Timer.TRANSFER)


@pytest.mark.parametrize(
    ("tunnel", "status"),
    [
        (("com.other", None, 1), TransferStatus.UNKNOWN_VENDOR),
        (("com.acme", "other", 1), TransferStatus.UNKNOWN_MESSAGE),
    ],
)
def test_what_nobody_minds_says_at_once_what_is_unknown(
    tunnel: tuple[str, str | None, int], status: TransferStatus
) -> None:
    bench = minded(tunnel)
    ask(bench)
    assert (results(bench), bench.said(TransferHandedOver)) == ([TransferResult(status)], [])


@pytest.mark.parametrize("message", [None, "tariff", "anything"])
def test_who_names_no_message_minds_all_of_a_vendor(message: str | None) -> None:
    bench = minded(("com.acme", None, 1))
    ask(bench, Content("com.acme", message))
    assert len(bench.said(TransferHandedOver)) == 1


def test_who_names_a_message_does_not_mind_one_without_a_name() -> None:
    bench = minded(("com.acme", "tariff", 1))
    ask(bench, Content("com.acme"))
    assert results(bench) == [TransferResult(TransferStatus.UNKNOWN_MESSAGE)]


@pytest.mark.req("CCC-DT-002", "TIM-023", "CCC-CFG-087")
@pytest.mark.parametrize("patience_s", [1, 60])
def test_without_an_answer_in_time_it_is_rejected_and_a_late_one_is_nobodys(patience_s: int) -> None:
    bench = minded(("com.acme", None, patience_s))
    ask(bench)
    bench.go(patience_s - 0.1)
    assert bench.replies == []
    bench.go(0.2)
    assert results(bench) == [TransferResult(TransferStatus.REJECTED)]
    bench.hear(TransferConfirmed("id-1", YES))
    assert len(bench.replies) == 1


@pytest.mark.req("CCC-DT-002")
def test_an_answer_under_another_id_answers_nothing() -> None:
    bench = minded(("com.acme", None, 1))
    ask(bench)
    bench.hear(TransferConfirmed("id-2", YES))
    assert bench.replies == []


@pytest.mark.req("CCC-ADD-013")
def test_a_slow_answer_holds_no_other_one_up_and_the_most_patient_one_waits_longest() -> None:
    bench = minded(("com.slow", None, 60), ("com.acme", None, 2))
    ask(bench, Content("com.slow"), "slow")
    ask(bench, ACME, "quick")
    bench.hear(TransferConfirmed("quick", YES))
    assert [reply.reply_to for reply in bench.replies] == ["reply to quick"]
    ask(bench, ACME, "silent")
    bench.go(3.0)
    assert [reply.reply_to for reply in bench.replies] == ["reply to quick", "reply to silent"]
    bench.go(60.0)
    assert [reply.reply_to for reply in bench.replies][2:] == ["reply to slow"]


def test_an_error_of_the_owners_software_is_passed_on() -> None:
    bench = minded(("com.acme", None, 1))
    ask(bench)
    error = TransferResult(error=TransferError("InternalError", "no disk"))
    bench.hear(TransferConfirmed("id-1", error))
    assert results(bench) == [error]


def test_a_flood_is_rejected_and_an_id_that_waits_already_too() -> None:
    bench = minded(("com.acme", None, 60))
    for number in range(MOST_OPEN + 5):
        ask(bench, ACME, f"id-{number}")
    assert len(bench.station.transfers.waiting) == MOST_OPEN
    assert results(bench) == 5 * [TransferResult(TransferStatus.REJECTED)]
    bench.go(61.0)
    ask(bench, ACME, "twice")
    bench.forget()
    ask(bench, ACME, "twice")
    assert results(bench) == [TransferResult(TransferStatus.REJECTED)]


def test_a_tunnel_is_one_text_and_a_text_that_is_none_is_passed_over() -> None:
    tunnels = tunnels_of(("5\ta b\tc\td", "1\tv", "x", "", "y\tz"))
    assert [(one.vendor, one.message, one.patience_s) for one in tunnels] == [("a b", "c\td", 5.0), ("v", None, 1.0)]
