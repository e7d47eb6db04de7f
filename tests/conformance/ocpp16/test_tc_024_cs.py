"""TC_024_CS, the lock fails when a session is to begin (OCPP 1.6 4.9 ConnectorLockFailure, 7.6)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_024_CS")


@pytest.mark.station(has_socket=True)
def test_nobody_charges_with_a_plug_that_cannot_be_locked(station: Station, csms: Csms, driver: Driver) -> None:
    station.breaks("lock_stuck")
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects_eventually("StatusNotification", connectorId=1, status="Faulted", errorCode="ConnectorLockFailure")
    csms.forgets()
    assert not station.delivers_energy()
