"""TC_001_CS, cold boot (OCPP 1.6 4.2: boot first, a status for every connector and the station, then heartbeats)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_001_CS")


@pytest.mark.station(is_cold=True, evses=2)
def test_a_cold_boot(station: Station, csms: Csms, clock: Clock) -> None:
    csms.answers("BootNotification", interval=300)
    station.goes_online()
    csms.expects("BootNotification", chargePointVendor="pilotwire", chargePointModel="pilotwire")
    for connector in (0, 1, 2):
        csms.expects("StatusNotification", connectorId=connector, status="Available", errorCode="NoError")
    csms.expects_nothing()
    clock.passes(299)
    assert csms.heard("Heartbeat") == []
    csms.expects("Heartbeat", within_s=2)
