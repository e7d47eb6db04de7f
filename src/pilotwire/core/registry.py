"""The registry: every Variable the station has, defined once.

Defaults here are pilotwire's own; a personality and customer.json lie over them. A Variable of OCPP 2.0.1 part 2
appendix 3 has the name, unit and range it has there; the others are ours and are named in its manner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from pilotwire.core.measurand import NAMES as MEASURANDS
from pilotwire.core.measurand import OF_PHASES
from pilotwire.core.variable import Access, Applies, Effect, Kind, Value, Variable

ANY_A: Final = ((0.0, 10000.0),)
DAY_S: Final = 86400.0

TX_POINTS: Final = ("EVConnected", "Authorized", "PowerPathClosed", "EnergyTransfer")

# --- who this station is
MODEL = Variable("ChargingStation.Model", Kind.TEXT, "pilotwire", access=Access.READ_ONLY)
VENDOR = Variable("ChargingStation.VendorName", Kind.TEXT, "pilotwire", access=Access.READ_ONLY)
SERIAL_NUMBER: Variable[str | None] = Variable("ChargingStation.SerialNumber", Kind.TEXT, None, access=Access.READ_ONLY)
FIRMWARE_VERSION: Variable[str | None] = Variable(
    "ChargingStation.FirmwareVersion", Kind.TEXT, None, access=Access.READ_ONLY
)

# --- the way to the central system
OCPP_ENABLED = Variable("OCPPCommCtrlr.Enabled", Kind.BOOLEAN, False, applies=Applies.REBOOT)
CSMS_URL: Variable[str | None] = Variable(
    "OCPPCommCtrlr.CentralSystemUrl", Kind.TEXT, None, starts=("ws://", "wss://"), applies=Applies.REBOOT
)
URL_IS_WHOLE = Variable("OCPPCommCtrlr.CentralSystemUrlIsWhole", Kind.BOOLEAN, False, applies=Applies.REBOOT)
VERIFY_CERTIFICATE = Variable("SecurityCtrlr.VerifyServerCertificate", Kind.BOOLEAN, True, applies=Applies.REBOOT)
TRUSTED_ROOTS: Variable[str | None] = Variable(
    "SecurityCtrlr.TrustedRoots", Kind.TEXT, None, access=Access.READ_ONLY, applies=Applies.REBOOT
)
IDENTITY: Variable[str | None] = Variable(
    "SecurityCtrlr.Identity", Kind.TEXT, None, max_length=48, applies=Applies.REBOOT
)
USERNAME: Variable[str | None] = Variable(  # None: the identity, as the standard has it
    "SecurityCtrlr.BasicAuthUsername", Kind.TEXT, None, max_length=64, applies=Applies.REBOOT
)
PASSWORD: Variable[str | None] = Variable(
    "SecurityCtrlr.BasicAuthPassword",
    Kind.TEXT,
    None,
    max_length=40,
    access=Access.WRITE_ONLY,
    applies=Applies.CONNECTED,
    effect=Effect.RECONNECT,
    secret=True,
)
SECURITY_PROFILE = Variable(
    "SecurityCtrlr.SecurityProfile",
    Kind.INTEGER,
    0,
    allowed=((0, 3),),
    applies=Applies.CONNECTED,
    effect=Effect.RECONNECT,
)
HEXADECIMAL_PASSWORD = Variable(  # so many hexadecimal digits mean the bytes they stand for, where a protocol says so
    "SecurityCtrlr.HexadecimalPassword", Kind.BOOLEAN, True, access=Access.READ_ONLY
)
ORGANIZATION = Variable("SecurityCtrlr.OrganizationName", Kind.TEXT, "", max_length=64)  # X.520: O has at most 64
CHAIN_LENGTH = Variable("SecurityCtrlr.MaxCertificateChainSize", Kind.INTEGER, 10000, access=Access.READ_ONLY)
STORE_LENGTH = Variable("SecurityCtrlr.CertificateStoreMaxLength", Kind.INTEGER, 16, access=Access.READ_ONLY)
ROOT_CHECK = Variable("SecurityCtrlr.AdditionalRootCertificateCheck", Kind.BOOLEAN, False, access=Access.READ_ONLY)
SIGNING_WAIT_S = Variable("SecurityCtrlr.CertSigningWaitMinimum", Kind.INTEGER, 600, "s", ((1, DAY_S),))
# none: "It is NOT RECOMMENDED to let the Charge Point retry" (security whitepaper A02); a central system may want some
SIGNING_REPEATS = Variable("SecurityCtrlr.CertSigningRepeatTimes", Kind.INTEGER, 0, "", ((0, 20),))
TLS_VERSIONS: Final = ("1.0", "1.1", "1.2", "1.3")
TLS_LEAST = Variable("SecurityCtrlr.TlsLeastVersion", Kind.OPTION, "1.2", choices=TLS_VERSIONS, access=Access.READ_ONLY)
TLS_MOST = Variable("SecurityCtrlr.TlsMostVersion", Kind.OPTION, "1.3", choices=TLS_VERSIONS, access=Access.READ_ONLY)
CIPHER_SUITES: Variable[tuple[str, ...]] = Variable(  # by OpenSSL's names; those of TLS 1.3 are always spoken
    "SecurityCtrlr.TlsCipherSuites",
    Kind.SEQUENCE,
    (  # security whitepaper A00.FR.318: forward secrecy first
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "AES128-GCM-SHA256",
        "AES256-GCM-SHA384",
    ),
    access=Access.READ_ONLY,
)
HEARTBEAT_INTERVAL_S = Variable("OCPPCommCtrlr.HeartbeatInterval", Kind.INTEGER, 600, "s", ((1, DAY_S),))
PING_INTERVAL_S = Variable("OCPPCommCtrlr.WebSocketPingInterval", Kind.INTEGER, 60, "s", ((0, DAY_S),))
PONG_TIMEOUT_S = Variable("OCPPCommCtrlr.WebSocketPingTimeout", Kind.INTEGER, 120, "s", ((1, DAY_S),))
MESSAGE_TIMEOUT_S = Variable("OCPPCommCtrlr.MessageTimeout", Kind.INTEGER, 30, "s", ((1, 3600),))
MESSAGE_ATTEMPTS = Variable("OCPPCommCtrlr.MessageAttempts", Kind.INTEGER, 3, "", ((1, 1000),))
MESSAGE_INTERVAL_S = Variable("OCPPCommCtrlr.MessageAttemptInterval", Kind.INTEGER, 30, "s", ((0, DAY_S),))
BACKOFF_MINIMUM_S = Variable("OCPPCommCtrlr.RetryBackOffWaitMinimum", Kind.INTEGER, 5, "s", ((0, 3600),))
BACKOFF_RANDOM_S = Variable("OCPPCommCtrlr.RetryBackOffRandomRange", Kind.INTEGER, 10, "s", ((0, 3600),))
BACKOFF_DOUBLINGS = Variable("OCPPCommCtrlr.RetryBackOffRepeatTimes", Kind.INTEGER, 5, "", ((0, 20),))
BOOT_ON_RECONNECT = Variable("OCPPCommCtrlr.BootNotificationOnReconnect", Kind.BOOLEAN, False)
CSMS_IS_CLOCK = Variable("ClockCtrlr.UseCentralSystem", Kind.BOOLEAN, True)
# for whoever looks at the station; on the wire and in every record time is UTC
_OFFSET: Final = "([+-](0[0-9]|1[0-4]):[0-5][0-9]|Z)?"
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_INSTANT: Final = f"({_DAY}T[0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]{{1,9}})?)?(Z|[+-][0-9]{{2}}:[0-9]{{2}})?)?"
TIME_ZONE = Variable("ClockCtrlr.TimeZone", Kind.TEXT, "", max_length=64)
TIME_OFFSET = Variable("ClockCtrlr.TimeOffset", Kind.TEXT, "", pattern=_OFFSET, example="+01:00")
NEXT_TIME_OFFSET = Variable("ClockCtrlr.TimeOffsetNextTransition", Kind.TEXT, "", pattern=_OFFSET, example="+02:00")
NEXT_TIME_OFFSET_AT = Variable(
    "ClockCtrlr.NextTimeOffsetTransitionDateTime", Kind.TEXT, "", pattern=_INSTANT, example="2027-03-28T02:00:00+01:00"
)
DATE_TIME: Variable[str | None] = Variable("ClockCtrlr.DateTime", Kind.TEXT, None, access=Access.READ_ONLY)
ITEMS_PER_MESSAGE = Variable("DeviceDataCtrlr.ItemsPerMessage", Kind.INTEGER, 50, access=Access.READ_ONLY)
BYTES_PER_MESSAGE = Variable("DeviceDataCtrlr.BytesPerMessage", Kind.INTEGER, 65536, access=Access.READ_ONLY)
MINIMUM_STATUS_S = Variable("ChargingStation.MinimumStatusDuration", Kind.INTEGER, 0, "s", ((0, DAY_S),))

# which DataTransfers are for the owner's software; each text is one of core/tunnel.py (chargebyte guide 3.3.8.1 T9)
TUNNELS: Variable[tuple[str, ...]] = Variable(
    "DataTransferCtrlr.Tunnels", Kind.SEQUENCE, (), access=Access.READ_ONLY, applies=Applies.REBOOT
)

# --- who may charge
CACHE_ENABLED = Variable("AuthCacheCtrlr.Enabled", Kind.BOOLEAN, True)
PRE_AUTHORIZE = Variable("AuthCtrlr.LocalPreAuthorize", Kind.BOOLEAN, False)
AUTHORIZE_OFFLINE = Variable("AuthCtrlr.LocalAuthorizeOffline", Kind.BOOLEAN, True)
UNKNOWN_OFFLINE = Variable("AuthCtrlr.OfflineTxForUnknownIdEnabled", Kind.BOOLEAN, False)
AUTHORIZE_REMOTE_START = Variable("AuthCtrlr.AuthorizeRemoteStart", Kind.BOOLEAN, False)
MASTER_GROUP = Variable("AuthCtrlr.MasterPassGroupId", Kind.TEXT, "", max_length=36)
LIST_LIMIT = Variable("LocalAuthListCtrlr.MaxEntries", Kind.INTEGER, 10_000, access=Access.READ_ONLY)
LIST_ITEMS = Variable("LocalAuthListCtrlr.ItemsPerMessage", Kind.INTEGER, 10_000, access=Access.READ_ONLY)
TOKEN_STOPS = Variable("AuthCtrlr.TokenStopsTransaction", Kind.BOOLEAN, True)
TOKEN_NEEDS_VEHICLE = Variable("AuthCtrlr.TokenRequiresVehicle", Kind.BOOLEAN, False)
USER_AUTHENTICATION = Variable(
    "AuthCtrlr.UserAuthentication",
    Kind.OPTION,
    "ocpp",
    choices=("free", "ocpp", "mqtt", "key-switch"),
    applies=Applies.REBOOT,
    per_evse=True,
)
FREE_VEND = Variable("AuthCtrlr.FreeVendEnabled", Kind.BOOLEAN, False)
FREE_VEND_ENDS = Variable("AuthCtrlr.FreeVendEndsWithPlug", Kind.BOOLEAN, False)  # no free vend otherwise (Alfen)
FREE_VEND_TOKEN = Variable("AuthCtrlr.FreeVendIdToken", Kind.TEXT, "", max_length=36)  # OCPP 2.0.1 IdTokenType

# --- reservations
RESERVATION_ENABLED = Variable("ReservationCtrlr.Enabled", Kind.BOOLEAN, True)
RESERVE_ANY_EVSE = Variable("ReservationCtrlr.NonEvseSpecific", Kind.BOOLEAN, True, access=Access.READ_ONLY)

# --- transactions and what is measured in them
CONNECTION_TIMEOUT_S = Variable("TxCtrlr.EVConnectionTimeOut", Kind.INTEGER, 60, "s", ((0, 0), (1, DAY_S)))
STOP_ON_INVALID_ID = Variable("TxCtrlr.StopTxOnInvalidId", Kind.BOOLEAN, True)
MAX_INVALID_WH = Variable("TxCtrlr.MaxEnergyOnInvalidId", Kind.INTEGER, 0, "Wh", ((0, 2.0**32 - 1.0),))
STOP_ON_UNPLUG = Variable("TxCtrlr.StopTxOnEVSideDisconnect", Kind.BOOLEAN, True)
UNLOCK_ON_UNPLUG = Variable("OCPPCommCtrlr.UnlockOnEVSideDisconnect", Kind.BOOLEAN, True)
TX_START_POINT: Variable[tuple[str, ...]] = Variable(
    "TxCtrlr.TxStartPoint", Kind.MEMBERS, ("PowerPathClosed",), choices=TX_POINTS
)
TX_STOP_POINT: Variable[tuple[str, ...]] = Variable(
    "TxCtrlr.TxStopPoint", Kind.MEMBERS, ("EVConnected", "Authorized"), choices=TX_POINTS
)
SAMPLE_INTERVAL_S = Variable("SampledDataCtrlr.TxUpdatedInterval", Kind.INTEGER, 60, "s", ((0, DAY_S),))
REGISTER: Final = ("Energy.Active.Import.Register",)
MOST_MEASURANDS: Final = 40  # that can stand in one list, phases counted


def _measurands(name: str, *default: str) -> Variable[tuple[str, ...]]:
    """Measurands, each alone or with one phase: ``Current.Import``, ``Current.Import.L1``."""
    return Variable(
        name, Kind.MEMBERS, default, choices=MEASURANDS, compounds=tuple(OF_PHASES), max_length=MOST_MEASURANDS
    )


SAMPLED = _measurands(
    "SampledDataCtrlr.TxUpdatedMeasurands", *REGISTER, "Power.Active.Import", "Current.Import", "Voltage"
)
SAMPLED_AT_START = _measurands("SampledDataCtrlr.TxStartedMeasurands", *REGISTER)
SAMPLED_AT_END = _measurands("SampledDataCtrlr.TxEndedMeasurands", *REGISTER)
ALIGNED_INTERVAL_S = Variable("AlignedDataCtrlr.Interval", Kind.INTEGER, 0, "s", ((0, DAY_S),))
ALIGNED = _measurands("AlignedDataCtrlr.Measurands", *REGISTER)
ALIGNED_AT_END = _measurands("AlignedDataCtrlr.TxEndedMeasurands")
# in a row of its own, behind the one with which charging may begin (OCA signed meter values 1.0, 3.3.4)
SAMPLED_AFTER_START = _measurands("SampledDataCtrlr.TxBeginMeasurands")
MOST_TX_VALUES = Variable("SampledDataCtrlr.TxEndedMaxMeterValues", Kind.INTEGER, 250, access=Access.READ_ONLY)
# what a meter signs (OCA signed meter values 1.0, 3.3 and 4.3)
SIGN_SAMPLED = Variable("SampledDataCtrlr.SignReadings", Kind.BOOLEAN, True)
SIGN_STARTED = Variable("SampledDataCtrlr.SignStartedReadings", Kind.BOOLEAN, False)
SIGN_UPDATED = Variable("SampledDataCtrlr.SignUpdatedReadings", Kind.BOOLEAN, False)
SIGN_ALIGNED = Variable("AlignedDataCtrlr.SignReadings", Kind.BOOLEAN, False)
SIGN_ALIGNED_UPDATED = Variable("AlignedDataCtrlr.SignUpdatedReadings", Kind.BOOLEAN, False)
PUBLIC_KEY_WITH_SIGNED = Variable(
    "OCPPCommCtrlr.PublicKeyWithSignedMeterValue",
    Kind.OPTION,
    "OncePerTransaction",
    choices=("Never", "OncePerTransaction", "EveryMeterValue"),
)

# --- what the station is built of; evaluated at each start (chargebyte guide 15.16)
HAS_SOCKET = Variable("EVSE.HasSocket", Kind.BOOLEAN, False, applies=Applies.REBOOT, per_evse=True)
EVSE_LIMIT_A = Variable("EVSE.CurrentLimit", Kind.INTEGER, 32, "A", ANY_A, applies=Applies.REBOOT, per_evse=True)
CABLE_LIMIT_A = Variable("EVSE.CableCurrentLimit", Kind.INTEGER, 32, "A", ANY_A, applies=Applies.REBOOT, per_evse=True)
FAILSAFE_LIMIT_A = Variable(
    "EVSE.FailsafeCurrentLimit", Kind.INTEGER, -1, "A", ((-1, -1), *ANY_A), applies=Applies.REBOOT, per_evse=True
)
GRID_LIMIT_A = Variable("ElectricalFeed.CurrentLimit", Kind.INTEGER, 63, "A", ((1, 10000),), applies=Applies.REBOOT)
SUPPLY_PHASES = Variable(
    "EVSE.SupplyPhases", Kind.INTEGER, 3, "", ((1, 1), (3, 3)), applies=Applies.REBOOT, per_evse=True
)
ACCEPT_STATE_D = Variable("EVSE.AlwaysAcceptStateD", Kind.BOOLEAN, False, applies=Applies.REBOOT, per_evse=True)
METER_INTERVAL_S = Variable("EVSE.MeterPublishInterval", Kind.INTEGER, 30, "s", ((1, DAY_S),), per_evse=True)

# --- named by customer.json and by 1.6 keys; defined here so that all rooms can read them
LOCAL_LIST_ENABLED = Variable("LocalAuthListCtrlr.Enabled", Kind.BOOLEAN, True)
TX_WITHOUT_TIME = Variable("TxCtrlr.AllowTxWithInvalidTime", Kind.BOOLEAN, False)
SIGNED_FORMAT = Variable(
    "SampledDataCtrlr.SignedFormat",
    Kind.OPTION,
    "oca",
    choices=("oca", "ocmf,plain", "ocmf,hex"),
    applies=Applies.NEXT_TRANSACTION,
)
PUBLIC_KEY_AT_BOOT = Variable("SampledDataCtrlr.PublicKeyAtBoot", Kind.BOOLEAN, True)
FTP_TRIES_TLS = Variable("FileTransferCtrlr.FtpTriesTls", Kind.BOOLEAN, False)
NOMINAL_VOLTAGE_V = Variable(
    "ElectricalFeed.NominalVoltage", Kind.INTEGER, 230, "V", ((1, 1000),), applies=Applies.REBOOT
)

# --- charging profiles: what the station takes
PROFILE_STACK_LEVEL = Variable(
    "SmartChargingCtrlr.ProfileStackLevel", Kind.INTEGER, 100, allowed=((0, 1000),), access=Access.READ_ONLY
)
RATE_UNITS: Variable[tuple[str, ...]] = Variable(
    "SmartChargingCtrlr.RateUnit", Kind.MEMBERS, ("A", "W"), choices=("A", "W"), access=Access.READ_ONLY
)
PERIODS_PER_SCHEDULE = Variable(
    "SmartChargingCtrlr.PeriodsPerSchedule", Kind.INTEGER, 1000, allowed=((1, 604800),), access=Access.READ_ONLY
)
PROFILE_ENTRIES = Variable(
    "SmartChargingCtrlr.Entries", Kind.INTEGER, 100, allowed=((1, 1000),), access=Access.READ_ONLY
)
RANDOM_DELAY_S = Variable("SmartChargingCtrlr.RandomDelay", Kind.INTEGER, 600, "s", ((0, 1800),))
RANDOM_DELAY_MODE = Variable("SmartChargingCtrlr.RandomDelayMode", Kind.INTEGER, 2, allowed=((1, 2),))
RANDOM_DELAY_AT = Variable("SmartChargingCtrlr.RandomDelayEnabled", Kind.INTEGER, 0, allowed=((0, 2),))
RANDOM_DELAY_CANCEL = Variable("SmartChargingCtrlr.RandomDelayCancel", Kind.BOOLEAN, False)
PHASES_3TO1 = Variable("SmartChargingCtrlr.Phases3to1", Kind.BOOLEAN, True, access=Access.READ_ONLY)
# --- keys of the station itself: what an electrician knows of it, and how it is told
ROTATIONS: Final = ("NotApplicable", "Unknown", "RST", "RTS", "SRT", "STR", "TRS", "TSR")
PHASE_ROTATION: Variable[str | None] = Variable(  # None: what can be known without looking
    "ElectricalFeed.PhaseRotation", Kind.OPTION, None, choices=ROTATIONS
)
EVSE_PHASE_ROTATION: Variable[str | None] = Variable(
    "EVSE.PhaseRotation", Kind.OPTION, None, choices=ROTATIONS, per_evse=True
)
RESET_RETRIES = Variable("OCPPCommCtrlr.ResetRetries", Kind.INTEGER, 0, "", ((0, 100),))
LIMITATIONS = Variable("ChargingStation.Limitations", Kind.BOOLEAN, False, access=Access.READ_ONLY)

# --- which faults are not noticed; what the bits mean is said by the rules, and without them no bit may be set
ANY_32_BITS: Final = ((0.0, 2.0**32 - 1.0),)
FAULT_MASK = Variable("FaultCtrlr.Mask", Kind.INTEGER, 0, allowed=ANY_32_BITS, bits=0)
FUNCTION_MASK = Variable("FaultCtrlr.FunctionMask", Kind.INTEGER, 0, allowed=ANY_32_BITS, bits=0)

# --- what is connected to an EVSE, and how (chargebyte guide 14.1 T47, 15.20 T82)
FEEDBACK: Final = ("nc", "no", "none")
POLARITY: Final = ("active_low", "active_high")
PARITY: Final = ("none", "odd", "even")
SERIAL_PORT: Final = "/dev/ttymx0"  # as printed; whoever opens it also tries the name Linux gives it, ttymxc0
GPIO: Final = ((0.0, 1023.0),)
RCD_MS: Final = ((1.0, 5000.0),)
MODBUS: Final = ((1.0, 247.0),)
BAUD: Final = ((300.0, 921600.0),)


def _flag(name: str) -> Variable[bool]:
    return Variable(name, Kind.BOOLEAN, False, applies=Applies.REBOOT, per_evse=True)


def _number(name: str, default: int, unit: str, allowed: tuple[tuple[float, float], ...]) -> Variable[int]:
    return Variable(name, Kind.INTEGER, default, unit, allowed, applies=Applies.REBOOT, per_evse=True)


def _option(name: str, default: str, choices: tuple[str, ...]) -> Variable[str]:
    return Variable(name, Kind.OPTION, default, choices=choices, applies=Applies.REBOOT, per_evse=True)


def _device(name: str) -> Variable[str]:
    return Variable(name, Kind.TEXT, SERIAL_PORT, applies=Applies.REBOOT, per_evse=True)


def _baud(name: str) -> Variable[int | None]:
    """None: the usual one of the protocol."""
    return Variable(name, Kind.INTEGER, None, "Bd", BAUD, applies=Applies.REBOOT, per_evse=True)


def _parity(name: str) -> Variable[str | None]:
    """None: the usual one of the protocol."""
    return Variable(name, Kind.OPTION, None, choices=PARITY, applies=Applies.REBOOT, per_evse=True)


def _address(name: str) -> Variable[int | None]:
    """None: the usual one of the protocol."""
    return Variable(name, Kind.INTEGER, None, "", MODBUS, applies=Applies.REBOOT, per_evse=True)


CONTACTOR_FEEDBACK = _option("Contactor.FeedbackType", "no", FEEDBACK)
VENTILATION_ENABLED = _flag("Ventilation.Enabled")
VENTILATION_CONTROL = _option("Ventilation.Control", "internal", ("internal", "external"))
VENTILATION_FEEDBACK = _option("Ventilation.FeedbackType", "no", FEEDBACK)
EMERGENCY_ENABLED = _flag("EmergencyAlarm.Enabled")
EMERGENCY_GPIO = _number("EmergencyAlarm.Gpio", 121, "", GPIO)
EMERGENCY_POLARITY = _option("EmergencyAlarm.Polarity", "active_high", POLARITY)
RCD_ENABLED = _flag("RcdMonitor.Enabled")
RCD_GPIO = _number("RcdMonitor.Gpio", 122, "", GPIO)
RCD_POLARITY = _option("RcdMonitor.Polarity", "active_high", POLARITY)  # the level while nothing is wrong
RCD_TEST_GPIO = _number("RcdMonitor.TestGpio", 87, "", ((-1, -1), *GPIO))  # -1: no test
RCD_TEST_POLARITY = _option("RcdMonitor.TestGpioPolarity", "active_high", POLARITY)
RCD_TRIGGER_MS = _number("RcdMonitor.TestTriggerTime", 815, "ms", RCD_MS)
RCD_TRIPPED_MS = _number("RcdMonitor.TestCheckTrippedTime", 810, "ms", RCD_MS)
RCD_NORMAL_MS = _number("RcdMonitor.TestCheckNormalTime", 410, "ms", RCD_MS)
METER_ENABLED = _flag("Meter.Enabled")
METER_PORT = _device("Meter.SerialPort")
METER_BAUD = _baud("Meter.BaudRate")
METER_PARITY = _parity("Meter.Parity")
METER_ADDRESS = _address("Meter.Address")
RECLOSER_ENABLED = _flag("Recloser.Enabled")
RECLOSER_PORT = _device("Recloser.SerialPort")
RECLOSER_BAUD = _baud("Recloser.BaudRate")
RECLOSER_PARITY = _parity("Recloser.Parity")
RECLOSER_ADDRESS = _address("Recloser.Address")
READER_ENABLED = _flag("CardReader.Enabled")
READER_PORT = _device("CardReader.SerialPort")
READER_BAUD = _baud("CardReader.BaudRate")
READER_PARITY = _parity("CardReader.Parity")
READER_ADDRESS = _address("CardReader.Address")
READER_REMOTE_PORTS: Variable[tuple[str, ...]] = Variable(  # brokers that hear of the cards shown here too
    "CardReader.RemotePorts", Kind.SEQUENCE, (), max_length=3, applies=Applies.REBOOT, per_evse=True
)
PHASE_SWITCH_ENABLED = _flag("PhaseSwitch.Enabled")
PHASE_SWITCH_FEEDBACK = _option("PhaseSwitch.FeedbackType", "no", ("nc", "no"))
MAX_PHASES = Variable("ChargingStation.MaxAllowedPhases", Kind.INTEGER, 3, allowed=((1, 1), (3, 3)))
PHASE_SWITCH_DELAY_S = Variable("PhaseSwitch.Delay", Kind.INTEGER, 20, "s", ((10, 300),), per_evse=True)
INPUT_THRESHOLD_MV = Variable("DigitalInput.Threshold", Kind.INTEGER, 6000, "mV", ((0, 12000),), applies=Applies.REBOOT)

# --- how an EVSE deals with vehicles (chargebyte guide 14.1 T48)
HLC: Final = "urn:iso:15118:2:2013"
HLC_PROTOCOLS = _option("Iso15118Ctrlr.Protocols", HLC, (HLC,))
HLC_AUTHENTICATION = _option("Iso15118Ctrlr.AuthenticationMode", "eim", ("eim",))
TLS_SECURITY = _option("Iso15118Ctrlr.TlsSecurity", "prohibit", ("prohibit", "allow", "force"))
EVSE_ID = Variable("Iso15118Ctrlr.EvseId", Kind.TEXT, "DE*INT*ECH1234567890", max_length=37, per_evse=True)
FORCE_WAKE_UP = _flag("EVSE.ForceWakeUp")
WAKE_UP_AFTER_TIMEOUT = _flag("EVSE.WakeUpAfterTimeout")
CHARGING_TYPE = _option("EVSE.ChargingType", "basic", ("basic", "highlevel", "basic+fake_highlevel_dc"))

# --- network and mobile uplink (chargebyte guide 14.2 T51, 14.2.1 T56)
NETWORK_SKIPPED = Variable("Network.SkipConfiguration", Kind.BOOLEAN, False, applies=Applies.REBOOT)
NETWORK_DHCP = Variable("Network.Dhcp", Kind.BOOLEAN, True, applies=Applies.REBOOT)
NETWORK_ADDRESS: Variable[str | None] = Variable("Network.Address", Kind.TEXT, None, applies=Applies.REBOOT)
NETWORK_GATEWAY: Variable[tuple[str, ...]] = Variable("Network.Gateway", Kind.SEQUENCE, (), applies=Applies.REBOOT)
NETWORK_DNS: Variable[tuple[str, ...]] = Variable("Network.Dns", Kind.SEQUENCE, (), applies=Applies.REBOOT)
NETWORK_NTP: Variable[tuple[str, ...]] = Variable("Network.Ntp", Kind.SEQUENCE, (), applies=Applies.REBOOT)
APN_NAME = Variable("Uplink.ApnName", Kind.TEXT, "", applies=Applies.REBOOT)
APN_USERNAME: Variable[str | None] = Variable("Uplink.ApnUsername", Kind.TEXT, None, applies=Applies.REBOOT)
APN_PASSWORD: Variable[str | None] = Variable(
    "Uplink.ApnPassword", Kind.TEXT, None, applies=Applies.REBOOT, secret=True
)

# what is known of the way out: told, and set by whoever looks after the network
MOBILE: Final = "4G"
CONNECTIVITY = Variable(
    "Network.Connectivity", Kind.OPTION, "LAN", choices=("LAN", "WiFi", MOBILE), access=Access.READ_ONLY
)
WIFI_RSSI_DBM = Variable("Network.WifiRssi", Kind.INTEGER, -1, "dBm", ((-150, 0),), access=Access.READ_ONLY)
MOBILE_RSSI_DBM = Variable("Uplink.Rssi", Kind.INTEGER, -1, "dBm", ((-150, 0),), access=Access.READ_ONLY)
ICCID: Variable[str | None] = Variable("Uplink.Iccid", Kind.TEXT, None, max_length=20, access=Access.READ_ONLY)
IMSI: Variable[str | None] = Variable("Uplink.Imsi", Kind.TEXT, None, max_length=20, access=Access.READ_ONLY)

VARIABLES: Final[Mapping[str, Variable[Value]]] = {
    variable.name: cast("Variable[Value]", variable)
    for variable in tuple(globals().values())
    if isinstance(variable, Variable)
}
