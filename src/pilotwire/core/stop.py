"""Why charging ends: the trigger that is told, and the reason that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pilotwire.core.token import Token


class Trigger(Enum):
    """What made a transaction change (OCPP 2.0.1 TriggerReasonEnumType, as far as the core knows it)."""

    AUTHORIZED = "Authorized"
    CABLE_PLUGGED_IN = "CablePluggedIn"
    CHARGING_STATE_CHANGED = "ChargingStateChanged"
    CHARGING_RATE_CHANGED = "ChargingRateChanged"
    DEAUTHORIZED = "Deauthorized"
    ENERGY_LIMIT_REACHED = "EnergyLimitReached"
    VEHICLE_UNPLUGGED = "EVCommunicationLost"
    CONNECT_TIMEOUT = "EVConnectTimeout"
    METER_VALUE_CLOCK = "MeterValueClock"
    METER_VALUE_PERIODIC = "MeterValuePeriodic"
    REMOTE_START = "RemoteStart"
    REMOTE_STOP = "RemoteStop"
    RESET_COMMAND = "ResetCommand"
    STOP_AUTHORIZED = "StopAuthorized"
    TRIGGERED = "Trigger"
    UNLOCK_COMMAND = "UnlockCommand"
    ABNORMAL_CONDITION = "AbnormalCondition"


class Reason(Enum):
    """Why a transaction ended (OCPP 2.0.1 ReasonEnumType, with the resets and the unlock that 1.6 tells apart)."""

    DEAUTHORIZED = "DeAuthorized"
    EMERGENCY_STOP = "EmergencyStop"
    VEHICLE_UNPLUGGED = "EVDisconnected"
    LOCAL = "Local"
    MASTER_PASS = "MasterPass"
    OTHER = "Other"
    POWER_LOSS = "PowerLoss"
    REBOOT = "Reboot"
    REMOTE = "Remote"
    RESET_AT_ONCE = "ImmediateReset"
    RESET_ORDERLY = "OrderlyReset"
    TIMEOUT = "Timeout"
    UNLOCK_COMMAND = "UnlockCommand"


@dataclass(frozen=True, slots=True)
class Stop:
    """One way to end: *trigger* says what happened, *reason* what is put on the receipt.

    *token* is the one that ended it, where that is another than the one that began it.
    """

    trigger: Trigger
    reason: Reason
    token: Token | None = None


BY_CARD = Stop(Trigger.STOP_AUTHORIZED, Reason.LOCAL)
BY_MASTER_PASS = Stop(Trigger.STOP_AUTHORIZED, Reason.MASTER_PASS)
BY_CENTRAL_SYSTEM = Stop(Trigger.REMOTE_STOP, Reason.REMOTE)
BY_UNPLUGGING = Stop(Trigger.VEHICLE_UNPLUGGED, Reason.VEHICLE_UNPLUGGED)
BY_UNLOCK = Stop(Trigger.UNLOCK_COMMAND, Reason.UNLOCK_COMMAND)
BY_REJECTION = Stop(Trigger.DEAUTHORIZED, Reason.DEAUTHORIZED)
BY_TIMEOUT = Stop(Trigger.CONNECT_TIMEOUT, Reason.TIMEOUT)
BY_ANOTHER_DRIVER = Stop(Trigger.DEAUTHORIZED, Reason.OTHER)
BY_PLUGGING_IN = Stop(Trigger.CABLE_PLUGGED_IN, Reason.OTHER)  # at an EVSE that had a transaction of its own
BY_VEHICLE = Stop(Trigger.CHARGING_STATE_CHANGED, Reason.OTHER)
BY_EMERGENCY = Stop(Trigger.ABNORMAL_CONDITION, Reason.EMERGENCY_STOP)
BY_FAULT = Stop(Trigger.ABNORMAL_CONDITION, Reason.OTHER)
BY_POWER_LOSS = Stop(Trigger.ABNORMAL_CONDITION, Reason.POWER_LOSS)
BY_RESET_AT_ONCE = Stop(Trigger.RESET_COMMAND, Reason.RESET_AT_ONCE)
BY_ORDERLY_RESET = Stop(Trigger.RESET_COMMAND, Reason.RESET_ORDERLY)
BY_SHUTTING_DOWN = Stop(Trigger.RESET_COMMAND, Reason.REBOOT)
