"""TC_011_2_CS, remote start and nobody plugs in (OCPP 1.6 5.11, 9.1.6 ConnectionTimeOut)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver

pytestmark = [pytest.mark.oca("TC_011_2_CS"), pytest.mark.req("ALF-412-015")]


def test_a_remote_start_is_given_up_when_nobody_plugs_in(csms: Csms, driver: Driver) -> None:
    csms.configures("AuthorizeRemoteTxRequests", False)
    csms.configures("ConnectionTimeOut", 20)
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    csms.expects_nothing(for_s=19)
    csms.expects("StatusNotification", connectorId=1, status="Available", within_s=2)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    csms.expects_nothing(for_s=20)
