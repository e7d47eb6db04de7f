"""TC_037_2_CS, an invalid idTag, offline, that does not stop its transaction (OCPP 1.6 4.8, 9.1.29; errata 3.17)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_037_2_CS")


SETTINGS = {"AuthCtrlr.OfflineTxForUnknownIdEnabled": True, "TxCtrlr.StopTxOnInvalidId": False}


@pytest.mark.station(settings=SETTINGS)
def test_a_refused_driver_gets_no_more_energy_and_the_transaction_goes_on(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    assert csms.reads("StopTransactionOnInvalidId") == "false"
    station.goes_offline()
    driver.plugs_in()
    driver.shows("STRANGER")
    clock.passes(60)
    assert station.delivers_energy()
    csms.expects_nothing()
    csms.answers("StartTransaction", idTagInfo={"status": "Invalid"})
    station.goes_online()
    csms.expects("StatusNotification", connectorId=1, status="Charging")
    csms.expects("StartTransaction", idTag="STRANGER")
    csms.expects("StatusNotification", connectorId=1, status="SuspendedEVSE")
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
    driver.shows("STRANGER")
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="Local")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
