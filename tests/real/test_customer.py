"""Software of a customer at a whole station: it replaces a part, and nobody is disturbed when it dies or floods."""

from __future__ import annotations

import asyncio
import json
import ssl
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiomqtt
import pytest
from tests.real.living import CARD, IDENTITY, Living, living
from tests.real.secured import LOGIN, Secured, secured

from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.fault import Fault
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.station import Station
from pilotwire.core.token import Token
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.csms import BenchCsms, Message, Policy
from pilotwire.hardware.sim.action import Plug, Swipe, Unplug
from pilotwire.hardware.sim.vehicle import Ask
from pilotwire.mqtt.broker import EmbeddedBroker, Engine
from pilotwire.mqtt.url import BrokerUrl

REMOTE_METER = ("ports[0]/meter/enable=true", "ports[0]/meter/protocol=mqtt")
REMOTE_FAN = ("ports[0]/ventilation/enable=true", "ports[0]/ventilation/control=external")
REMOTE_PERMIT = ("ports[0]/user_authentication=mqtt",)
REMOTE_READER = ("ports[0]/rfid/enable=true", "ports[0]/rfid/protocol=mqtt")
AFTER = "ci/global/dyn_current_limit/after"
READING, AVAILABLE = "port0/metering/reading", "port0/metering/meter/available"


@pytest.fixture
async def broker() -> AsyncIterator[BrokerUrl]:
    async with EmbeddedBroker(engine=Engine.MOSQUITTO) as embedded:
        yield embedded.url


@asynccontextmanager
async def software(url: BrokerUrl, **more: Any) -> AsyncIterator[aiomqtt.Client]:
    """A customer's program at the broker *url*."""
    async with aiomqtt.Client(url.host, url.port, **more) as client:
        yield client


async def at_broker(station: Living) -> None:
    """Wait until the station is at its broker."""
    assert station.app.mqtt is not None
    async with asyncio.timeout(10):
        await station.app.mqtt.is_connected.wait()


def charges(now: Station) -> bool:
    return charging_of(now.ports[0]) is Charging.CHARGING


def rows(station: Living, kind: Kind) -> list[TransactionChanged]:
    return [fact for fact in station.facts if isinstance(fact, TransactionChanged) and fact.kind is kind]


@pytest.mark.req("CCC-API-004")
async def test_as_it_is_shipped_a_station_charges_without_a_word_over_mqtt(broker: BrokerUrl, tmp_path: Path) -> None:
    setting = f"mqtt/broker={broker}"
    async with living(tmp_path, None, "1.6", setting, personality="chargebyte_charge_control_c") as station:
        await at_broker(station)
        station.app.bench.do(Plug(1, cable_a=32.0))
        await station.until(charges)
        assert not station.app.station.settings.stored


async def test_a_meter_elsewhere_counts_the_energy_of_a_transaction(broker: BrokerUrl, tmp_path: Path) -> None:
    async with living(tmp_path, None, "1.6", *REMOTE_METER, f"mqtt/broker={broker}", speed=5.0) as station:
        await at_broker(station)
        async with software(broker) as meter:
            await meter.publish(READING, json.dumps({"energy_wh": 5000.0}))
            await station.until(lambda now: now.ports[0].reading is not None)
            await station.charge()
            await meter.publish(READING, json.dumps({"energy_wh": 5750.5, "power_w": 11000.0}))
            await station.until(lambda now: (seen := now.ports[0].reading) and seen.energy_wh == 5750.5)
            await station.stop()
    [ended] = rows(station, Kind.ENDED)
    assert ended.meter_wh == 5750.5
    assert [row.meter_wh for row in rows(station, Kind.STARTED)] == [5000.0]


