"""A station with two EVSEs."""

from dataclasses import replace

import pytest
from tests.mqtt.story import Story

from pilotwire.core import registry
from pilotwire.core.port.build import Build
from pilotwire.core.port.port import Port
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.station import Station


@pytest.fixture
def station() -> Station:
    """EVSE 1 has a socket, EVSE 2 a fixed cable."""
    base = {("AuthCtrlr.UserAuthentication", evse): "ocpp" for evse in (1, 2)}
    settings = Settings(Layers(registry.VARIABLES, base))
    build = Build(has_socket=True, grid_a=63.0, evse_a=32.0)
    ports = (Port(1, build), Port(2, replace(build, has_socket=False, phases=1)))
    return Station("boot", settings, ports)


@pytest.fixture
def story(station: Station) -> Story:
    return Story(station)
