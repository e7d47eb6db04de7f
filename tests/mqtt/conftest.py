"""A station with two EVSEs."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from tests.mqtt.story import Story

from pilotwire.config.table import VARIABLES
from pilotwire.core import registry
from pilotwire.core.port.build import Build
from pilotwire.core.port.port import Port
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.station import Station
from pilotwire.core.variable import Value

REMOTE_PARTS = {
    "AuthCtrlr.UserAuthentication": "mqtt",
    "CardReader.Enabled": True,
    "CardReader.Protocol": "mqtt",
    "Meter.Enabled": True,
    "Meter.Protocol": "mqtt",
    "Recloser.Enabled": True,
    "Recloser.Protocol": "mqtt",
    "Ventilation.Enabled": True,
    "Ventilation.Control": "external",
}


def station_with(values: Mapping[str, Value]) -> Station:
    """EVSE 1 has a socket, EVSE 2 a fixed cable; both have *values*."""
    base = {(name, evse): value for name, value in values.items() for evse in (1, 2)}
    settings = Settings(Layers({**VARIABLES, **registry.VARIABLES}, base))
    build = Build(has_socket=True, grid_a=63.0, evse_a=32.0)
    ports = (Port(1, build), Port(2, replace(build, has_socket=False, phases=1)))
    return Station("boot", settings, ports)


@pytest.fixture
def station() -> Station:
    """Everything is the station's own."""
    return station_with({"AuthCtrlr.UserAuthentication": "ocpp"})


@pytest.fixture
def remote_story() -> Story:
    """Reader, meter and permits come from elsewhere."""
    return Story(station_with(REMOTE_PARTS))


@pytest.fixture
def story(station: Station) -> Story:
    return Story(station)
