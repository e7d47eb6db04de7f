"""TC_078_CS, a root for the central system that is no good (security whitepaper M05.FR.06, A04.FR.01)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.certificates import found, installs, told
from tests.conformance.ocpp16.csms import Csms
from tests.security.authority import Authority

pytestmark = pytest.mark.oca("TC_078_CS")
USE = "CentralSystemRootCertificate"


def test_a_root_that_is_none_is_refused_and_told(csms: Csms) -> None:
    assert installs(csms, USE, "-----BEGIN CERTIFICATE-----\nbm9uc2Vuc2U=\n-----END CERTIFICATE-----\n") == "Rejected"
    assert told(csms)[-1] == "InvalidCentralSystemCertificate"
    assert found(csms, USE) == []


def test_a_root_that_has_expired_is_refused(csms: Csms) -> None:
    assert installs(csms, USE, Authority(begin=-9000.0, end=-8000.0)) == "Rejected"
    assert found(csms, USE) == []
