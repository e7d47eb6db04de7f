"""TC_050_4_CS, a station that keeps particular connectors only (OCPP 1.6 5.13, 9.3.1: Rejected)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_050_4_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


@pytest.mark.station(settings={"ReservationCtrlr.NonEvseSpecific": False})
def test_any_connector_is_not_kept_where_only_particular_ones_are(csms: Csms, clock: Clock) -> None:
    assert csms.reads("ReserveConnectorZeroSupported") == "false"
    assert csms.sends("ReserveNow", connectorId=0, expiryDate=clock.shows(3600), **WANTED) == "Rejected"
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
