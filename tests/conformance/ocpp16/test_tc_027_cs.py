"""TC_027_CS, remote start at connector 0 (OCPP 1.6 6.33: connectorId SHALL be > 0)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = [pytest.mark.oca("TC_027_CS"), pytest.mark.req("ALF-412-015")]


def test_a_remote_start_of_the_station_is_rejected(csms: Csms) -> None:
    assert csms.sends("RemoteStartTransaction", idTag="CARD", connectorId=0) == "Rejected"
    csms.expects_nothing(for_s=30)
