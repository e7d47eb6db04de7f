"""TC_044_3_CS, firmware update, InstallationFailed (OCPP 1.6 5.19, 7.25)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_044_3_CS")
STATUS = "FirmwareStatusNotification"


@pytest.mark.parametrize("trouble", ["installation_fails", "verification_fails"])
def test_firmware_that_cannot_be_installed_leaves_the_station_as_it_was(
    station: Station, csms: Csms, clock: Clock, trouble: str
) -> None:
    station.breaks(trouble)
    csms.asks("UpdateFirmware", location="https://example.com/bad", retrieveDate=clock.shows())
    csms.expects(STATUS, status="Downloading")
    csms.expects(STATUS, status="Downloaded")
    csms.expects_in_any_order(
        (STATUS, {"status": "Installing"}), ("StatusNotification", {"connectorId": 1, "status": "Unavailable"})
    )
    csms.expects_in_any_order(
        (STATUS, {"status": "InstallationFailed"}), ("StatusNotification", {"connectorId": 1, "status": "Available"})
    )
    csms.expects_nothing(for_s=60)
