"""TC_037_1_CS, a transaction begins offline with a valid idTag (OCPP 1.6 3.5, 4.8, 9.1.2)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_037_1_CS")


UNKNOWN = {"AuthCtrlr.OfflineTxForUnknownIdEnabled": True}


@pytest.mark.station(settings=UNKNOWN)
def test_a_transaction_that_began_offline_is_told_and_goes_on(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    began_at = clock.shows()
    station.goes_offline()
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(60)
    assert station.delivers_energy()
    csms.expects_nothing()
    back_at = clock.shows()
    station.goes_online()
    csms.expects("StatusNotification", connectorId=1, status="Charging")
    start = csms.expects("StartTransaction", connectorId=1, idTag="CARD", meterStart=0)
    assert began_at <= start["timestamp"] < back_at
    csms.expects_nothing(for_s=60)
    assert station.delivers_energy()
