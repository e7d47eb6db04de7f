"""TC_043_1_CS, a list for a station that uses none (OCPP 1.6 5.15, 7.47 NotSupported)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_043_1_CS")


def test_a_station_that_uses_no_list_takes_none(csms: Csms) -> None:
    csms.configures("LocalAuthListEnabled", False)
    one = [{"idTag": "CARD", "idTagInfo": {"status": "Accepted"}}]
    assert csms.sends("SendLocalList", listVersion=1, updateType="Full", localAuthorizationList=one) == "NotSupported"
    csms.configures("LocalAuthListEnabled", True)
    assert csms.asks("GetLocalListVersion") == {"listVersion": 0}
