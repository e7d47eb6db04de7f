"""TC_069_CS, a transaction is stopped with a card of the same parent (OCPP 1.6 4.10, 7.27 parentIdTag)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_069_CS")


FAMILY = {"status": "Accepted", "parentIdTag": "FAMILY"}


def charging(csms: Csms, driver: Driver) -> None:
    csms.answers("Authorize", idTagInfo=FAMILY)
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction", idTag="CARD")
    csms.sees_charging()


def test_a_card_of_the_same_parent_stops_and_is_named(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    charging(csms, driver)
    driver.shows("COUSIN")
    csms.expects("Authorize", idTag="COUSIN")
    csms.expects("StopTransaction", transactionId=csms.transaction, idTag="COUSIN", reason="Local")
    csms.expects("StatusNotification", connectorId=1, status="Finishing")
    clock.passes(10)
    assert not station.delivers_energy()


def test_a_card_of_another_parent_does_not(station: Station, csms: Csms, driver: Driver) -> None:
    charging(csms, driver)
    csms.answers("Authorize", idTagInfo={"status": "Accepted", "parentIdTag": "OTHERS"})
    driver.shows("STRANGER")
    csms.expects("Authorize", idTag="STRANGER")
    csms.expects_nothing(for_s=60)
    assert station.delivers_energy()
