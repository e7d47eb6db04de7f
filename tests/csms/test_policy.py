import asyncio

import pytest

from pilotwire.csms import BenchCsms, DataTransferStatus, TokenVerdict, schema
from pilotwire.csms.answers import answers
from pilotwire.csms.policy import Policy, Protocol

AT = "2030-01-01T12:00:00Z"
EVENT = {"eventType": "Updated", "timestamp": AT, "triggerReason": "Authorized", "seqNo": 1}
TOKEN = {"idToken": "04E1FF", "type": "ISO14443"}

CALLS_16 = {
    "Authorize": {"idTag": "04E1FF"},
    "BootNotification": {"chargePointVendor": "acme", "chargePointModel": "one"},
    "DataTransfer": {"vendorId": "acme"},
    "DiagnosticsStatusNotification": {"status": "Idle"},
    "FirmwareStatusNotification": {"status": "Idle"},
    "Heartbeat": {},
    "LogStatusNotification": {"status": "Idle"},
    "MeterValues": {"connectorId": 1, "meterValue": [{"timestamp": AT, "sampledValue": [{"value": "1"}]}]},
    "SecurityEventNotification": {"type": "StartupOfTheDevice", "timestamp": AT},
    "SignCertificate": {"csr": "x"},
    "SignedFirmwareStatusNotification": {"status": "Idle"},
    "StartTransaction": {"connectorId": 1, "idTag": "04E1FF", "meterStart": 0, "timestamp": AT},
    "StatusNotification": {"connectorId": 1, "errorCode": "NoError", "status": "Available"},
    "StopTransaction": {"transactionId": 1, "idTag": "04E1FF", "meterStop": 0, "timestamp": AT},
}
CALLS_201 = {
    "Authorize": {"idToken": TOKEN},
    "BootNotification": {"reason": "PowerUp", "chargingStation": {"model": "one", "vendorName": "acme"}},
    "DataTransfer": {"vendorId": "acme"},
    "Heartbeat": {},
    "MeterValues": {"evseId": 1, "meterValue": [{"timestamp": AT, "sampledValue": [{"value": 1}]}]},
    "NotifyReport": {"requestId": 1, "generatedAt": AT, "seqNo": 0},
    "StatusNotification": {"timestamp": AT, "connectorStatus": "Available", "evseId": 1, "connectorId": 1},
    "TransactionEvent": {**EVENT, "transactionInfo": {"transactionId": "t"}, "idToken": TOKEN},
}


@pytest.mark.parametrize(("protocol", "calls"), [("ocpp1.6", CALLS_16), ("ocpp2.0.1", CALLS_201)])
async def test_every_call_gets_an_answer_that_the_schema_allows(csms: BenchCsms, connect, protocol, calls):
    csms.change(parents={"04E1FF": "family"})
    station = await connect(protocol)
    for action, payload in calls.items():
        kind, _, answer = await station.ask(action, action, payload)
        assert (kind, schema.answer_faults(Protocol(protocol), action, answer)) == (3, []), action
    assert csms.violations == []


def test_all_requests_a_1_6_station_has_are_answered():
    assert set(answers(Protocol.V16, BenchCsms())) == set(CALLS_16)


def test_all_25_requests_a_2_0_1_station_has_are_answered():
    known = answers(Protocol.V201, BenchCsms())
    assert len(known) == 25
    assert all(schema.is_known(Protocol.V201, action) for action in known)


async def test_tokens_get_the_verdict_and_parent_of_the_policy_in_1_6(csms: BenchCsms, connect):
    csms.change(tokens={"B": TokenVerdict.BLOCKED, "U": TokenVerdict.UNKNOWN}, parents={"A": "P"})
    station = await connect()
    told = [(await station.ask(tag, "Authorize", {"idTag": tag}))[2]["idTagInfo"] for tag in "ABU"]
    assert told == [{"status": "Accepted", "parentIdTag": "P"}, {"status": "Blocked"}, {"status": "Invalid"}]


async def test_tokens_get_the_verdict_and_group_of_the_policy_in_2_0_1(csms: BenchCsms, connect):
    csms.change(default_verdict=TokenVerdict.UNKNOWN, tokens={"A": TokenVerdict.ACCEPTED}, parents={"A": "P"})
    station = await connect("ocpp2.0.1")
    first = await station.ask("m1", "Authorize", {"idToken": {"idToken": "A", "type": "Central"}})
    second = await station.ask("m2", "Authorize", {"idToken": {"idToken": "B", "type": "Central"}})
    group = {"idToken": "P", "type": "Central"}
    assert first[2] == {"idTokenInfo": {"status": "Accepted", "groupIdToken": group}}
    assert second[2] == {"idTokenInfo": {"status": "Unknown"}}


async def test_each_1_6_transaction_gets_a_higher_number(csms: BenchCsms, connect):
    station = await connect()
    start = CALLS_16["StartTransaction"]
    numbers = [(await station.ask(f"m{n}", "StartTransaction", start))[2]["transactionId"] for n in range(3)]
    assert numbers == sorted(set(numbers))


async def test_a_2_0_1_event_without_token_gets_no_verdict(csms: BenchCsms, connect):
    station = await connect("ocpp2.0.1")
    event = {**EVENT, "transactionInfo": {"transactionId": "t"}}
    assert await station.ask("m1", "TransactionEvent", event) == [3, "m1", {}]


async def test_a_silent_action_is_heard_and_never_answered(csms: BenchCsms, connect):
    csms.change(silent_actions=frozenset({"Authorize"}))
    station = await connect()
    await station.say(2, "m1", "Authorize", {"idTag": "A"})
    assert (await station.ask("m2", "Heartbeat", {}))[1] == "m2"
    assert len(csms.received("Authorize")) == 1


async def test_an_action_can_be_answered_with_a_callerror(csms: BenchCsms, connect):
    csms.change(error_actions={"DataTransfer": "InternalError"})
    station = await connect()
    assert (await station.ask("m1", "DataTransfer", {"vendorId": "x"}))[:3] == [4, "m1", "InternalError"]


async def test_an_answer_can_be_replaced_whole(csms: BenchCsms, connect):
    quirk = {"transactionId": 0, "idTagInfo": {"status": "Invalid"}}
    csms.change(answers={"StartTransaction": quirk}, data_transfer=DataTransferStatus.UNKNOWN_VENDOR_ID)
    station = await connect()
    assert (await station.ask("m1", "StartTransaction", CALLS_16["StartTransaction"]))[2] == quirk
    assert (await station.ask("m2", "DataTransfer", {"vendorId": "x"}))[2] == {"status": "UnknownVendorId"}


async def test_a_delayed_answer_does_not_keep_the_bench_from_hearing(csms: BenchCsms, connect):
    csms.change(answer_delay_s=3600.0)
    station = await connect()
    await station.say(2, "m1", "Heartbeat", {})
    asking = asyncio.create_task(csms.call("CP1", "ClearCache"))
    await station.say(3, (await station.hear())[1], {"status": "Accepted"})
    assert (await asking).status == "Accepted"


def test_a_policy_is_a_value():
    assert Policy() == Policy()
