"""TC_043_2_CS, a change of a list that is not newer (OCPP 1.6 7.47 VersionMismatch)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_043_2_CS")


@pytest.mark.parametrize("version", [4, 5])
def test_a_change_has_to_be_newer_than_what_it_changes(csms: Csms, version: int) -> None:
    one = [{"idTag": "ONE", "idTagInfo": {"status": "Accepted"}}]
    assert csms.sends("SendLocalList", listVersion=5, updateType="Full", localAuthorizationList=one) == "Accepted"
    sent = {"updateType": "Differential", "localAuthorizationList": [{"idTag": "ONE"}]}
    assert csms.sends("SendLocalList", listVersion=version, **sent) == "VersionMismatch"
    assert csms.asks("GetLocalListVersion") == {"listVersion": 5}
    whole = {"updateType": "Full", "localAuthorizationList": one}
    assert csms.sends("SendLocalList", listVersion=version, **whole) == "Accepted"
