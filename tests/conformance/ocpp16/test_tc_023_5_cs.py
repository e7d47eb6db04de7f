"""TC_023_5_CS, a remote start whose id Authorize refuses starts nothing (OCPP 1.6 5.11, 9.1.3)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_023_5_CS")


@pytest.mark.parametrize("status", ["Invalid", "Blocked", "Expired"])
def test_a_refused_remote_start_starts_nothing(station: Station, csms: Csms, driver: Driver, status: str) -> None:
    csms.configures("AuthorizeRemoteTxRequests", True)
    csms.answers("Authorize", idTagInfo={"status": status})
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    csms.expects("Authorize", idTag="CARD")
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