@pytest.mark.req("CCC-API-016")
async def test_a_meter_that_dies_is_lost_by_its_last_will_and_comes_back(broker: BrokerUrl, tmp_path: Path) -> None:
    code = (
        "import os, paho.mqtt.client as mqtt\n"
        "client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)\n"
        f"client.will_set('{AVAILABLE}', '0')\n"
        "client.on_connect = lambda *_: client.publish('" + READING + "', '{\"energy_wh\": 1}')\n"
        "client.on_publish = lambda *_: os._exit(0)\n"
        f"client.connect('127.0.0.1', {broker.port}); client.loop_forever()\n"
    )
    async with living(tmp_path, None, "1.6", *REMOTE_METER, f"mqtt/broker={broker}", speed=5.0) as station:
        await at_broker(station)
        meter = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        assert await meter.wait() == 0
        await station.until(lambda now: Fault.METER_LOST in now.ports[0].reported)
        async with software(broker) as again:
            await again.publish(READING, json.dumps({"energy_wh": 2.0}))
            await station.until(lambda now: Fault.METER_LOST not in now.ports[0].reported)


@pytest.mark.req("CCC-MQTT-095", "CCC-REV-003")
@pytest.mark.parametrize("name", ["authorization_request", "authorizeReq"])
async def test_a_reader_elsewhere_starts_and_stops(broker: BrokerUrl, tmp_path: Path, name: str) -> None:
    async with living(tmp_path, None, "1.6", *REMOTE_READER, f"mqtt/broker={broker}") as station:
        await at_broker(station)
        async with software(broker) as reader:
            station.app.bench.do(Plug(1))
            await station.until(lambda now: 1 in now.plugged)
            await reader.publish(f"port0/rfid/{name}", json.dumps(["ISO14443", CARD]))
            await station.until(charges)
            await reader.publish(f"port0/rfid/{name}", json.dumps(["ISO14443", CARD]))
            await station.until(lambda now: not now.transactions)


@pytest.mark.req("CCC-MQTT-097", "CCC-MQTT-098", "CCC-MQTT-099")
async def test_a_fan_elsewhere_is_asked_for_and_only_then_a_vehicle_that_needs_it_charges(
    broker: BrokerUrl, tmp_path: Path
) -> None:
    target = "port0/ventilation/state/target"
    async with living(tmp_path, None, "1.6", *REMOTE_FAN, f"mqtt/broker={broker}", speed=2.0) as station:
        await at_broker(station)
        async with software(broker) as fan:
            await fan.subscribe(target)
            assert (await heard(fan)).payload == b"0"
            station.app.bench.do(Plug(1, state=Ask.VENTILATED))
            station.app.bench.do(Swipe(Token(CARD), 1))
            await station.until(lambda now: now.ports[0].pilot is Pilot.CONNECTED and now.transactions)
            assert not charges(station.app.station)
            await fan.publish("port0/ventilation/available", "1", retain=True)
            assert (await heard(fan)).payload == b"1"
            assert not charges(station.app.station)
            await fan.publish("port0/ventilation/state/actual", "1")
            await station.until(charges)
            await fan.publish("port0/ventilation/available", "0", retain=True)
            await station.until(lambda now: not charges(now) and now.ports[0].duty_pct == 100.0)


PERMIT = "port0/session/authorization_status"


@pytest.mark.req("CCC-MQTT-105", "CCC-FAKE-003", "CCC-SYS-014")
async def test_a_permission_that_is_not_retained_is_for_one_session(broker: BrokerUrl, tmp_path: Path) -> None:
    async with living(tmp_path, None, "1.6", *REMOTE_PERMIT, f"mqtt/broker={broker}") as station:
        await at_broker(station)
        async with software(broker) as owner:
            station.app.bench.do(Plug(1))
            await station.until(lambda now: 1 in now.plugged)
            await owner.publish(PERMIT, "1")
            await station.until(charges)
            station.app.bench.do(Unplug(1))
            await station.until(lambda now: not now.transactions)
            station.app.bench.do(Plug(1))
            await station.until(lambda now: 1 in now.plugged)
            await owner.publish(AFTER, "10")
            await station.until(lambda now: "after" in now.ports[0].limits.dynamic_a)
            assert charging_of(station.app.station.ports[0]) is Charging.PLUGGED


