"""TC_031_CS, unlock a connector there is not (OCPP 1.6 5.18, 7.46, errata 3.87: NotSupported)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_031_CS")


@pytest.mark.station(has_socket=True)
def test_a_connector_there_is_not_cannot_be_unlocked(csms: Csms) -> None:
    assert csms.sends("UnlockConnector", connectorId=2) == "NotSupported"
    assert csms.sends("UnlockConnector", connectorId=99) == "NotSupported"
    csms.expects_nothing(for_s=30)
