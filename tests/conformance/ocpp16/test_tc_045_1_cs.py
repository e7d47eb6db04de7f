"""TC_045_1_CS, GetDiagnostics (OCPP 1.6 5.9 GetDiagnostics, 4.4 DiagnosticsStatusNotification)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.station import Station

pytestmark = pytest.mark.oca("TC_045_1_CS")
STATUS = "DiagnosticsStatusNotification"


@pytest.mark.req("CCC-MSG-003", "CCC-MSG-017", "ABB-MSG-024")
def test_the_answer_names_the_file_that_is_sent_then(csms: Csms) -> None:
    assert csms.asks("GetDiagnostics", location="ftp://example.com/logs/")["fileName"]
    csms.expects(STATUS, status="Uploading")
    csms.expects(STATUS, status="Uploaded")
    csms.expects_nothing(for_s=60)


@pytest.mark.req("CCC-ADD-007")
def test_a_broken_store_does_not_keep_the_log_in(station: Station, csms: Csms) -> None:
    station.breaks("store_open_failed")
    csms.forgets()
    assert csms.asks("GetDiagnostics", location="ftp://example.com/logs/")["fileName"]
    csms.expects(STATUS, status="Uploading")
    csms.expects(STATUS, status="Uploaded")
