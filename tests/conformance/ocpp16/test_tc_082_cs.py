"""TC_082_CS, a TxDefaultProfile counts for a transaction that runs already (OCPP 1.6 errata 3.8)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import profile
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_082_CS")


def test_a_default_profile_that_comes_or_changes_while_somebody_charges(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Charging")
    for limit_a in (6, 8):
        default = profile("TxDefaultProfile", (0, limit_a), start=station.time())
        assert csms.sends("SetChargingProfile", connectorId=1, csChargingProfiles=default) == "Accepted"
        clock.passes(10)
        assert station.current_a() == pytest.approx(limit_a, abs=0.1)
