"""The adapter at a real broker over real sockets; nothing here sleeps: it waits for messages."""

import asyncio
import subprocess
import sys
import tracemalloc

import aiomqtt
import pytest
from structlog.testing import capture_logs
from tests.mqtt.customer import PATIENCE_S, customer, message_at, next_of, running, usual

from pilotwire.core.authorization import CardShown
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.token import Token
from pilotwire.mqtt.adapter import MqttAdapter
from pilotwire.mqtt.broker import EmbeddedBroker, Engine
from pilotwire.mqtt.intake import LIMIT, Intake
from pilotwire.mqtt.link import Way


@pytest.fixture
async def broker():
    async with EmbeddedBroker(engine=Engine.AMQTT) as broker:
        yield broker


async def payload_at(client, topic):
    """What the next message at *topic* says."""
    return (await message_at(client, topic)).payload.decode()


async def test_what_changes_is_published(broker, story):
    adapter = MqttAdapter(lambda event: None, Way(broker.url), usual(2))
    async with running(adapter), customer(broker.url, "port0/ci/charge/cp/status") as client:
        adapter.tell(story.begin())
        assert await payload_at(client, "port0/ci/charge/cp/status") == "A"
        adapter.tell(story.hear(PilotMeasured(1, 9.0, 9.0)))
        assert await payload_at(client, "port0/ci/charge/cp/status") == "B"


@pytest.mark.req("CCC-MQTT-002", "CCC-MQTT-025")
async def test_who_subscribes_late_gets_the_retained_state(broker, story):
    adapter = MqttAdapter(lambda event: None, Way(broker.url), usual(2))
    async with running(adapter):
        async with customer(broker.url, "port1/ci/charge/cp/status") as early:
            adapter.tell(story.begin())
            await payload_at(early, "port1/ci/charge/cp/status")
            adapter.tell(story.hear(PilotMeasured(2, 9.0, 9.0)))
            await payload_at(early, "port1/ci/charge/cp/status")
        async with customer(broker.url, "port1/ci/charge/cp/status") as late:
            assert await payload_at(late, "port1/ci/charge/cp/status") == "B"


@pytest.mark.req("CCC-MQTT-001", "CCC-MQTT-091", "CCC-MQTT-092", "CCC-ADD-020")
async def test_what_others_publish_is_heard_as_events(broker):
    events = asyncio.Queue()
    adapter = MqttAdapter(events.put_nowait, Way(broker.url), usual(2))
    async with running(adapter), customer(broker.url) as client:
        await client.publish("ci/evse/basic/maxcurrentlimit", "20.2")
        assert await next_of(events) == CentralLimitSet(0, 20.2)
        await client.publish("ci/global/dyn_current_limit/solar", "-1")
        assert await next_of(events) == DynamicLimitSet(0, "solar", None)
        await client.publish("port1/ci/availability/target", "inoperative")
        assert await next_of(events) == AvailabilityChosen(2, Voice.CUSTOMER, False)


@pytest.mark.req("CCC-MQTT-001", "CCC-MQTT-092")
async def test_retained_wishes_are_heard_by_a_station_that_starts_later(broker):
    events = asyncio.Queue()
    async with customer(broker.url, "#") as client:
        await client.publish("ci/global/dyn_current_limit/solar", "10", retain=True)
        await payload_at(client, "ci/global/dyn_current_limit/solar")
        async with running(MqttAdapter(events.put_nowait, Way(broker.url), usual(1))):
            assert await next_of(events) == DynamicLimitSet(0, "solar", 10.0)


@pytest.mark.req("CCC-API-016")
async def test_the_last_will_of_somebody_who_vanishes_is_heard(broker):
    events = asyncio.Queue()
    code = (
        "import os, paho.mqtt.client as mqtt\n"
        "client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)\n"
        "client.will_set('ci/global/dyn_current_limit/solar', '6')\n"
        "client.on_connect = lambda *_: os._exit(0)\n"
        f"client.connect('127.0.0.1', {broker.url.port}); client.loop_forever()\n"
    )
    async with running(MqttAdapter(events.put_nowait, Way(broker.url), usual(1))):
        await asyncio.to_thread(subprocess.run, [sys.executable, "-c", code], check=True, timeout=PATIENCE_S)
        assert await next_of(events) == DynamicLimitSet(0, "solar", 6.0)


async def test_nonsense_changes_nothing_and_is_named_in_the_log(broker):
    events = asyncio.Queue()
    nonsense = [b"lots", b"", b"\xff\xff", b"6" * 70000]
    with capture_logs() as lines:
        async with running(MqttAdapter(events.put_nowait, Way(broker.url), usual(1))), customer(broker.url) as client:
            for payload in nonsense:
                await client.publish("ci/evse/basic/maxcurrentlimit", payload)
            await client.publish("ci/evse/basic/maxcurrentlimit", "16")
            assert await next_of(events) == CentralLimitSet(0, 16.0)
    ignored = [line for line in lines if line["event"] == "ignored"]
    assert [line["topic"] for line in ignored] == ["ci/evse/basic/maxcurrentlimit"] * len(nonsense)
    assert events.empty()


