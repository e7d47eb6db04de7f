"""One card reader for two stations, each with a Mosquitto and a central system of its own (chargebyte guide 15.18)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from tests.real.living import CARD, Living, living

from pilotwire.core.neighbour import Door, Presence
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.station import Station
from pilotwire.core.token import Token, TokenJudged, TokenStatus
from pilotwire.csms import BenchCsms, Policy
from pilotwire.hardware.sim.action import Plug, Swipe, Unplug
from pilotwire.hardware.sim.vehicle import VehicleBuild
from pilotwire.mqtt.broker import EmbeddedBroker, Engine

DOOR = Door(1, 1)
OTHER_CARD = "04B0B000"


class Pair:
    """The board with the reader and the one without."""

    def __init__(self, near: Living, far: Living) -> None:
        self.near, self.far = near, far

    async def far_is(self, presence: Presence) -> None:
        """Wait until the board with the reader knows it of the other one."""
        await self.near.until(lambda now: DOOR in now.neighbours and now.neighbours[DOOR].presence is presence)

    async def plug(self, board: Living) -> None:
        """A vehicle comes to *board*, and both know it."""
        board.app.bench.do(Plug(1, VehicleBuild(max_a=16.0)))
        await board.until(lambda now: 1 in now.plugged)
        if board is self.far:
            await self.far_is(Presence.WAITING)

    def swipe(self, token: str = CARD) -> None:
        """A card is shown at the one reader."""
        self.near.app.bench.do(Swipe(Token(token), 1))


def charges(now: Station) -> bool:
    return charging_of(now.ports[0]) is Charging.CHARGING


def write_config(path: Path, reader: dict[str, object]) -> None:
    config = path / "config"
    config.mkdir(parents=True)
    port = {"user_authentication": "ocpp", "rfid": {"enable": True, **reader}}
    ocpp = {"rfidStopTransaction": False, "rfidRequiresEvPresent": True}  # T76, T77: both are required
    (config / "customer.json").write_text(json.dumps({"ports": [port], "ocpp": ocpp}))


@pytest.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as stack:
        csms = await stack.enter_async_context(BenchCsms(policy=Policy(boot_interval_s=300)))
        near_broker = await stack.enter_async_context(EmbeddedBroker(engine=Engine.MOSQUITTO))
        far_broker = await stack.enter_async_context(EmbeddedBroker(engine=Engine.MOSQUITTO))
        uris = [{}, {"uri": str(far_broker.url)}]  # an object without uri counts, and is nobody
        write_config(tmp_path / "near", {"protocol": "Stronglink", "remote_ports": uris})
        write_config(tmp_path / "far", {"protocol": "mqtt"})
        near = await stack.enter_async_context(
            living(tmp_path / "near", csms.url, "1.6", f"mqtt/broker={near_broker.url}")
        )
        far = await stack.enter_async_context(
            living(tmp_path / "far", csms.url, "1.6", f"mqtt/broker={far_broker.url}")
        )
        for board in (near, far):
            await board.online()
        yield Pair(near, far)


@pytest.mark.req("CCC-SHARE-001", "CCC-SHARE-003", "CCC-SHARE-004", "CCC-MQTT-095", "CCC-ADD-029")
async def test_a_card_reaches_the_board_where_a_vehicle_waits(pair: Pair) -> None:
    await pair.far_is(Presence.NOBODY)
    await pair.plug(pair.far)
    pair.swipe()
    await pair.far.until(charges)
    await pair.far_is(Presence.CHARGING)
    await pair.plug(pair.near)
    pair.swipe(OTHER_CARD)
    await pair.near.until(charges)
    assert [each.token.id for each in judged(pair.far)] == [CARD]
    assert [each.token.id for each in judged(pair.near)] == [OTHER_CARD]
    pair.far.app.bench.do(Unplug(1))
    await pair.far_is(Presence.NOBODY)


@pytest.mark.req("CCC-SHARE-005")
async def test_of_two_vehicles_the_last_one_is_meant(pair: Pair) -> None:
    await pair.far_is(Presence.NOBODY)
    await pair.plug(pair.near)
    await pair.plug(pair.far)
    pair.swipe()
    await pair.far.until(charges)
    assert not charges(pair.near.app.station)


@pytest.mark.req("CCC-SHARE-002")
async def test_without_a_vehicle_a_card_is_ignored_by_both(pair: Pair) -> None:
    await pair.far_is(Presence.NOBODY)
    pair.swipe()
    await pair.near.until(lambda now: judged(pair.near))
    assert [each.status for each in judged(pair.near)] == [TokenStatus.NO_PLACE]
    assert judged(pair.far) == []


def judged(board: Living) -> list[TokenJudged]:
    return [fact for fact in board.facts if isinstance(fact, TokenJudged)]
