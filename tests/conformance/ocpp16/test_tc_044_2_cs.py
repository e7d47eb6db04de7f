"""TC_044_2_CS, firmware update, DownloadFailed (OCPP 1.6 5.19, 6.55 retries and retryInterval, 7.25)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Clock, Station

pytestmark = pytest.mark.oca("TC_044_2_CS")
STATUS = "FirmwareStatusNotification"


def test_firmware_that_cannot_be_fetched_is_given_up(station: Station, csms: Csms, clock: Clock) -> None:
    station.breaks("download_fails")
    csms.asks("UpdateFirmware", location="https://example.com/none", retrieveDate=clock.shows())
    csms.expects(STATUS, status="Downloading")
    csms.expects(STATUS, status="DownloadFailed")
    csms.expects_nothing(for_s=600)


@pytest.mark.req("CCC-ADD-026")
def test_it_is_tried_as_often_as_asked_for(station: Station, csms: Csms, clock: Clock) -> None:
    station.breaks("download_fails")
    csms.asks("UpdateFirmware", location="ftp://example.com/x", retrieveDate=clock.shows(), retries=3, retryInterval=60)
    csms.expects(STATUS, status="Downloading")
    csms.expects_nothing(for_s=145)
    csms.expects(STATUS, status="DownloadFailed")
