"""TC_041_CS, a fault (OCPP 1.6 4.9: Faulted with its errorCode and back; a faulted connector delivers nothing)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_041_CS")


def test_a_faulted_connector_serves_nobody_until_it_is_mended(station: Station, csms: Csms, driver: Driver) -> None:
    station.breaks("over_temperature")
    csms.expects("StatusNotification", connectorId=1, status="Faulted", errorCode="HighTemperature")
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=1) == "Rejected"
    station.mends("over_temperature")
    csms.expects("StatusNotification", connectorId=1, status="Available", errorCode="NoError")


def test_a_fault_while_charging_stops_the_energy(station: Station, csms: Csms, driver: Driver, clock: Clock) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    station.breaks("over_temperature")
    clock.passes(0.1)
    assert not station.delivers_energy()
    csms.expects_eventually("StatusNotification", connectorId=1, errorCode="HighTemperature")
    csms.forgets()
