"""TC_084_CS, a lower security profile is refused (security whitepaper A05.FR.01, A00.FR.005)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_084_CS")
SECOND = {"SecurityCtrlr.SecurityProfile": 2, "SecurityCtrlr.BasicAuthPassword": "sealed:0:fit"}


@pytest.mark.station(settings=SECOND)
@pytest.mark.parametrize("profile", ["0", "1", "2"])
def test_a_profile_that_is_not_higher_is_refused_and_changes_nothing(csms: Csms, profile: str) -> None:
    assert csms.sends("ChangeConfiguration", key="SecurityProfile", value=profile) == "Rejected"
    assert csms.reads("SecurityProfile") == "2"
    csms.expects_nothing(for_s=30)
