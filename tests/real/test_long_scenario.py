"""A long day of `pilotwire run` with a CSMS on somebody else's library, over a real socket; both sides validate."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import ocpp.exceptions
import pytest
from tests.cli.conftest import Running
from tests.real.library import LibraryCsms, library_csms, now
from tests.security.authority import Authority

from ocpp.v16 import call

CARD, LISTED, STRANGER, APP = "04A11CE0", "04115700", "04DEAD00", "APP-0001"
TWO_SOCKETS = '{"ports": [{"pluggable": true}, {"pluggable": true}]}'


class Day:
    """One station as a process, the people around it, and its CSMS."""

    def __init__(self, csms: LibraryCsms, http: str, session: aiohttp.ClientSession) -> None:
        self.csms, self._http, self._session = csms, http, session
        self._mark = 0

    def turns_the_page(self) -> None:
        """What was told so far counts no more."""
        self._mark = len(self.csms.told)

    async def hears(self, action: str, **fields: Any) -> dict[str, Any]:
        """The CSMS hears *action* with *fields*, since the page was turned."""
        return await self.csms.hears(action, self._mark, **fields)

    async def status(self, connector: int, status: str) -> None:
        """The CSMS hears of a status."""
        await self.hears("StatusNotification", connector_id=connector, status=status)

    async def does(self, action: str, **body: Any) -> None:
        """Somebody does something to the simulated board."""
        async with self._session.post(f"{self._http}/api/sim/{action}", json=body) as answer:
            said = await answer.json()
            assert answer.status == 200, said
            assert said.get("refused") is None, said

    async def energy(self, evse: int) -> None:
        """Wait until current has flowed for a while at *evse*."""
        async with self._session.get(f"{self._http}/api/events?station=1") as events:
            while True:
                async with self._session.get(f"{self._http}/api/station") as answer:
                    if (await answer.json())["evses"][evse - 1]["contactor"] == "closed":
                        return
                await events.content.readline()

    async def asks(self, request: Any) -> Any:
        """The CSMS asks; the answer."""
        return await self.csms.call(request)

    async def unplugs(self, evse: int) -> None:
        """As soon as the lock lets go."""
        async with self._session.get(f"{self._http}/api/events?station=1") as events:
            while True:
                async with self._session.post(f"{self._http}/api/sim/unplug", json={"evse": evse}) as answer:
                    if (await answer.json()).get("refused") is None:
                        return
                await events.content.readline()

    def number(self) -> int:
        """The newest transaction."""
        return int(
            [payload for action, payload in self.csms.told if action == "StartTransaction"][-1]["transaction_id"]
        )


@pytest.fixture
async def day(tmp_path: Path) -> AsyncIterator[Day]:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "customer.json").write_text(TWO_SOCKETS)
    async with library_csms() as csms, aiohttp.ClientSession() as session:
        words = ["--config", "config", "--data", "data", "--http", "127.0.0.1:0", "--mqtt", "off", "--speed", "10"]
        pins = ["OCPPCommCtrlr.RetryBackOffWaitMinimum=0", "OCPPCommCtrlr.RetryBackOffRandomRange=0"]
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pilotwire", "run", "--ocpp", "1.6", "--csms", csms.url, "--identity", "DAY"),
            *words,
            *(word for pin in pins for word in ("--set", pin)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=tmp_path,
        )
        running = Running(process)
        try:
            yield Day(csms, (await running.ready())["http"], session)
            assert csms.errors == []
            assert await running.stop() == 0
            assert [line for line in running.err if "Traceback" in line] == []
        finally:
            if process.returncode is None:
                process.kill()
                await running.end()


async def test_a_long_day(day: Day) -> None:
    await _in_the_morning(day)
    await _configured(day)
    await _plug_first(day)
    await _card_first_and_refused(day)
    await _remote(day)
    await _limited(day)
    await _reserved(day)
    await _triggered(day)
    await _listed(day)
    await _offline(day)
    await _unlocked(day)
    await _out_of_service(day)
    await _misunderstood(day)
    await _told_of_itself(day)
    await _trusted(day)
    await _reset(day)
    await _renewed(day)


async def _in_the_morning(day: Day) -> None:
    boot = await day.hears("BootNotification")
    assert boot["charge_point_vendor"] == "pilotwire"
    for connector in (0, 1, 2):
        await day.status(connector, "Available")


async def _configured(day: Day) -> None:
    everything = await day.asks(call.GetConfiguration())
    assert len(everything.configuration_key) > 30
    changed = await day.asks(call.ChangeConfiguration("MeterValueSampleInterval", "20"))
    assert changed.status == "Accepted"
    some = await day.asks(call.GetConfiguration(key=["MeterValueSampleInterval", "Nonsense"]))
    assert some.configuration_key == [{"key": "MeterValueSampleInterval", "readonly": False, "value": "20"}]
    assert some.unknown_key == ["Nonsense"]


async def _plug_first(day: Day) -> None:
    day.turns_the_page()
    await day.does("plug", evse=1)
    await day.status(1, "Preparing")
    await day.does("swipe", evse=1, token=CARD)
    await day.hears("Authorize", id_tag=CARD)
    await day.hears("StartTransaction", connector_id=1, id_tag=CARD)
    await day.status(1, "Charging")
    await day.hears("MeterValues", connector_id=1, transaction_id=day.number())
    await day.does("swipe", evse=1, token=CARD)
    stop = await day.hears("StopTransaction", transaction_id=day.number(), reason="Local")
    assert stop["meter_stop"] > 0
    await day.status(1, "Finishing")
    await day.unplugs(1)
    await day.status(1, "Available")


async def _card_first_and_refused(day: Day) -> None:
    day.turns_the_page()
    day.csms.invalid.add(STRANGER)
    await day.does("swipe", evse=2, token=STRANGER)
    await day.hears("Authorize", id_tag=STRANGER)
    await day.does("swipe", evse=2, token=CARD)
    await day.status(2, "Preparing")
    await day.does("plug", evse=2)
    await day.status(2, "Charging")
    await day.does("unplug", evse=2, cable_stays=True)
    await day.hears("StopTransaction", transaction_id=day.number(), reason="EVDisconnected")
    await day.status(2, "Finishing")
    await day.unplugs(2)
    await day.status(2, "Available")


async def _remote(day: Day) -> None:
    day.turns_the_page()
    assert (await day.asks(call.RemoteStartTransaction(id_tag=APP, connector_id=9))).status == "Rejected"
    assert (await day.asks(call.RemoteStartTransaction(id_tag=APP, connector_id=1))).status == "Accepted"
    await day.does("plug", evse=1)
    await day.status(1, "Charging")
    assert (await day.asks(call.RemoteStartTransaction(id_tag=CARD, connector_id=1))).status == "Rejected"
    assert (await day.asks(call.RemoteStopTransaction(transaction_id=4711))).status == "Rejected"
    assert (await day.asks(call.RemoteStopTransaction(transaction_id=day.number()))).status == "Accepted"
    await day.hears("StopTransaction", transaction_id=day.number(), reason="Remote")
    await day.unplugs(1)
    await day.status(1, "Available")


def _profile(number: int, purpose: str, limit_a: float, **more: Any) -> dict[str, Any]:
    schedule = {
        "chargingRateUnit": "A",
        "duration": 3600,
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit_a, "numberPhases": 3}],
    }
    usual = {"stackLevel": 0, "chargingProfileKind": "Relative", "chargingSchedule": schedule}
    return {"chargingProfileId": number, "chargingProfilePurpose": purpose, **usual, **more}


async def _limited(day: Day) -> None:
    """Profiles of each purpose, in a remote start too; what they come to, and their end."""
    day.turns_the_page()
    default, own = _profile(1, "TxDefaultProfile", 13.0), _profile(2, "TxProfile", 10.0)
    assert (await day.asks(call.SetChargingProfile(0, default))).status == "Accepted"
    start = call.RemoteStartTransaction(id_tag=APP, connector_id=2, charging_profile=own)
    assert (await day.asks(start)).status == "Accepted"
    await day.does("plug", evse=2)
    await day.status(2, "Charging")
    told = await day.asks(call.GetCompositeSchedule(connector_id=2, duration=600, charging_rate_unit="A"))
    assert told.status == "Accepted"
    assert told.charging_schedule["charging_schedule_period"][0]["limit"] == 10.0
    other = _profile(3, "TxProfile", 8.0, transactionId=day.number())
    assert (await day.asks(call.SetChargingProfile(2, other))).status == "Accepted"
    assert (await day.asks(call.SetChargingProfile(2, {**other, "transactionId": 4711}))).status == "Rejected"
    assert (await day.asks(call.ClearChargingProfile(id=1))).status == "Accepted"
    assert (await day.asks(call.ClearChargingProfile(id=1))).status == "Unknown"
    assert (await day.asks(call.RemoteStopTransaction(transaction_id=day.number()))).status == "Accepted"
    await day.hears("StopTransaction", transaction_id=day.number(), reason="Remote")
    await day.unplugs(2)
    await day.status(2, "Available")


async def _reserved(day: Day) -> None:
    """Kept for one driver, whom another one cannot come before; and given back."""
    day.turns_the_page()
    reserve = call.ReserveNow(connector_id=1, expiry_date="2099-01-01T00:00:00Z", id_tag=CARD, reservation_id=5)
    assert (await day.asks(reserve)).status == "Accepted"
    await day.status(1, "Reserved")
    assert (await day.asks(call.RemoteStartTransaction(id_tag=APP, connector_id=1))).status == "Rejected"
    assert (await day.asks(call.CancelReservation(reservation_id=6))).status == "Rejected"
    assert (await day.asks(call.CancelReservation(reservation_id=5))).status == "Accepted"
    await day.status(1, "Available")
    assert (await day.asks(call.ReserveNow(1, "2099-01-01T00:00:00Z", CARD, 7))).status == "Accepted"
    await day.does("swipe", evse=1, token=CARD)
    await day.does("plug", evse=1)
    await day.hears("StartTransaction", connector_id=1, id_tag=CARD, reservation_id=7)
    await day.does("swipe", evse=1, token=CARD)
    await day.hears("StopTransaction", reason="Local")
    await day.unplugs(1)


async def _triggered(day: Day) -> None:
    for message in ("BootNotification", "Heartbeat", "StatusNotification", "MeterValues"):
        day.turns_the_page()
        assert (await day.asks(call.TriggerMessage(requested_message=message, connector_id=1))).status == "Accepted"
        await day.hears(message)
    for message in ("DiagnosticsStatusNotification", "FirmwareStatusNotification"):
        day.turns_the_page()
        assert (await day.asks(call.TriggerMessage(requested_message=message))).status == "Accepted"
        await day.hears(message, status="Idle")


async def _listed(day: Day) -> None:
    """A card on the list needs no question."""
    day.turns_the_page()
    assert (await day.asks(call.ChangeConfiguration("LocalAuthListEnabled", "true"))).status == "Accepted"
    assert (await day.asks(call.ChangeConfiguration("LocalPreAuthorize", "true"))).status == "Accepted"
    entries = [{"idTag": LISTED, "idTagInfo": {"status": "Accepted"}}]
    sent = await day.asks(call.SendLocalList(list_version=3, update_type="Full", local_authorization_list=entries))
    assert sent.status == "Accepted"
    assert (await day.asks(call.GetLocalListVersion())).list_version == 3
    await day.does("plug", evse=1)
    await day.does("swipe", evse=1, token=LISTED)
    await day.hears("StartTransaction", id_tag=LISTED)
    assert "Authorize" not in [action for action, _ in day.csms.told[day._mark :]]
    await day.status(1, "Charging")
    await day.does("swipe", evse=1, token=LISTED)
    await day.hears("StopTransaction", reason="Local")
    await day.unplugs(1)
    await day.status(1, "Available")


async def _offline(day: Day) -> None:
    """A whole transaction while nobody listens, told in order when somebody does."""
    day.turns_the_page()
    await day.does("network", online=False)
    await day.csms.until(lambda: day.csms._station is None)
    await day.does("plug", evse=1)
    await day.does("swipe", evse=1, token=LISTED)
    await day.energy(1)
    await day.does("swipe", evse=1, token=LISTED)
    await day.unplugs(1)
    await day.does("network", online=True)
    await day.hears("StartTransaction", id_tag=LISTED)
    await day.hears("StopTransaction", transaction_id=day.number(), reason="Local")
    assert "BootNotification" not in [action for action, _ in day.csms.told[day._mark :]]


async def _unlocked(day: Day) -> None:
    day.turns_the_page()
    await day.does("plug", evse=1)
    await day.does("swipe", evse=1, token=CARD)
    await day.status(1, "Charging")
    assert (await day.asks(call.UnlockConnector(connector_id=1))).status == "Unlocked"
    await day.hears("StopTransaction", transaction_id=day.number(), reason="UnlockCommand")
    await day.unplugs(1)
    await day.status(1, "Available")
    assert (await day.asks(call.UnlockConnector(connector_id=9))).status == "NotSupported"


async def _out_of_service(day: Day) -> None:
    day.turns_the_page()
    assert (await day.asks(call.ChangeAvailability(connector_id=2, type="Inoperative"))).status == "Accepted"
    await day.status(2, "Unavailable")
    assert (await day.asks(call.ChangeAvailability(connector_id=2, type="Operative"))).status == "Accepted"
    await day.status(2, "Available")
    assert (await day.asks(call.ClearCache())).status == "Accepted"
    assert (await day.asks(call.DataTransfer(vendor_id="nobody.example"))).status == "UnknownVendorId"


async def _misunderstood(day: Day) -> None:
    """What breaks the schema cannot be said with this library but without its own check."""
    await day.csms.until(lambda: day.csms._station is not None)
    assert day.csms._station is not None
    with pytest.raises(ocpp.exceptions.PropertyConstraintViolationError):
        await day.csms._station.call(call.Reset(type="Gentle"), suppress=False, skip_schema_validation=True)
    with pytest.raises(ocpp.exceptions.TypeConstraintViolationError):
        await day.csms._station.call(
            call.UnlockConnector(connector_id="one"), suppress=False, skip_schema_validation=True
        )


async def _told_of_itself(day: Day) -> None:
    """Its diary goes where it is told; the transfer itself is simulated."""
    day.turns_the_page()
    assert (await day.asks(call.GetDiagnostics(location="ftp://files.example/logs/"))).file_name
    await day.hears("DiagnosticsStatusNotification", status="Uploading")
    await day.hears("DiagnosticsStatusNotification", status="Uploaded")
    log = {"remoteLocation": "https://files.example/logs/"}
    assert (await day.asks(call.GetLog(log=log, log_type="SecurityLog", request_id=5))).status == "Accepted"
    await day.hears("LogStatusNotification", status="Uploaded", request_id=5)
    for message in ("LogStatusNotification", "FirmwareStatusNotification"):
        day.turns_the_page()
        assert (await day.asks(call.ExtendedTriggerMessage(requested_message=message))).status == "Accepted"
        await day.hears("SignedFirmwareStatusNotification" if message.startswith("F") else message, status="Idle")


async def _trusted(day: Day) -> None:
    """A root is installed, found, and deleted; what is none is refused."""
    use, root = "CentralSystemRootCertificate", Authority("Day").pem
    assert (await day.asks(call.InstallCertificate(certificate_type=use, certificate="nonsense"))).status != "Accepted"
    assert (await day.asks(call.InstallCertificate(certificate_type=use, certificate=root))).status == "Accepted"
    told = await day.asks(call.GetInstalledCertificateIds(certificate_type=use))
    [data] = told.certificate_hash_data
    wire = {
        "hashAlgorithm": data["hash_algorithm"],
        "issuerNameHash": data["issuer_name_hash"],
        "issuerKeyHash": data["issuer_key_hash"],
        "serialNumber": data["serial_number"],
    }
    assert (await day.asks(call.DeleteCertificate(certificate_hash_data=wire))).status == "Accepted"
    assert (await day.asks(call.DeleteCertificate(certificate_hash_data=wire))).status == "NotFound"


async def _renewed(day: Day) -> None:
    """Other firmware, and a start into it."""
    day.turns_the_page()
    await day.asks(call.UpdateFirmware(location="https://files.example/new.image", retrieve_date=now()))
    for status in ("Downloading", "Downloaded", "Installing"):
        await day.hears("FirmwareStatusNotification", status=status)
    await day.hears("BootNotification")
    await day.hears("FirmwareStatusNotification", status="Installed")
    await day.status(1, "Available")


async def _reset(day: Day) -> None:
    """In the middle of a transaction, softly and hard."""
    for kind, reason in (("Soft", "SoftReset"), ("Hard", "HardReset")):
        day.turns_the_page()
        await day.does("plug", evse=1)
        await day.does("swipe", evse=1, token=CARD)
        await day.status(1, "Charging")
        number = day.number()
        assert (await day.asks(call.Reset(type=kind))).status == "Accepted"
        await day.hears("StopTransaction", transaction_id=number, reason=reason)
        await day.hears("BootNotification")
        await day.unplugs(1)
        await day.status(1, "Available")
