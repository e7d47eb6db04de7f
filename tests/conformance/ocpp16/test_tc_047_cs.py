"""TC_047_CS, a reservation nobody uses is over in its time (OCPP 1.6 5.13)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_047_CS")

WANTED = {"reservationId": 12, "idTag": "CARD"}


def test_a_reservation_ends_in_its_time(csms: Csms, driver: Driver, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(60), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    clock.passes(59)
    csms.expects_nothing()
    csms.expects("StatusNotification", within_s=2, connectorId=1, status="Available")
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("STRANGER")
    csms.expects("Authorize", idTag="STRANGER")
    assert "reservationId" not in csms.expects("StartTransaction", idTag="STRANGER")
    csms.sees_charging()


def test_a_reservation_survives_a_power_cut(station: Station, csms: Csms, clock: Clock) -> None:
    assert csms.sends("ReserveNow", connectorId=1, expiryDate=clock.shows(600), **WANTED) == "Accepted"
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    station.loses_power()
    clock.passes(60)
    station.gets_power()
    csms.expects("BootNotification")
    csms.expects("StatusNotification", connectorId=0, status="Available")
    csms.expects("StatusNotification", connectorId=1, status="Reserved")
    csms.expects("StatusNotification", within_s=600, connectorId=1, status="Available")
