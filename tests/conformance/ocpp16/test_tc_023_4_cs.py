"""TC_023_4_CS, a card that Authorize refuses starts nothing (OCPP 1.6 4.1)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_023_4_CS")


@pytest.mark.parametrize("status", ["Invalid", "Blocked", "Expired"])
def test_a_refused_card_starts_nothing(station: Station, csms: Csms, driver: Driver, status: str) -> None:
    csms.answers("Authorize", idTagInfo={"status": status})
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
