"""TC_005_2_CS, the plug is pulled out of the vehicle, the other end stays locked (OCPP 1.6 4.10, errata 3.84)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_005_2_CS")


@pytest.mark.station(has_socket=True)
def test_the_cable_is_held_for_its_driver(station: Station, csms: Csms, driver: Driver) -> None:
    csms.configures("StopTransactionOnEVSideDisconnect", True)
    csms.configures("UnlockConnectorOnEVSideDisconnect", False)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    driver.unplugs_the_vehicle_only()
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="EVDisconnected")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    csms.expects_nothing(for_s=60)
    assert station.holds_the_plug()
    driver.shows("CARD")
    csms.expects_nothing(for_s=5)
    assert not station.holds_the_plug()
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="Available")


def test_with_a_fixed_cable_nothing_is_held(csms: Csms) -> None:
    [told] = csms.asks("GetConfiguration", key=["UnlockConnectorOnEVSideDisconnect"])["configurationKey"]
    assert (told["value"], told["readonly"]) == ("false", True)
    assert csms.sends("ChangeConfiguration", key=told["key"], value="true") == "Rejected"