@pytest.mark.req("CCC-MQTT-105", "CCC-SYS-014")
async def test_a_permission_that_is_retained_stands_until_it_is_taken_back(broker: BrokerUrl, tmp_path: Path) -> None:
    """The station is there already: a broker does not tell it then that a message stays, so it asks."""
    async with living(tmp_path, None, "1.6", *REMOTE_PERMIT, f"mqtt/broker={broker}") as station:
        await at_broker(station)
        async with software(broker) as owner:
            await owner.publish(PERMIT, "1", retain=True)
            await station.until(lambda now: now.consents)
            for _ in range(2):
                station.app.bench.do(Plug(1))
                await station.until(charges)
                station.app.bench.do(Unplug(1))
                await station.until(lambda now: not now.transactions)
            station.app.bench.do(Plug(1))
            await station.until(charges)
            await owner.publish(PERMIT, "0", retain=True)
            await station.until(lambda now: not now.transactions and not now.consents)


@pytest.mark.req("CCC-MQTT-105")
async def test_a_permission_that_stood_before_the_station_came_counts(broker: BrokerUrl, tmp_path: Path) -> None:
    async with software(broker) as owner:
        await owner.publish(PERMIT, "1", retain=True)
    async with living(tmp_path, None, "1.6", *REMOTE_PERMIT, f"mqtt/broker={broker}") as station:
        await station.until(lambda now: now.consents)
        station.app.bench.do(Plug(1))
        await station.until(charges)


def says_reader_failure(message: Message) -> bool:
    return message.payload["errorCode"] == "ReaderFailure"


@pytest.mark.req("CCC-STAT-006", "CCC-MQTT-078", "ALF-IMP-008")
async def test_a_reader_that_is_lost_is_told_and_leaves_charging_alone(broker: BrokerUrl, tmp_path: Path) -> None:
    """Whoever charges goes on; the central system can start a session without a reader."""
    settings = (*REMOTE_READER, f"mqtt/broker={broker}")
    async with (
        BenchCsms(policy=Policy(boot_interval_s=300)) as csms,
        living(tmp_path, csms.url, "1.6", *settings) as station,
        software(broker) as reader,
    ):
        await station.online()
        await at_broker(station)
        station.app.bench.do(Plug(1))
        await reader.publish("port0/rfid/authorization_request", json.dumps(["ISO14443", CARD]))
        await station.until(charges)
        await reader.publish("port0/rfid/available", "0")
        told = await csms.wait_for(IDENTITY, "StatusNotification", says_reader_failure)
        assert (told.payload["connectorId"], told.payload["status"]) == (1, "Charging")
        assert charges(station.app.station)
        await station.stop()
        answer = await csms.call(IDENTITY, "RemoteStartTransaction", {"idTag": CARD, "connectorId": 1})
        assert answer.status == "Accepted"
        station.app.bench.do(Plug(1))
        await station.until(charges)


@pytest.mark.req("CCC-STAT-006", "CCC-REV-006")
async def test_without_a_reader_nobody_misses_it(broker: BrokerUrl, tmp_path: Path) -> None:
    settings = ("ports[0]/rfid/enable=false", "ports[0]/rfid/protocol=mqtt", f"mqtt/broker={broker}")
    async with (
        BenchCsms(policy=Policy(boot_interval_s=300)) as csms,
        living(tmp_path, csms.url, "1.6", *settings) as station,
        software(broker) as reader,
    ):
        await station.online()
        await at_broker(station)
        await reader.publish("port0/rfid/available", "0")
        await reader.publish("ci/global/dyn_current_limit/after", "10")
        await station.until(lambda now: "after" in now.ports[0].limits.dynamic_a)
        assert Fault.READER_LOST not in station.app.station.ports[0].reported
        await csms.call(IDENTITY, "RemoteStartTransaction", {"idTag": CARD, "connectorId": 1})
        station.app.bench.do(Plug(1))
        await station.until(charges)


