"""What each broken part does: one function per fault of the mechanics, and their table."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from pilotwire.core.port.lock import LockRead
from pilotwire.hardware.sim.fault import SimFault

if TYPE_CHECKING:
    from pilotwire.hardware.sim.evse import SimEvse
    from pilotwire.hardware.sim.lock import PlugLock

Damage = Callable[["SimEvse", bool], None]  # the EVSE, and whether it is broken now or mended


def _contactor(evse: SimEvse, is_active: bool) -> None:
    """What was held back moves as soon as it can."""
    contactor = evse.contactor
    contactor.is_welded = SimFault.CONTACTOR_WELDED in evse.faults
    contactor.is_stuck = SimFault.CONTACTOR_STUCK in evse.faults
    if contactor.is_closed is not contactor.wants_closed and contactor.moves_s == math.inf:
        evse.drive_contactor(closed=contactor.wants_closed)


def _secondary(evse: SimEvse, is_active: bool) -> None:
    secondary = evse.secondary
    if secondary is None:
        return
    secondary.is_welded = SimFault.SECONDARY_WELDED in evse.faults
    secondary.is_stuck = SimFault.SECONDARY_STUCK in evse.faults
    if secondary.is_closed is not secondary.wants_closed and secondary.moves_s == math.inf:
        evse.drive_secondary(closed=secondary.wants_closed)


def _lock(evse: SimEvse, is_active: bool) -> None:
    lock = evse.lock
    if lock is None:
        return
    lock.is_stuck = is_active
    if not is_active and lock.is_locked is not lock.wants_locked and lock.moves_s == math.inf:
        evse.drive_lock(locked=lock.wants_locked)


def _forced_open(evse: SimEvse, is_active: bool) -> None:
    if evse.lock and is_active:
        _forced(evse, evse.lock, is_locked=False)


def _forced_shut(evse: SimEvse, is_active: bool) -> None:
    if evse.lock and is_active:
        _forced(evse, evse.lock, is_locked=True)


def _forced(evse: SimEvse, lock: PlugLock, *, is_locked: bool) -> None:
    """Somebody with a screwdriver, once: the motor can bring it back."""
    lock.is_locked = is_locked
    evse.say(LockRead(evse.number, is_locked))


def _diode(evse: SimEvse, is_active: bool) -> None:
    evse.signal.has_diode = not is_active


def _short(evse: SimEvse, is_active: bool) -> None:
    evse.signal.is_short = is_active


def _leak(evse: SimEvse, is_active: bool) -> None:
    evse.rcd.is_leaking = is_active
    evse.look_at_rcd()


def _deaf(evse: SimEvse, is_active: bool) -> None:
    evse.rcd.is_deaf = is_active
    evse.look_at_rcd()


def _tripped(evse: SimEvse, is_active: bool) -> None:
    evse.rcd.is_stuck = is_active
    evse.look_at_rcd()


def _fan(evse: SimEvse, is_active: bool) -> None:
    """A fan that stands still while its relay is on does not wait for another command."""
    fan = evse.fan
    fan.is_stuck = is_active
    if fan.wants_running:
        evse.drive_fan(running=True)


DAMAGES: Mapping[SimFault, Damage] = {
    SimFault.CONTACTOR_WELDED: _contactor,
    SimFault.CONTACTOR_STUCK: _contactor,
    SimFault.SECONDARY_WELDED: _secondary,
    SimFault.SECONDARY_STUCK: _secondary,
    SimFault.LOCK_STUCK: _lock,
    SimFault.LOCK_FORCED_OPEN: _forced_open,
    SimFault.LOCK_FORCED_SHUT: _forced_shut,
    SimFault.DIODE: _diode,
    SimFault.PILOT_SHORT: _short,
    SimFault.RCD_TRIP: _leak,
    SimFault.RCD_TEST: _deaf,
    SimFault.RCD_STUCK: _tripped,
    SimFault.FAN_STUCK: _fan,
}
