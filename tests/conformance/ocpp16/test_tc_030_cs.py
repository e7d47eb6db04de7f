"""TC_030_CS, the lock does not open (OCPP 1.6 5.18, 7.46 UnlockFailed)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_030_CS")


@pytest.mark.station(has_socket=True)
def test_a_lock_that_is_stuck_says_so(station: Station, csms: Csms, driver: Driver) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    station.breaks("lock_stuck")
    assert csms.sends("UnlockConnector", connectorId=1) == "UnlockFailed"
    assert station.holds_the_plug()
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="UnlockCommand")
    csms.expects_eventually("StatusNotification", connectorId=1, errorCode="ConnectorLockFailure")
    csms.forgets()
