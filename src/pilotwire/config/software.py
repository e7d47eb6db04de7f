"""The table of customer.json: software, network and uplink parameters (chargebyte guide 14.1 T48, 14.2). Data."""

from __future__ import annotations

from typing import Any, Final

from pilotwire.config.check import (
    are_addresses,
    are_mac_prefixes,
    is_bind,
    is_broker,
    is_interface,
    is_listener,
    is_websocket_uri,
)
from pilotwire.config.codec import EMPTY_IS_NONE, FALSE_ONLY, ONE_OR_MANY, TRUE_ONLY, WITHOUT_BLANKS
from pilotwire.config.entry import Entry
from pilotwire.config.hardware import port, station
from pilotwire.core import registry
from pilotwire.core.variable import Applies, Kind, Variable

T48: Final = "chargebyte guide 14.1 T48"
T2: Final = "chargebyte guide 3.3.3 T2"
T9: Final = "chargebyte guide 3.3.8.1 T9"
T51: Final = "chargebyte guide 14.2 T51"
T56: Final = "chargebyte guide 14.2.1 T56"
T6: Final = "chargebyte guide 3.3.7 T6"  # writable keys of which T48 has no row: 3.3.7 says that they are kept here
OWN: Final = "pilotwire"


def ocpp(path: str, variable: Variable[Any], about: str, source: str = T48, **more: Any) -> Entry:
    return Entry("ocpp/" + path, variable, about, source, **more)


def own(path: str, variable: Variable[Any], about: str, **more: Any) -> Entry:
    return Entry(path, variable, about, OWN, by_ocpp=False, is_ours=True, is_shipped=False, **more)


def fixed(name: str, kind: Kind, default: Any, **more: Any) -> Variable[Any]:
    return Variable(name, kind, default, applies=Applies.REBOOT, **more)


