"""TC_044_1_CS, firmware update, download and install (OCPP 1.6 5.19 UpdateFirmware, 4.5 FirmwareStatusNotification)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_044_1_CS")
LOCATION = "https://example.com/new.image"
STATUS = "FirmwareStatusNotification"


@pytest.mark.req("CCC-MSG-004", "CCC-MSG-025", "ABB-MSG-015")
def test_firmware_is_fetched_and_installed_and_the_station_restarts_into_it(csms: Csms, clock: Clock) -> None:
    assert csms.asks("UpdateFirmware", location=LOCATION, retrieveDate=clock.shows()) == {}
    csms.expects(STATUS, status="Downloading")
    csms.expects(STATUS, status="Downloaded")
    csms.expects_in_any_order(
        (STATUS, {"status": "Installing"}), ("StatusNotification", {"connectorId": 1, "status": "Unavailable"})
    )
    csms.expects("BootNotification")
    csms.expects_in_any_order(
        (STATUS, {"status": "Installed"}),
        ("StatusNotification", {"connectorId": 0, "status": "Available"}),
        ("StatusNotification", {"connectorId": 1, "status": "Available"}),
    )


def test_it_is_not_fetched_before_its_date(csms: Csms, clock: Clock) -> None:
    csms.asks("UpdateFirmware", location=LOCATION, retrieveDate=clock.shows(3600))
    csms.expects_nothing(for_s=3500)
    csms.expects(STATUS, within_s=200, status="Downloading")
    csms.forgets()


def test_whoever_charges_is_not_disturbed(csms: Csms, driver: Driver, station: Station, clock: Clock) -> None:
    """5.19: "it is RECOMMENDED to wait until Charging Session has ended"."""
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(10)
    csms.forgets()
    csms.asks("UpdateFirmware", location=LOCATION, retrieveDate=clock.shows())
    csms.expects(STATUS, status="Downloading")
    csms.expects(STATUS, status="Downloaded")
    csms.expects_nothing(for_s=300)
    assert station.delivers_energy()
    driver.shows("CARD")
    csms.expects_eventually("StopTransaction")
    csms.expects_eventually(STATUS, status="Installing")
    csms.expects_eventually("BootNotification")
    csms.expects_eventually(STATUS, status="Installed")
    csms.forgets()
