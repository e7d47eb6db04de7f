"""TC_012_CS, remote stop (OCPP 1.6 5.12: equal to a local action to stop; 4.10 reason Remote)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_012_CS")


def test_a_remote_stop(station: Station, csms: Csms, driver: Driver) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    assert csms.sends("RemoteStopTransaction", transactionId=csms.transaction) == "Accepted"
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="Remote")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    csms.expects_nothing(for_s=10)
    assert not station.delivers_energy()
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="Available")
