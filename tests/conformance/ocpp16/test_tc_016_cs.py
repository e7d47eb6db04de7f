"""TC_016_CS, soft reset during a transaction (OCPP 1.6 5.14: stops gracefully first; 4.10 SoftReset)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_016_CS")


def test_a_soft_reset_ends_the_transaction_first(station: Station, csms: Csms, driver: Driver) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    transaction = csms.transaction
    assert csms.sends("Reset", type="Soft") == "Accepted"
    csms.expects("StopTransaction", transactionId=transaction, reason="SoftReset")
    csms.expects_eventually("BootNotification")
    csms.expects_eventually("StatusNotification", connectorId=1)
    csms.forgets()
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
