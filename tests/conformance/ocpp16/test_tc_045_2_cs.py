"""TC_045_2_CS, GetDiagnostics, UploadFailed (OCPP 1.6 5.9, 6.25 retries and retryInterval, 7.24)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_045_2_CS")
STATUS = "DiagnosticsStatusNotification"


def test_a_log_that_cannot_be_sent_is_given_up_after_the_tries_that_were_asked_for(
    station: Station, csms: Csms
) -> None:
    station.breaks("upload_fails")
    csms.asks("GetDiagnostics", location="ftp://example.com/logs/", retries=2, retryInterval=30)
    csms.expects(STATUS, status="Uploading")
    csms.expects_nothing(for_s=35)
    csms.expects(STATUS, status="UploadFailed")
    csms.expects_nothing(for_s=120)


def test_a_location_nobody_can_send_to_fails_too(csms: Csms) -> None:
    csms.asks("GetDiagnostics", location="gopher://example.com/")
    csms.expects(STATUS, status="Uploading")
    csms.expects(STATUS, status="UploadFailed")
