"""TC_049_CS, one connector, whichever, is kept for a card (OCPP 1.6 5.13, 9.3.1 ReserveConnectorZeroSupported)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_049_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_the_station_is_kept_for_a_card(csms: Csms, driver: Driver, clock: Clock) -> None:
    assert csms.reads("ReserveConnectorZeroSupported") == "true"
    assert csms.sends("ReserveNow", connectorId=0, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.plugs_in()
    csms.expects("StartTransaction", connectorId=1, idTag="CARD", reservationId=12)
    csms.sees_charging()


@pytest.mark.station(evses=2)
def test_of_two_connectors_one_stays_free_for_it(csms: Csms, driver: Driver, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=0, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    driver.plugs_in(2)
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    csms.expects("StatusNotification", connectorId=2, status="Preparing")
    driver.shows("STRANGER")
    csms.expects("Authorize", idTag="STRANGER")
    csms.expects("StartTransaction", connectorId=2, idTag="STRANGER")
    csms.sees_charging(2)
    driver.plugs_in(1)
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("ANOTHER")
    csms.expects("Authorize", idTag="ANOTHER")
    csms.expects_nothing(for_s=60)
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD", reservationId=12)
    csms.sees_charging()
