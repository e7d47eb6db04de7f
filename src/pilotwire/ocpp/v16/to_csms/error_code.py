"""Faults as OCPP 1.6 tells them (OCPP 1.6 7.6)."""

from collections.abc import Mapping
from dataclasses import dataclass

from pilotwire.core.port.fault import Fault
from pilotwire.ocpp.v16.messages.status_notification import ChargePointErrorCode


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One way to say that something is wrong; ``vendor`` and ``info`` have at most 50 characters."""

    code: ChargePointErrorCode
    vendor: str | None = None
    info: str | None = None


NO_ERROR = ErrorCode(ChargePointErrorCode.NO_ERROR)

# The vendor codes are those of the chargebyte guide (3.3.4), where it has one. PilotLost is ours: EVCommunicationError
# is a warning and must not stand beside Faulted (OCPP 1.6 4.9).
ERROR_CODES: Mapping[Fault, ErrorCode] = {
    Fault.EMERGENCY_STOP: ErrorCode(ChargePointErrorCode.OTHER_ERROR, "EmergencyShutdown", "emergency stop"),
    Fault.CONTACTOR_WELDED: ErrorCode(ChargePointErrorCode.POWER_SWITCH_FAILURE, None, "contactor does not open"),
    Fault.CONTACTOR_STUCK: ErrorCode(ChargePointErrorCode.POWER_SWITCH_FAILURE, None, "contactor does not close"),
    Fault.RESIDUAL_CURRENT: ErrorCode(ChargePointErrorCode.GROUND_FAILURE, "RcdGroundFailure"),
    Fault.PILOT_LOST: ErrorCode(ChargePointErrorCode.OTHER_ERROR, "PilotLost", "control pilot signal lost"),
    Fault.CANNOT_LOCK: ErrorCode(ChargePointErrorCode.CONNECTOR_LOCK_FAILURE, "PlugLockCannotLock"),
    Fault.CANNOT_UNLOCK: ErrorCode(ChargePointErrorCode.CONNECTOR_LOCK_FAILURE, "PlugLockCannotUnlock"),
    Fault.OVERCURRENT: ErrorCode(ChargePointErrorCode.OVER_CURRENT_FAILURE),
    Fault.OVER_TEMPERATURE: ErrorCode(ChargePointErrorCode.HIGH_TEMPERATURE),
    Fault.INTERNAL: ErrorCode(ChargePointErrorCode.INTERNAL_ERROR),
    Fault.PROXIMITY_INVALID: ErrorCode(ChargePointErrorCode.OTHER_ERROR, "ProximityInvalid"),
    Fault.METER_LOST: ErrorCode(ChargePointErrorCode.POWER_METER_FAILURE, "CommunicationError"),
    Fault.READER_LOST: ErrorCode(ChargePointErrorCode.READER_FAILURE),
    Fault.STORE_FAILED: ErrorCode(ChargePointErrorCode.OTHER_ERROR, "PersistenceTransactionFailed", "disk failed"),
}


def error_code_of(fault: Fault | None) -> ErrorCode:
    """How *fault* is told."""
    return NO_ERROR if fault is None else ERROR_CODES[fault]
