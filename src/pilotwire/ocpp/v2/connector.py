"""The status of the one connector each EVSE has (OCPP 2.0.1 ConnectorStatusEnumType, G01)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.deadline import STATION
from pilotwire.core.port.charging import Charging
from pilotwire.core.report import Status, status_of
from pilotwire.core.station import Station
from pilotwire.ocpp.v2.messages.status_notification import ConnectorStatusEnumType

CONNECTOR = 1  # the only connector of each EVSE

STATUSES: Mapping[Charging, ConnectorStatusEnumType] = {
    Charging.EMPTY: ConnectorStatusEnumType.AVAILABLE,
    Charging.CLAIMED: ConnectorStatusEnumType.AVAILABLE,  # who has not plugged in yet occupies nothing (G01.FR.03, F02)
    Charging.RESERVED: ConnectorStatusEnumType.RESERVED,
    Charging.PLUGGED: ConnectorStatusEnumType.OCCUPIED,
    Charging.READY: ConnectorStatusEnumType.OCCUPIED,
    Charging.CHARGING: ConnectorStatusEnumType.OCCUPIED,
    Charging.SUSPENDED_EV: ConnectorStatusEnumType.OCCUPIED,
    Charging.SUSPENDED_EVSE: ConnectorStatusEnumType.OCCUPIED,
    Charging.STOPPING: ConnectorStatusEnumType.OCCUPIED,
    Charging.FINISHED: ConnectorStatusEnumType.OCCUPIED,
    Charging.FAULTED: ConnectorStatusEnumType.FAULTED,
    Charging.UNAVAILABLE: ConnectorStatusEnumType.UNAVAILABLE,
}


def connector_status(status: Status) -> ConnectorStatusEnumType:
    """How *status* is told."""
    return STATUSES[status.charging]


def availability_of(station: Station, evse: int) -> ConnectorStatusEnumType:
    """The variable AvailabilityState of an EVSE and of its connector."""
    return connector_status(status_of(station, evse))


def station_availability(station: Station) -> ConnectorStatusEnumType:
    """AvailabilityState of the whole station: out of service as such, else what all EVSEs are, else there is place."""
    if STATUSES[status_of(station, STATION).charging] is ConnectorStatusEnumType.UNAVAILABLE:
        return ConnectorStatusEnumType.UNAVAILABLE
    states = {availability_of(station, port.evse) for port in station.ports}
    return states.pop() if len(states) == 1 else ConnectorStatusEnumType.AVAILABLE
