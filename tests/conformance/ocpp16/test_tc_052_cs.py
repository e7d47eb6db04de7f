"""TC_052_CS, a reservation nobody has made is cancelled (OCPP 1.6 5.1: Rejected)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_052_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_a_reservation_nobody_has_made_cannot_be_cancelled(csms: Csms, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    assert csms.sends("CancelReservation", reservationId=13) == "Rejected"
    csms.expects_nothing(for_s=60)
