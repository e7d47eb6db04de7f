"""TC_018_2_CS, unlock a fixed cable during a transaction (OCPP 1.6 5.18, 7.46 NotSupported)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_018_2_CS")


def test_a_fixed_cable_goes_on_charging(station: Station, csms: Csms, driver: Driver, clock: Clock) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    assert csms.sends("UnlockConnector", connectorId=1) == "NotSupported"
    csms.expects_nothing(for_s=30)
    assert station.delivers_energy()
