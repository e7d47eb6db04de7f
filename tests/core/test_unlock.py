"""The central system wants a plug released, and is told what the motor did."""

from __future__ import annotations

import pytest
from tests.core.bench import CoreBench, online

from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind
from pilotwire.core.unlock import MOST_WAITING, UnlockAsked, WhileCharging


def ask(evse: int = 1, while_charging: WhileCharging = WhileCharging.STOP_FIRST, name: str = "unlock") -> UnlockAsked:
    return UnlockAsked(ReplyTo(name), evse, while_charging)


def socket() -> CoreBench:
    return online(sockets=(True,))


def test_a_free_plug_is_tried_all_the_same_and_told_when_the_motor_has_run() -> None:
    bench = socket()
    assert bench.hear(ask()).commands == (DriveLock(1, locked=False),)
    assert bench.replies == []
    bench.go(1.0)
    assert bench.verdicts() == [Verdict.UNLOCKED]


def test_whoever_charges_is_stopped_first_and_nothing_moves_under_load() -> None:
    bench = socket()
    bench.charge()
    bench.forget()
    bench.hear(ask())
    assert DriveLock(1, locked=False) not in bench.commands
    bench.go(10.0)
    assert bench.verdicts() == [Verdict.UNLOCKED]
    assert bench.rows(Kind.ENDED)[0].reason is Reason.UNLOCK_COMMAND


def test_whoever_charges_is_left_alone_where_that_is_wanted() -> None:
    bench = socket()
    bench.charge()
    bench.hear(ask(while_charging=WhileCharging.REFUSE))
    assert (bench.verdicts(), bench.charging()) == ([Verdict.ONGOING_TRANSACTION], Charging.CHARGING)


@pytest.mark.parametrize("evse", [-1, 0, 2])
def test_an_evse_nobody_has_is_unknown(evse: int) -> None:
    bench = socket()
    bench.hear(ask(evse))
    assert bench.verdicts() == [Verdict.UNKNOWN_EVSE]


def test_a_fixed_cable_cannot_be_unlocked() -> None:
    bench = online()
    bench.hear(ask())
    assert bench.verdicts() == [Verdict.NOT_SUPPORTED]


def test_a_motor_that_fails_is_told_when_its_time_is_over() -> None:
    bench = socket()
    bench.charge()
    bench.evses[0].broken.add("lock")
    bench.hear(ask())
    bench.go(12.0)
    assert bench.verdicts() == [Verdict.UNLOCK_FAILED]


@pytest.mark.req("TIM-007", "CCC-REV-010")
def test_an_unlock_that_cannot_be_done_fails_after_twenty_seconds_and_not_before() -> None:
    bench = socket()
    bench.charge()
    bench.hear(FaultSeen(1, Fault.RESIDUAL_CURRENT))  # which holds the plug
    bench.hear(ask())
    bench.go(19.9)
    assert bench.replies == []
    bench.go(0.2)
    assert bench.verdicts() == [Verdict.UNLOCK_FAILED]


def test_everybody_who_asked_is_answered_once() -> None:
    bench = socket()
    bench.charge()
    bench.hear(ask(name="first"), ask(name="second"))
    bench.go(30.0)
    assert bench.replies == [
        Reply(ReplyTo("first"), Verdict.UNLOCKED),
        Reply(ReplyTo("second"), Verdict.UNLOCKED),
    ]


def test_whoever_asks_later_does_not_make_the_first_one_wait_longer() -> None:
    bench = socket()
    bench.charge()
    bench.hear(FaultSeen(1, Fault.RESIDUAL_CURRENT), ask(name="first"))
    bench.go(19.0)
    bench.hear(ask(name="second"))
    bench.go(1.1)
    assert bench.verdicts() == [Verdict.UNLOCK_FAILED, Verdict.UNLOCK_FAILED]


def test_a_crowd_at_one_plug_is_not_kept_waiting() -> None:
    bench = socket()
    bench.charge()
    bench.hear(FaultSeen(1, Fault.RESIDUAL_CURRENT))
    bench.hear(*(ask(name=f"{number}") for number in range(MOST_WAITING + 1)))
    assert bench.replies == [Reply(ReplyTo(f"{MOST_WAITING}"), Verdict.UNLOCK_FAILED)]
