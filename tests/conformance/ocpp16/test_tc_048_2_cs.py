"""TC_048_2_CS, an occupied connector is not kept (OCPP 1.6 5.13: Occupied)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_048_2_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_what_is_occupied_is_not_kept(csms: Csms, driver: Driver, clock: Clock) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Occupied"


@pytest.mark.parametrize("card", ["CARD", "ANOTHER"])
def test_what_is_kept_already_is_not_kept_once_more(csms: Csms, clock: Clock, card: str) -> None:
    """OCPP 1.6 5.13: also when it has been reserved for the same or another idTag."""
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    second = {"reservationId": 13, "idTag": card, "expiryDate": clock.shows(3600)}
    assert csms.sends("ReserveNow", connectorId=1, **second) == "Occupied"
