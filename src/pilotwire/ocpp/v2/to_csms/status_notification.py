"""StatusNotification: whether a connector can be used (OCPP 2.0.1 G01)."""

from __future__ import annotations

from pilotwire.core.deadline import STATION
from pilotwire.core.report import StatusChanged
from pilotwire.core.station import Station
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v2.connector import CONNECTOR, availability_of, connector_status
from pilotwire.ocpp.v2.messages.status_notification import ConnectorStatusEnumType, StatusNotificationRequest


def told(fact: StatusChanged, station: Station) -> tuple[Message, ...]:
    """A change of *fact* that this version can tell; the station itself has no connector (OCPP 2.0.1 G03, note 2)."""
    if fact.evse == STATION:
        return ()
    status = connector_status(fact.status)
    if fact.was is not None and connector_status(fact.was) is status:
        return ()
    return (_message(fact.evse, status, wire_time(fact.stamp, station)),)


def current(evse: int, station: Station, time: str) -> tuple[Message, ...]:
    """How it stands with *evse* now (0: with all of them), because somebody asked (OCPP 2.0.1 F06.FR.09, F06.FR.11)."""
    evses = (evse,) if evse else tuple(port.evse for port in station.ports)
    return tuple(_message(each, availability_of(station, each), time) for each in evses)


def _message(evse: int, status: ConnectorStatusEnumType, time: str) -> Message:
    request = StatusNotificationRequest(timestamp=time, connector_status=status, evse_id=evse, connector_id=CONNECTOR)
    return Message("StatusNotification", request)
