"""The plug lock of a socket: a motor, a feedback, and what to do when they disagree."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.guard import wants_lock
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Lock
from pilotwire.core.port.pilot import Pilot

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


def on_read(port: Port, event: LockRead, moment: Moment) -> Said:
    """The feedback is believed; the walk corrects what is not wanted."""
    lock = Lock.LOCKED if event.locked else Lock.UNLOCKED
    return replace(port, lock=lock, deadlines=disarm(port.deadlines, Timer.LOCK)), ()


def on_read_moving(port: Port, event: LockRead, moment: Moment) -> Said:
    """While the motor runs, only the end it runs to counts."""
    arrived = event.locked is (port.lock is Lock.LOCKING)
    return on_read(port, event, moment) if arrived else (port, ())


def on_read_failed(port: Port, event: LockRead, moment: Moment) -> Said:
    """A feedback that has become right ends the failure."""
    mended = event.locked is (port.lock is Lock.CANNOT_LOCK)
    return on_read(port, event, moment) if mended else (port, ())


def on_overdue(port: Port, event: object, moment: Moment) -> Said:
    """The motor ran and the feedback did not follow."""
    failed = Lock.CANNOT_LOCK if port.lock is Lock.LOCKING else Lock.CANNOT_UNLOCK
    return replace(port, lock=failed, deadlines=disarm(port.deadlines, Timer.LOCK)), ()


def on_unlock_tried(port: Port, event: UnlockTried, moment: Moment) -> Said:
    """Once more from the beginning, but never while the plug is to be held."""
    return (port, ()) if wants_lock(port) else run_motor(port, Lock.UNLOCKING, moment)


def run_motor(port: Port, lock: Lock, moment: Moment) -> Said:
    """Start the motor towards *lock* and wait for its feedback."""
    deadlines = arm(port.deadlines, Timer.LOCK, moment.mono_s + port.build.lock_travel_s)
    return replace(port, lock=lock, deadlines=deadlines), (DriveLock(port.evse, locked=lock is Lock.LOCKING),)


def drive_lock(port: Port, moment: Moment) -> Said:
    """Hold the plug while somebody charges, give it back after; a failed motor rests until the vehicle has gone."""
    if not port.build.has_socket:
        return port, ()
    if wants_lock(port) and port.lock in (Lock.UNLOCKED, Lock.UNLOCKING, Lock.CANNOT_UNLOCK):
        return run_motor(port, Lock.LOCKING, moment)
    if not wants_lock(port) and port.lock in (Lock.LOCKED, Lock.LOCKING):
        return run_motor(port, Lock.UNLOCKING, moment)
    if port.lock is Lock.CANNOT_LOCK and port.pilot is Pilot.GONE and not wants_lock(port):
        return run_motor(port, Lock.UNLOCKING, moment)
    return port, ()


SETTLED = (Lock.UNLOCKED, Lock.LOCKED)
MOVING = (Lock.LOCKING, Lock.UNLOCKING)
FAILED = (Lock.CANNOT_LOCK, Lock.CANNOT_UNLOCK)

LOCK = PortMachine(
    name="lock",
    phases=Lock,
    phase_of=lambda port: port.lock,
    hears=(LockRead, UnlockTried, Timer.LOCK),
    table={
        **for_all(SETTLED, LockRead, on_read),
        **for_all(MOVING, LockRead, on_read_moving),
        **for_all(FAILED, LockRead, on_read_failed),
        **for_all(MOVING, Timer.LOCK, on_overdue),
        **for_all((Lock.UNLOCKED, *FAILED), UnlockTried, on_unlock_tried),
    },
    ignored=ignoring((*SETTLED, *FAILED), Timer.LOCK) | ignoring((Lock.LOCKED, *MOVING), UnlockTried),
    nothing=(),
)
