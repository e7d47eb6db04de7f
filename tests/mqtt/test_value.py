"""Checks of payloads: what is a value, and what is said about everything else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pilotwire.mqtt.awaited import NOTIFICATION, PAYMENT, PROCESSING, SCHEDULE, SERVICE
from pilotwire.mqtt.topic import TopicError
from pilotwire.mqtt.value import (
    PhysicalValue,
    flag,
    integer,
    integer_or,
    json_object,
    json_of,
    one_of,
    physical_value,
    text_of,
    word,
)


def wire(value):
    return json.dumps(value).encode()


@pytest.mark.req("CCC-API-013")
@pytest.mark.parametrize(
    ("fields", "found", "number"),
    [
        ({"Multiplier": 0, "Value": 32}, PhysicalValue(32, 0), 32.0),
        ({"Multiplier": -1, "Value": 202}, PhysicalValue(202, -1), 20.2),
        ({"Multiplier": 3, "Value": 22, "Unit": 5}, PhysicalValue(22, 3, 5), 22000.0),
        ({"Multiplier": -3, "Value": -32768, "Unit": 0}, PhysicalValue(-32768, -3, 0), -32.768),
        ({"Multiplier": 0, "Value": 32767, "Unit": 6}, PhysicalValue(32767, 0, 6), 32767.0),
    ],
)
def test_a_physical_value_is_a_short_times_a_power_of_ten(fields, found, number):
    value = physical_value()(wire(fields))
    assert value == found
    assert value.number == pytest.approx(number)


@pytest.mark.req("CCC-API-013", "CCC-API-003")
@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"Multiplier": 4, "Value": 1}, "Multiplier: not a whole number from -3 to 3"),
        ({"Multiplier": -4, "Value": 1}, "Multiplier"),
        ({"Multiplier": 0, "Value": 32768}, "Value: not a whole number from -32768 to 32767"),
        ({"Multiplier": 0, "Value": -32769}, "Value"),
        ({"Multiplier": 0, "Value": 1, "Unit": 7}, "Unit: not a whole number from 0 to 6"),
        ({"Multiplier": 0, "Value": 1.5}, "Value: not a whole number"),
        ({"Multiplier": True, "Value": 1}, "Multiplier: not a whole number"),
        ({"Multiplier": 0}, "Value: is missing"),
        ({"Value": 0}, "Multiplier: is missing"),
        ({"Multiplier": 0, "Value": 1, "Watt": 1}, "'Watt': no such field"),
        ([0, 1], "not a JSON object"),
        ("32", "not a JSON object"),
    ],
)
def test_anything_else_is_no_physical_value(fields, complaint):
    with pytest.raises(TopicError, match=complaint):
        physical_value()(wire(fields))


@pytest.mark.req("CCC-API-013")
def test_current_and_voltage_have_no_unit():
    check = physical_value(has_unit=False)
    assert check(wire({"Multiplier": 0, "Value": 230})) == PhysicalValue(230, 0)
    with pytest.raises(TopicError, match="'Unit': no such field"):
        check(wire({"Multiplier": 0, "Value": 230, "Unit": 4}))


@pytest.mark.req("CCC-API-003")
@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (flag, {b"0": False, b"1": True, b"1\n": True}, [b"", b"2", b"true", b'"1"', b"01", b"\xff"]),
        (integer(10, 300), {b"10": 10, b"300": 300}, [b"", b"9", b"301", b"10.0", b"1e2", "\u0661\u0660".encode()]),
        (integer(-5, 5), {b"-5": -5, b"0": 0}, [b"-6", b"--5", b"+5", b"-"]),
        (integer_or(1), {b"": 1, b"-7": 1, b"0": 1, b"3": 3}, [b"x", b"1.0", b"9" * 40]),
        (one_of(PROCESSING), {b"0": 0, b"Finished": 0, b"1": 1, b"Ongoing": 1}, [b"2", b"finished", b""]),
        (one_of(NOTIFICATION), {b"1": 1, b"StopCharging": 1, b"2": 2, b"3": 2}, [b"4", b""]),
        (word, {b"DE*INT*ECH1234567890": "DE*INT*ECH1234567890"}, [b"", b" ", b"a\x00b", b"x" * 256]),
    ],
)
def test_a_simple_type_is_a_number_or_word_as_text(check, good, bad):
    assert {payload: check(payload) for payload in good} == good
    for payload in bad:
        with pytest.raises(TopicError):
            check(payload)


@pytest.mark.req("CCC-API-003")
@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (json_object({"a": int}, {"b": str}), {"a": 1, "b": "x"}, {"a": 1, "b": 2}),
        (PAYMENT, {"PaymentOption0": 1}, {"PaymentOption0": "1"}),
        (SERVICE, {"ServiceID": 1, "FreeService": True}, {"FreeService": 1}),
        (SCHEDULE, {"SAScheduleTupled": 1, "Start": [0], "Duration": 60, "PMax": [11], "PMaxMultiplier": [3]}, {}),
        (
            SCHEDULE,
            {"SAScheduleTupleID": 1, "Start": [0, 60], "Duration": 60, "PMax": [11], "PMaxMultiplier": [3]},
            {"Start": [0.5], "Duration": 60, "PMax": [11], "PMaxMultiplier": [3]},
        ),
    ],
)
def test_a_complex_type_is_a_json_object_with_its_fields(check, good, bad):
    assert check(wire(good)) == good
    with pytest.raises(TopicError):
        check(wire(bad))


@pytest.mark.parametrize("payload", [b"", b"{", b"NaN", b"[" * 60000, b"\xff", b"1" * 70000])
def test_what_is_no_json_is_refused_in_one_line(payload):
    with pytest.raises(TopicError) as refused:
        json_of(payload)
    assert len(str(refused.value)) < 200
    assert "\n" not in str(refused.value)


CALL = [2, "4711", "DataTransfer", {"vendorId": "acme", "messageId": "x", "data": "y"}]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_is_a_text_and_nothing_else(text):
    assert text_of(text.encode()) == text.strip(" \t\r\n")
