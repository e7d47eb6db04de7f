"""What can be broken on the simulated board: one table from the name of the outside to what the core is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from pilotwire.core.port.fault import Fault


class SimFault(Enum):
    """The names of ``POST /api/sim/fault``."""

    CONTACTOR_WELDED = "contactor_welded"
    CONTACTOR_STUCK = "contactor_stuck"
    SECONDARY_WELDED = "secondary_welded"
    SECONDARY_STUCK = "secondary_stuck"
    LOCK_STUCK = "lock_stuck"
    LOCK_UNCHARGED = "lock_uncharged"
    LOCK_FORCED_OPEN = "lock_forced_open"
    LOCK_FORCED_SHUT = "lock_forced_shut"
    METER_LOST = "meter_lost"
    METER_INTERNAL = "meter_internal"
    METER_IDLE = "meter_idle"
    METER_ACTIVE = "meter_active"
    READER_LOST = "reader_lost"
    RCD_TRIP = "rcd_trip"
    RCD_TEST = "rcd_test"
    RCD_STUCK = "rcd_stuck"
    EMERGENCY_STOP = "emergency_stop"
    RECLOSER_LOST = "recloser_lost"
    STORE_OPEN_FAILED = "store_open_failed"
    STORE_UNLINK_DENIED = "store_unlink_denied"
    STORE_READ_ONLY = "store_read_only"
    STORE_INVALID_TYPE = "store_invalid_type"
    STORE_COUNT_ERROR = "store_count_error"
    STORE_CLEAR_ERROR = "store_clear_error"
    STORE_NO_ROW = "store_no_row"
    STORE_PREPARE_FAILED = "store_prepare_failed"
    STORE_UPDATE_FAILED = "store_update_failed"
    STORE_DROP_FAILED = "store_drop_failed"
    STORE_FAILED = "store_failed"
    STORE_CREATE_FAILED = "store_create_failed"
    STORE_FULL = "store_full"
    STORE_DELETE_FAILED = "store_delete_failed"
    STORE_TOO_MANY = "store_too_many"
    STORE_FINALIZE_FAILED = "store_finalize_failed"
    LOCAL_LIST_CONFLICT = "local_list_conflict"
    PILOT_SHORT = "pilot_short"
    DIODE = "diode"
    GROUND_MISSING = "ground_missing"
    OVERCURRENT = "overcurrent"
    OVERVOLTAGE = "overvoltage"
    UNDERVOLTAGE = "undervoltage"
    OVER_TEMPERATURE = "over_temperature"
    FAN_STUCK = "fan_stuck"
    AUXILIARY = "auxiliary"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Breakage:
    """What breaks, as which faults of the core it can show, and whether a sensor says so by itself.

    What no sensor says is mechanics: the core must find it out by feedback and pilot.
    """

    about: str
    shows: tuple[Fault, ...]
    is_reported: bool = False


def _mechanics(about: str, *shows: Fault) -> Breakage:
    return Breakage(about, shows)


def _reported(about: str, fault: Fault) -> Breakage:
    return Breakage(about, (fault,), is_reported=True)


BREAKAGES: Mapping[SimFault, Breakage] = {
    SimFault.CONTACTOR_WELDED: _mechanics("a closed contactor does not open", Fault.CONTACTOR_WELDED),
    SimFault.CONTACTOR_STUCK: _mechanics("an open contactor does not close", Fault.CONTACTOR_STUCK),
    SimFault.SECONDARY_WELDED: _mechanics("the contactor for L2 and L3 does not open", Fault.CONTACTOR_WELDED),
    SimFault.SECONDARY_STUCK: _mechanics("the contactor for L2 and L3 does not close", Fault.CONTACTOR_STUCK),
    SimFault.LOCK_STUCK: _mechanics("the motor of the plug lock turns nothing", Fault.CANNOT_LOCK, Fault.CANNOT_UNLOCK),
    SimFault.LOCK_UNCHARGED: _reported("the capacitor of the lock's motor does not charge", Fault.LOCK_UNCHARGED),
    SimFault.LOCK_FORCED_OPEN: _mechanics("somebody forces a locked plug open, once", Fault.LOCK_FORCED_OPEN),
    SimFault.LOCK_FORCED_SHUT: _mechanics("somebody forces an open lock shut, once", Fault.LOCK_FORCED_SHUT),
    SimFault.METER_LOST: _reported("no readings; the register goes on counting", Fault.METER_LOST),
    SimFault.METER_INTERNAL: _reported("the meter reports an error of its own", Fault.METER_INTERNAL),
    SimFault.METER_IDLE: _reported("the meter reports an error while nobody charges", Fault.METER_IDLE),
    SimFault.METER_ACTIVE: _reported("the meter reports an error while somebody charges", Fault.METER_ACTIVE),
    SimFault.READER_LOST: _reported("cards lead nowhere", Fault.READER_LOST),
    SimFault.RCD_TRIP: _mechanics(
        "a current leaks to earth until it is mended", Fault.RESIDUAL_CURRENT, Fault.RCD_SPURIOUS
    ),
    SimFault.RCD_TEST: _mechanics("the test input of the monitor leads nowhere", Fault.RCD_TEST_FAILED),
    SimFault.RCD_STUCK: _mechanics(
        "a monitor that has tripped does not become normal again", Fault.RCD_TEST_FAILED, Fault.RCD_SPURIOUS
    ),
    SimFault.EMERGENCY_STOP: _reported("the emergency switch is pressed", Fault.EMERGENCY_STOP),
    SimFault.RECLOSER_LOST: _reported("the recloser does not answer", Fault.RECLOSER_LOST),
    SimFault.STORE_OPEN_FAILED: _reported("the store cannot be opened", Fault.STORE_OPEN_FAILED),
    SimFault.STORE_UNLINK_DENIED: _reported("the store cannot be deleted", Fault.STORE_UNLINK_DENIED),
    SimFault.STORE_READ_ONLY: _reported("the store is read only", Fault.STORE_READ_ONLY),
    SimFault.STORE_INVALID_TYPE: _reported("the store holds a wrong type", Fault.STORE_INVALID_TYPE),
    SimFault.STORE_COUNT_ERROR: _reported("the store cannot be counted", Fault.STORE_COUNT_ERROR),
    SimFault.STORE_CLEAR_ERROR: _reported("the store cannot be cleared", Fault.STORE_CLEAR_ERROR),
    SimFault.STORE_NO_ROW: _reported("the store gives no row number", Fault.STORE_NO_ROW),
    SimFault.STORE_PREPARE_FAILED: _reported("the store understands no statement", Fault.STORE_PREPARE_FAILED),
    SimFault.STORE_UPDATE_FAILED: _reported("the store cannot be updated", Fault.STORE_UPDATE_FAILED),
    SimFault.STORE_DROP_FAILED: _reported("the store cannot drop a table", Fault.STORE_DROP_FAILED),
    SimFault.STORE_FAILED: _reported("the store failed in the middle of a transaction", Fault.STORE_FAILED),
    SimFault.STORE_CREATE_FAILED: _reported("the store cannot create a table", Fault.STORE_CREATE_FAILED),
    SimFault.STORE_FULL: _reported("the store is full, like the disk below it", Fault.STORE_FULL),
    SimFault.STORE_DELETE_FAILED: _reported("the store cannot delete a row", Fault.STORE_DELETE_FAILED),
    SimFault.STORE_TOO_MANY: _reported("the store holds too many transactions", Fault.STORE_TOO_MANY),
    SimFault.STORE_FINALIZE_FAILED: _reported("the store cannot finish a statement", Fault.STORE_FINALIZE_FAILED),
    SimFault.LOCAL_LIST_CONFLICT: _reported("the local list contradicts what was learnt", Fault.LOCAL_LIST_CONFLICT),
    SimFault.PILOT_SHORT: _mechanics("the control pilot lies on earth", Fault.PILOT_LOST),
    SimFault.DIODE: _mechanics("the diode of the vehicle is bridged", Fault.DIODE_MISSING),
    SimFault.GROUND_MISSING: _reported("the supply has no protective earth", Fault.GROUND_MISSING),
    SimFault.OVERCURRENT: _reported("the vehicle draws more than the wiring bears", Fault.OVERCURRENT),
    SimFault.OVERVOLTAGE: _reported("the supply has too many volts", Fault.OVERVOLTAGE),
    SimFault.UNDERVOLTAGE: _reported("the supply has too few volts", Fault.UNDERVOLTAGE),
    SimFault.OVER_TEMPERATURE: _reported("the station is too hot", Fault.OVER_TEMPERATURE),
    SimFault.FAN_STUCK: _mechanics("the fan does not turn", Fault.VENTILATION_FAILED),
    SimFault.AUXILIARY: _reported("the auxiliary processor does not answer", Fault.AUXILIARY),
    SimFault.INTERNAL: _reported("a part of the program has died", Fault.INTERNAL),
}
REPORTED: Mapping[SimFault, Fault] = {fault: row.shows[0] for fault, row in BREAKAGES.items() if row.is_reported}
FAULTS: tuple[str, ...] = tuple(fault.value for fault in SimFault)
