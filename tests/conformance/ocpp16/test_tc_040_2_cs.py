"""TC_040_2_CS, change a key to a value it cannot have (OCPP 1.6 5.3: Rejected)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms

pytestmark = pytest.mark.oca("TC_040_2_CS")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("MeterValueSampleInterval", "-1"),
        ("MeterValueSampleInterval", "often"),
        ("LocalPreAuthorize", "perhaps"),
        ("MeterValuesSampledData", "Speed.Of.Light"),
        ("NumberOfConnectors", "2"),
    ],
)
def test_a_value_a_key_cannot_have_is_rejected_and_changes_nothing(csms: Csms, key, value) -> None:
    before = csms.reads(key)
    assert csms.sends("ChangeConfiguration", key=key, value=value) == "Rejected"
    assert csms.reads(key) == before
