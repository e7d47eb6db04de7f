"""TC_079_CS, get security log (security whitepaper ed. 3, N01)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_079_CS")
STATUS = "LogStatusNotification"
LOG = {"remoteLocation": "https://example.com/logs/"}


def test_the_security_log_is_sent_under_the_id_of_the_request(csms: Csms) -> None:
    answer = csms.asks("GetLog", logType="SecurityLog", requestId=5, log=LOG)
    assert (answer["status"], answer["filename"].partition("-")[0]) == ("Accepted", "security")
    csms.expects(STATUS, status="Uploading", requestId=5)
    csms.expects(STATUS, status="Uploaded", requestId=5)


def test_a_newer_request_cancels_the_older_one(csms: Csms) -> None:
    """N01.FR.12."""
    csms.asks("GetLog", logType="DiagnosticsLog", requestId=5, log=LOG)
    csms.expects(STATUS, status="Uploading", requestId=5)
    assert csms.sends("GetLog", logType="SecurityLog", requestId=6, log=LOG) == "AcceptedCanceled"
    csms.expects(STATUS, status="Uploading", requestId=6)
    csms.expects(STATUS, status="Uploaded", requestId=6)


@pytest.mark.parametrize(
    ("trouble", "status"), [("upload_fails", "UploadFailure"), ("upload_denied", "PermissionDenied")]
)
def test_a_failure_is_told_as_what_it_is(station: Station, csms: Csms, trouble: str, status: str) -> None:
    """N01.FR.10."""
    station.breaks(trouble)
    csms.asks("GetLog", logType="SecurityLog", requestId=5, log=LOG)
    csms.expects(STATUS, status="Uploading", requestId=5)
    csms.expects(STATUS, status=status, requestId=5)


def test_it_can_be_asked_how_far_it_is(csms: Csms) -> None:
    asked = {"requestedMessage": STATUS}
    assert csms.sends("ExtendedTriggerMessage", **asked) == "Accepted"
    assert "requestId" not in csms.expects(STATUS, status="Idle")
    csms.asks("GetLog", logType="SecurityLog", requestId=5, log=LOG)
    csms.expects(STATUS, status="Uploading", requestId=5)
    assert csms.sends("ExtendedTriggerMessage", **asked) == "Accepted"
    csms.expects(STATUS, status="Uploading", requestId=5)
    csms.expects(STATUS, status="Uploaded", requestId=5)
