"""The plug lock of a socket: a motor, a feedback, and what to do when they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.guard import SHUT, wants_lock
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Lock

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class LockRead:
    """The feedback of the plug lock."""

    evse: int
    locked: bool


@dataclass(frozen=True, slots=True)
class DriveLock:
    """Run the motor of the plug lock."""

    evse: int
    locked: bool


@dataclass(frozen=True, slots=True)
class UnlockTried:
    """Somebody asks for the plug of *evse*: run the motor even if it failed before (chargebyte guide 3.3.4.6).

    And even if the plug counts as free already: what is asked for is the attempt (OCPP 2.0.1 F05.FR.06).
    """

    evse: int


# A failed motor drives back and tries again at once (chargebyte guide 15.13), then as Alfen's notes 4.12 have it
RETRY_S = (0.0, 30.0, 60.0, 120.0, 240.0)
TO_LOCKED = (Lock.LOCKING, Lock.LOCKING_AGAIN, Lock.FORCED_OPEN, Lock.BACKING_SHUT)
TO_UNLOCKED = (Lock.UNLOCKING, Lock.UNLOCKING_AGAIN, Lock.FORCED_SHUT, Lock.BACKING_OPEN)
MOVING = (*TO_LOCKED, *TO_UNLOCKED)
FAILED = (Lock.CANNOT_LOCK, Lock.CANNOT_UNLOCK)
ONCE_MORE = {Lock.BACKING_OPEN: Lock.LOCKING_AGAIN, Lock.BACKING_SHUT: Lock.UNLOCKING_AGAIN}
BACK = {Lock.CANNOT_LOCK: Lock.BACKING_OPEN, Lock.CANNOT_UNLOCK: Lock.BACKING_SHUT}


def on_read_locked(port: Port, event: LockRead, moment: Moment) -> Said:
    """A plug that comes loose while it is held is locked again; one that was let go is free (guide 3.3.4.3)."""
    if event.locked:
        return port, ()
    return run_motor(port, Lock.FORCED_OPEN, moment) if wants_lock(port) else (_at_rest(port, Lock.UNLOCKED), ())


def on_read_unlocked(port: Port, event: LockRead, moment: Moment) -> Said:
    """A plug that is locked although nobody wanted it is released (guide 3.3.4.4)."""
    if not event.locked or not port.build.has_socket:
        return port, ()
    return (_at_rest(port, Lock.LOCKED), ()) if wants_lock(port) else run_motor(port, Lock.FORCED_SHUT, moment)


def on_read_moving(port: Port, event: LockRead, moment: Moment) -> Said:
    """While the motor runs, only the end it runs to counts."""
    if event.locked is not (port.lock in TO_LOCKED):
        return port, ()
    if port.lock in ONCE_MORE:
        return run_motor(port, ONCE_MORE[port.lock], moment)
    return _at_rest(port, Lock.LOCKED if event.locked else Lock.UNLOCKED), ()


def on_read_failed(port: Port, event: LockRead, moment: Moment) -> Said:
    """A feedback that has become right ends the failure."""
    if event.locked is not (port.lock is Lock.CANNOT_LOCK):
        return port, ()
    return _at_rest(port, Lock.LOCKED if event.locked else Lock.UNLOCKED), ()


def on_overdue(port: Port, event: object, moment: Moment) -> Said:
    """The motor ran and the feedback did not follow; after driving back it is tried all the same."""
    if port.lock in ONCE_MORE:
        return run_motor(port, ONCE_MORE[port.lock], moment)
    failed = Lock.CANNOT_LOCK if port.lock in TO_LOCKED else Lock.CANNOT_UNLOCK
    pause_s = RETRY_S[min(port.lock_tries, len(RETRY_S) - 1)]
    deadlines = arm(port.deadlines, Timer.LOCK_RETRY, moment.mono_s + pause_s)
    return replace(port, lock=failed, lock_tries=port.lock_tries + 1, deadlines=deadlines), ()


def on_retry(port: Port, event: object, moment: Moment) -> Said:
    """Back to the last valid end first (guide 15.13)."""
    return run_motor(port, BACK[port.lock], moment)


def on_unlock_tried(port: Port, event: UnlockTried, moment: Moment) -> Said:
    """Once more from the beginning, but never while the plug is to be held."""
    return (port, ()) if wants_lock(port) else run_motor(port, Lock.UNLOCKING, moment)


def run_motor(port: Port, lock: Lock, moment: Moment) -> Said:
    """Start the motor as *lock* has it and wait for its feedback."""
    deadlines = arm(disarm(port.deadlines, Timer.LOCK_RETRY), Timer.LOCK, moment.mono_s + port.build.lock_travel_s)
    return replace(port, lock=lock, deadlines=deadlines), (DriveLock(port.evse, locked=lock in TO_LOCKED),)


def _at_rest(port: Port, lock: Lock) -> Port:
    deadlines = disarm(disarm(port.deadlines, Timer.LOCK), Timer.LOCK_RETRY)
    return replace(port, lock=lock, lock_tries=0, deadlines=deadlines)


def drive_lock(port: Port, moment: Moment) -> Said:
    """Hold the plug while somebody charges, give it back after."""
    if not port.build.has_socket:
        return port, ()
    is_wanted = wants_lock(port)
    if is_wanted and port.lock not in SHUT:
        return run_motor(replace(port, lock_tries=0), Lock.LOCKING, moment)
    if not is_wanted and port.lock in SHUT:
        return run_motor(replace(port, lock_tries=0), Lock.UNLOCKING, moment)
    return port, ()


LOCK = PortMachine(
    name="lock",
    phases=Lock,
    phase_of=lambda port: port.lock,
    hears=(LockRead, UnlockTried, Timer.LOCK, Timer.LOCK_RETRY),
    table={
        (Lock.LOCKED, LockRead): on_read_locked,
        (Lock.UNLOCKED, LockRead): on_read_unlocked,
        **for_all(MOVING, LockRead, on_read_moving),
        **for_all(FAILED, LockRead, on_read_failed),
        **for_all(MOVING, Timer.LOCK, on_overdue),
        **for_all(FAILED, Timer.LOCK_RETRY, on_retry),
        **for_all((Lock.UNLOCKED, *FAILED), UnlockTried, on_unlock_tried),
    },
    ignored=ignoring((Lock.LOCKED, Lock.UNLOCKED, *FAILED), Timer.LOCK)
    | ignoring((Lock.LOCKED, Lock.UNLOCKED, *MOVING), Timer.LOCK_RETRY)
    | ignoring((Lock.LOCKED, *MOVING), UnlockTried),
    nothing=(),
)
