"""The faults of an EVSE: what stands, and who said so. What each of them does is a row of ``effect.py``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import CableWatch, Contactor, Lock, Pilot, Proximity, Rcd, Secondary, Ventilation

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


class Fault(Enum):
    """What can be wrong, in the order of importance: the first standing one is reported first (guide 3.3.4 table 3).

    Where that table is silent, ours follow: the pilot and the supply before what only concerns the cable.
    """

    __hash__ = object.__hash__  # as that of a Timer

    CONTACTOR_WELDED = "contactor welded"
    CONTACTOR_STUCK = "contactor stuck"
    LOCK_UNCHARGED = "plug lock motor capacitor not charged"
    LOCK_FORCED_OPEN = "plug lock unexpectedly open"
    LOCK_FORCED_SHUT = "plug lock unexpectedly closed"
    CANNOT_LOCK = "plug lock cannot lock"
    CANNOT_UNLOCK = "plug lock cannot unlock"
    METER_LOST = "meter lost"
    METER_INTERNAL = "meter internal error"
    METER_IDLE = "meter error while idle"
    METER_ACTIVE = "meter error while active"
    READER_LOST = "reader lost"
    RCD_SPURIOUS = "residual current without a vehicle"
    RCD_TEST_FAILED = "residual current test failed"
    RESIDUAL_CURRENT = "residual current"
    EMERGENCY_STOP = "emergency stop"
    RECLOSER_LOST = "recloser lost"
    STORE_OPEN_FAILED = "store cannot be opened"
    STORE_UNLINK_DENIED = "store cannot be deleted"
    STORE_READ_ONLY = "store is read only"
    STORE_INVALID_TYPE = "store holds a wrong type"
    STORE_COUNT_ERROR = "store cannot be counted"
    STORE_CLEAR_ERROR = "store cannot be cleared"
    STORE_NO_ROW = "store gives no row number"
    STORE_PREPARE_FAILED = "store understands no statement"
    STORE_UPDATE_FAILED = "store cannot be updated"
    STORE_DROP_FAILED = "store cannot drop a table"
    STORE_FAILED = "store failed"
    STORE_CREATE_FAILED = "store cannot create a table"
    STORE_FULL = "store cannot insert"
    STORE_DELETE_FAILED = "store cannot delete a row"
    STORE_TOO_MANY = "store holds too many transactions"
    STORE_FINALIZE_FAILED = "store cannot finish a statement"
    LOCAL_LIST_CONFLICT = "local list conflict"
    PROXIMITY_MISSING = "no proximity signal"
    PROXIMITY_INVALID = "proximity invalid"
    PROXIMITY_CHANGED = "proximity changed"
    PILOT_LOST = "pilot lost"
    DIODE_MISSING = "no diode in the vehicle"
    GROUND_MISSING = "protective earth missing"
    OVERCURRENT = "overcurrent"
    OVERVOLTAGE = "overvoltage"
    UNDERVOLTAGE = "undervoltage"
    OVER_TEMPERATURE = "over temperature"
    VENTILATION_FAILED = "ventilation does not run"
    AUXILIARY = "auxiliary processor"
    INTERNAL = "internal"


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


@dataclass(frozen=True, slots=True)
class FaultsMasked:
    """From now on *faults*, and no others, are not to be noticed at *evse* (the operator's fault mask)."""

    evse: int
    faults: frozenset[Fault]


NO_FAULTS: frozenset[Fault] = frozenset()
BY_CONTACTOR = {Contactor.WELDED: Fault.CONTACTOR_WELDED, Contactor.STUCK: Fault.CONTACTOR_STUCK}
BY_SECONDARY = {Secondary.WELDED: Fault.CONTACTOR_WELDED, Secondary.STUCK: Fault.CONTACTOR_STUCK}
BY_LOCK = {
    Lock.CANNOT_LOCK: Fault.CANNOT_LOCK,
    Lock.BACKING_OPEN: Fault.CANNOT_LOCK,
    Lock.LOCKING_AGAIN: Fault.CANNOT_LOCK,
    Lock.CANNOT_UNLOCK: Fault.CANNOT_UNLOCK,
    Lock.BACKING_SHUT: Fault.CANNOT_UNLOCK,
    Lock.UNLOCKING_AGAIN: Fault.CANNOT_UNLOCK,
    Lock.FORCED_OPEN: Fault.LOCK_FORCED_OPEN,
    Lock.FORCED_SHUT: Fault.LOCK_FORCED_SHUT,
}
BY_RCD = {
    Rcd.GROUND_FAILURE: Fault.RESIDUAL_CURRENT,
    Rcd.SPURIOUS: Fault.RCD_SPURIOUS,
    Rcd.TEST_FAILED: Fault.RCD_TEST_FAILED,
}
BY_CABLE = {CableWatch.CHANGED: Fault.PROXIMITY_CHANGED}
BY_VENTILATION = {Ventilation.FAILED: Fault.VENTILATION_FAILED}
# The phases that are no fault, as tuples: they are looked at a dozen times a step, and an enum is slow to hash
WELL_CONTACTOR = tuple(each for each in Contactor if each not in BY_CONTACTOR)
WELL_SECONDARY = tuple(each for each in Secondary if each not in BY_SECONDARY)
WELL_LOCK = tuple(each for each in Lock if each not in BY_LOCK)
WELL_RCD = tuple(each for each in Rcd if each not in BY_RCD)
HERE = (Pilot.CONNECTED, Pilot.READY, Pilot.READY_VENTILATED)  # the pilot says: a vehicle


def standing_faults(port: Port) -> frozenset[Fault]:
    """Every fault of *port*: those reported, and those its machines are in; asked several times a step."""
    if port.reported is NO_FAULTS and _is_well(port):
        return NO_FAULTS
    found = (
        BY_CONTACTOR.get(port.contactor),
        BY_SECONDARY.get(port.phases.secondary),
        BY_LOCK.get(port.lock),
        BY_RCD.get(port.rcd.phase),
        BY_CABLE.get(port.cable.watch),
        BY_VENTILATION.get(port.ventilation.phase),
        _pilot_fault(port),
        _proximity_fault(port),
    )
    return (port.reported | {fault for fault in found if fault is not None}) - port.masked


def _is_well(port: Port) -> bool:
    """The way of nearly every step: no machine is in a phase that is a fault."""
    return (
        port.contactor in WELL_CONTACTOR
        and port.lock in WELL_LOCK
        and port.rcd.phase in WELL_RCD
        and port.pilot is not Pilot.LOST
        and port.cable.watch is CableWatch.STEADY
        and port.phases.secondary in WELL_SECONDARY
        and port.ventilation.phase is not Ventilation.FAILED
        and (not port.build.has_socket or _proximity_fault(port) is None)
    )


def _pilot_fault(port: Port) -> Fault | None:
    """A pilot that is lost for want of the vehicle's diode is that one fault, and not two."""
    is_explained = Fault.DIODE_MISSING in port.reported and Fault.DIODE_MISSING not in port.masked
    return Fault.PILOT_LOST if port.pilot is Pilot.LOST and not is_explained else None


def _proximity_fault(port: Port) -> Fault | None:
    """A socket without a readable cable, although the pilot says that there is a vehicle (guide 3.3.4.34 and 35)."""
    if not port.build.has_socket:
        return None
    if port.proximity is Proximity.INVALID:
        return Fault.PROXIMITY_INVALID
    return Fault.PROXIMITY_MISSING if port.proximity is Proximity.OPEN and port.pilot in HERE else None


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
    return replace(port, reported=(port.reported - {event.fault}) or NO_FAULTS), ()


def on_masked(port: Port, event: FaultsMasked, moment: Moment) -> Said:
    """What is masked stays as it is, and is not seen."""
    return replace(port, masked=event.faults), ()


FAULT = PortMachine(
    name="fault",
    phases=Condition,
    phase_of=lambda port: Condition.FAULTY if port.reported else Condition.HEALTHY,
    hears=(FaultSeen, FaultCleared, FaultsMasked),
    table={
        **for_all(Condition, FaultSeen, on_seen),
        **for_all(Condition, FaultCleared, on_cleared),
        **for_all(Condition, FaultsMasked, on_masked),
    },
    ignored=frozenset(),
    nothing=(),
)
