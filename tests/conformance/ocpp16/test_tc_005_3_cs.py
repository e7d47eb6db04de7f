"""TC_005_3_CS, the plug is pulled out of the vehicle, and the transaction goes on (OCPP 1.6 4.9, 4.10, 9.1.23)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_005_3_CS")


@pytest.mark.station(has_socket=True)
def test_a_transaction_outlasts_its_vehicle_where_it_may(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    csms.configures("StopTransactionOnEVSideDisconnect", False)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize")
    csms.expects("StartTransaction")
    csms.sees_charging()
    driver.unplugs_the_vehicle_only()
    parted = {"status": "SuspendedEV", "errorCode": "NoError", "info": "EV side disconnected"}
    csms.expects("StatusNotification", connectorId=1, **parted)
    csms.expects_nothing(for_s=60)
    assert station.holds_the_plug()
    assert not station.delivers_energy()
    driver.plugs_in()
    csms.sees_charging()
    assert station.delivers_energy()
    driver.shows("CARD")
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="Local")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    clock.passes(10)
    assert not station.holds_the_plug()
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="Available")
