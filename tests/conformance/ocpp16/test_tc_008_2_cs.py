"""TC_008_2_CS, start with an id of the local list, from afar (OCPP 1.6 3.5.2, 5.11, 9.1.3)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver

pytestmark = pytest.mark.oca("TC_008_2_CS")

LISTED = [{"idTag": "CARD", "idTagInfo": {"status": "Accepted"}}]


def test_a_remote_start_with_a_listed_id_needs_no_question(csms: Csms, driver: Driver) -> None:
    csms.configures("LocalPreAuthorize", True)
    csms.configures("AuthorizeRemoteTxRequests", True)
    assert csms.sends("SendLocalList", listVersion=1, updateType="Full", localAuthorizationList=LISTED) == "Accepted"
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
    assert csms.heard("Authorize") == []