async def test_what_was_the_stations_is_not_heard_as_a_customers_after_a_restart(broker, story, remote_story):
    """That the station's own reader was lost must not be taken for the word of the one that replaces it."""
    events, name = asyncio.Queue(), "port0/rfid/available"
    adapter = MqttAdapter(events.put_nowait, Way(broker.url), usual(2))
    async with running(adapter), customer(broker.url, name) as client:
        adapter.tell(story.begin())
        adapter.tell(story.hear(FaultSeen(1, Fault.READER_LOST)))
        while await payload_at(client, name) != "0":
            pass
        adapter.tell(remote_story.begin())
        assert await payload_at(client, name) == ""
        await client.publish("ci/evse/basic/maxcurrentlimit", "16", retain=True)
        assert isinstance(await next_of(events), CentralLimitSet)


async def test_an_action_reaches_the_simulated_board(broker):
    actions = asyncio.Queue()
    adapter = MqttAdapter(lambda event: None, Way(broker.url), usual(2), act=lambda *action: actions.put_nowait(action))
    async with running(adapter), customer(broker.url) as client:
        await client.publish("port1/sim/swipe", '{"token": "1F2D"}')
        assert await next_of(actions) == ("swipe", b'{"token": "1F2D"}', 2)


async def test_a_broker_that_comes_back_is_told_everything_anew(story):
    async with EmbeddedBroker(engine=Engine.AMQTT) as first:
        adapter = MqttAdapter(lambda event: None, Way(first.url), usual(2))
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(adapter.run())
            async with asyncio.timeout(PATIENCE_S):
                await adapter.is_connected.wait()
            adapter.tell(story.begin())
            await first.__aexit__(None, None, None)
            adapter.tell(story.hear(PilotMeasured(1, 9.0, 9.0)))
            adapter.tell(story.hear(CardShown(Token("1F2D"), 1)))
            async with (
                EmbeddedBroker(first.url.port, Engine.AMQTT) as second,
                customer(second.url, "port0/#") as client,
            ):
                assert await payload_at(client, "port0/ci/charge/cp/status") == "B"
                adapter.tell(story.hear(PilotMeasured(1, 12.0, 12.0)))
                assert await payload_at(client, "port0/ci/charge/cp/status") == "A"
                task.cancel()


async def test_it_ends_when_it_is_asked_to_whatever_it_does_just_then(broker, story):
    for turns in range(40):
        adapter = MqttAdapter(lambda event: None, Way(broker.url), usual(1))
        task = asyncio.create_task(adapter.run())
        if turns >= 10:
            await adapter.is_connected.wait()
            adapter.tell(story.begin())
        for _ in range(turns):
            await asyncio.sleep(0)
        task.cancel()
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()


async def test_without_a_broker_it_says_so_once_and_waits(unused_tcp_port, story):
    from pilotwire.mqtt.url import BrokerUrl

    adapter = MqttAdapter(lambda event: None, Way(BrokerUrl("127.0.0.1", unused_tcp_port)), usual(2))
    with capture_logs() as lines:
        task = asyncio.create_task(adapter.run())
        for _ in range(2000):
            adapter.tell(story.hear(CardShown(Token("1F2D"), 1)))
        async with EmbeddedBroker(unused_tcp_port, Engine.AMQTT):
            async with asyncio.timeout(PATIENCE_S):
                await adapter.is_connected.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
    assert sum(line["event"] == "no broker" for line in lines) <= 1


async def test_a_flood_stays_small_and_the_newest_value_wins():
    """10,000 messages while nobody takes any: at most LIMIT are kept, the newest of each topic among them."""

    def message(number):
        topic = "ci/evse/basic/maxcurrentlimit" if number % 2 else f"ci/global/dyn_current_limit/x{number % 10}"
        return aiomqtt.Message(topic, str(number).encode() * 100, 0, False, number, None)

    intake = Intake()
    tracemalloc.start()
    for number in range(10_000):
        intake.put_nowait(message(number))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert intake.qsize() <= LIMIT
    assert peak < 4_000_000
    left = {}
    while not intake.empty():
        taken = intake.get_nowait()
        left[taken.topic.value] = taken.mid
    assert left["ci/evse/basic/maxcurrentlimit"] == 9999
    assert sorted(left.values())[-6:] == [9990, 9992, 9994, 9996, 9998, 9999]


async def test_a_station_that_talks_faster_than_its_broker_keeps_only_the_newest(broker, story):
    adapter = MqttAdapter(lambda event: None, Way(broker.url), usual(1))
    async with (
        running(adapter),
        customer(broker.url, "port0/ci/charge/cp/status", "port0/availability/actual") as client,
    ):
        adapter.tell(story.begin())
        for number in range(10_000):
            adapter.tell(story.hear(PilotMeasured(1, 9.0, 9.0) if number % 2 else PilotMeasured(1, 12.0, 12.0)))
        assert len(adapter._link) <= 1000
        adapter.tell(story.hear(AvailabilityChosen(1, Voice.CUSTOMER, False)))
        last = None
        async with asyncio.timeout(PATIENCE_S):
            async for message in client.messages:
                if message.payload == b"inoperative":
                    break
                last = message.payload
        assert last == b"B" or last == b"operative"


def test_that_messages_are_dropped_is_said_once_for_each_flood():
    floods = []
    intake = Intake(lambda: floods.append(intake.qsize()))
    for _ in range(2):
        for number in range(3 * LIMIT):
            intake.put_nowait(aiomqtt.Message("ci/evse/basic/maxcurrentlimit", b"16", 0, False, number, None))
        while not intake.empty():
            intake.get_nowait()
    assert len(floods) == 2
