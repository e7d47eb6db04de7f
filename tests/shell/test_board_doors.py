"""A whole station: its board is broken over HTTP and MQTT by the names it tells, and hears every command."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import aiomqtt
from tests.real.living import Living

from pilotwire.app.options import Options
from pilotwire.app.root import App
from pilotwire.cli.pins import pins_of
from pilotwire.core.port.fault import first_fault
from pilotwire.core.port.phase import Secondary
from pilotwire.hardware.sim.fault import FAULTS

PATIENCE_S = 20.0
SETTINGS = (
    "EVSE@1.HasSocket=true",
    "PhaseSwitch@1.Enabled=true",
    "RcdMonitor@1.Enabled=true",
    "AuthCtrlr.OfflineTxForUnknownIdEnabled=true",
)
REFUSED = {"lock_forced_open"}  # nobody opens a lock that is open


@asynccontextmanager
async def station(path: Path) -> AsyncIterator[Living]:
    """A station with a socket that switches phases, its page and its broker."""
    pins = pins_of("pilotwire", SETTINGS, {"http": "127.0.0.1:0", "mqtt": "embedded"})
    ready = asyncio.Event()
    app = App(Options(path / "config", path / "data", pins=pins, speed=20.0, on_ready=lambda line: ready.set()))
    living = Living(app, [])
    app.watchers.append(living)  # type: ignore[arg-type]
    running = asyncio.create_task(app.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await ready.wait()
        yield living
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def faults(session: aiohttp.ClientSession) -> list[str]:
    """What is broken on the board now."""
    async with session.get("/api/sim") as response:
        found: list[str] = (await response.json())["board"]["evses"][0]["faults"]
        return found


async def broken(session: aiohttp.ClientSession, names: list[str]) -> None:
    """Ask until *names* are what is broken, and no others."""
    async with asyncio.timeout(PATIENCE_S):
        while await faults(session) != names:
            continue


async def post(session: aiohttp.ClientSession, action: str, body: dict[str, object]) -> dict[str, object]:
    async with session.post(f"/api/sim/{action}", json=body) as response:
        answer: dict[str, object] = await response.json()
        assert response.status == 200, answer
        return answer


async def test_every_name_breaks_and_mends_over_http_and_over_mqtt(tmp_path: Path) -> None:
    async with station(tmp_path) as living:
        app = living.app
        assert app.web is not None
        assert app.mqtt is not None
        async with asyncio.timeout(PATIENCE_S):
            await app.mqtt.is_connected.wait()
        url = app.mqtt.url
        async with (
            aiohttp.ClientSession(f"http://{app.web.address}") as session,
            aiomqtt.Client(url.host, url.port) as client,
        ):
            answers = {name: await post(session, "fault", {"name": name, "active": True}) for name in FAULTS}
            assert {name for name, answer in answers.items() if answer["refused"] is not None} == REFUSED
            assert await faults(session) == sorted(set(FAULTS) - REFUSED)
            for name in FAULTS:
                await client.publish("port0/sim/fault", json.dumps({"name": name, "active": False}), qos=1)
            await broken(session, [])
            await client.publish("port0/sim/switch", '{"name": "emergency", "value": true}', qos=1)
            await broken(session, ["emergency_stop"])


async def test_monitor_and_second_contactor_of_a_running_station_are_those_of_its_board(tmp_path: Path) -> None:
    async with station(tmp_path) as living:
        await living.until(lambda now: now.ports[0].rcd.tested_s is not None)
        assert first_fault(living.app.station.ports[0]) is None  # a test that no board answers fails
        await living.charge()
        assert living.app.station.ports[0].phases.secondary is Secondary.CLOSED
        assert living.app.bench.view().evses[0].secondary_closed
