"""TC_061_1_CS, a cleared cache knows nobody, at the station (OCPP 1.6 5.4)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_061_1_CS")


def test_a_card_the_cache_has_forgotten_is_asked_about(csms: Csms, driver: Driver, clock: Clock) -> None:
    csms.configures("LocalPreAuthorize", True)
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
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()


def test_a_cache_that_is_switched_off_is_not_cleared(csms: Csms) -> None:
    """Errata 3.23."""
    csms.configures("AuthorizationCacheEnabled", False)
    assert csms.sends("ClearCache") == "Rejected"
