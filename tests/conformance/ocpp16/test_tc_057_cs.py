"""TC_057_CS, a TxProfile limits the transaction it is meant for, and no other (OCPP 1.6 3.13.1, 5.16.3)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import limits, profile
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_057_CS")


def test_a_profile_limits_its_transaction_alone(station: Station, csms: Csms, driver: Driver, clock: Clock) -> None:
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Charging")
    own = profile("TxProfile", (0, 7), transactionId=csms.transaction)
    assert csms.sends("SetChargingProfile", connectorId=1, csChargingProfiles=own) == "Accepted"
    clock.passes(10)
    assert station.current_a() == pytest.approx(7, abs=0.1)
    driver.shows("CARD")
    csms.expects_eventually("StopTransaction", transactionId=csms.transaction)
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    assert limits(csms.asks("GetCompositeSchedule", connectorId=1, duration=60)) == [(0, 32.0)]
