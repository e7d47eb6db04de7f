"""TC_066_CS, the composite schedule is the smallest of all limits (OCPP 1.6 3.13.3, 5.7, errata 3.57)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.profiles import limits, profile
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_066_CS")


def test_the_schedules_of_all_purposes_together(station: Station, csms: Csms, driver: Driver, clock: Clock) -> None:
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Charging")
    now = station.time()
    every = profile("ChargePointMaxProfile", (0, 10), id=1, start=now, duration=86400)
    by_default = ((0, 6), (60, 10), (120, 8), (180, 15), (260, 8))
    default = profile("TxDefaultProfile", *by_default, id=2, start=now, duration=300)
    of_its_own = ((0, 8), (50, 11), (140, 16), (200, 6), (240, 12))
    own = profile("TxProfile", *of_its_own, id=3, start=now, duration=260, transactionId=csms.transaction)
    for connector, each in ((0, every), (1, default), (1, own)):
        assert csms.sends("SetChargingProfile", connectorId=connector, csChargingProfiles=each) == "Accepted"
    answer = csms.asks("GetCompositeSchedule", connectorId=1, duration=400)
    assert answer["scheduleStart"] == now
    assert answer["chargingSchedule"]["duration"] == 400
    assert "startSchedule" not in answer["chargingSchedule"]
    # the transaction's own overrules the default, also when its schedule is over; the limit of the station caps it
    assert limits(answer) == [(0, 8.0), (50, 10.0), (200, 6.0), (240, 10.0)]
    clock.passes(45)
    later = csms.asks("GetCompositeSchedule", connectorId=1, duration=60, chargingRateUnit="W")
    assert limits(later) == [(0, 5520.0), (5, 6900.0)]


def test_the_schedule_of_an_unknown_connector_is_rejected(csms: Csms) -> None:
    assert csms.sends("GetCompositeSchedule", connectorId=7, duration=60) == "Rejected"
