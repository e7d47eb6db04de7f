"""TC_017_2_CS, unlock a fixed cable nobody charges at (OCPP 1.6 5.18, 7.46: NotSupported)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_017_2_CS")


def test_a_fixed_cable_has_no_lock(csms: Csms) -> None:
    assert csms.sends("UnlockConnector", connectorId=1) == "NotSupported"
    csms.expects_nothing(for_s=30)
