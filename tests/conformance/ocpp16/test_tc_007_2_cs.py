"""TC_007_2_CS, start with a cached id, from afar (OCPP 1.6 3.5.1, 5.11, 9.1.3 AuthorizeRemoteTxRequests)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_007_2_CS")


def test_a_remote_start_with_an_id_the_cache_knows_needs_no_question(csms: Csms, driver: Driver, clock: Clock) -> None:
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(10)
    driver.shows("CARD")
    clock.passes(10)
    driver.unplugs()
    clock.passes(10)
    csms.forgets()
    csms.configures("LocalPreAuthorize", True)
    csms.configures("AuthorizeRemoteTxRequests", True)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
    assert len(csms.heard("Authorize")) == 1
