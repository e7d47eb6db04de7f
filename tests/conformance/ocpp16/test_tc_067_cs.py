"""TC_067_CS, profiles are cleared by id or by what they have in common (OCPP 1.6 5.5, errata 3.8, 3.25, 3.26)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import profile
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_067_CS")


@pytest.mark.parametrize(
    "filters", [{"id": 1}, {"connectorId": 0, "chargingProfilePurpose": "TxDefaultProfile", "stackLevel": 0}, {}]
)
def test_a_transaction_goes_on_without_the_profile_that_is_cleared(
    station: Station, csms: Csms, driver: Driver, clock: Clock, filters: dict[str, object]
) -> None:
    default = profile("TxDefaultProfile", (0, 6))
    assert csms.sends("SetChargingProfile", connectorId=0, csChargingProfiles=default) == "Accepted"
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Charging")
    clock.passes(10)
    assert station.current_a() == pytest.approx(6, abs=0.1)
    assert csms.sends("ClearChargingProfile", **filters) == "Accepted"
    clock.passes(10)
    assert station.current_a() > 6.5
    assert csms.sends("ClearChargingProfile", **filters) == "Unknown"
