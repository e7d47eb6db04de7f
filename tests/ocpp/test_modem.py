"""What is known of the way out is told: the SIM card at the boot, and the state of the network by a key of a vendor."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from tests.core.bench import online

from pilotwire.core import registry
from pilotwire.core.csms import BootCause, SendBoot
from pilotwire.core.rules import Rules, SimCard
from pilotwire.ocpp.v2.dialect import V201
from pilotwire.ocpp.v16.dialect import v16_of
from pilotwire.ocpp.v16.telling import reported
from pilotwire.personality.key import KeyEntry, View
from pilotwire.personality.model import Personality

CARD: dict[Any, Any] = {registry.ICCID: "8949226120520073000", registry.IMSI: "262011234567890"}
SPOKEN = v16_of(Personality("acme", keys=(KeyEntry("OEM_NetState", view=View.NETWORK_STATE),)))


def boot(dialect: Any, settings: dict[Any, Any], **kinds: Any) -> dict[str, Any]:
    message = dialect.ask(SendBoot(BootCause.POWER_UP), online(settings, **kinds).station)
    told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(message.payload))
    return told


def test_the_sim_card_is_told_at_the_boot() -> None:
    told = boot(SPOKEN, CARD)
    assert (told["iccid"], told["imsi"]) == ("8949226120520073000", "262011234567890")
    assert boot(V201(), CARD)["chargingStation"]["modem"] == {
        "iccid": "8949226120520073000",
        "imsi": "262011234567890",
    }


def test_nothing_is_told_of_a_card_there_is_not() -> None:
    assert not {"iccid", "imsi"} & set(boot(SPOKEN, {}))
    assert "modem" not in boot(V201(), {})


@pytest.mark.req("XCH-CONF-012")
@pytest.mark.parametrize(("connectivity", "is_told"), [("4G", True), ("LAN", False), ("WiFi", False)])
def test_a_vendor_tells_its_card_only_where_it_is_the_way_out(connectivity: str, is_told: bool) -> None:
    settings = {**CARD, registry.CONNECTIVITY: connectivity}
    rules = Rules(sim_card=SimCard.IN_USE)
    told = boot(SPOKEN, settings, rules=rules)
    assert ({"iccid", "imsi"} <= set(told), {"iccid", "imsi"} & set(told) != set()) == (is_told, is_told)
    assert ("modem" in boot(V201(), settings, rules=rules)["chargingStation"]) is is_told
    state = json.loads(reported(SPOKEN.keys["oem_netstate"], online(settings, rules=rules).station) or "")
    assert (state["ccid"] != "", state["imsi"] != "") == (is_told, is_told)


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        (
            {registry.CONNECTIVITY: "WiFi", registry.WIFI_RSSI_DBM: -43, registry.NETWORK_ADDRESS: "192.168.137.199"},
            '{"connectivity":"WiFi","wifi-rssi":"-43","4g-rssi":"-1","ccid":"","imsi":"","ip":"192.168.137.199"}',
        ),
        (
            {registry.CONNECTIVITY: "4G", registry.MOBILE_RSSI_DBM: -71, **CARD},
            '{"connectivity":"4G","wifi-rssi":"-1","4g-rssi":"-71","ccid":"8949226120520073000",'
            '"imsi":"262011234567890","ip":""}',
        ),
    ],
)
def test_the_state_of_the_network_is_a_json_text_of_texts(settings: dict[Any, Any], state: str) -> None:
    told = reported(SPOKEN.keys["oem_netstate"], online(settings).station)
    assert told == state
    assert all(isinstance(value, str) for value in json.loads(state).values())