@pytest.mark.req("CCC-AVL-002", "CCC-MQTT-001", "CCC-MQTT-002")
async def test_availability_wanted_before_the_station_came_counts_and_is_answered(
    broker: BrokerUrl, tmp_path: Path
) -> None:
    actual = "port0/availability/actual"
    async with software(broker) as owner:
        await owner.subscribe(actual)
        await owner.publish("port0/ci/availability/target", "inoperative", retain=True)
        async with living(tmp_path, None, "1.6", f"mqtt/broker={broker}") as station:
            await station.until(lambda now: charging_of(now.ports[0]) is Charging.UNAVAILABLE)
            while (await heard(owner)).payload != b"inoperative":
                pass
            station.app.bench.do(Plug(1))
            station.app.bench.do(Swipe(Token(CARD), 1))
            async with software(broker) as later:
                await later.subscribe(actual)
                message = await heard(later)
                assert (message.payload, message.retain) == (b"inoperative", True)
                assert not charges(station.app.station)
                station.app.bench.do(Unplug(1))
                await owner.publish("port0/ci/availability/target", "operative", retain=True)
                assert (await heard(later)).payload == b"operative"


async def heard(client: aiomqtt.Client) -> aiomqtt.Message:
    """The next message."""
    async with asyncio.timeout(10):
        return await anext(client.messages)


async def test_a_flood_of_nonsense_disturbs_no_session_and_fills_no_log(broker: BrokerUrl, tmp_path: Path) -> None:
    code = (
        "import paho.mqtt.client as mqtt\n"
        "client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)\n"
        f"client.connect('127.0.0.1', {broker.port}); client.loop_start()\n"
        "names = ['ci/evse/basic/maxcurrentlimit', 'port0/rfid/authorizeReq', 'port0/ci/availability/target']\n"
        "for number in range(9000): client.publish(names[number % 3], b'\\xff' * (number % 2000))\n"
        "sent = client.publish('ci/global/dyn_current_limit/last', '10')\n"
        "sent.wait_for_publish(20); client.disconnect()\n"
    )
    async with living(tmp_path, None, "1.6", *REMOTE_READER, f"mqtt/broker={broker}") as station:
        await at_broker(station)
        before = station.app.station.ports[0].availability
        flood = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
        async with software(broker) as reader:
            station.app.bench.do(Plug(1))
            while not charges(station.app.station):  # the reader of a person who tries again
                await reader.publish("port0/rfid/authorization_request", json.dumps(["ISO14443", CARD]))
                try:
                    await station.until(charges, timeout_s=2.0)
                except TimeoutError:
                    continue
        assert await flood.wait() == 0
        await station.until(lambda now: "last" in now.ports[0].limits.dynamic_a, timeout_s=30.0)
        assert station.app.station.ports[0].availability == before
        lines = [line for line in station.logs if line["event"] == "ignored"]
    assert 0 < len(lines) < 1000
    assert all("not UTF-8" in line["reason"] or "not" in line["reason"] for line in lines)


@pytest.fixture
async def foreign(tmp_path: Path) -> AsyncIterator[Secured]:
    async with secured(tmp_path) as broker:
        yield broker


async def test_a_broker_with_tls_and_password_is_reached_with_what_customer_json_says(
    foreign: Secured, tmp_path: Path
) -> None:
    settings = (
        f"mqtt/broker=mqtts://localhost:{foreign.port}",
        f"mqtt/roots={foreign.roots}",
        f"mqtt/username={LOGIN.username}",
        f"mqtt/password={LOGIN.password}",
    )
    tls = ssl.create_default_context(cafile=str(foreign.roots))
    async with living(tmp_path, None, "1.6", *settings) as station:
        await at_broker(station)
        async with aiomqtt.Client(
            "localhost", foreign.port, username=LOGIN.username, password=LOGIN.password, tls_context=tls
        ) as owner:
            await owner.publish("ci/global/dyn_current_limit/solar", "10")
            await station.until(lambda now: now.ports[0].limits.dynamic_a.get("solar") == 10.0)
    assert LOGIN.password not in str(station.logs)


async def test_a_wrong_password_is_one_line_and_the_station_charges(foreign: Secured, tmp_path: Path) -> None:
    settings = (
        f"mqtt/broker=mqtts://{LOGIN.username}:wrong@localhost:{foreign.port}",
        f"mqtt/roots={foreign.roots}",
    )
    async with living(tmp_path, None, "1.6", *settings) as station:
        line = await station.until_logged("no broker")
        await station.charge()
    assert "ot authorized" in str(line)
    assert "wrong" not in str(station.logs)
