"""TC_015_CS, hard reset during a transaction (OCPP 1.6 5.14: told all the same; 4.10 HardReset)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_015_CS")


def test_a_hard_reset_ends_the_transaction(station: Station, csms: Csms, driver: Driver) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    transaction = csms.transaction
    assert csms.sends("Reset", type="Hard") == "Accepted"
    csms.expects_eventually("StopTransaction", transactionId=transaction, reason="HardReset")
    csms.expects_eventually("BootNotification")
    csms.expects_eventually("StatusNotification", connectorId=1)
    csms.forgets()
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
    assert len(csms.heard("StopTransaction")) == 1
