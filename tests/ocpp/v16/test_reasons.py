"""Every reason of OCPP 1.6 7.36 for which a transaction stops, each with the story that leads to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.core.bench import ALICE, CoreBench, online

from pilotwire.core.delivery import Delivered
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.reply import ReplyTo
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.core.transaction import Kind
from pilotwire.core.unlock import UnlockAsked, WhileCharging
from pilotwire.ocpp.dialect import Message, Row
from pilotwire.ocpp.v16.dialect import V16
from pilotwire.ocpp.v16.messages.stop_transaction import Reason
from pilotwire.store.volatile import VolatileLedger

Story = Callable[[CoreBench], CoreBench | None]


def refused(bench: CoreBench) -> None:
    running = bench.station.transactions[1].id
    bench.hear(Delivered(1, running, "7", ALICE, TokenInfo(TokenStatus.INVALID)))


def unlocked(bench: CoreBench) -> None:
    bench.hear(UnlockAsked(ReplyTo("u"), 1, WhileCharging.STOP_FIRST))


def reset(how: How) -> Story:
    def story(bench: CoreBench) -> None:
        bench.hear(ResetAsked(ReplyTo("r"), how))

    return story


def broken(fault: Fault) -> Story:
    def story(bench: CoreBench) -> None:
        bench.hear(FaultSeen(1, fault))

    return story


STORIES: dict[str, tuple[Story, ...]] = {
    "DeAuthorized": (refused,),
    "EmergencyStop": (broken(Fault.EMERGENCY_STOP),),
    "EVDisconnected": (lambda bench: bench.unplug(),),
    "HardReset": (reset(How.AT_ONCE),),
    "Local": (lambda bench: (bench.card(ALICE), None)[1],),
    "Other": (broken(Fault.CONTACTOR_WELDED), broken(Fault.RCD_SPURIOUS)),
    "PowerLoss": (lambda bench: bench.restarted(),),
    "Reboot": (reset(How.SHUT_DOWN),),
    "Remote": (lambda bench: (bench.stop(), None)[1],),
    "SoftReset": (reset(How.ORDERLY),),
    "UnlockCommand": (unlocked,),
}
CASES = [(reason, story) for reason, stories in STORIES.items() for story in stories]


def test_there_is_a_story_for_every_reason() -> None:
    assert STORIES.keys() == {reason.value for reason in Reason}


@pytest.mark.parametrize(("reason", "story"), CASES, ids=[reason for reason, _ in CASES])
def test_a_transaction_stops_for_its_reason_and_names_the_card_that_stopped_it_only(
    v16: V16, wire: Callable[[Message], dict[str, Any]], reason: str, story: Story
) -> None:
    bench = online(sockets=(True,))
    bench.charge()
    after = story(bench) or bench
    after.go(10.0)
    [row] = after.rows(Kind.ENDED)
    ledger = VolatileLedger()
    ledger.notes[row.transaction] = "7"
    [message] = v16.render(Row(1, row), after.station, ledger)
    told = wire(message)
    assert (message.action, told["reason"], told["transactionId"]) == ("StopTransaction", reason, 7)
    assert ("idTag" in told) is (reason == "Local")
    assert after.station.transactions == {}
