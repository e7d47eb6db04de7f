"""TC_008_1_CS, start with an id of the local list, at the station (OCPP 1.6 3.5.2, 5.15, 9.1.13)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver

pytestmark = pytest.mark.oca("TC_008_1_CS")

LISTED = [{"idTag": "CARD", "idTagInfo": {"status": "Accepted"}}]


def test_a_listed_card_starts_without_a_question(csms: Csms, driver: Driver) -> None:
    csms.configures("LocalPreAuthorize", True)
    assert csms.sends("SendLocalList", listVersion=1, updateType="Full", localAuthorizationList=LISTED) == "Accepted"
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
    assert csms.heard("Authorize") == []
