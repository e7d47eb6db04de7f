"""TC_042_1_CS, the number of a list that is not supported (OCPP 1.6 5.10: -1)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_042_1_CS")


def test_a_station_that_uses_no_list_says_minus_1(csms: Csms) -> None:
    csms.configures("LocalAuthListEnabled", False)
    assert csms.asks("GetLocalListVersion") == {"listVersion": -1}
