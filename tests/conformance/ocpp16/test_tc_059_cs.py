"""TC_059_CS, a remote start brings the profile of its transaction (OCPP 1.6 5.11, 5.16.2 with errata 3.42)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import profile
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_059_CS")


@pytest.mark.parametrize("is_plugged_first", [True, False])
def test_a_remote_start_with_a_profile(
    station: Station, csms: Csms, driver: Driver, clock: Clock, is_plugged_first
) -> None:
    own = profile("TxProfile", (0, 6))
    if is_plugged_first:
        driver.plugs_in()
    start = {"idTag": "CARD", "connectorId": 1, "chargingProfile": own}
    assert csms.sends("RemoteStartTransaction", **start) == "Accepted"
    if not is_plugged_first:
        driver.plugs_in()
    csms.expects_eventually("StartTransaction", connectorId=1, idTag="CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Charging")
    clock.passes(10)
    assert station.current_a() == pytest.approx(6, abs=0.1)
    better = profile("TxProfile", (0, 9), id=2, transactionId=csms.transaction)
    assert csms.sends("SetChargingProfile", connectorId=1, csChargingProfiles=better) == "Accepted"
    clock.passes(10)
    assert station.current_a() == pytest.approx(9, abs=0.1)
    assert csms.sends("ClearChargingProfile", id=1) == "Unknown"  # replaced: it stood on the same level
