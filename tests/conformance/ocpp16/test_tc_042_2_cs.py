"""TC_042_2_CS, the number of an empty list (OCPP 1.6 5.10: 0)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_042_2_CS")


def test_a_station_that_was_sent_no_list_says_0(csms: Csms) -> None:
    assert csms.asks("GetLocalListVersion") == {"listVersion": 0}


def test_a_list_that_was_emptied_has_number_0_again(csms: Csms) -> None:
    one = [{"idTag": "CARD", "idTagInfo": {"status": "Accepted"}}]
    assert csms.sends("SendLocalList", listVersion=4, updateType="Full", localAuthorizationList=one) == "Accepted"
    assert csms.sends("SendLocalList", listVersion=5, updateType="Full") == "Accepted"
    assert csms.asks("GetLocalListVersion") == {"listVersion": 0}
