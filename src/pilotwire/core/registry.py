"""The registry: every Variable the station has, defined once.

Defaults here are pilotwire's own; a personality and customer.json lie over them. A Variable of OCPP 2.0.1 part 2
appendix 3 has the name, unit and range it has there; the others are ours and are named in its manner.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from pilotwire.core.variable import Access, Applies, Kind, Value, Variable

ANY_A: Final = ((0.0, 10000.0),)
DAY_S: Final = 86400.0

MEASURANDS: Final = (
    "Energy.Active.Import.Register",
    "Power.Active.Import",
    "Power.Offered",
    "Current.Import",
    "Current.Offered",
    "Voltage",
    "Frequency",
    "SoC",
)
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
VERIFY_CERTIFICATE = Variable("SecurityCtrlr.VerifyServerCertificate", Kind.BOOLEAN, True, applies=Applies.REBOOT)
TRUSTED_ROOTS: Variable[str | None] = Variable(
    "SecurityCtrlr.TrustedRoots", Kind.TEXT, None, access=Access.READ_ONLY, applies=Applies.REBOOT
)
IDENTITY: Variable[str | None] = Variable(
    "SecurityCtrlr.Identity", Kind.TEXT, None, max_length=48, applies=Applies.REBOOT
)
PASSWORD: Variable[str | None] = Variable(
    "SecurityCtrlr.BasicAuthPassword",
    Kind.TEXT,
    None,
    max_length=40,
    access=Access.WRITE_ONLY,
    applies=Applies.REBOOT,
    secret=True,
)
SECURITY_PROFILE = Variable(
    "SecurityCtrlr.SecurityProfile", Kind.INTEGER, 0, allowed=((0, 3),), access=Access.READ_ONLY
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
DATE_TIME: Variable[str | None] = Variable("ClockCtrlr.DateTime", Kind.TEXT, None, access=Access.READ_ONLY)
ITEMS_PER_MESSAGE = Variable("DeviceDataCtrlr.ItemsPerMessage", Kind.INTEGER, 50, access=Access.READ_ONLY)
BYTES_PER_MESSAGE = Variable("DeviceDataCtrlr.BytesPerMessage", Kind.INTEGER, 65536, access=Access.READ_ONLY)
MINIMUM_STATUS_S = Variable("ChargingStation.MinimumStatusDuration", Kind.INTEGER, 0, "s", ((0, DAY_S),))

# --- who may charge
CACHE_ENABLED = Variable("AuthCacheCtrlr.Enabled", Kind.BOOLEAN, True)
PRE_AUTHORIZE = Variable("AuthCtrlr.LocalPreAuthorize", Kind.BOOLEAN, False)
AUTHORIZE_OFFLINE = Variable("AuthCtrlr.LocalAuthorizeOffline", Kind.BOOLEAN, True)
UNKNOWN_OFFLINE = Variable("AuthCtrlr.OfflineTxForUnknownIdEnabled", Kind.BOOLEAN, False)
AUTHORIZE_REMOTE_START = Variable("AuthCtrlr.AuthorizeRemoteStart", Kind.BOOLEAN, False)
TOKEN_STOPS = Variable("AuthCtrlr.TokenStopsTransaction", Kind.BOOLEAN, True)
TOKEN_NEEDS_VEHICLE = Variable("AuthCtrlr.TokenRequiresVehicle", Kind.BOOLEAN, False)
USER_AUTHENTICATION = Variable(
    "AuthCtrlr.UserAuthentication",
    Kind.OPTION,
    "ocpp",
    choices=("free", "ocpp"),
    applies=Applies.REBOOT,
    per_evse=True,
)

# --- transactions and what is measured in them
CONNECTION_TIMEOUT_S = Variable("TxCtrlr.EVConnectionTimeOut", Kind.INTEGER, 60, "s", ((0, 0), (1, DAY_S)))
STOP_ON_INVALID_ID = Variable("TxCtrlr.StopTxOnInvalidId", Kind.BOOLEAN, True)
STOP_ON_UNPLUG = Variable("TxCtrlr.StopTxOnEVSideDisconnect", Kind.BOOLEAN, True, access=Access.READ_ONLY)
TX_START_POINT: Variable[tuple[str, ...]] = Variable(
    "TxCtrlr.TxStartPoint", Kind.MEMBERS, ("PowerPathClosed",), choices=TX_POINTS
)
TX_STOP_POINT: Variable[tuple[str, ...]] = Variable(
    "TxCtrlr.TxStopPoint", Kind.MEMBERS, ("EVConnected", "Authorized"), choices=TX_POINTS
)
SAMPLE_INTERVAL_S = Variable("SampledDataCtrlr.TxUpdatedInterval", Kind.INTEGER, 60, "s", ((0, DAY_S),))
SAMPLED: Variable[tuple[str, ...]] = Variable(
    "SampledDataCtrlr.TxUpdatedMeasurands",
    Kind.MEMBERS,
    ("Energy.Active.Import.Register", "Power.Active.Import", "Current.Import", "Voltage"),
    choices=MEASURANDS,
)
SAMPLED_AT_START: Variable[tuple[str, ...]] = Variable(
    "SampledDataCtrlr.TxStartedMeasurands", Kind.MEMBERS, ("Energy.Active.Import.Register",), choices=MEASURANDS
)
SAMPLED_AT_END: Variable[tuple[str, ...]] = Variable(
    "SampledDataCtrlr.TxEndedMeasurands", Kind.MEMBERS, ("Energy.Active.Import.Register",), choices=MEASURANDS
)
ALIGNED_INTERVAL_S = Variable("AlignedDataCtrlr.Interval", Kind.INTEGER, 0, "s", ((0, DAY_S),))
ALIGNED: Variable[tuple[str, ...]] = Variable(
    "AlignedDataCtrlr.Measurands", Kind.MEMBERS, ("Energy.Active.Import.Register",), choices=MEASURANDS
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
ALIGNED_AT_END: Variable[tuple[str, ...]] = Variable(
    "AlignedDataCtrlr.TxEndedMeasurands", Kind.MEMBERS, (), choices=MEASURANDS
)
TX_WITHOUT_TIME = Variable("TxCtrlr.AllowTxWithInvalidTime", Kind.BOOLEAN, False)
SIGNED_FORMAT = Variable(
    "SampledDataCtrlr.SignedFormat",
    Kind.OPTION,
    "ocmf,plain",
    choices=("ocmf,plain", "ocmf,hex"),
    applies=Applies.NEXT_TRANSACTION,
)
PUBLIC_KEY_AT_BOOT = Variable("SampledDataCtrlr.PublicKeyAtBoot", Kind.BOOLEAN, True)
FTP_TRIES_TLS = Variable("FileTransferCtrlr.FtpTriesTls", Kind.BOOLEAN, False)
NOMINAL_VOLTAGE_V = Variable(
    "ElectricalFeed.NominalVoltage", Kind.INTEGER, 230, "V", ((1, 1000),), applies=Applies.REBOOT
)

VARIABLES: Final[Mapping[str, Variable[Value]]] = {
    variable.name: cast("Variable[Value]", variable)
    for variable in tuple(globals().values())
    if isinstance(variable, Variable)
}
