"""TC_032_2_CS, a power failure during a transaction, stopped after the boot (OCPP 1.6 4.2, 4.10: PowerLoss)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_032_2_CS")


@pytest.mark.req("CCC-OCPP-005")
def test_a_transaction_the_power_cut_short_is_stopped_after_the_boot(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
    clock.passes(600)
    csms.forgets()
    running, energy_wh = csms.transaction, station.energy_wh
    station.loses_power()
    clock.passes(300)
    off_at = clock.shows(-300)
    station.gets_power()
    csms.expects("BootNotification")
    csms.expects("StatusNotification", connectorId=0, status="Available")
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    stop = csms.expects("StopTransaction", transactionId=running, reason="PowerLoss")
    assert stop["timestamp"] <= off_at
    assert energy_wh - 100 <= stop["meterStop"] <= energy_wh + 1
    assert "idTag" not in stop
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="Available")
