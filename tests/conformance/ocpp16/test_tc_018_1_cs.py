"""TC_018_1_CS, unlock a socket during a transaction, which is finished first (OCPP 1.6 5.18, 4.10 UnlockCommand)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_018_1_CS")


@pytest.mark.station(has_socket=True)
def test_unlocking_finishes_the_transaction_first(station: Station, csms: Csms, driver: Driver) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    assert station.holds_the_plug()
    assert csms.sends("UnlockConnector", connectorId=1) == "Unlocked"
    assert not station.holds_the_plug()
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="UnlockCommand")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    csms.expects_nothing(for_s=10)
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="Available")
