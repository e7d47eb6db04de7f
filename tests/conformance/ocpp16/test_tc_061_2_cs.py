"""TC_061_2_CS, a cleared cache knows nobody, from afar (OCPP 1.6 5.4, 5.11)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_061_2_CS")


def test_a_remote_start_with_an_id_the_cache_has_forgotten_is_asked_about(
    csms: Csms, driver: Driver, clock: Clock
) -> None:
    csms.configures("LocalPreAuthorize", True)
    csms.configures("AuthorizeRemoteTxRequests", True)
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(10)
    driver.shows("CARD")
    clock.passes(10)
    driver.unplugs()
    clock.passes(10)
    csms.forgets()
    assert csms.sends("ClearCache") == "Accepted"
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Accepted"
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
