"""TC_072_CS, the highest stack level that is valid prevails (OCPP 1.6 3.13.2, errata 3.7)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import limits, profile
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_072_CS")


def test_a_profile_above_another_prevails_as_long_as_it_lasts(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    now = station.time()
    below = profile("TxDefaultProfile", (0, 6), (60, 9), id=1, level=0, start=now)
    above = profile("TxDefaultProfile", (0, 8), id=2, level=1, start=now, duration=50)
    for each in (below, above):
        assert csms.sends("SetChargingProfile", connectorId=1, csChargingProfiles=each) == "Accepted"
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Charging")
    answer = csms.asks("GetCompositeSchedule", connectorId=1, duration=200)
    starts = [start_s for start_s, _ in limits(answer)]
    assert [limit for _, limit in limits(answer)] == [8.0, 6.0, 9.0]
    assert starts[2] - starts[1] == 10
    clock.passes(20)
    assert station.current_a() == pytest.approx(8, abs=0.1)
    clock.passes(60)
    assert station.current_a() == pytest.approx(9, abs=0.1)
