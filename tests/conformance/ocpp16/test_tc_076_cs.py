"""TC_076_CS, a root is deleted (security whitepaper M04.FR.01, M04.FR.02, M04.FR.04)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.certificates import found, installs
from tests.conformance.ocpp16.csms import Csms
from tests.security.authority import Authority

pytestmark = pytest.mark.oca("TC_076_CS")


@pytest.mark.parametrize("use", ["CentralSystemRootCertificate", "ManufacturerRootCertificate"])
def test_a_root_is_deleted_once(csms: Csms, use: str) -> None:
    installs(csms, use, Authority("Stays"))
    installs(csms, use, Authority("Goes"))
    before = found(csms, use)
    assert len(before) == 2
    assert csms.sends("DeleteCertificate", certificateHashData=before[1]) == "Accepted"
    assert found(csms, use) == before[:1]
    assert csms.sends("DeleteCertificate", certificateHashData=before[1]) == "NotFound"