TUNNELS: Final = "ocpp/csDataTransfers"
TUNNEL_TIMEOUT: Final = fixed("DataTransfer.ConfirmTimeout", Kind.INTEGER, 1, unit="s", allowed=((1, 60),))
ENTRIES: Final[tuple[Entry, ...]] = (
    port("hlc_protocols", registry.HLC_PROTOCOLS, "high level protocols", T48),
    port(
        "always_accept_cp_state_d",
        registry.ACCEPT_STATE_D,
        "whether a vehicle that asks for ventilation is always served",
        T48,
    ),
    port(
        "force_wake_up",
        registry.FORCE_WAKE_UP,
        "wakes up an old vehicle after authorization with 0 V on the control pilot",
        T48,
    ),
    port("wake_up_after_timeout", registry.WAKE_UP_AFTER_TIMEOUT, "the same after it has done nothing for 30 s", T48),
    port(
        "charging_type",
        registry.CHARGING_TYPE,
        "basic: IEC 61851; highlevel: ISO 15118; basic+fake_highlevel_dc: asks for MAC address and state of charge, "
        "then basic",
        T48,
    ),
    port(
        "user_authentication",
        registry.USER_AUTHENTICATION,
        "who says whether a driver may charge; free: nobody",
        T48,
    ),
    port(
        "highlevel_authentication_mode",
        registry.HLC_AUTHENTICATION,
        "authentication in a high level session",
        T48,
    ),
    port(
        "tls_security",
        registry.TLS_SECURITY,
        "encryption towards the vehicle",
        T48,
    ),
    port(
        "evse_id",
        registry.EVSE_ID,
        "the EVSEID of this charging point, at most 37 characters",
        T48,
        codec=WITHOUT_BLANKS,
        cut=37,
    ),
    port(
        "meter/publish_settings/timer",
        registry.METER_INTERVAL_S,
        "meter readings go to MQTT every so many seconds",
        T48,
    ),
    Entry(
        "fake_highlevel_dc_vendors/*/oui",
        Variable("FakeDc.Oui", Kind.SEQUENCE, (), applies=Applies.REBOOT),
        "how the MAC addresses of this make begin",
        T48,
        check=are_mac_prefixes,
    ),
    Entry(
        "fake_highlevel_dc_vendors/*/hlc_terminates_after",
        Variable("FakeDc.TerminatesAfter", Kind.OPTION, "SoC", choices=("MAC", "SoC"), applies=Applies.REBOOT),
        "when the fake session ends",
        T48,
    ),
    Entry(
        "fake_highlevel_dc_vendors/*/switch_method",
        Variable("FakeDc.SwitchMethod", Kind.INTEGER, 1, "", ((1, 4),), applies=Applies.REBOOT),
        "how it is left for basic charging",
        T48,
    ),
    ocpp("enable", registry.OCPP_ENABLED, "whether there is a central system", by_ocpp=False),
    ocpp(
        "uri",
        registry.CSMS_URL,
        "its address for this charge point, ws:// or wss://",
        codec=EMPTY_IS_NONE,
        check=is_websocket_uri,
        by_ocpp=False,
        is_shipped=False,
    ),
    ocpp("verifyCert", registry.VERIFY_CERTIFICATE, "whether its certificate is verified", by_ocpp=False),
    ocpp("rfidStopTransaction", registry.TOKEN_STOPS, "whether the same card ends charging"),
    ocpp("rfidRequiresEvPresent", registry.TOKEN_NEEDS_VEHICLE, "whether cards count only with a vehicle there"),
    ocpp("chargePointModel", registry.MODEL, "20 characters are sent", by_ocpp=False, sent=20, is_shipped=False),
    ocpp("chargePointVendor", registry.VENDOR, "20 characters are sent", by_ocpp=False, sent=20, is_shipped=False),
    ocpp(
        "chargePointSerialNumber",
        registry.SERIAL_NUMBER,
        "25 characters are sent",
        codec=EMPTY_IS_NONE,
        by_ocpp=False,
        sent=25,
        is_shipped=False,
    ),
    ocpp("ftpTryTLSUpgrade", registry.FTP_TRIES_TLS, "whether FTP tries TLS first"),
    ocpp("AllowOfflineTxForUnknownId", registry.UNKNOWN_OFFLINE, "whether unknown cards may charge while offline"),
    ocpp(
        "allowTxWithInvalidTime",
        registry.TX_WITHOUT_TIME,
        "whether a transaction may start while the time is not known",
    ),
    ocpp("AuthorizationCacheEnabled", registry.CACHE_ENABLED, "whether known cards are remembered"),
    ocpp(
        "AuthorizeRemoteTxRequests",
        registry.AUTHORIZE_REMOTE_START,
        "whether the card of a remote start is checked first",
    ),
    ocpp("calibrationLawFormat", registry.SIGNED_FORMAT, "format of signed meter values"),
    ocpp("ClockAlignedDataInterval", registry.ALIGNED_INTERVAL_S, "readings every so many seconds of the day; 0: none"),
    ocpp(
        "ConnectionTimeOut",
        registry.CONNECTION_TIMEOUT_S,
        "seconds in which the vehicle must be plugged in after authorization; 0: any",
    ),
    ocpp("LocalAuthListEnabled", registry.LOCAL_LIST_ENABLED, "whether the local list counts"),
    ocpp("LocalPreAuthorize", registry.PRE_AUTHORIZE, "whether a card known here starts without asking"),
    ocpp("LocalAuthorizeOffline", registry.AUTHORIZE_OFFLINE, "whether a card known here may charge while offline"),
    ocpp("MeterValueSampleInterval", registry.SAMPLE_INTERVAL_S, "a reading every so many seconds; 0: none"),
    ocpp("MeterValuesSampledData", registry.SAMPLED, "what is sent then"),
    ocpp("StopTransactionOnInvalidId", registry.STOP_ON_INVALID_ID, "whether a card refused after the start ends it"),
    ocpp("StopTxnSampledData", registry.SAMPLED_AT_END, "what is sent at the end"),
    ocpp("TransactionMessageAttempts", registry.MESSAGE_ATTEMPTS, "how often a message is tried"),
    ocpp("TransactionMessageRetryInterval", registry.MESSAGE_INTERVAL_S, "seconds in between"),
    ocpp("useAsTimeSource", registry.CSMS_IS_CLOCK, "whether the central system is the clock"),
    ocpp(
        "bootNotificationOnReconnect",
        registry.BOOT_ON_RECONNECT,
        "whether the station introduces itself again after each reconnect",
    ),
    ocpp("WebSocketPingInterval", registry.PING_INTERVAL_S, "seconds between pings; 0: none", T2),
    ocpp("webSocketPingTimeout", registry.PONG_TIMEOUT_S, "seconds without a pong until the station is offline", T2),
    ocpp("MeterValuesAlignedData", registry.ALIGNED, "what is sent at clock aligned times", T6),
    ocpp("StopTxnAlignedData", registry.ALIGNED_AT_END, "what of it is sent at the end", T6),
    ocpp(
        "sendMeterPublicKeyOnBootNotification",
        registry.PUBLIC_KEY_AT_BOOT,
        "whether the public key of the meter is sent at each start",
        T6,
    ),
    ocpp(
        "csDataTransfers[]/vendorId",
        fixed("DataTransfer.VendorId", Kind.TEXT, None, max_length=255),
        "data transfers of this vendor go to MQTT",
        T9,
        by_ocpp=False,
    ),
    ocpp(
        "csDataTransfers[]/messageId",
        fixed("DataTransfer.MessageId", Kind.TEXT, None, max_length=50),
        "only those with this id; may be left out",
        T9,
        by_ocpp=False,
    ),
    ocpp(
        "csDataTransfers[]/confirmTimeout",
        TUNNEL_TIMEOUT,
        "seconds in which MQTT must answer",
        T9,
        by_ocpp=False,
    ),
    station(
        "network/skip_configuration",
        registry.NETWORK_SKIPPED,
        "true: the station leaves the network configuration alone",
        T51,
        codec=TRUE_ONLY,
    ),
    station("network/ipv4/dhcp", registry.NETWORK_DHCP, "address from DHCP", T51, codec=FALSE_ONLY),
    station(
        "network/ipv4/address",
        registry.NETWORK_ADDRESS,
        "else this one, with prefix length: 192.168.178.2/24",
        T51,
        check=is_interface,
        is_shipped=False,
    ),
    *(
        station(f"network/{path}", variable, about, T51, codec=ONE_OR_MANY, check=check, is_shipped=False)
        for path, variable, about, check in (
            ("ipv4/gateway", registry.NETWORK_GATEWAY, "standard gateway", are_addresses),
            ("ipv4/dns", registry.NETWORK_DNS, "name server", are_addresses),
            ("ntp", registry.NETWORK_NTP, "time server, where DHCP gives none", None),
        )
    ),
    station("uplink/apn_name", registry.APN_NAME, "mobile network: APN; empty: none", T56),
    station("uplink/apn_username", registry.APN_USERNAME, "its user, or null", T56, is_shipped=False),
    station(
        "uplink/apn_password",
        registry.APN_PASSWORD,
        "its password, or null",
        T56,
        is_shipped=False,
    ),
    own("grid/current_limit", registry.GRID_LIMIT_A, "what the house connection can carry, A per phase"),
    own("grid/nominal_voltage", registry.NOMINAL_VOLTAGE_V, "V between phase and neutral"),
    own(
        "ocpp/version",
        fixed("OCPPCommCtrlr.Version", Kind.OPTION, "1.6", choices=("1.6", "2.0.1")),
        "the protocol spoken to the central system",
    ),
    own("ocpp/identity", registry.IDENTITY, "name of this station there; put behind the address", codec=EMPTY_IS_NONE),
    own("ocpp/password", registry.PASSWORD, "its password there", codec=EMPTY_IS_NONE),
    own(
        "ocpp/trustedRoots",
        registry.TRUSTED_ROOTS,
        "file with the root certificates that count, instead of the system's",
    ),
    own("ocpp/SecurityProfile", registry.SECURITY_PROFILE, "0 to 3, as the security whitepaper counts them"),
    own("ocpp/FaultMask", registry.FAULT_MASK, "bits of faults that are not noticed, as the personality has them"),
    own("ocpp/FunctionMask", registry.FUNCTION_MASK, "bits of functions that are masked, as the personality has them"),
    own("ocpp/MaxAllowedPhases", registry.MAX_PHASES, "on how many phases a vehicle may charge at most"),
    own(
        "mqtt/broker",
        fixed("MqttCtrlr.Broker", Kind.TEXT, "embedded"),
        "embedded, off, or mqtt://host:port",
        check=is_broker,
    ),
    own(
        "mqtt/bind",
        fixed("MqttCtrlr.Bind", Kind.TEXT, None),
        "where the embedded broker listens, as 0.0.0.0:1883; without it a free port of 127.0.0.1",
        check=is_listener,
    ),
    own(
        "mqtt/username",
        fixed("MqttCtrlr.Username", Kind.TEXT, None),
        "user at the broker (an embedded one has no other)",
    ),
    own("mqtt/password", fixed("MqttCtrlr.Password", Kind.TEXT, None, secret=True), "password there, or null"),
    own(
        "mqtt/roots",
        fixed("MqttCtrlr.Roots", Kind.TEXT, None),
        "file with the root certificates that count for mqtts://, instead of the system's; or null",
    ),
    own(
        "mqtt/old_card_topic",
        fixed("MqttCtrlr.OldCardTopic", Kind.BOOLEAN, False),
        "whether cards are published at rfid/authorizeReq, too, the name from before 2021",
    ),
    own(
        "mqtt/home_assistant", fixed("MqttCtrlr.HomeAssistant", Kind.BOOLEAN, False), "Home Assistant finds the station"
    ),
    own(
        "http/bind",
        fixed("WebCtrlr.Bind", Kind.TEXT, "127.0.0.1:8080"),
        "address of the web page, or off",
        check=is_bind,
    ),
    own(
        "http/password",
        fixed("WebCtrlr.Password", Kind.TEXT, None, secret=True),
        "needed when the page can be reached from elsewhere",
    ),
)
