"""An ABB Terra AC that somebody puts into service: it comes to the central system it is told of, and obeys."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.real.living import IDENTITY, living

from pilotwire.csms import BenchCsms, Policy
from pilotwire.hardware.sim.action import Plug

NAME = "abb_terra_ac"


@pytest.fixture
async def csms() -> AsyncIterator[BenchCsms]:
    async with BenchCsms(policy=Policy(boot_interval_s=300)) as bench:
        yield bench
        assert bench.violations == []


@pytest.mark.req("ABB-SUP-001", "ABB-MSG-005")
async def test_it_introduces_itself_to_the_central_system_it_is_told_of_and_obeys(
    tmp_path: Path, csms: BenchCsms
) -> None:
    async with living(tmp_path, csms.url, "1.6", personality=NAME) as station:
        await station.online()
        boot = await csms.wait_for(IDENTITY, "BootNotification")
        assert (boot.payload["chargePointVendor"], boot.payload["chargePointModel"]) == ("ABB", "CDT_TACW22::NET_WIFI")
        trigger = await csms.call(IDENTITY, "TriggerMessage", {"requestedMessage": "Heartbeat"})
        assert trigger.status == "Accepted"
        await csms.wait_for(IDENTITY, "Heartbeat")
        start = await csms.call(IDENTITY, "RemoteStartTransaction", {"idTag": "04A11CE0", "connectorId": 1})
        assert start.status == "Accepted"
        station.app.bench.do(Plug(1))
        started = await csms.wait_for(IDENTITY, "StartTransaction")
        assert started.payload["idTag"] == "04A11CE0"
    said = [frame.text for frame in csms.frames(IDENTITY) if frame.direction == "from_station"]
    assert said[0].startswith('[2, "7053156", "BootNotification", {"chargePointModel": "CDT_TACW22::NET_WIFI"')
    assert [text for text in said if not re.match(r'\[(2, "\d{7}"|3, "[^"]+"), ', text)] == []


@pytest.mark.req("ABB-WS-001")
async def test_another_central_system_takes_the_place_of_the_one_before(tmp_path: Path, csms: BenchCsms) -> None:
    async with living(tmp_path, csms.url, "1.6", personality=NAME) as station:
        await station.online()
        assert len(csms.arrivals(IDENTITY)) == 1
    async with BenchCsms(policy=Policy(boot_interval_s=300)) as other:
        async with living(tmp_path, other.url, "1.6", personality=NAME) as station:
            await station.online()
            await other.wait_for(IDENTITY, "BootNotification")
        assert len(other.arrivals(IDENTITY)) == len(csms.arrivals(IDENTITY)) == 1
