"""TC_068_CS, a transaction is stopped with the card that began it, without a question (OCPP 1.6 4.1, 4.10)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_068_CS")


@pytest.mark.parametrize("card", ["CARD", "card"])
def test_the_card_that_began_stops(station: Station, csms: Csms, driver: Driver, clock: Clock, card: str) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", idTag="CARD")
    csms.sees_charging()
    driver.shows(card)
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="Local")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    assert len(csms.heard("Authorize")) == 1
    clock.passes(10)
    assert not station.delivers_energy()
