"""TC_007_1_CS, start with a cached id, at the station (OCPP 1.6 3.5.1, 9.1.13 LocalPreAuthorize)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_007_1_CS")


def test_a_card_the_cache_knows_starts_without_a_question(csms: Csms, driver: Driver, clock: Clock) -> None:
    csms.configures("AuthorizationCacheEnabled", True)
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(10)
    driver.shows("CARD")
    clock.passes(10)
    driver.unplugs()
    clock.passes(10)
    assert [asked["idTag"] for asked in csms.heard("Authorize")] == ["CARD"]
    csms.forgets()
    csms.configures("LocalPreAuthorize", True)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
    assert len(csms.heard("Authorize")) == 1
