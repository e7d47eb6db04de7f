"""TC_037_3_CS, an invalid idTag, offline, that stops its transaction (OCPP 1.6 4.8, 9.1.29; errata 3.17)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_037_3_CS")


UNKNOWN = {"AuthCtrlr.OfflineTxForUnknownIdEnabled": True}


@pytest.mark.station(settings=UNKNOWN)
def test_a_refused_driver_is_stopped(station: Station, csms: Csms, driver: Driver, clock: Clock) -> None:
    assert csms.reads("StopTransactionOnInvalidId") == "true"
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
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="DeAuthorized")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    csms.expects_nothing(for_s=60)
    assert not station.delivers_energy()
