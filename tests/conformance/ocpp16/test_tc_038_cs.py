"""TC_038_CS, a transaction is stopped while the CSMS is away (OCPP 1.6 3.7, 4.10, 4.9)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_038_CS")


def test_a_transaction_that_ended_offline_is_told_with_its_own_time(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
    station.goes_offline()
    clock.passes(60)
    driver.shows("CARD")
    ended_at = clock.shows()
    clock.passes(10)
    driver.unplugs()
    clock.passes(600)
    csms.expects_nothing()
    station.goes_online()
    csms.expects("StatusNotification", connectorId=1, status="Available")
    stop = csms.expects("StopTransaction", transactionId=csms.transaction, idTag="CARD", reason="Local")
    assert stop["timestamp"][:19] >= ended_at[:19]
    assert stop["timestamp"] < clock.shows(-600)
    assert stop["meterStop"] > 0
    csms.expects_nothing(for_s=60)
