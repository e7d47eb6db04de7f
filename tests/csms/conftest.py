"""A bench and a raw WebSocket client that plays the station: nothing of ours speaks OCPP on its side."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest

from pilotwire.csms import BenchCsms


class RawStation:
    """Sends what a test says and hands out what the bench says."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def say(self, *parts: Any) -> None:
        await self.socket.send_str(json.dumps(parts))

    async def hear(self) -> Any:
        return json.loads(await self.socket.receive_str(timeout=5))

    async def ask(self, message_id: str, action: str, payload: dict[str, Any]) -> Any:
        await self.say(2, message_id, action, payload)
        return await self.hear()


Connect = Callable[..., Awaitable[RawStation]]


@pytest.fixture
async def csms() -> AsyncIterator[BenchCsms]:
    async with BenchCsms() as bench:
        yield bench


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def connect(csms: BenchCsms, http: aiohttp.ClientSession) -> Connect:
    stations: list[RawStation] = []  # aiohttp closes a client socket nobody holds

    async def connect(protocol: str = "ocpp1.6", identity: str = "CP1", **options: Any) -> RawStation:
        station = RawStation(await http.ws_connect(f"{csms.url}/{identity}", protocols=(protocol,), **options))
        stations.append(station)
        await csms.wait_connected(identity)
        return station

    return connect
