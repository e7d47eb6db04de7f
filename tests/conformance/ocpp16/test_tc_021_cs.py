"""TC_021_CS, change and read back a configuration key (OCPP 1.6 5.3, 9.1.18 MeterValueSampleInterval)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock

pytestmark = pytest.mark.oca("TC_021_CS")


def test_a_key_that_is_written_says_so_and_counts(csms: Csms, driver: Driver, clock: Clock) -> None:
    csms.configures("MeterValueSampleInterval", 10)
    assert csms.reads("MeterValueSampleInterval") == "10"
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    csms.expects("MeterValues", connectorId=1, transactionId=csms.transaction, within_s=11)
    csms.expects("MeterValues", connectorId=1, transactionId=csms.transaction, within_s=11)
