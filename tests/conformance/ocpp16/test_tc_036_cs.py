"""TC_036_CS, the connection is lost during a transaction (OCPP 1.6 3.7: queued, in order; 4.2: no boot)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms, Payload
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_036_CS")


def test_a_transaction_goes_on_without_the_csms_and_its_readings_are_told_afterwards(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    csms.configures("MeterValueSampleInterval", 60)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", connectorId=1, idTag="CARD")
    csms.sees_charging()
    station.goes_offline()
    clock.passes(300)
    assert station.delivers_energy()
    off_until = clock.shows()
    csms.expects_nothing()
    station.goes_online()
    times = [_time_of(csms.expects("MeterValues", transactionId=csms.transaction)) for _ in range(5)]
    assert times == sorted(set(times))
    assert times[-1] <= off_until
    csms.expects_nothing(for_s=30)
    assert station.delivers_energy()
    driver.shows("CARD")
    csms.expects("StopTransaction", transactionId=csms.transaction, reason="Local")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")


def _time_of(reading: Payload) -> str:
    [value] = reading["meterValue"]
    return str(value["timestamp"])
