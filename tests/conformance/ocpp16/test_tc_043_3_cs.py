"""TC_043_3_CS, a list that cannot be taken over (OCPP 1.6 6.41: no duplicates; 7.47 Failed)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_043_3_CS")


def test_a_list_that_contradicts_itself_changes_nothing(csms: Csms) -> None:
    good = {"status": "Accepted"}
    one = [{"idTag": "ONE", "idTagInfo": good}]
    assert csms.sends("SendLocalList", listVersion=1, updateType="Full", localAuthorizationList=one) == "Accepted"
    twice = [{"idTag": "TWO", "idTagInfo": good}, {"idTag": "two", "idTagInfo": {"status": "Blocked"}}]
    for kind in ("Full", "Differential"):
        assert csms.sends("SendLocalList", listVersion=2, updateType=kind, localAuthorizationList=twice) == "Failed"
    assert csms.asks("GetLocalListVersion") == {"listVersion": 1}
