"""TC_026_CS, remote start where somebody charges already (OCPP 1.6 5.11: Rejected)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Station

pytestmark = [pytest.mark.oca("TC_026_CS"), pytest.mark.req("ALF-412-015")]


def test_a_remote_start_of_a_connector_that_is_taken_is_rejected(station: Station, csms: Csms, driver: Driver) -> None:
    driver.plugs_in()
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StartTransaction")
    csms.sees_charging()
    assert csms.sends("RemoteStartTransaction", idTag="ANOTHER", connectorId=1) == "Rejected"
    csms.expects_nothing(for_s=30)
    assert station.delivers_energy()
