"""Every request a central system may send, over a real socket, in both versions; the bench judges every frame."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from tests.real.living import CARD, IDENTITY, Living, living

from pilotwire.core.csms import Registration
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.csms import Answer, BenchCsms, Policy
from pilotwire.csms.policy import BootStatus
from pilotwire.hardware.sim.action import Plug, Unplug

SOCKET = "EVSE.HasSocket=true"


@pytest.fixture
async def csms() -> AsyncIterator[BenchCsms]:
    async with BenchCsms(policy=Policy(boot_interval_s=300)) as bench:
        yield bench
        assert bench.violations == []


async def ask(csms: BenchCsms, action: str, **payload: Any) -> Answer:
    return await csms.call(IDENTITY, action, payload)


async def status(csms: BenchCsms, action: str, **payload: Any) -> str:
    return str((await ask(csms, action, **payload)).status)


async def charging(station: Living) -> None:
    await station.until(lambda now: charging_of(now.ports[0]) is Charging.CHARGING)


async def empty(station: Living) -> None:
    station.app.bench.do(Unplug(1))
    await station.until(lambda now: charging_of(now.ports[0]) is Charging.EMPTY and not now.transactions)


def reason16(csms: BenchCsms) -> str:
    return str(csms.received("StopTransaction", IDENTITY)[-1].payload["reason"])


def last_event(csms: BenchCsms) -> dict[str, Any]:
    return csms.received("TransactionEvent", IDENTITY)[-1].payload


async def test_1_6_remote_start_and_stop(csms: BenchCsms, tmp_path: Path) -> None:
    async with living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert await status(csms, "RemoteStartTransaction", idTag=CARD, connectorId=7) == "Rejected"
        assert await status(csms, "RemoteStartTransaction", idTag=CARD, connectorId=1) == "Accepted"
        station.app.bench.do(Plug(1))
        await charging(station)
        started = await csms.wait_for(IDENTITY, "StartTransaction")
        assert (started.payload["idTag"], started.payload["connectorId"]) == (CARD, 1)
        assert await status(csms, "RemoteStopTransaction", transactionId=4711) == "Rejected"
        [running] = csms.transactions(IDENTITY)
        assert await status(csms, "RemoteStopTransaction", transactionId=int(running.id)) == "Accepted"
        await csms.wait_for(IDENTITY, "StopTransaction")
        assert reason16(csms) == "Remote"


async def test_1_6_unlock_stops_first_and_then_gives_the_plug_back(csms: BenchCsms, tmp_path: Path) -> None:
    async with living(tmp_path, csms.url, "1.6", SOCKET) as station:
        await station.online()
        await station.charge()
        assert await status(csms, "UnlockConnector", connectorId=1) == "Unlocked"
        await csms.wait_for(IDENTITY, "StopTransaction")
        assert reason16(csms) == "UnlockCommand"
        assert await status(csms, "UnlockConnector", connectorId=9) == "NotSupported"


@pytest.mark.parametrize(("kind", "reason"), [("Soft", "SoftReset"), ("Hard", "HardReset")])
async def test_1_6_both_resets_end_the_transaction_and_boot_anew(
    csms: BenchCsms, tmp_path: Path, kind: str, reason: str
) -> None:
    async with living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        await station.charge()
        boot, mark = station.app.station.boot, len(csms.messages(IDENTITY))
        assert await status(csms, "Reset", type=kind) == "Accepted"
        await csms.wait_for(IDENTITY, "BootNotification", after=mark)
        await csms.wait_for(IDENTITY, "StopTransaction")
        assert reason16(csms) == reason
        assert station.app.station.boot != boot


async def test_1_6_configuration_is_read_written_and_refused(csms: BenchCsms, tmp_path: Path) -> None:
    async with living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        changed = ("ChangeConfiguration", "ClockAlignedDataInterval")
        assert await status(csms, changed[0], key=changed[1], value="17") == "Accepted"
        assert await status(csms, changed[0], key=changed[1], value="soon") == "Rejected"
        assert await status(csms, changed[0], key="NumberOfConnectors", value="3") == "Rejected"
        assert await status(csms, changed[0], key="Nonsense", value="1") == "NotSupported"
        answer = await ask(csms, "GetConfiguration", key=[changed[1], "Nonsense"])
        assert answer.payload["configurationKey"] == [{"key": changed[1], "readonly": False, "value": "17"}]
        assert answer.payload["unknownKey"] == ["Nonsense"]
        assert len((await ask(csms, "GetConfiguration")).payload["configurationKey"]) > 20
        assert '"ClockAlignedDataInterval": 17' in (tmp_path / "config" / "customer.json").read_text()


async def test_1_6_availability_is_scheduled_while_somebody_charges(csms: BenchCsms, tmp_path: Path) -> None:
    async with living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        await station.charge()
        assert await status(csms, "ChangeAvailability", connectorId=1, type="Inoperative") == "Scheduled"
        await station.stop_out_of_service()
        told = await csms.wait_for(IDENTITY, "StatusNotification", lambda each: each.payload["status"] == "Unavailable")
        assert told.payload["connectorId"] == 1
        assert await status(csms, "ChangeAvailability", connectorId=0, type="Operative") == "Accepted"
        await station.until(lambda now: charging_of(now.ports[0]) is Charging.EMPTY)


async def test_1_6_the_rest_of_the_requests(csms: BenchCsms, tmp_path: Path) -> None:
    async with living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        assert await status(csms, "ClearCache") == "Accepted"
        assert await status(csms, "DataTransfer", vendorId="nobody") == "UnknownVendorId"
        for message in ("Heartbeat", "MeterValues", "StatusNotification", "BootNotification"):
            mark = len(csms.messages(IDENTITY))
            assert await status(csms, "TriggerMessage", requestedMessage=message) == "Accepted"
            await csms.wait_for(IDENTITY, message, after=mark)
        assert (await ask(csms, "Fly")).error_code == "NotImplemented"
        assert (await ask(csms, "Reset", type="Gentle")).error_code == "PropertyConstraintViolation"
        assert (await ask(csms, "Reset", type=1)).error_code == "TypeConstraintViolation"
        assert (await ask(csms, "Reset")).error_code == "OccurenceConstraintViolation"
        assert (await ask(csms, "Reset", type="Soft", hard=True)).error_code == "FormationViolation"
        await station.online()


async def test_1_6_a_list_of_ten_thousand_a_reservation_and_a_start_that_uses_both(
    csms: BenchCsms, tmp_path: Path
) -> None:
    async with living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        entries = [{"idTag": f"T{number}", "idTagInfo": {"status": "Accepted"}} for number in range(10_000)]
        sent = {"listVersion": 3, "updateType": "Full", "localAuthorizationList": entries}
        assert await status(csms, "SendLocalList", **sent) == "Accepted"
        assert (await ask(csms, "GetLocalListVersion")).payload == {"listVersion": 3}
        keep = {"reservationId": 5, "connectorId": 1, "idTag": "T77", "expiryDate": "2090-01-01T00:00:00Z"}
        assert await status(csms, "ReserveNow", **keep) == "Accepted"
        assert await status(csms, "RemoteStartTransaction", idTag="T78", connectorId=1) == "Rejected"
        assert await status(csms, "RemoteStartTransaction", idTag="T77", connectorId=1) == "Accepted"
        station.app.bench.do(Plug(1))
        await charging(station)
        started = await csms.wait_for(IDENTITY, "StartTransaction")
        assert (started.payload["idTag"], started.payload["reservationId"]) == ("T77", 5)
        assert await status(csms, "CancelReservation", reservationId=5) == "Rejected"


async def test_2_0_1_remote_start_and_stop(csms: BenchCsms, tmp_path: Path) -> None:
    token = {"idToken": CARD, "type": "ISO14443"}
    async with living(tmp_path, csms.url, "2.0.1") as station:
        await station.online()
        start = {"idToken": token, "remoteStartId": 77}
        assert await status(csms, "RequestStartTransaction", **start, evseId=9) == "Rejected"
        assert await status(csms, "RequestStartTransaction", **start, evseId=1) == "Accepted"
        station.app.bench.do(Plug(1))
        await charging(station)
        begun = await csms.wait_for(IDENTITY, "TransactionEvent")
        assert begun.payload["triggerReason"] == "RemoteStart"
        assert begun.payload["transactionInfo"]["remoteStartId"] == 77
        running = begun.payload["transactionInfo"]["transactionId"]
        assert await status(csms, "RequestStopTransaction", transactionId="nobody's") == "Rejected"
        assert await status(csms, "RequestStopTransaction", transactionId=running) == "Accepted"
        await csms.wait_for(IDENTITY, "TransactionEvent", lambda each: each.payload["eventType"] == "Ended")
        assert last_event(csms)["transactionInfo"]["stoppedReason"] == "Remote"


async def test_2_0_1_unlock_is_refused_while_somebody_charges(csms: BenchCsms, tmp_path: Path) -> None:
    async with living(tmp_path, csms.url, "2.0.1", SOCKET) as station:
        await station.online()
        await station.charge()
        unlock = {"evseId": 1, "connectorId": 1}
        assert await status(csms, "UnlockConnector", **unlock) == "OngoingAuthorizedTransaction"
        await station.stop_with_lock()
        assert await status(csms, "UnlockConnector", **unlock) == "Unlocked"


async def test_2_0_1_resets_at_once_and_when_idle(csms: BenchCsms, tmp_path: Path) -> None:
    async with living(tmp_path, csms.url, "2.0.1") as station:
        await station.online()
        await station.charge()
        mark = len(csms.messages(IDENTITY))
        assert await status(csms, "Reset", type="OnIdle") == "Scheduled"
        assert await status(csms, "Reset", type="Immediate") == "Accepted"
        booted = await csms.wait_for(IDENTITY, "BootNotification", after=mark)
        assert booted.payload["reason"] == "RemoteReset"
        await csms.wait_for(IDENTITY, "TransactionEvent", lambda each: each.payload["eventType"] == "Ended")
        assert last_event(csms)["transactionInfo"]["stoppedReason"] == "ImmediateReset"
        await station.online()
        await empty(station)
        mark = len(csms.messages(IDENTITY))
        assert await status(csms, "Reset", type="OnIdle") == "Accepted"
        await csms.wait_for(IDENTITY, "BootNotification", after=mark)


async def test_2_0_1_variables_are_read_written_and_reported(csms: BenchCsms, tmp_path: Path) -> None:
    interval = {"component": {"name": "AlignedDataCtrlr"}, "variable": {"name": "Interval"}}
    nothing = {"component": {"name": "Nothing"}, "variable": {"name": "AtAll"}}
    async with living(tmp_path, csms.url, "2.0.1") as station:
        await station.online()
        written = await ask(
            csms,
            "SetVariables",
            setVariableData=[{**interval, "attributeValue": "17"}, {**nothing, "attributeValue": "1"}],
        )
        verdicts = [each["attributeStatus"] for each in written.payload["setVariableResult"]]
        assert verdicts == ["Accepted", "UnknownComponent"]
        read = await ask(csms, "GetVariables", getVariableData=[interval])
        assert read.payload["getVariableResult"][0]["attributeValue"] == "17"
        assert await status(csms, "GetBaseReport", requestId=5, reportBase="FullInventory") == "Accepted"
        last = await csms.wait_for(IDENTITY, "NotifyReport", lambda each: not each.payload.get("tbc", False))
        parts = csms.received("NotifyReport", IDENTITY)
        assert [part.payload["seqNo"] for part in parts] == list(range(len(parts)))
        assert last.payload["requestId"] == 5
        assert sum(len(part.payload["reportData"]) for part in parts) > 60


async def test_2_0_1_the_rest_of_the_requests(csms: BenchCsms, tmp_path: Path) -> None:
    async with living(tmp_path, csms.url, "2.0.1") as station:
        await station.online()
        await station.charge()
        assert await status(csms, "ChangeAvailability", operationalStatus="Inoperative") == "Scheduled"
        await station.stop_out_of_service()
        await csms.wait_for(
            IDENTITY, "StatusNotification", lambda each: each.payload["connectorStatus"] == "Unavailable"
        )
        assert await status(csms, "ChangeAvailability", operationalStatus="Operative") == "Accepted"
        assert await status(csms, "ClearCache") == "Accepted"
        assert await status(csms, "DataTransfer", vendorId="nobody") == "UnknownVendorId"
        for message in ("Heartbeat", "MeterValues", "StatusNotification"):
            mark = len(csms.messages(IDENTITY))
            asked = {"requestedMessage": message} | ({"evse": {"id": 1}} if message != "Heartbeat" else {})
            if message == "StatusNotification":
                asked["evse"] = {"id": 1, "connectorId": 1}
            assert await status(csms, "TriggerMessage", **asked) == "Accepted"
            await csms.wait_for(IDENTITY, message, after=mark)
        assert (await ask(csms, "Fly")).error_code == "NotImplemented"
        assert (await ask(csms, "Reset", type="Gentle")).error_code == "PropertyConstraintViolation"
        assert (await ask(csms, "Reset", type=1)).error_code == "TypeConstraintViolation"
        assert (await ask(csms, "Reset")).error_code == "OccurrenceConstraintViolation"
        assert (await ask(csms, "Reset", type="OnIdle", hard=True)).error_code == "FormatViolation"


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
@pytest.mark.parametrize("first", [BootStatus.PENDING, BootStatus.REJECTED])
async def test_a_station_that_is_not_accepted_says_nothing_but_boot(
    tmp_path: Path, version: str, first: BootStatus
) -> None:
    async with BenchCsms(policy=Policy(boot_status=first, boot_interval_s=40)) as csms:
        async with living(tmp_path, csms.url, version) as station:
            await csms.wait_for(IDENTITY, "BootNotification")
            await station.until(lambda now: now.registration is Registration[first.name])
            await station.charge()
            assert {message.action for message in csms.messages(IDENTITY)} == {"BootNotification"}
            csms.change(boot_status=BootStatus.ACCEPTED)
            await station.online()
            await csms.wait_for(IDENTITY, "StatusNotification")
            await station.delivered()
            [running] = csms.transactions(IDENTITY)
            assert running.token == CARD
        assert csms.violations == []
