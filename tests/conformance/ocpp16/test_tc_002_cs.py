"""TC_002_CS, cold boot while the CSMS answers Pending (OCPP 1.6 4.2: configure, wait, ask again, no other request)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_002_CS")


@pytest.mark.station(is_cold=True)
def test_a_boot_that_is_pending_first(station: Station, csms: Csms, clock: Clock) -> None:
    csms.answers("BootNotification", status="Pending", interval=60)
    station.goes_online()
    csms.expects("BootNotification")
    csms.configures("MeterValueSampleInterval", 30)
    assert csms.reads("MeterValueSampleInterval") == "30"
    csms.expects_nothing(for_s=59)
    csms.answers("BootNotification", interval=300)
    csms.expects("BootNotification", within_s=2)
    csms.expects("StatusNotification", connectorId=0, status="Available")
    csms.expects("StatusNotification", connectorId=1, status="Available")


@pytest.mark.station(is_cold=True)
def test_a_pending_station_says_what_it_is_triggered_to_say(station: Station, csms: Csms) -> None:
    csms.answers("BootNotification", status="Pending", interval=60)
    station.goes_online()
    csms.expects("BootNotification")
    assert csms.sends("TriggerMessage", requestedMessage="StatusNotification", connectorId=1) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Available")
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Rejected"
