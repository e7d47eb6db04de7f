"""The plug is held while somebody charges or the contacts may be live, and given back afterwards."""

from __future__ import annotations

import pytest
from tests.core.bench import BOB, CoreBench, online

from pilotwire.core.deadline import Due, Timer
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen, first_fault
from pilotwire.core.port.lock import DriveLock, LockRead
from pilotwire.core.port.phase import Lock
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.unlock import UnlockAsked, WhileCharging

LOCK, OPEN_PLUG = DriveLock(1, locked=True), DriveLock(1, locked=False)
UNLOCK = UnlockAsked(ReplyTo("unlock"), 1, WhileCharging.STOP_FIRST)


def socket(*broken: str) -> CoreBench:
    bench = online(sockets=(True,))
    bench.evses[0].broken.update(broken)
    return bench


def test_the_plug_is_locked_before_the_contactor_closes() -> None:
    bench = socket()
    bench.charge()
    moves = [each for each in bench.commands if isinstance(each, DriveLock | SetContactor)]
    assert moves == [DriveLock(1, locked=True), SetContactor(1, closed=True)]


@pytest.mark.req("CCC-REV-017")
def test_unplugging_at_the_vehicle_opens_first_and_unlocks_then() -> None:
    bench = socket()
    bench.charge()
    bench.forget()
    bench.unplug()
    moves = [each for each in bench.commands if isinstance(each, DriveLock | SetContactor)]
    assert moves == [SetContactor(1, closed=False), DriveLock(1, locked=False)]
    assert not bench.evses[0].is_locked


def test_the_plug_is_given_back_when_charging_is_over() -> None:
    bench = socket()
    bench.charge()
    bench.card()
    bench.go(10.0)
    assert bench.port().lock is Lock.UNLOCKED
    assert bench.charging() is Charging.FINISHED


def test_a_motor_that_cannot_lock_is_a_fault_without_pwm() -> None:
    bench = socket("lock")
    bench.plug()
    bench.authorize()
    bench.go(5.0)
    assert first_fault(bench.port()) is Fault.CANNOT_LOCK
    assert (bench.port().duty_pct, bench.said(SetContactor)) == (100.0, [])


def test_a_motor_that_could_not_lock_is_tried_again_with_the_next_vehicle() -> None:
    bench = socket("lock")
    bench.plug()
    bench.authorize()
    bench.go(5.0)
    bench.evses[0].broken.clear()
    bench.unplug()
    bench.charge(token=BOB)
    assert first_fault(bench.port()) is None


def test_a_motor_that_cannot_unlock_is_a_fault_that_does_not_forbid_the_next_charging() -> None:
    bench = socket()
    bench.charge()
    bench.evses[0].broken.add("lock")
    bench.card()
    bench.go(15.0)
    assert first_fault(bench.port()) is Fault.CANNOT_UNLOCK
    bench.evses[0].broken.clear()
    bench.authorize(BOB)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-ADD-003")
def test_an_unlock_from_afar_ends_a_plug_that_could_not_be_locked() -> None:
    bench = socket("lock")
    bench.plug()
    bench.authorize()
    bench.go(5.0)
    bench.evses[0].broken.clear()
    bench.hear(UNLOCK)
    bench.go(1.0)
    assert (first_fault(bench.port()), bench.verdicts()) == (None, [Verdict.UNLOCKED])


@pytest.mark.req("CCC-ADD-003")
def test_an_unlock_from_afar_ends_a_plug_that_could_not_be_unlocked() -> None:
    bench = socket()
    bench.charge()
    bench.evses[0].broken.add("lock")
    bench.card()
    bench.go(15.0)
    assert first_fault(bench.port()) is Fault.CANNOT_UNLOCK
    bench.evses[0].broken.clear()
    bench.hear(UNLOCK)
    bench.go(1.0)
    assert (first_fault(bench.port()), bench.verdicts()) == (None, [Verdict.UNLOCKED])


def test_a_feedback_that_becomes_right_ends_the_fault() -> None:
    bench = socket("lock")
    bench.plug()
    bench.authorize()
    bench.go(5.0)
    bench.hear(LockRead(1, locked=True))
    assert bench.port().lock is Lock.LOCKED


def test_the_wrong_end_is_no_news_while_the_motor_runs() -> None:
    bench = socket()
    bench.plug()
    bench.card()
    bench.answer()
    bench.hear(LockRead(1, locked=False))
    assert bench.port().lock is Lock.LOCKING


def test_a_plug_found_locked_for_no_reason_is_released() -> None:
    said = socket().hear(LockRead(1, locked=True))
    assert said.commands == (DriveLock(1, locked=False),)


def test_nothing_is_driven_where_there_is_no_socket() -> None:
    assert online().hear(LockRead(1, locked=True)).commands == ()


