"""TC_004_1_CS, identification first (OCPP 1.6 4.1, 4.8, 4.9: Preparing when a driver presents a tag)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_004_1_CS")


def test_a_session_that_begins_with_the_card(station: Station, csms: Csms, driver: Driver) -> None:
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    assert not station.delivers_energy()
    driver.plugs_in()
    csms.expects("StartTransaction", connectorId=1, idTag="CARD", meterStart=0)
    csms.sees_charging()
    assert station.delivers_energy()
