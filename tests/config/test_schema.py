"""The JSON Schemas for editors say what the reader says, judged by another reader of schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pilotwire.config.customer import read_customer
from pilotwire.config.entry import Entry
from pilotwire.config.error import ConfigErrors
from pilotwire.config.factory import factory_text
from pilotwire.config.jsonc import parse
from pilotwire.config.rotary import read_rotary
from pilotwire.config.schema import customer_schema, rotary_schema
from pilotwire.config.table import ENTRIES, VARIABLES
from pilotwire.core.variable import Value, Variable
from pilotwire.personality.load import available, load

SCHEMA = customer_schema(VARIABLES)
CUSTOMER, ROTARY = jsonschema_rs.validator_for(SCHEMA), jsonschema_rs.validator_for(rotary_schema())
# what no schema can say: whether an address is one, and settings that contradict each other
NOT_FOR_SCHEMAS = ("is not an", "must be an address", "must be 'off'", "must be 'embedded'", "needs", "must be less")
OTHER_WORDS = ("is not the beginning of a MAC", "is not an IPv4", "is not an address", "cannot be together")
WORDS = ("no", "nc", "DZG", "active_low", "free", "Voltage", "ws://a", "mqtt://a", "1.1.1.1/8", "off", "a@b")
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-2, 90000)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=30)
    | st.sampled_from(WORDS)
)


def nested(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4) | st.just("uri"), inner, max_size=3)


JSON: st.SearchStrategy[Any] = st.recursive(LEAVES, nested, max_leaves=4)


def built(path: str, value: Any) -> Any:
    """A file with *value* at a path of the table."""
    for step in reversed(path.replace("[]", "/[]").split("/")):
        value = [value] if step == "[]" else {"MyCar" if step == "*" else step: value}
    return value


def judged(file: Any) -> list[str]:
    """What the reader says against *file*, errors and warnings."""
    try:
        return [warning.text for warning in read_customer(json.dumps(file)).warnings]
    except ConfigErrors as errors:
        return [error.text for error in errors.errors]


def likely(variable: Variable[Value]) -> st.SearchStrategy[Any]:
    """Values near what *variable* allows."""
    bounds = [int(bound) + step for ends in variable.allowed for bound in ends for step in (-1, 0, 1)]
    words = st.sampled_from([*variable.choices, "other"])
    return st.sampled_from([*bounds, None]) | words | st.lists(words, max_size=3)


def is_for_people(text: str) -> bool:
    """Whether no schema can say it."""
    return text.startswith(NOT_FOR_SCHEMAS) or any(words in text for words in OTHER_WORDS)


@settings(max_examples=1000)
@given(st.data(), st.sampled_from(ENTRIES))
def test_a_value_is_valid_exactly_when_the_reader_has_nothing_against_it(data: st.DataObject, entry: Entry) -> None:
    file = built(entry.path, data.draw(JSON | likely(entry.variable)))
    said = judged(file)
    if CUSTOMER.is_valid(file):
        assert all(
            text.startswith(NOT_FOR_SCHEMAS) or "not an" in text or "is not the beginning" in text for text in said
        )
    else:
        assert said


@given(
    st.recursive(
        JSON, lambda inner: st.dictionaries(st.sampled_from(["ports", "ocpp", "rfid", "x"]), inner), max_leaves=3
    )
)
def test_a_file_of_another_form_is_as_wrong_for_the_schema_as_for_the_reader(file: Any) -> None:
    assume(not isinstance(file, dict) or "$schema" not in file)
    assert CUSTOMER.is_valid(file) is not bool(judged(file))


@pytest.mark.parametrize("name", available())
def test_the_factory_default_of_every_personality_is_valid(name: str) -> None:
    personality = load(name)
    variables = personality.changed(VARIABLES)
    file = parse(factory_text(variables, personality.shipped)).root.value  # type: ignore[arg-type]
    jsonschema_rs.validate(customer_schema(variables), file)


@pytest.mark.parametrize(
    ("file", "is_valid"),
    [
        ({"$schema": "customer.schema.json"}, True),
        ({"ports": [{"rfid": {"protocol": "STRONGLINK", "baudrate": None, "address": 247}}]}, True),
        ({"ports": [{"rfid": {"remote_ports": [{}, {}, {"uri": "mqtt://a"}, 5]}}]}, True),
        ({"ports": [{"rzd_monitor": {"gpio": 5}}]}, False),
        ({"ports": [{"evse_id": "DE*INT* ECH 1234567890"}]}, True),
        ({"ports": [{"evse_id": "1" * 38}]}, False),
        ({"ports": []}, False),
        ({"ports": [{}] * 33}, False),
        ({"ocpp": {"chargePointVendor": "v" * 21}}, False),
        ({"ocpp": {"uri": ""}}, True),
        ({"ocpp": {"uri": "WS://a"}}, False),
        ({"ocpp": {"csDataTransfers": [{"messageId": "x"}]}}, False),
        ({"ocpp": {"ConnectionTimeOut": 60.0}}, True),
        ({"network": {"ipv4": {"dns": "1.1.1.1", "gateway": ["1.1.1.1"]}}}, True),
        ({"fake_highlevel_dc_vendors": {"MyCar": {"switch_method": 4}}}, True),
        ({"fake_highlevel_dc_vendors": {"MyCar": {"switch_method": 5}}}, False),
    ],
)
def test_what_an_editor_underlines(file: Any, is_valid: bool) -> None:
    assert CUSTOMER.is_valid(file) is is_valid
    assert bool(judged(file)) is not is_valid


def test_each_path_says_what_it_is_for() -> None:
    timeout = SCHEMA["properties"]["ocpp"]["properties"]["ConnectionTimeOut"]
    assert timeout["description"].startswith("seconds in which the vehicle must be plugged in")
    assert timeout["default"] == 60
    assert (timeout["type"], timeout["anyOf"]) == ("integer", [{"const": 0}, {"minimum": 1, "maximum": 86400}])


def test_a_personality_has_its_own_ranges_and_defaults() -> None:
    schema = customer_schema(load("chargebyte_charge_control_c").changed(VARIABLES))
    interval = schema["properties"]["ocpp"]["properties"]["MeterValueSampleInterval"]
    assert (interval["default"], interval["anyOf"]) == (30, [{"const": 0}, {"minimum": 10, "maximum": 86400}])


ROTARY_NAMES = st.sampled_from(["rotary_switch_1", "phase_count", "current_limit", "x", "$schema"])
ROTARY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from([0, 1, 2, 3, 3.0, 3.5, 10000, 10001, None, True, "3"]),
    lambda inner: st.lists(inner, max_size=18) | st.dictionaries(ROTARY_NAMES, inner, max_size=3),
    max_leaves=25,
)


@given(ROTARY_JSON | st.builds(lambda items: {"rotary_switch_1": items}, st.lists(ROTARY_JSON, max_size=17)))
def test_a_rotaryencd_json_is_valid_exactly_when_it_is_read(file: Any) -> None:
    try:
        read_rotary(json.dumps(file))
        is_read = True
    except ConfigErrors:
        is_read = False
    assert ROTARY.is_valid(file) is is_read


def test_the_schemas_in_the_documentation_are_those_of_the_tables() -> None:
    folder = Path(__file__).parents[2] / "docs" / "reference" / "schema"
    assert json.loads((folder / "customer.schema.json").read_text("utf-8")) == SCHEMA
    assert json.loads((folder / "rotaryencd.schema.json").read_text("utf-8")) == rotary_schema()
