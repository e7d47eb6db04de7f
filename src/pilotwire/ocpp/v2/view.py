"""Variables of this version that are no settings here: views of the station, and what it is not built for.

Those that part 2 appendix 3 requires and the registry does not have; read-only, because nothing would change with them.
"""

from __future__ import annotations

from pilotwire.core import registry
from pilotwire.core.authentication import Authentication, authentication_at
from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Kind, Value, Variable
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.ocpp.v2.connector import availability_of, station_availability
from pilotwire.ocpp.v2.entry import MAX_VALUE, Reader
from pilotwire.ocpp.v2.messages.status_notification import ConnectorStatusEnumType

STATES = tuple(each.value for each in ConnectorStatusEnumType)
TIME_SOURCES = ("Heartbeat", "RealTimeClock")
PROTOCOLS = ("FTP", "FTPS", "HTTP", "HTTPS")
YEAR_S = 365 * 86400  # only what has changed is told after an absence, however long (B04.FR.02)

View = tuple[Variable[Value], Reader]


def _view(name: str, kind: Kind, read: Reader, choices: tuple[str, ...] = (), unit: str = "") -> View:
    return Variable(name, kind, None, unit, choices=choices, access=Access.READ_ONLY), read


def _flag(name: str, value: Value) -> View:
    return _view(name, Kind.BOOLEAN, _always(value))


def _count(name: str, value: Value, unit: str = "") -> View:
    return _view(name, Kind.INTEGER, _always(value), unit=unit)


def _always(value: Value) -> Reader:
    return lambda station, evse, utc_s: value


def _station_state(station: Station, evse: int, utc_s: float) -> Value:
    return station_availability(station).value


def _evse_state(station: Station, evse: int, utc_s: float) -> Value:
    return availability_of(station, evse).value


def _is_anybody_asked(station: Station, evse: int, utc_s: float) -> Value:
    """Unless all EVSEs charge for free."""
    return any(authentication_at(station, port.evse) is not Authentication.FREE for port in station.ports)


def _time_source(station: Station, evse: int, utc_s: float) -> Value:
    return (TIME_SOURCES[0 if station.settings.get(registry.CSMS_IS_CLOCK) else 1],)


def _station_phases(station: Station, evse: int, utc_s: float) -> Value:
    return max(port.build.phases for port in station.ports)


def _phases(station: Station, evse: int, utc_s: float) -> Value:
    return station.ports[evse - 1].build.phases


def _connector_type(station: Station, evse: int, utc_s: float) -> Value:
    return "sType2" if station.ports[evse - 1].build.has_socket else "cType2"


def _power_w(station: Station, evse: int, utc_s: float) -> Value:
    reading = station.ports[evse - 1].reading
    return 0.0 if reading is None else reading.power_w or 0.0


def most_power_w(station: Station, evse: int) -> float:
    """What the EVSE can deliver as it is built: the maxLimit of EVSE.Power, all that is required of that one."""
    build = station.ports[evse - 1].build
    phase_w = min(build.grid_a, build.evse_a, build.cable_a) * station.settings.get(registry.NOMINAL_VOLTAGE_V)
    return phase_w * build.phases


def _listed(station: Station, evse: int, utc_s: float) -> Value:
    return len(station.local_list.entries)


def most_listed(station: Station, evse: int) -> float:
    """How many tokens the local list has room for (OCPP 2.0.1 D01.FR.12)."""
    return float(station.settings.get(registry.LIST_LIMIT))


def now(station: Station, evse: int, utc_s: float) -> Value:
    """The time it is (OCPP 2.0.1 ClockCtrlr.DateTime)."""
    return to_wire(utc_s)


MOST_BYTES = 4 * 1024 * 1024  # what the link takes in one frame
AVAILABILITY_STATE = "AvailabilityState"
HERE = ("LocalAuthListCtrlr", "ReservationCtrlr", "SmartChargingCtrlr")
NOT_HERE = ("MonitoringCtrlr", "DisplayMessageCtrlr")

OF_STATION: tuple[tuple[str, View], ...] = (
    ("ChargingStation", _view(AVAILABILITY_STATE, Kind.OPTION, _station_state, STATES)),
    ("ChargingStation", _flag("Available", True)),
    ("ChargingStation", _view("SupplyPhases", Kind.INTEGER, _station_phases)),
    ("ClockCtrlr", _view("TimeSource", Kind.SEQUENCE, _time_source, TIME_SOURCES)),
    ("AuthCtrlr", _view("Enabled", Kind.BOOLEAN, _is_anybody_asked)),
    ("AlignedDataCtrlr", _count("TxEndedInterval", 0, "s")),
    ("SampledDataCtrlr", _count("TxEndedInterval", 0, "s")),
    ("OCPPCommCtrlr", _view("FileTransferProtocols", Kind.MEMBERS, _always(()), PROTOCOLS)),
    ("OCPPCommCtrlr", _view("NetworkConfigurationPriority", Kind.TEXT, _always("1"))),
    ("OCPPCommCtrlr", _count("NetworkProfileConnectionAttempts", 1)),
    ("OCPPCommCtrlr", _count("OfflineThreshold", YEAR_S, "s")),
    ("OCPPCommCtrlr", _count("ResetRetries", 0)),
    ("OCPPCommCtrlr", _flag("UnlockOnEVSideDisconnect", True)),
    ("SecurityCtrlr", _view("OrganizationName", Kind.TEXT, _always(""))),
    ("SecurityCtrlr", _count("CertificateEntries", 0)),
    ("DeviceDataCtrlr", _count("ReportingValueSize", MAX_VALUE)),
    ("DeviceDataCtrlr", _count("ConfigurationValueSize", 1000)),
    ("LocalAuthListCtrlr", _count("BytesPerMessage", MOST_BYTES)),
    *((component, _flag("Available", True)) for component in HERE),
    ("SmartChargingCtrlr", _flag("Enabled", True)),
    *((component, _flag("Available", False)) for component in NOT_HERE),
)
OF_EVSE: tuple[View, ...] = (
    _view(AVAILABILITY_STATE, Kind.OPTION, _evse_state, STATES),
    _flag("Available", True),
    _flag("AllowReset", False),
)
ENTRIES: View = _view("Entries", Kind.INTEGER, _listed)
POWER: View = _view("Power", Kind.DECIMAL, _power_w, unit="W")
OF_CONNECTOR: tuple[View, ...] = (
    _view(AVAILABILITY_STATE, Kind.OPTION, _evse_state, STATES),
    _flag("Available", True),
    _view("ConnectorType", Kind.TEXT, _connector_type),
    _view("SupplyPhases", Kind.INTEGER, _phases),
)
