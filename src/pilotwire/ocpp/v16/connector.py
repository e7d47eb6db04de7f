"""Connectors: OCPP 1.6 counts them from 1, as the core counts EVSEs; 0 is the station (OCPP 1.6 3.8)."""

from pilotwire.core.station import Station

STATION = 0


def is_connector(station: Station, number: int) -> bool:
    """Whether *station* has the connector *number*; it is not one itself."""
    return 1 <= number <= len(station.ports)


def connectors(station: Station) -> range:
    """The connectors of *station*."""
    return range(1, len(station.ports) + 1)
