"""TC_034_CS, a power failure while a connector is Unavailable, which is persistent (OCPP 1.6 4.9, 5.2)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_034_CS")


@pytest.mark.station(evses=2)
@pytest.mark.parametrize("connector", [0, 1])
def test_what_is_unavailable_is_so_after_a_power_failure(
    station: Station, csms: Csms, driver: Driver, clock: Clock, connector: int
) -> None:
    assert csms.sends("ChangeAvailability", connectorId=connector, type="Inoperative") == "Accepted"
    out = (0, 1, 2) if connector == 0 else (1,)
    for each in out:
        csms.expects("StatusNotification", connectorId=each, status="Unavailable")
    station.loses_power()
    station.gets_power()
    csms.expects("BootNotification")
    for each in (0, 1, 2):
        status = "Unavailable" if each in out else "Available"
        csms.expects("StatusNotification", connectorId=each, status=status)
    driver.plugs_in(1)
    driver.shows("CARD", 1)
    csms.expects_eventually("Authorize")
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
    driver.unplugs(1)
    clock.passes(1)
    assert csms.sends("ChangeAvailability", connectorId=connector, type="Operative") == "Accepted"
    for each in out:
        csms.expects("StatusNotification", connectorId=each, status="Available")
