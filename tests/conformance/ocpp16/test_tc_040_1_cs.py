"""TC_040_1_CS, change a key there is not (OCPP 1.6 5.3: NotSupported)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_040_1_CS")


def test_a_key_there_is_not_is_not_supported(csms: Csms) -> None:
    assert csms.sends("ChangeConfiguration", key="NoSuchKey", value="1") == "NotSupported"
