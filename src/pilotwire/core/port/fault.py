"""The faults of an EVSE: one table; vendor error codes, LEDs and topics are views of it.

This is the first cut: the plain faults. The complete table with priorities, effects on pilot and lock, and who may
clear what has its place here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.machine import for_all
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Contactor, Lock, Pilot
from pilotwire.core.port.proximity import Proximity

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


class Fault(Enum):
    """What can be wrong, in the order of importance: the first standing one is reported first."""

    EMERGENCY_STOP = "emergency stop"
    CONTACTOR_WELDED = "contactor welded"
    CONTACTOR_STUCK = "contactor stuck"
    RESIDUAL_CURRENT = "residual current"
    PILOT_LOST = "pilot lost"
    CANNOT_LOCK = "plug lock cannot lock"
    CANNOT_UNLOCK = "plug lock cannot unlock"
    OVERCURRENT = "overcurrent"
    OVER_TEMPERATURE = "over temperature"
    INTERNAL = "internal"
    PROXIMITY_INVALID = "proximity invalid"
    METER_LOST = "meter lost"
    READER_LOST = "reader lost"
    STORE_FAILED = "store failed"


BLOCKING = frozenset(Fault) - {
    Fault.CANNOT_UNLOCK,
    Fault.METER_LOST,
    Fault.READER_LOST,
    Fault.STORE_FAILED,
    Fault.PROXIMITY_INVALID,
}


class Condition(Enum):
    """Whether hardware reports anything wrong."""

    HEALTHY = "healthy"
    FAULTY = "faulty"


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """Hardware (or the shell around it) reports that *fault* stands at *evse*."""

    evse: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class FaultCleared:
    """*fault* no longer stands at *evse*."""

    evse: int
    fault: Fault


NO_FAULTS: frozenset[Fault] = frozenset()
BY_CONTACTOR = {Contactor.WELDED: Fault.CONTACTOR_WELDED, Contactor.STUCK: Fault.CONTACTOR_STUCK}
BY_LOCK = {Lock.CANNOT_LOCK: Fault.CANNOT_LOCK, Lock.CANNOT_UNLOCK: Fault.CANNOT_UNLOCK}
BY_CONTACTOR_PHASES, BY_LOCK_PHASES = tuple(BY_CONTACTOR), tuple(BY_LOCK)


def standing_faults(port: Port) -> frozenset[Fault]:
    """Every fault of *port*: those reported, and those its machines are in."""
    is_well = port.contactor not in BY_CONTACTOR_PHASES and port.lock not in BY_LOCK_PHASES
    if is_well and port.pilot is not Pilot.LOST and port.proximity is not Proximity.INVALID:
        return port.reported  # asked several times a step, and nearly always so
    own = {BY_CONTACTOR.get(port.contactor), BY_LOCK.get(port.lock)}
    if port.pilot is Pilot.LOST:
        own.add(Fault.PILOT_LOST)
    if port.proximity is Proximity.INVALID:
        own.add(Fault.PROXIMITY_INVALID)
    return port.reported | {fault for fault in own if fault is not None}


def blocking_faults(port: Port) -> frozenset[Fault]:
    """The standing faults that forbid energy."""
    standing = standing_faults(port)
    return standing & BLOCKING if standing else NO_FAULTS


def first_fault(port: Port) -> Fault | None:
    """The most important standing fault."""
    standing = standing_faults(port)
    if not standing:
        return None
    return next((fault for fault in Fault if fault in standing), None)


def on_seen(port: Port, event: FaultSeen, moment: Moment) -> Said:
    """One more thing is wrong."""
    return replace(port, reported=port.reported | {event.fault}), ()


def on_cleared(port: Port, event: FaultCleared, moment: Moment) -> Said:
    """One thing less is wrong."""
    return replace(port, reported=port.reported - {event.fault}), ()


FAULT = PortMachine(
    name="fault",
    phases=Condition,
    phase_of=lambda port: Condition.FAULTY if port.reported else Condition.HEALTHY,
    hears=(FaultSeen, FaultCleared),
    table={**for_all(Condition, FaultSeen, on_seen), **for_all(Condition, FaultCleared, on_cleared)},
    ignored=frozenset(),
    nothing=(),
)
