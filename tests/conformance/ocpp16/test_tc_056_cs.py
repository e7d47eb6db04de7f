"""TC_056_CS, a TxDefaultProfile limits every transaction that begins (OCPP 1.6 3.13.1, 5.16.4)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import profile
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_056_CS")


@pytest.mark.parametrize("connector", [0, 1])
def test_a_default_profile_limits_the_next_transaction(
    station: Station, csms: Csms, driver: Driver, clock: Clock, connector: int
) -> None:
    default = profile("TxDefaultProfile", (0, 10), (120, 8), start=station.time())
    assert csms.sends("SetChargingProfile", connectorId=connector, csChargingProfiles=default) == "Accepted"
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Charging")
    clock.passes(20)
    assert station.current_a() == pytest.approx(10, abs=0.1)
    clock.passes(100)
    assert station.current_a() == pytest.approx(8, abs=0.1)
