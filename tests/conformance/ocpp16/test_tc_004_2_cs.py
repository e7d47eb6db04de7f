"""TC_004_2_CS, identification first and nobody plugs in (OCPP 1.6 4.9 B1, 9.1.6 ConnectionTimeOut)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_004_2_CS")


def test_a_driver_who_never_plugs_in(station: Station, csms: Csms, driver: Driver, clock: Clock) -> None:
    csms.configures("ConnectionTimeOut", 20)
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    csms.expects_nothing(for_s=19)
    csms.expects("StatusNotification", connectorId=1, status="Available", within_s=2)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    csms.expects_nothing(for_s=20)
    assert not station.delivers_energy()
