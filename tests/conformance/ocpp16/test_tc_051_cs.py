"""TC_051_CS, a reservation is cancelled (OCPP 1.6 5.1)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_051_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_a_cancelled_reservation_leaves_the_connector_to_everybody(csms: Csms, driver: Driver, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    assert csms.sends("CancelReservation", reservationId=12) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Available")
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("STRANGER")
    csms.expects("Authorize", idTag="STRANGER")
    csms.expects("StartTransaction", idTag="STRANGER")
    csms.sees_charging()
