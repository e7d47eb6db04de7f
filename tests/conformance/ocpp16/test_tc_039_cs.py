"""TC_039_CS, a whole transaction without the CSMS (OCPP 1.6 3.7: in chronological order; 4.8, 4.10)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_039_CS")


UNKNOWN = {"AuthCtrlr.OfflineTxForUnknownIdEnabled": True}


@pytest.mark.station(settings=UNKNOWN)
def test_a_transaction_nobody_saw_is_told_from_its_beginning_to_its_end(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    csms.configures("MeterValueSampleInterval", 60)
    station.goes_offline()
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(60)
    assert station.delivers_energy()
    csms.expects_nothing()
    clock.passes(130)
    driver.shows("CARD")
    clock.passes(10)
    driver.unplugs()
    clock.passes(600)
    csms.expects_nothing()
    station.goes_online()
    start = csms.expects("StartTransaction", connectorId=1, idTag="CARD", meterStart=0)
    for _ in range(3):
        csms.expects("MeterValues", transactionId=csms.transaction)
    stop = csms.expects("StopTransaction", transactionId=csms.transaction, idTag="CARD", reason="Local")
    assert start["timestamp"] < stop["timestamp"] < clock.shows(-600)
    csms.expects_nothing(for_s=60)


@pytest.mark.station(settings=UNKNOWN)
def test_the_stop_waits_for_the_answer_to_the_start_however_late_it_comes(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    station.goes_offline()
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(60)
    assert station.delivers_energy()
    csms.expects_nothing()
    driver.shows("CARD")
    clock.passes(10)
    driver.unplugs()
    clock.passes(1)
    csms.is_silent_on("StartTransaction")
    station.goes_online()
    csms.expects("StartTransaction")
    clock.passes(20)
    csms.expects_nothing()
    csms.answers("StartTransaction", transactionId=4711)
    csms.answers_late("StartTransaction")
    csms.expects_eventually("StopTransaction", transactionId=4711)
    csms.expects_nothing(for_s=60)
