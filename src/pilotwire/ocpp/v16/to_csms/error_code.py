"""Faults as OCPP 1.6 tells them (OCPP 1.6 7.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from pilotwire.core.port.fault import Fault
from pilotwire.ocpp.v16.messages.status_notification import ChargePointErrorCode as Code


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One way to say that something is wrong; ``vendor`` and ``info`` have at most 50 characters."""

    code: Code
    vendor: str | None = None
    info: str | None = None


NO_ERROR = ErrorCode(Code.NO_ERROR)

# The vendor codes are those of the chargebyte guide (3.3.4), where it has one. PilotLost is ours: EVCommunicationError
# is a warning and must not stand beside Faulted (OCPP 1.6 4.9).
ERROR_CODES: Mapping[Fault, ErrorCode] = {
    Fault.CONTACTOR_WELDED: ErrorCode(Code.POWER_SWITCH_FAILURE, None, "contactor does not open"),
    Fault.CONTACTOR_STUCK: ErrorCode(Code.POWER_SWITCH_FAILURE, None, "contactor does not close"),
    Fault.LOCK_UNCHARGED: ErrorCode(Code.CONNECTOR_LOCK_FAILURE, "PlugLockMotorCapNotCharged"),
    Fault.LOCK_FORCED_OPEN: ErrorCode(Code.CONNECTOR_LOCK_FAILURE, "PlugLockMotorUnexpectedOpen"),
    Fault.LOCK_FORCED_SHUT: ErrorCode(Code.CONNECTOR_LOCK_FAILURE, "PlugLockMotorUnexpectedClose"),
    Fault.CANNOT_LOCK: ErrorCode(Code.CONNECTOR_LOCK_FAILURE, "PlugLockCannotLock"),
    Fault.CANNOT_UNLOCK: ErrorCode(Code.CONNECTOR_LOCK_FAILURE, "PlugLockCannotUnlock"),
    Fault.METER_LOST: ErrorCode(Code.POWER_METER_FAILURE, "CommunicationError"),
    Fault.METER_INTERNAL: ErrorCode(Code.POWER_METER_FAILURE, "InternalError"),
    Fault.METER_IDLE: ErrorCode(Code.POWER_METER_FAILURE, "IdleMeterError"),
    Fault.METER_ACTIVE: ErrorCode(Code.POWER_METER_FAILURE, "ActiveMeterError"),
    Fault.READER_LOST: ErrorCode(Code.READER_FAILURE),
    Fault.RCD_SPURIOUS: ErrorCode(Code.GROUND_FAILURE, "SpuriousRcdError"),
    Fault.RCD_TEST_FAILED: ErrorCode(Code.GROUND_FAILURE, "RcdTestError"),
    Fault.RESIDUAL_CURRENT: ErrorCode(Code.GROUND_FAILURE, "RcdGroundFailure"),
    Fault.EMERGENCY_STOP: ErrorCode(Code.OTHER_ERROR, "EmergencyShutdown", "emergency stop"),
    Fault.RECLOSER_LOST: ErrorCode(Code.OTHER_ERROR, "RcdRecloserFailure"),
    Fault.STORE_OPEN_FAILED: ErrorCode(Code.OTHER_ERROR, "PersistenceOpenFailed"),
    Fault.STORE_UNLINK_DENIED: ErrorCode(Code.OTHER_ERROR, "PersistenceUnlinkDenied"),
    Fault.STORE_READ_ONLY: ErrorCode(Code.OTHER_ERROR, "PersistenceReadOnly"),
    Fault.STORE_INVALID_TYPE: ErrorCode(Code.OTHER_ERROR, "PersistenceInvalidType"),
    Fault.STORE_COUNT_ERROR: ErrorCode(Code.OTHER_ERROR, "PersistenceCountError"),
    Fault.STORE_CLEAR_ERROR: ErrorCode(Code.OTHER_ERROR, "PersistenceClearError"),
    Fault.STORE_NO_ROW: ErrorCode(Code.OTHER_ERROR, "PersistenceNoInsertRowId"),
    Fault.STORE_PREPARE_FAILED: ErrorCode(Code.OTHER_ERROR, "PersistencePrepareFailed"),
    Fault.STORE_UPDATE_FAILED: ErrorCode(Code.OTHER_ERROR, "PersistenceUpdateFailed"),
    Fault.STORE_DROP_FAILED: ErrorCode(Code.OTHER_ERROR, "PersistenceDropFailed"),
    Fault.STORE_FAILED: ErrorCode(Code.OTHER_ERROR, "PersistenceTransactionFailed", "disk failed"),
    Fault.STORE_CREATE_FAILED: ErrorCode(Code.OTHER_ERROR, "PersistenceCreateFailed"),
    Fault.STORE_FULL: ErrorCode(Code.OTHER_ERROR, "PersistenceInsertFailed"),
    Fault.STORE_DELETE_FAILED: ErrorCode(Code.OTHER_ERROR, "PersistenceDeleteFailed"),
    Fault.STORE_TOO_MANY: ErrorCode(Code.OTHER_ERROR, "PersistenceTooManyTransactions"),
    Fault.STORE_FINALIZE_FAILED: ErrorCode(Code.OTHER_ERROR, "PersistenceFinalizeFailed"),
    Fault.LOCAL_LIST_CONFLICT: ErrorCode(Code.LOCAL_LIST_CONFLICT),
    Fault.PROXIMITY_MISSING: ErrorCode(Code.OTHER_ERROR, "ProximityNoCable"),
    Fault.PROXIMITY_INVALID: ErrorCode(Code.OTHER_ERROR, "ProximityInvalid"),
    Fault.PROXIMITY_CHANGED: ErrorCode(Code.OTHER_ERROR, "ProximityChanged"),
    Fault.PILOT_LOST: ErrorCode(Code.OTHER_ERROR, "PilotLost", "control pilot signal lost"),
    Fault.DIODE_MISSING: ErrorCode(Code.OTHER_ERROR, "DiodeMissing", "no diode in the vehicle"),
    Fault.GROUND_MISSING: ErrorCode(Code.GROUND_FAILURE, "GroundMissing", "protective earth missing"),
    Fault.OVERCURRENT: ErrorCode(Code.OVER_CURRENT_FAILURE),
    Fault.OVERVOLTAGE: ErrorCode(Code.OVER_VOLTAGE),
    Fault.UNDERVOLTAGE: ErrorCode(Code.UNDER_VOLTAGE),
    Fault.OVER_TEMPERATURE: ErrorCode(Code.HIGH_TEMPERATURE),
    Fault.VENTILATION_FAILED: ErrorCode(Code.OTHER_ERROR, "VentilationFailed"),
    Fault.AUXILIARY: ErrorCode(Code.OTHER_ERROR, "AuxiliaryProcessor"),
    Fault.INTERNAL: ErrorCode(Code.INTERNAL_ERROR),
}


Bits = Mapping[Fault, int]


def in_bits(error: ErrorCode, standing: frozenset[Fault], bits: Bits) -> ErrorCode:
    """*error* with the sum of the bits of all *standing* faults, hexadecimal, for a vendor whose codes are sums."""
    total = reduce(or_, (bits[fault] for fault in standing), 0)
    return replace(error, vendor=f"0x{total:X}" if total else None)


def error_code_of(fault: Fault | None) -> ErrorCode:
    """How *fault* is told."""
    return NO_ERROR if fault is None else ERROR_CODES[fault]
