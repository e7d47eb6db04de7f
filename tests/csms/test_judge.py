import json

import pytest

from pilotwire.csms import Protocol, ViolationKind
from pilotwire.csms.record import Arrival, Record

HEARD_AT = "2030-01-01T12:00:00"


def record_of(protocol: Protocol) -> Record:
    return Record("CP1", arrivals=[Arrival(1, protocol, "/ocpp/CP1", None, 0.0)])


@pytest.fixture(params=list(Protocol))
def record(request) -> Record:
    return record_of(request.param)


@pytest.fixture
def record16() -> Record:
    return record_of(Protocol.V16)


def hear(record: Record, *parts) -> None:
    record.hear(json.dumps(parts), connection=1)


def say(record: Record, *parts) -> None:
    record.say(json.dumps(parts), connection=1)


def kinds(record: Record) -> list[ViolationKind]:
    return [violation.kind for violation in record.violations]


def status(timestamp: str) -> dict:
    return {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": timestamp}


def test_a_field_the_schema_does_not_know_is_a_violation_with_its_path(record16):
    hear(record16, 2, "m1", "StatusNotification", {**status(HEARD_AT + "Z"), "status": "Asleep"})
    assert kinds(record16) == [ViolationKind.SCHEMA]
    assert record16.violations[0].reason.startswith("StatusNotification/status: ")
    assert record16.violations[0].frame is record16.frames[0]


def test_a_missing_field_is_a_violation(record):
    hear(record, 2, "m1", "BootNotification", {})
    assert set(kinds(record)) == {ViolationKind.SCHEMA}


def test_three_fraction_digits_pass_and_six_are_flagged(record16):
    hear(record16, 2, "m1", "StatusNotification", status(HEARD_AT + ".123Z"))
    assert kinds(record16) == []
    hear(record16, 2, "m2", "StatusNotification", status(HEARD_AT + ".123456Z"))
    assert kinds(record16) == [ViolationKind.TIMESTAMP]
    assert "StatusNotification/timestamp" in record16.violations[0].reason


def test_an_id_used_twice_is_flagged_on_any_connection(record):
    hear(record, 2, "m1", "Heartbeat", {})
    say(record, 3, "m1", {"currentTime": HEARD_AT + "Z"})
    record.hear('[2,"m1","Heartbeat",{}]', connection=2)
    assert kinds(record) == [ViolationKind.DUPLICATE_ID]


@pytest.mark.parametrize(("protocol", "flagged"), [(Protocol.V16, True), (Protocol.V201, False)])
def test_only_2_0_1_lets_an_unanswered_message_come_again_under_its_id(protocol, flagged):
    record = record_of(protocol)
    hear(record, 2, "m1", "Heartbeat", {})
    hear(record, 2, "m1", "Heartbeat", {})
    assert (kinds(record) == [ViolationKind.DUPLICATE_ID]) is flagged


def test_an_id_of_36_characters_passes_and_of_37_does_not(record):
    hear(record, 2, "x" * 36, "Heartbeat", {})
    assert kinds(record) == []
    hear(record, 2, "x" * 37, "Heartbeat", {})
    assert kinds(record) == [ViolationKind.LONG_ID]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '[2,"m1"]',
        '[2,1,"Heartbeat",{}]',
        '[2,"m1","Heartbeat",null]',
        '[2,"m1",{},{}]',
        '[9,"m1",{}]',
        '[true,"m1",{}]',
        '[2,"m1","Heartbeat",{"a":NaN}]',
        "[" * 100_000,
    ],
)
def test_a_frame_that_is_no_message_is_malformed_and_harms_nothing(record, text):
    assert record.hear(text, connection=1) is None
    assert kinds(record) == [ViolationKind.MALFORMED]


def test_a_binary_frame_is_flagged_but_understood(record):
    assert record.hear('[2,"m1","Heartbeat",{}]', connection=1, is_binary=True) is not None
    assert kinds(record) == [ViolationKind.BINARY]


def test_an_action_of_the_other_version_is_unknown():
    record = record_of(Protocol.V201)
    hear(record, 2, "m1", "StartTransaction", {})
    assert kinds(record) == [ViolationKind.UNKNOWN_ACTION]


def test_the_answer_to_our_request_is_judged_by_its_schema(record):
    say(record, 2, "b1", "Reset", {"type": "Hard"})
    hear(record, 3, "b1", {"status": "Perhaps"})
    assert kinds(record) == [ViolationKind.SCHEMA]
    assert record.messages[-1].action == "Reset"


def test_an_answer_nobody_asked_for_and_a_second_answer_are_flagged(record):
    hear(record, 3, "b1", {})
    say(record, 2, "b1", "Reset", {"type": "Hard"})
    hear(record, 3, "b1", {"status": "Accepted"})
    hear(record, 3, "b1", {"status": "Accepted"})
    assert kinds(record) == [ViolationKind.UNASKED_ANSWER] * 2


def test_an_error_code_ocpp_does_not_have_is_flagged(record):
    for message_id, code in (("b1", "NotSupported"), ("b2", "DogAteIt")):
        say(record, 2, message_id, "Reset", {"type": "Hard"})
        hear(record, 4, message_id, code, "", {})
    assert kinds(record) == [ViolationKind.ERROR_CODE]


def test_every_multiple_of_a_tenth_is_a_valid_limit(record16):
    for tenths in range(0, 2000, 7):
        say(record16, 2, f"b{tenths}", "GetCompositeSchedule", {"connectorId": 1, "duration": 60})
        period = {"startPeriod": 0, "limit": tenths / 10}
        schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
        hear(record16, 3, f"b{tenths}", {"status": "Accepted", "chargingSchedule": schedule})
    assert kinds(record16) == []


def test_a_bench_that_does_not_judge_keeps_everything_and_blames_nothing():
    record = Record("CP1", is_judging=False, arrivals=[Arrival(1, Protocol.V16, "/", None, 0.0)])
    hear(record, 2, "m1", "BootNotification", {})
    assert (kinds(record), len(record.messages)) == ([], 1)
