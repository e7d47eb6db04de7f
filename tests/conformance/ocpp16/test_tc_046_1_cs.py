"""TC_046_1_CS, a connector is kept for a card that is shown there (OCPP 1.6 5.13, 4.8 reservationId)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_046_1_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_a_kept_connector_is_used_by_the_card_it_is_kept_for(csms: Csms, driver: Driver, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved", errorCode="NoError")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.plugs_in()
    csms.expects("StartTransaction", connectorId=1, idTag="CARD", reservationId=12)
    csms.sees_charging()
    assert csms.sends("CancelReservation", reservationId=12) == "Rejected"


def test_a_stranger_does_not_charge_at_a_kept_connector(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    driver.shows("STRANGER")
    csms.expects("Authorize", idTag="STRANGER")
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
