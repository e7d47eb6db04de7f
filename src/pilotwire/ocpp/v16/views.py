"""Configuration keys that are computed from the station."""

from collections.abc import Callable, Mapping

from pilotwire.core.station import Station
from pilotwire.ocpp.v16.connector import STATION
from pilotwire.personality.key import View


def number_of_connectors(station: Station) -> str:
    """OCPP 1.6 9.1.21."""
    return str(len(station.ports))


def phase_rotation(station: Station) -> str:
    """How the phases are turned, connector by connector: nobody measures it; one phase cannot be (OCPP 1.6 9.1.7)."""
    words = {port.evse: "NotApplicable" if port.build.phases == 1 else "Unknown" for port in station.ports}
    of_station = "NotApplicable" if set(words.values()) == {"NotApplicable"} else "Unknown"
    return ",".join(f"{connector}.{word}" for connector, word in {STATION: of_station, **words}.items())


def meter_public_key(station: Station) -> str | None:
    """The key of a meter that signs; the core does not know it yet."""
    return None


VIEWS: Mapping[View, Callable[[Station], str | None]] = {
    View.NUMBER_OF_CONNECTORS: number_of_connectors,
    View.PHASE_ROTATION: phase_rotation,
    View.METER_PUBLIC_KEY: meter_public_key,
}
