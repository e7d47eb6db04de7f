"""TC_062_CS, DataTransfer to the station (OCPP 1.6 5.6, 4.3: UnknownVendorId for a vendor it does not know)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_062_CS")


def test_a_vendor_nobody_knows(csms: Csms) -> None:
    assert csms.sends("DataTransfer", vendorId="nobody.example", messageId="1", data="x") == "UnknownVendorId"
