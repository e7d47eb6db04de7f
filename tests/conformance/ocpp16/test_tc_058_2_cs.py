"""TC_058_2_CS, a TxProfile of another transaction is rejected (OCPP 1.6 5.16.3, 7.8 transactionId)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import limits, profile

pytestmark = pytest.mark.oca("TC_058_2_CS")


def test_a_profile_of_another_transaction_is_rejected(csms: Csms, driver: Driver) -> None:
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Charging")
    other = profile("TxProfile", (0, 7), transactionId=csms.transaction + 1)
    assert csms.sends("SetChargingProfile", connectorId=1, csChargingProfiles=other) == "Rejected"
    assert limits(csms.asks("GetCompositeSchedule", connectorId=1, duration=60)) == [(0, 32.0)]
