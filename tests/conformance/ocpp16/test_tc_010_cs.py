"""TC_010_CS, remote start with the cable plugged in first (OCPP 1.6 5.11, 9.1.2 AuthorizeRemoteTxRequests)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver

pytestmark = [pytest.mark.oca("TC_010_CS"), pytest.mark.req("ALF-412-015")]


@pytest.mark.parametrize("asks_first", [True, False])
def test_a_remote_start_of_a_vehicle_that_waits(csms: Csms, driver: Driver, asks_first) -> None:
    csms.configures("AuthorizeRemoteTxRequests", asks_first)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    if asks_first:
        csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
