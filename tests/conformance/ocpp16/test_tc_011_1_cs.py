"""TC_011_1_CS, remote start first, then plug in (OCPP 1.6 5.11, 4.8)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = [pytest.mark.oca("TC_011_1_CS"), pytest.mark.req("ALF-412-015")]


def test_a_remote_start_waits_for_the_vehicle(station: Station, csms: Csms, driver: Driver) -> None:
    csms.configures("AuthorizeRemoteTxRequests", False)
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    csms.expects_nothing(for_s=10)
    driver.plugs_in()
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
    assert station.delivers_energy()