@pytest.mark.req("CCC-ERR-001")
def test_the_plug_is_given_back_under_a_welded_contactor_but_not_while_it_may_still_open() -> None:
    bench = socket()
    bench.charge()
    bench.evses[0].broken.add("welded")
    bench.vehicle(Pilot.GONE)
    bench.go(0.4)
    assert bench.evses[0].is_locked
    bench.go(1.0)
    assert not bench.evses[0].is_locked


@pytest.mark.req("CCC-API-021")
def test_a_motor_that_cannot_lock_drives_back_and_tries_again() -> None:
    bench = socket("lock")
    bench.plug()
    bench.card()
    bench.answer()
    bench.go(3.0)
    assert bench.said(DriveLock) == [LOCK, OPEN_PLUG]
    bench.evses[0].broken.clear()
    bench.evses[0].lock_s = bench.now_s + 0.1
    bench.go(2.0)
    assert bench.said(DriveLock) == [LOCK, OPEN_PLUG, LOCK]
    assert (first_fault(bench.port()), bench.charging()) == (None, Charging.CHARGING)


@pytest.mark.req("CCC-API-021")
def test_a_motor_that_cannot_unlock_drives_back_and_tries_again() -> None:
    bench = socket()
    bench.charge()
    bench.vehicle(Pilot.CONNECTED)
    bench.evses[0].broken.add("lock")
    bench.forget()
    bench.card()
    bench.go(4.0)
    assert bench.said(DriveLock) == [OPEN_PLUG, LOCK, OPEN_PLUG]
    bench.evses[0].broken.clear()
    bench.evses[0].lock_s = bench.now_s
    bench.go(1.0)
    assert first_fault(bench.port()) is None


@pytest.mark.req("ALF-412-013", "TIM-030", "TIM-031")
def test_a_plug_that_stays_locked_is_tried_again_after_thirty_seconds_and_then_ever_more_seldom() -> None:
    bench = socket()
    bench.charge()
    bench.vehicle(Pilot.CONNECTED)
    bench.evses[0].broken.add("lock")
    bench.card()
    bench.go(4.0)
    pauses_s = []
    while len(pauses_s) < 6:
        while bench.port().lock is not Lock.UNLOCKING_AGAIN:
            bench.go(0.5)
        fails_s = bench.port().deadlines[Timer.LOCK]
        bench.go(fails_s - bench.now_s)
        pauses_s.append(bench.port().deadlines[Timer.LOCK_RETRY] - fails_s)
    assert pauses_s == pytest.approx([30.0, 60.0, 120.0, 240.0, 240.0, 240.0])


@pytest.mark.req("CCC-ERR-003")
def test_a_plug_that_comes_open_while_it_is_held_takes_the_offer_and_is_locked_again() -> None:
    bench = socket()
    bench.charge()
    bench.forget()
    said = bench.hear(LockRead(1, locked=False))
    assert said.commands[:2] == (SetContactor(1, closed=False), LOCK)
    assert (first_fault(bench.port()), bench.port().duty_pct) == (Fault.LOCK_FORCED_OPEN, 100.0)
    bench.go(1.0)
    assert first_fault(bench.port()) is None


@pytest.mark.req("CCC-ERR-004")
def test_a_plug_that_is_found_locked_is_a_fault_until_it_is_free() -> None:
    bench = socket()
    bench.hear(LockRead(1, locked=True))
    assert (first_fault(bench.port()), bench.charging()) == (Fault.LOCK_FORCED_SHUT, Charging.FAULTED)
    bench.go(1.0)
    assert first_fault(bench.port()) is None


@pytest.mark.req("CCC-ERR-002")
def test_a_motor_whose_capacitor_is_empty_forbids_charging_until_it_is_charged() -> None:
    bench = socket()
    bench.hear(FaultSeen(1, Fault.LOCK_UNCHARGED))
    bench.plug()
    bench.authorize()
    assert (bench.port().duty_pct, bench.said(SetContactor)) == (100.0, [])
    bench.hear(FaultCleared(1, Fault.LOCK_UNCHARGED))
    assert first_fault(bench.port()) is None


def test_a_motor_that_has_failed_ignores_the_wrong_end() -> None:
    bench = socket("lock")
    bench.plug()
    bench.card()
    bench.answer()
    bench.evses[0].lock_s = float("inf")
    bench.go(2.99)
    bench.hear(Due(1, Timer.LOCK))
    assert bench.port().lock is Lock.CANNOT_LOCK
    bench.hear(LockRead(1, locked=False))
    assert bench.port().lock is Lock.CANNOT_LOCK
    bench.hear(LockRead(1, locked=True))
    assert bench.port().lock is Lock.LOCKED
