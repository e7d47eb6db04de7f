"""TC_013_CS, hard reset without a transaction (OCPP 1.6 5.14, 4.2)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_013_CS")


@pytest.mark.station(evses=2)
def test_a_hard_reset_of_an_idle_station(csms: Csms) -> None:
    assert csms.sends("Reset", type="Hard") == "Accepted"
    csms.expects("BootNotification")
    for connector in (0, 1, 2):
        csms.expects("StatusNotification", connectorId=connector, status="Available")
