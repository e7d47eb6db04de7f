"""Actions as they come from outside: what is right becomes a dataclass, what is wrong is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pilotwire.core.token import Token, TokenKind
from pilotwire.hardware.sim.action import (
    ActionError,
    Break,
    HoldPilot,
    HoldProximity,
    Keep,
    Move,
    Network,
    Plug,
    Power,
    SimAction,
    Supply,
    Swipe,
    Turn,
    TurnMeter,
    Unplug,
)
from pilotwire.hardware.sim.fault import FAULTS, SimFault
from pilotwire.hardware.sim.parse import ACTIONS, parse_action
from pilotwire.hardware.sim.vehicle import Ask, VehicleBuild


@pytest.mark.parametrize(
    ("name", "body", "action"),
    [
        ("plug", {}, Plug()),
        ("plug", {"evse": 2, "state": "D", "cable_a": 20}, Plug(2, VehicleBuild(), Ask.VENTILATED, 20.0)),
        ("plug", {"vehicle": {"battery_kwh": 77, "phases": 1}}, Plug(vehicle=VehicleBuild(77.0, phases=1))),
        ("plug", {"vehicle": {"iso15118": True, "mac": None}}, Plug(vehicle=VehicleBuild(iso15118=True))),
        ("unplug", {"evse": 3}, Unplug(3)),
        ("swipe", {"token": "04AB"}, Swipe(Token("04AB", TokenKind.ISO14443))),
        ("swipe", {"token": "04AB", "type": "ISO15693", "evse": 1}, Swipe(Token("04AB", TokenKind.ISO15693), 1)),
        ("vehicle", {"state": "B"}, Move(state=Ask.NOTHING)),
        ("vehicle", {"draw_a": 10, "soc_pct": 99.5}, Move(draw_a=10.0, soc_pct=99.5)),
        ("vehicle", {"draw_a": None}, Move(draw_a=None)),
        ("pilot", {"volts": -12}, HoldPilot(volts=-12.0)),
        ("pilot", {"state": "E"}, HoldPilot(volts=0.0)),
        ("pilot", {"state": None}, HoldPilot(volts=None)),
        ("pilot", {"volts": None, "diode": "ok"}, HoldPilot(volts=None, is_diode_bridged=False)),
        ("pilot", {"diode": "fault"}, HoldPilot(volts=Keep.AS_IS, is_diode_bridged=True)),
        ("proximity", {"ohms": 680}, HoldProximity(680.0)),
        ("proximity", {"ohms": None, "evse": 2}, HoldProximity(None, 2)),
        ("meter", {"energy_wh": 5}, TurnMeter(energy_wh=5.0)),
        ("meter", {"voltage_v": [230, 231.5, 229]}, TurnMeter(voltage_v=(230.0, 231.5, 229.0))),
        ("meter", {"voltage_v": None, "available": False}, TurnMeter(voltage_v=None, available=False)),
        ("network", {"online": False}, Network(online=False)),
        ("power", {"action": "cycle"}, Power(Supply.CYCLE)),
        ("switch", {"name": "SW2", "value": 11}, Turn("SW2", 11)),
        ("switch", {"name": "SW2", "value": "B"}, Turn("SW2", 11)),
        ("switch", {"name": "SW2", "value": "between"}, Turn("SW2", "between")),
        ("switch", {"name": "key", "value": True}, Turn("key", True)),
        ("switch", {"name": "key", "value": 0}, Turn("key", False)),
        ("switch", {"name": "emergency", "value": 1}, Turn("emergency", True)),
        ("switch", {"name": "emergency", "value": False}, Turn("emergency", False)),
        ("plug", {"vehicle": {"sleeps": True}}, Plug(vehicle=VehicleBuild(sleeps=True))),
        ("unplug", {"cable_stays": True}, Unplug(cable_stays=True)),
    ],
)
def test_an_action_is_understood(name: str, body: dict[str, object], action: SimAction) -> None:
    assert parse_action(name, body) == action


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_that_is_listed_is_understood(fault: str) -> None:
    assert parse_action("fault", {"name": fault, "active": True}) == Break(SimFault(fault), active=True)


@pytest.mark.parametrize(
    ("name", "body", "path"),
    [
        ("explode", {}, "action"),
        ("plug", {"colour": "red"}, "colour"),
        ("plug", {"evse": 0}, "evse"),
        ("plug", {"evse": 65}, "evse"),
        ("plug", {"evse": "1"}, "evse"),
        ("plug", {"evse": True}, "evse"),
        ("plug", {"evse": 1.0}, "evse"),
        ("plug", {"state": "A"}, "state"),
        ("plug", {"state": ["B"]}, "state"),
        ("plug", {"cable_a": 16}, "cable_a"),
        ("plug", {"cable_a": [13]}, "cable_a"),
        ("plug", {"vehicle": "car"}, "vehicle"),
        ("plug", {"vehicle": {"wheels": 4}}, "vehicle.wheels"),
        ("plug", {"vehicle": {"soc_pct": 101}}, "vehicle.soc_pct"),
        ("plug", {"vehicle": {"battery_kwh": 0}}, "vehicle.battery_kwh"),
        ("plug", {"vehicle": {"phases": 4}}, "vehicle.phases"),
        ("plug", {"vehicle": {"max_a": float("nan")}}, "vehicle.max_a"),
        ("plug", {"vehicle": {"max_a": 10**400}}, "vehicle.max_a"),
        ("plug", {"vehicle": {"iso15118": 1}}, "vehicle.iso15118"),
        ("swipe", {}, "token"),
        ("swipe", {"token": ""}, "token"),
        ("swipe", {"token": 12}, "token"),
        ("swipe", {"token": "x" * 256}, "token"),
        ("swipe", {"token": "A", "type": "Plastic"}, "type"),
        ("vehicle", {"draw_a": -1}, "draw_a"),
        ("vehicle", {"draw_a": float("inf")}, "draw_a"),
        ("pilot", {}, "volts"),
        ("pilot", {"volts": 14}, "volts"),
        ("pilot", {"state": "G"}, "state"),
        ("pilot", {"volts": 6, "state": "C"}, "state"),
        ("pilot", {"diode": True}, "diode"),
        ("proximity", {}, "ohms"),
        ("proximity", {"ohms": -1}, "ohms"),
        ("fault", {"name": "rust", "active": True}, "name"),
        ("fault", {"name": "rcd_trip"}, "active"),
        ("fault", {"name": "rcd_trip", "active": "yes"}, "active"),
        ("fault", {"active": True}, "name"),
        ("meter", {"energy_wh": "1"}, "energy_wh"),
        ("meter", {"voltage_v": 230}, "voltage_v"),
        ("meter", {"voltage_v": []}, "voltage_v"),
        ("meter", {"voltage_v": [230, "x"]}, "voltage_v[1]"),
        ("network", {}, "online"),
        ("power", {"action": "off"}, "action"),
        ("switch", {"name": "SW2", "value": 16}, "value"),
        ("switch", {"name": "SW2", "value": "G"}, "value"),
        ("switch", {"name": "SW2", "value": True}, "value"),
        ("switch", {"name": "key", "value": None}, "value"),
        ("switch", {"name": "key", "value": "on"}, "value"),
        ("switch", {"name": "key", "value": 2}, "value"),
        ("switch", {"name": "key", "value": float("inf")}, "value"),
        ("switch", {"name": "key", "value": 10**400}, "value"),
        ("switch", {"name": "key"}, "value"),
        ("switch", {"name": "emergency", "value": "pressed"}, "value"),
        ("switch", {"name": "emergency", "value": 2}, "value"),
        ("plug", {"vehicle": {"sleeps": 1}}, "vehicle.sleeps"),
        ("unplug", {"cable_stays": "yes"}, "cable_stays"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(name: str, body: dict[str, object], path: str) -> None:
    with pytest.raises(ActionError) as caught:
        parse_action(name, body)
    assert caught.value.path == path
    assert caught.value.text


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["B", "rcd_trip"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ("evse", "vehicle", "state", "token", "type", "draw_a", "volts", "diode", "name", "active", "value", "online")


@settings(suppress_health_check=[HealthCheck.too_slow])  # what is slow is a busy machine
@given(st.sampled_from(ACTIONS), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4))
def test_no_body_is_so_strange_that_it_breaks_the_parser(name: str, body: dict[str, object]) -> None:
    try:
        parsed: object = parse_action(name, body)
    except ActionError as error:
        parsed = error
    assert isinstance(parsed, SimAction | ActionError)
