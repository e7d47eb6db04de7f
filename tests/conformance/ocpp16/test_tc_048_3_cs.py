"""TC_048_3_CS, a connector out of service is not kept (OCPP 1.6 5.13: Unavailable)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_048_3_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_what_is_out_of_service_is_not_kept(csms: Csms, clock: Clock) -> None:
    assert csms.sends("ChangeAvailability", connectorId=1, type="Inoperative") == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Unavailable")
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Unavailable"


def test_what_goes_out_of_service_is_kept_no_longer(csms: Csms, clock: Clock) -> None:
    """OCPP 1.6 5.13: a reservation is terminated when the Charge Point or connector are set to Unavailable."""
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    assert csms.sends("ChangeAvailability", connectorId=1, type="Inoperative") == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Unavailable")
    assert csms.sends("CancelReservation", reservationId=12) == "Rejected"
