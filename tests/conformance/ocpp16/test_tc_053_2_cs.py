"""TC_053_2_CS, a kept connector is used by a remote start of the same parent (OCPP 1.6 5.13, 5.11)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_053_2_CS")

WANTED = {"reservationId": 12, "idTag": "CARD", "parentIdTag": "FAMILY"}
KIN = {"status": "Accepted", "parentIdTag": "FAMILY"}


@pytest.mark.parametrize("asks_first", [True, False])
def test_a_kept_connector_is_used_by_a_remote_start_of_the_same_parent(
    csms: Csms, driver: Driver, clock: Clock, asks_first: bool
) -> None:
    """Where the parent is not known here it is asked for, whatever AuthorizeRemoteTxRequests says (5.13)."""
    csms.configures("AuthorizeRemoteTxRequests", asks_first)
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(3600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    csms.answers("Authorize", idTagInfo=KIN)
    assert csms.sends("RemoteStartTransaction", idTag="COUSIN", connectorId=1) == "Accepted"
    csms.expects("Authorize", idTag="COUSIN")
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.plugs_in()
    csms.expects("StartTransaction", connectorId=1, idTag="COUSIN", reservationId=12)
    csms.sees_charging()
