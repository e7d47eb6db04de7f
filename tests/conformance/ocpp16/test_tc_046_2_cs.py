"""TC_046_2_CS, a connector is kept for an id that is started from afar (OCPP 1.6 5.13, 5.11)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_046_2_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_a_kept_connector_is_used_by_a_remote_start(csms: Csms, driver: Driver, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    assert csms.sends("RemoteStartTransaction", idTag="STRANGER", connectorId=1) == "Rejected"
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.plugs_in()
    csms.expects("StartTransaction", connectorId=1, idTag="CARD", reservationId=12)
    csms.sees_charging()
