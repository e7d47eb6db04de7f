"""A case of the OCA reads like a sentence: station, driver, vehicle, csms and clock are its words.

The station has booted and has said all it had to say, unless ``@pytest.mark.station(is_cold=True)``; the fields of
:class:`Kind` say which station it is. At the end every request it made must have been expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver, Vehicle
from tests.conformance.ocpp16.station import Clock, Kind, Station


@pytest.fixture
def station(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Station]:
    marker = request.node.get_closest_marker("station")
    station = Station(Kind(**(marker.kwargs if marker else {})), tmp_path)
    with capture_logs():
        yield station
    station.close()


@pytest.fixture
def csms(station: Station) -> Iterator[Csms]:
    csms = Csms(station)
    station.settle()
    if not station.kind.is_cold:
        station.boots()
        csms.forgets()
    yield csms
    csms.is_satisfied()


@pytest.fixture
def driver(station: Station) -> Driver:
    return Driver(station)


@pytest.fixture
def vehicle(station: Station) -> Vehicle:
    return Vehicle(station)


@pytest.fixture
def clock(station: Station) -> Clock:
    return Clock(station)
