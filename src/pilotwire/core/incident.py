"""What can happen to the security of a station."""

from __future__ import annotations

from enum import Enum


class Incident(Enum):
    """What can happen to the security of a station (OCPP 2.0.1 part 2 appendix 1)."""

    FIRMWARE_UPDATED = "FirmwareUpdated"
    NOT_LET_IN = "FailedToAuthenticateAtCsms"
    CSMS_NOT_TRUSTED = "CsmsFailedToAuthenticate"
    TIME_SET = "SettingSystemTime"
    STARTUP = "StartupOfTheDevice"
    RESET = "ResetOrReboot"
    LOG_CLEARED = "SecurityLogWasCleared"
    RECONFIGURATION = "ReconfigurationOfSecurityParameters"
    MEMORY_EXHAUSTION = "MemoryExhaustion"
    INVALID_MESSAGES = "InvalidMessages"
    REPLAY = "AttemptedReplayAttacks"
    TAMPERING = "TamperDetectionActivated"
    INVALID_FIRMWARE_SIGNATURE = "InvalidFirmwareSignature"
    INVALID_FIRMWARE_CERTIFICATE = "InvalidFirmwareSigningCertificate"
    INVALID_CSMS_CERTIFICATE = "InvalidCsmsCertificate"
    INVALID_STATION_CERTIFICATE = "InvalidChargingStationCertificate"
    INVALID_TLS_VERSION = "InvalidTLSVersion"
    INVALID_TLS_CIPHER_SUITE = "InvalidTLSCipherSuite"
    MAINTENANCE_LOGIN = "MaintenanceLoginAccepted"
    MAINTENANCE_LOGIN_FAILED = "MaintenanceLoginFailed"
