"""TC_003_CS, regular charging session, plug-in first (OCPP 1.6 4.8 StartTransaction, 4.10 StopTransaction, 4.9)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_003_CS")


@pytest.mark.station(has_socket=True)
def test_a_session_that_begins_with_the_plug(station: Station, csms: Csms, driver: Driver, clock: Clock) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD", meterStart=0)
    csms.sees_charging()
    clock.passes(60)
    assert station.delivers_energy()
    driver.shows("CARD")
    csms.expects("StopTransaction", transactionId=csms.transaction, idTag="CARD", reason="Local")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    clock.passes(10)
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="Available")
    assert not station.delivers_energy()
