"""A message in a few words."""

import json

import pytest

from pilotwire.csms import Direction, Frame, Message, MessageKind
from pilotwire.demo.feed import ENTRIES, Feed, Tone
from pilotwire.demo.words import words


def said(action, payload, kind=MessageKind.CALL, direction=Direction.FROM_STATION):
    """A message as the bench tells it."""
    return Message(kind, "1", action, payload, Frame(direction, json.dumps(payload), 0.0, 1))


SAMPLES = [
    {"value": "840.20"},
    {"value": "11008.4", "measurand": "Power.Active.Import"},
    {"value": "16.0", "measurand": "Current.Import", "phase": "L1"},
    {"value": "15.9", "measurand": "Current.Import", "phase": "L2"},
    {"value": "230", "measurand": "Voltage"},
]


@pytest.mark.parametrize(
    ("action", "payload", "text"),
    [
        ("Authorize", {"idTag": "04AB"}, "04AB"),
        ("Authorize", {"idToken": {"idToken": "04AB", "type": "ISO14443"}}, "04AB"),
        ("StatusNotification", {"connectorId": 1, "status": "Charging", "errorCode": "NoError"},
         "connector 1, Charging"),
        ("StatusNotification", {"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure"},
         "connector 1, Faulted, GroundFailure"),
        ("StartTransaction", {"connectorId": 1, "idTag": "04AB", "meterStart": 7}, "04AB, 7 Wh"),
        ("StopTransaction", {"transactionId": 1, "meterStop": 1600, "reason": "Local"}, "1600 Wh, Local"),
        (
            "StopTransaction",
            {"meterStop": 1600, "reason": "Local", "transactionData": [{"sampledValue": [{"value": "0"}]}]},
            "1600 Wh, Local",
        ),
        ("MeterValues", {"meterValue": [{"timestamp": "x", "sampledValue": SAMPLES}]}, "840.2 Wh 11008.4 W 16 A"),
        ("TransactionEvent",
         {"eventType": "Updated", "triggerReason": "MeterValuePeriodic",
          "transactionInfo": {"chargingState": "Charging"},
          "meterValue": [{"sampledValue": [{"value": 2.5}]}]}, "Updated, MeterValuePeriodic, Charging, 2.5 Wh"),
        ("Heartbeat", {}, ""),
        ("SomethingNew", {"a": 1}, ""),
    ],
)  # fmt: skip
def test_a_request_in_a_few_words(action, payload, text):
    assert words(said(action, payload)) == text


@pytest.mark.parametrize(
    ("action", "payload", "text"),
    [
        ("Authorize", {"idTagInfo": {"status": "Accepted"}}, "Accepted"),
        ("StartTransaction", {"transactionId": 3, "idTagInfo": {"status": "Accepted"}}, "no. 3, Accepted"),
        ("TransactionEvent", {"idTokenInfo": {"status": "Accepted"}}, "Accepted"),
        ("Heartbeat", {"currentTime": "2026-01-02T03:04:05.000Z"}, "03:04:05"),
        ("MeterValues", {}, ""),
    ],
)
def test_an_answer_in_a_few_words(action, payload, text):
    assert words(said(action, payload, MessageKind.RESULT, Direction.TO_STATION)) == text


def test_an_error_says_its_code():
    payload = {"errorCode": "NotSupported", "errorDescription": "no such thing", "errorDetails": {}}
    assert words(said("Reset", payload, MessageKind.ERROR)) == "NotSupported no such thing"


def test_a_value_that_is_no_number_is_shown_as_it_is():
    payload = {"meterValue": [{"sampledValue": [{"value": "signed"}]}]}
    assert words(said("MeterValues", payload)) == "signed Wh"


def test_the_feed_counts_all_and_keeps_the_newest():
    feed = Feed()
    for number in range(20):
        way = Direction.FROM_STATION if number % 2 else Direction.TO_STATION
        kind = MessageKind.CALL if number % 2 else MessageKind.RESULT
        feed.message(said(f"Action{number}", {}, kind, way), float(number))
    assert (feed.sent, feed.received) == (10, 10)
    assert [entry.at_s for entry in feed.entries()] == [float(number) for number in range(20 - ENTRIES, 20)]
    assert feed.entries()[-1].arrow == "→"
    assert feed.entries()[-2].tone is Tone.ANSWER
