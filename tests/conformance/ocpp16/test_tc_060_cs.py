"""TC_060_CS, a remote start whose profile is not a TxProfile is rejected (OCPP 1.6 5.11, 5.16.2)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import profile

pytestmark = pytest.mark.oca("TC_060_CS")


@pytest.mark.parametrize("purpose", ["TxDefaultProfile", "ChargePointMaxProfile"])
def test_a_remote_start_with_a_profile_of_another_purpose(csms: Csms, driver: Driver, purpose: str) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    start = {"idTag": "CARD", "connectorId": 1, "chargingProfile": profile(purpose, (0, 6))}
    assert csms.sends("RemoteStartTransaction", **start) == "Rejected"
    csms.expects_nothing(for_s=10)
