"""TC_019_CS, retrieve the configuration, all of it and some keys (OCPP 1.6 5.8, 9.1)."""

from __future__ import annotations

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.ocpp.v16.core_profile import CORE_PROFILE

pytestmark = pytest.mark.oca("TC_019_CS")


def test_all_keys_are_told_to_who_names_none(csms: Csms) -> None:
    found = {each["key"]: each for each in csms.asks("GetConfiguration")["configurationKey"]}
    assert set(found) >= set(CORE_PROFILE)
    assert found["NumberOfConnectors"] == {"key": "NumberOfConnectors", "readonly": True, "value": "1"}


def test_some_keys_are_told_and_unknown_ones_named(csms: Csms) -> None:
    answer = csms.asks("GetConfiguration", key=["SupportedFeatureProfiles", "HeartbeatInterval", "Nonsense"])
    assert [each["key"] for each in answer["configurationKey"]] == ["SupportedFeatureProfiles", "HeartbeatInterval"]
    assert "Core" in answer["configurationKey"][0]["value"].split(",")
    assert answer["unknownKey"] == ["Nonsense"]
