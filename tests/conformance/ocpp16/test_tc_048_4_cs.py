"""TC_048_4_CS, a station that takes no reservations (OCPP 1.6 5.13: Rejected)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_048_4_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


@pytest.mark.station(settings={"ReservationCtrlr.Enabled": False})
def test_a_station_that_takes_no_reservations_rejects_them(csms: Csms, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Rejected"


@pytest.mark.station(personality="chargebyte_charge_control_c")
def test_a_vendor_without_the_profile_says_so(csms: Csms, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "NotSupported"
