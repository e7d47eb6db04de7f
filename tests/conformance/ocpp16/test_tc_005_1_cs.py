"""TC_005_1_CS, the plug is pulled out of the vehicle, which ends the transaction and unlocks (OCPP 1.6 4.9, 4.10)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_005_1_CS")


@pytest.mark.station(has_socket=True)
def test_unplugging_the_vehicle_ends_the_transaction_and_unlocks_the_socket(
    station: Station, csms: Csms, driver: Driver
) -> None:
    assert csms.reads("StopTransactionOnEVSideDisconnect") == "true"
    assert csms.reads("UnlockConnectorOnEVSideDisconnect") == "true"
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize")
    csms.expects("StartTransaction")
    csms.sees_charging()
    assert station.holds_the_plug()
    driver.unplugs_the_vehicle_only()
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="EVDisconnected")
    csms.expects("StatusNotification", connectorId=1, status="Finishing", info="EV side disconnected")
    csms.expects_nothing(for_s=10)
    assert not station.holds_the_plug()
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="Available")
