from datetime import UTC, datetime

import pytest

from pilotwire.csms import BenchCsms

START = {"connectorId": 2, "idTag": "CARD", "meterStart": 1000, "timestamp": "2030-01-01T12:00:00Z"}
METERED = [{"timestamp": "2030-01-01T12:30:00Z", "sampledValue": [{"value": "2000"}]}]
STOP = {"idTag": "CARD", "meterStop": 3500, "timestamp": "2030-01-01T13:00:00.5Z"}


async def test_a_1_6_transaction_is_seen_from_start_to_stop(csms: BenchCsms, connect):
    station = await connect()
    number = (await station.ask("m1", "StartTransaction", START))[2]["transactionId"]
    [seen] = csms.transactions("CP1")
    assert (seen.id, seen.is_open, seen.energy_wh) == (str(number), True, None)
    await station.ask("m2", "MeterValues", {"connectorId": 2, "transactionId": number, "meterValue": METERED})
    await station.ask("m3", "StopTransaction", {**STOP, "transactionId": number, "reason": "EVDisconnected"})
    [seen] = csms.transactions("CP1")
    assert (seen.token, seen.evse, seen.reason, seen.seq_nos) == ("CARD", 2, "EVDisconnected", ())
    assert (seen.meter_start_wh, seen.meter_stop_wh, seen.energy_wh) == (1000, 3500, 2500)
    assert seen.started_at == datetime(2030, 1, 1, 12, tzinfo=UTC)
    assert seen.stopped_at == datetime(2030, 1, 1, 13, 0, 0, 500_000, tzinfo=UTC)
    assert [message.id for message in seen.messages] == ["m1", "m2", "m3"]
    assert csms.violations == []


async def test_a_stop_without_reason_is_local_and_one_without_start_is_seen_too(csms: BenchCsms, connect):
    station = await connect()
    await station.ask("m1", "StopTransaction", {**STOP, "transactionId": 77})
    [seen] = csms.transactions("CP1")
    assert (seen.id, seen.reason, seen.meter_start_wh, seen.energy_wh) == ("77", "Local", None, None)


async def test_a_start_nobody_answered_has_no_number_and_is_not_billed(csms: BenchCsms, connect):
    csms.change(silent_actions=frozenset({"StartTransaction"}))
    station = await connect()
    await station.say(2, "m1", "StartTransaction", START)
    await station.ask("m2", "Heartbeat", {})
    assert csms.transactions("CP1") == []


def event(kind: str, seq_no: int, readings: list | None = None, **more) -> dict:
    at = f"2030-01-01T1{seq_no}:00:00Z"
    meter = {"meterValue": [{"timestamp": at, "sampledValue": readings}]} if readings else {}
    return {
        "eventType": kind,
        "timestamp": at,
        "triggerReason": "CablePluggedIn",
        "seqNo": seq_no,
        "transactionInfo": {"transactionId": "tx-1", **more.pop("info", {})},
        **meter,
        **more,
    }


VOLTAGE = {"value": 230, "measurand": "Voltage", "context": "Transaction.Begin"}
PHASE = {"value": 1, "phase": "L1", "context": "Transaction.Begin"}
BEGIN = {"value": 1000, "context": "Transaction.Begin"}
END = {
    "value": 3.5001,
    "context": "Transaction.End",
    "measurand": "Energy.Active.Import.Register",
    "unitOfMeasure": {"unit": "kWh"},
}
TENS = {"value": 350.01, "context": "Transaction.End", "unitOfMeasure": {"unit": "Wh", "multiplier": 1}}


@pytest.mark.parametrize("end", [END, TENS], ids=["in kWh", "with a multiplier"])
async def test_a_2_0_1_transaction_is_seen_from_started_to_ended(csms: BenchCsms, connect, end):
    station = await connect("ocpp2.0.1")
    token = {"idToken": "CARD", "type": "Central"}
    await station.ask("m1", "TransactionEvent", event("Started", 0, [VOLTAGE, PHASE, BEGIN], evse={"id": 2}))
    await station.ask("m2", "TransactionEvent", event("Updated", 1, idToken=token))
    await station.ask("m3", "TransactionEvent", event("Ended", 2, [end], info={"stoppedReason": "EVDisconnected"}))
    [seen] = csms.transactions("CP1")
    assert (seen.id, seen.token, seen.evse, seen.reason) == ("tx-1", "CARD", 2, "EVDisconnected")
    assert (seen.meter_start_wh, seen.meter_stop_wh) == (1000, 3500.1)
    assert (seen.started_at, seen.stopped_at) == (
        datetime(2030, 1, 1, 10, tzinfo=UTC),
        datetime(2030, 1, 1, 12, tzinfo=UTC),
    )
    assert (seen.seq_nos, len(seen.messages)) == ((0, 1, 2), 3)
    assert csms.violations == []


async def test_nonsense_in_a_transaction_breaks_no_receipt(csms: BenchCsms, connect):
    station = await connect("ocpp2.0.1")
    nonsense = [
        {},
        {"transactionInfo": 1, "timestamp": 2, "meterValue": 3, "seqNo": None, "eventType": "Started"},
        {"transactionInfo": {}, "eventType": "Ended", "meterValue": [{"sampledValue": [{"value": "x"}]}, 4]},
    ]
    for number, payload in enumerate(nonsense):
        await station.ask(f"m{number}", "TransactionEvent", payload)
    assert len(csms.transactions("CP1")) == 1
    assert len(csms.violations) >= 3
