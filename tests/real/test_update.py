"""Firmware and logs at a whole station, with a central system over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.real.living import IDENTITY, Living, living

from pilotwire.core.firmware import FirmwarePhase
from pilotwire.csms import BenchCsms
from pilotwire.csms.frame import Message
from pilotwire.web.error import Unprocessable

STATUS = "FirmwareStatusNotification"


@pytest.fixture
async def csms() -> AsyncIterator[BenchCsms]:
    async with BenchCsms() as bench:
        yield bench


@pytest.fixture
async def station(csms: BenchCsms, tmp_path: Path) -> AsyncIterator[Living]:
    async with living(tmp_path, csms.url, "1.6") as station:
        await station.online()
        yield station


def is_at(status: str) -> Any:
    return lambda message: isinstance(message, Message) and message.payload.get("status") == status


async def update(csms: BenchCsms) -> None:
    now = datetime.now(UTC).isoformat()
    answer = await csms.call(IDENTITY, "UpdateFirmware", {"location": "http://example.com/x", "retrieveDate": now})
    assert answer.payload == {}


async def test_firmware_is_installed_and_told_after_the_restart(station: Living, csms: BenchCsms) -> None:
    await update(csms)
    for status in ("Downloading", "Downloaded", "Installing", "Installed"):
        await csms.wait_for(IDENTITY, STATUS, is_at(status))
    assert sum(message.action == "BootNotification" for message in csms.messages(IDENTITY)) >= 2
    assert station.app.station.firmware.phase is FirmwarePhase.IDLE


async def test_a_trouble_is_a_fault_like_any_other(station: Living, csms: BenchCsms) -> None:
    bench = station.app.bench
    assert bench is not None
    assert "upload_fails" in bench.names().faults
    bench.act("fault", {"name": "upload_fails", "active": True})
    await csms.call(IDENTITY, "GetDiagnostics", {"location": "ftp://example.com/"})
    await csms.wait_for(IDENTITY, "DiagnosticsStatusNotification", is_at("UploadFailed"))
    bench.act_by_topic("fault", b'{"name": "upload_fails", "active": false}', 1)
    await csms.call(IDENTITY, "GetDiagnostics", {"location": "ftp://example.com/"})
    await csms.wait_for(IDENTITY, "DiagnosticsStatusNotification", is_at("Uploaded"))
    with pytest.raises(Unprocessable):
        bench.act("fault", {"name": "upload_fails", "active": "perhaps"})


async def test_a_download_that_the_power_cuts_off_begins_again(station: Living, csms: BenchCsms) -> None:
    bench = station.app.bench
    assert bench is not None
    bench.act("fault", {"name": "transfer_stalls", "active": True})
    await update(csms)
    await csms.wait_for(IDENTITY, STATUS, is_at("Downloading"))
    bench.act("power", {"action": "cycle"})
    bench.act("fault", {"name": "transfer_stalls", "active": False})
    await csms.wait_for(IDENTITY, STATUS, is_at("Installed"))
