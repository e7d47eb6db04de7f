"""What the station itself has to say in a DataTransfer, in the words of the wire."""

from __future__ import annotations

import json

import pytest

from pilotwire.core.transfer import MeterKeys
from pilotwire.ocpp.carried import carried

KEY = "3059301306072A8648CE3D020106082A8648CE3D030107034200"


@pytest.mark.req("CCC-DT-009", "CCC-KEY-031")
def test_on_the_wire_the_keys_are_a_message_that_central_systems_know() -> None:
    told = carried(MeterKeys(((1, KEY), (2, "00"))))
    assert (told.vendor, told.message) == ("generalConfiguration", "setMeterConfiguration")
    meters = json.loads(told.data or "")["meters"]
    assert [(meter["connectorId"], meter["publicKey"]) for meter in meters] == [(1, KEY), (2, "00")]
    assert {meter["type"] for meter in meters} == {"SIGNATURE"}
