"""A CSMS that means harm, at the door of a station process: it stays small, and a vehicle that leaves is let go."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest
from aiohttp import web
from tests.cli.conftest import Running

MEGABYTE = 1024 * 1024
ROOM_BYTES = 60 * MEGABYTE  # what a station may grow by, whatever is thrown at it
ACCEPTED = {"status": "Accepted", "interval": 300, "currentTime": "2026-10-26T07:33:20Z"}
ENTRY = {"idTag": "0123456789ABCDEF0123", "idTagInfo": {"status": "Accepted"}}
PROFILE = {
    "chargingProfileId": 1,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Absolute",
    "chargingSchedule": {
        "startSchedule": "2026-10-26T00:00:00Z",
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": each, "limit": 16.0} for each in range(1000)],
    },
}


def requests(action: str, *payloads: dict[str, Any], many: int) -> Iterator[str]:
    """*many* times each of *payloads*."""
    for number in range(many):
        for each, payload in enumerate(payloads):
            yield json.dumps([2, f"h{number}-{each}", action, payload])


def profiles(many: int) -> Iterator[str]:
    """As many profiles, each under its own number."""
    for number in range(many):
        profile = {**PROFILE, "chargingProfileId": number, "stackLevel": number}
        yield json.dumps([2, f"p{number}", "SetChargingProfile", {"connectorId": 0, "csChargingProfiles": profile}])


def noise(many: int) -> Iterator[str]:
    """Frames that are none, cut off, deep, or of numbers nobody can count."""
    deep = "[" * 20_000 + "]" * 20_000
    whole = json.dumps([2, "n", "Reset", {"type": "Soft"}])
    for number in range(many):
        yield whole[: number % len(whole)]
        yield f'[3,"nobody-{number}",{{}}]'
        yield f'[2,"n{number}","RemoteStopTransaction",{{"transactionId":{"9" * 4000}}}]'
        yield f'[2,"n{number}","DataTransfer",{{"vendorId":"x","data":{deep}}}]'


ATTACKS = {
    "many small questions": lambda: requests("GetConfiguration", {}, many=3000),
    "many changes": lambda: requests("ClearCache", {}, many=3000),
    "many remote starts": lambda: (
        frame
        for number in range(3000)
        for frame in requests("RemoteStartTransaction", {"connectorId": 2, "idTag": f"T{number}"}, many=1)
    ),
    "giant lists": lambda: requests(
        "SendLocalList",
        {"listVersion": 1, "updateType": "Full", "localAuthorizationList": [ENTRY] * 40_000},
        many=8,
    ),
    "giant texts": lambda: requests("DataTransfer", {"vendorId": "x", "data": "y" * 3 * MEGABYTE}, many=20),
    "many profiles": lambda: profiles(1000),
    "many keys": lambda: requests(
        "ExtendedTriggerMessage", {"requestedMessage": "SignChargePointCertificate"}, many=1000
    ),
    "many certificates": lambda: requests(
        "InstallCertificate",
        {"certificateType": "CentralSystemRootCertificate", "certificate": "x" * 5000},
        many=1000,
    ),
    "many logs": lambda: requests(
        "GetLog",
        {"logType": "SecurityLog", "requestId": 1, "log": {"remoteLocation": "https://files.example/"}},
        many=1000,
    ),
    "noise": lambda: noise(500),
}


class Villain:
    """Answers nothing but the boot, reads what it must, and sends what it likes."""

    def __init__(self) -> None:
        self.url, self.sockets = "", asyncio.Queue[web.WebSocketResponse]()
        self.has_answered_all = asyncio.Event()

    async def knock(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("ocpp1.6",), timeout=0.5, max_msg_size=0)
        await socket.prepare(request)
        self.sockets.put_nowait(socket)
        async for message in socket:
            frame = json.loads(message.data)
            if frame[1] == "last":
                self.has_answered_all.set()
            elif frame[0] == 2 and frame[2] in ("BootNotification", "Heartbeat"):
                await socket.send_str(json.dumps([3, frame[1], ACCEPTED]))
        return socket

    async def attack(self, frames: Iterator[str]) -> None:
        """As fast as the station takes them, until it has answered the last."""
        socket = await asyncio.wait_for(self.sockets.get(), 20.0)
        for frame in frames:
            await socket.send_str(frame)
        await socket.send_str('[2,"last","GetLocalListVersion",{}]')
        await self.has_answered_all.wait()


@asynccontextmanager
async def villain() -> AsyncIterator[Villain]:
    csms = Villain()
    application = web.Application()
    application.router.add_get("/ocpp/{identity}", csms.knock)
    runner = web.AppRunner(application, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    csms.url = f"ws://127.0.0.1:{runner.addresses[0][1]}/ocpp"
    try:
        yield csms
    finally:
        await runner.cleanup()


class Victim:
    """The station as the people before it see it: over HTTP."""

    def __init__(self, running: Running, http: str, session: aiohttp.ClientSession) -> None:
        self.running, self._http, self._session = running, http, session

    @property
    def size(self) -> int:
        """What it holds in memory, in bytes."""
        return int(psutil.Process(self.running.process.pid).memory_info().rss)

    async def does(self, action: str, **body: Any) -> dict[str, Any]:
        async with self._session.post(f"{self._http}/api/sim/{action}", json=body) as answer:
            said: dict[str, Any] = await answer.json()
            return said

    async def until(self, contactor: str) -> None:
        """Until the contactor of the first EVSE is *contactor*."""
        async with asyncio.timeout(30.0):
            while await self._contactor() != contactor:
                with suppress(aiohttp.ClientPayloadError):  # so much is told that we were too slow, and cut off
                    if await self._hears(contactor):
                        return

    async def _contactor(self) -> str:
        async with self._session.get(f"{self._http}/api/station") as answer:
            return str((await answer.json())["evses"][0]["contactor"])

    async def _hears(self, contactor: str) -> bool:
        """Whether the stream of events shows the contactor so, before it ends."""
        async with self._session.get(f"{self._http}/api/events?station=1") as events:
            if await self._contactor() == contactor:
                return True
            async for line in events.content:
                said = json.loads(line[6:]) if line.startswith(b"data: {") and b'"evses"' in line else None
                if said is not None and said["evses"][0]["contactor"] == contactor:
                    return True
        return False


@pytest.mark.parametrize("attack", ATTACKS)
async def test_a_station_under_attack_stays_small_and_lets_a_vehicle_go(tmp_path: Path, attack: str) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "customer.json").write_text('{"ports": [{}, {}]}')
    async with villain() as csms, aiohttp.ClientSession() as session:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "pilotwire", "run", "--ocpp", "1.6", "--csms", csms.url, "--identity", "VICTIM"),
            *("--config", "config", "--data", "data", "--http", "127.0.0.1:0", "--mqtt", "off", "--speed", "4"),
            *("--set", "AuthCtrlr.FreeVendEnabled=true", "--set", "AuthCtrlr.FreeVendIdToken=FREE"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=tmp_path,
        )
        running = Running(process)
        try:
            victim = Victim(running, (await running.ready())["http"], session)
            await victim.does("plug", evse=1)
            await victim.until("closed")
            before = victim.size
            attacking = asyncio.create_task(csms.attack(ATTACKS[attack]()))
            await victim.does("unplug", evse=1)
            await victim.until("open")
            await victim.does("plug", evse=1)
            await victim.until("closed")
            await asyncio.wait_for(attacking, 60.0)
            assert victim.size - before < ROOM_BYTES
            assert running.process.returncode is None
            assert await running.stop() == 0
            assert [line for line in running.err if "Traceback" in line] == []
        finally:
            if process.returncode is None:
                with suppress(ProcessLookupError):
                    process.kill()
                await running.end()
