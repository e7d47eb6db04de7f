"""TC_017_1_CS, unlock a socket nobody charges at (OCPP 1.6 5.18)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_017_1_CS")


@pytest.mark.station(has_socket=True)
def test_a_socket_is_unlocked(csms: Csms) -> None:
    assert csms.sends("UnlockConnector", connectorId=1) == "Unlocked"
    csms.expects_nothing(for_s=30)
