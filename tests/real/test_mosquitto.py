"""The station at Mosquitto: Debian's, as a child of ours. It is never skipped: ``make system-packages`` installs it."""

import asyncio
import signal
import ssl
import sys
from contextlib import asynccontextmanager
from dataclasses import replace

import aiomqtt
import psutil
import pytest
import trustme
from structlog.testing import capture_logs
from tests.mqtt.customer import PATIENCE_S, customer, message_at, next_of, running, usual
from tests.mqtt.story import Story

from pilotwire.core import registry
from pilotwire.core.port.build import Build
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.port.port import Port
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.station import Station
from pilotwire.mqtt.adapter import MqttAdapter
from pilotwire.mqtt.broker import EmbeddedBroker, Engine
from pilotwire.mqtt.error import BrokerFailed
from pilotwire.mqtt.link import Way
from pilotwire.mqtt.mosquitto import Mosquitto, is_installed
from pilotwire.mqtt.url import BrokerUrl, Scheme

STATION = Station("boot", Settings(Layers(registry.VARIABLES)), (Port(1, Build()),))


@pytest.fixture
def story():
    return Story(STATION)


@pytest.fixture
async def mosquitto():
    async with EmbeddedBroker(engine=Engine.MOSQUITTO) as broker:
        yield broker


def child_of(broker):
    """The Mosquitto of *broker*, as the system sees it."""
    children = psutil.Process().children()
    (child,) = (each for each in children if broker.url.port in ports_of(each))
    return child


def ports_of(process):
    return [connection.laddr.port for connection in process.net_connections()]


def test_it_is_installed():
    assert is_installed()


@pytest.mark.req("CCC-API-001", "CCC-MQTT-091", "CCC-MQTT-093", "CCC-API-031")
async def test_a_limit_is_heard_and_answered(mosquitto, story):
    events = asyncio.Queue()
    adapter = MqttAdapter(events.put_nowait, Way(mosquitto.url), usual(1))
    name = "port0/ci/evse/basic/offered_current_limit"
    async with running(adapter), customer(mosquitto.url, name) as client:
        adapter.tell(story.begin())
        assert (await message_at(client, name)).payload == b"32.0"
        await client.publish("ci/evse/basic/maxcurrentlimit", "20.2")
        event = await next_of(events)
        assert event == CentralLimitSet(0, 20.2)
        adapter.tell(story.hear(event, 1.0))
        message = await message_at(client, name)
        assert (message.payload, message.qos) == (b"20.2", 0)


@pytest.mark.req("CCC-MQTT-002", "CCC-MQTT-025", "CCC-MQTT-026")
async def test_every_state_is_retained_for_who_comes_later(mosquitto, story):
    adapter = MqttAdapter(lambda event: None, Way(mosquitto.url), usual(1))
    async with running(adapter):
        async with customer(mosquitto.url, "#") as early:
            adapter.tell(story.begin())
            await message_at(early, "ci/global/time_set/status")  # the last one of the table
        seen = {}
        async with customer(mosquitto.url, "#") as late:
            while "ci/global/time_set/status" not in seen or "port0/charging" not in seen:
                async with asyncio.timeout(PATIENCE_S):
                    message = await anext(late.messages)
                assert message.retain
                seen[message.topic.value] = message.payload.decode()
    assert seen["port0/ci/charge/cp/status"] == "A"
    assert seen["port0/ci/charge/pwm/status"] == "100.00"
    assert seen["port0/availability/actual"] == "operative"


async def test_a_killed_broker_is_started_again_and_told_everything_anew(mosquitto, story):
    adapter = MqttAdapter(lambda event: None, Way(mosquitto.url), usual(1))
    async with running(adapter):
        adapter.tell(story.begin())
        child = child_of(mosquitto)
        child.kill()
        adapter.tell(story.hear(CentralLimitSet(0, 10.0), 1.0))
        await asyncio.to_thread(psutil.wait_procs, [child], PATIENCE_S)
        async with asyncio.timeout(PATIENCE_S):
            while True:
                try:
                    async with customer(mosquitto.url, "port0/#") as client:
                        name = "port0/ci/evse/basic/offered_current_limit"
                        assert (await message_at(client, name)).payload == b"10.0"
                        return
                except aiomqtt.MqttError:  # not there yet
                    continue


async def test_a_flood_costs_no_memory_and_the_last_value_wins(mosquitto):
    events = asyncio.Queue()
    adapter = MqttAdapter(events.put_nowait, Way(mosquitto.url), usual(1))
    before = psutil.Process().memory_info().rss
    code = (
        "import paho.mqtt.client as mqtt\n"
        "client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)\n"
        f"client.connect('127.0.0.1', {mosquitto.url.port}); client.loop_start()\n"
        "for number in range(10000): client.publish('ci/evse/basic/maxcurrentlimit', 'x' * 1000)\n"
        "sent = client.publish('ci/evse/basic/maxcurrentlimit', '31.5')\n"
        "sent.wait_for_publish(20); client.disconnect()\n"
    )
    with capture_logs() as lines:
        async with running(adapter):
            flood = await asyncio.create_subprocess_exec(sys.executable, "-c", code)
            async with asyncio.timeout(PATIENCE_S):
                assert await flood.wait() == 0
            assert await next_of(events) == CentralLimitSet(0, 31.5)
    assert psutil.Process().memory_info().rss - before < 30_000_000
    assert 0 < sum(line["event"] == "ignored" for line in lines) < 1000


async def test_a_broker_that_hangs_does_not_hold_up_the_station(mosquitto, story):
    adapter = MqttAdapter(lambda event: None, Way(mosquitto.url), usual(1))
    async with running(adapter):
        child = child_of(mosquitto)
        child.suspend()
        try:
            for number in range(10_000):
                adapter.tell(story.hear(DynamicLimitSet(0, "x", float(6 + number % 20))))
            assert len(adapter._link) <= 1000
        finally:
            child.resume()


async def test_it_ends_with_its_context(mosquitto):
    async with EmbeddedBroker(engine=Engine.MOSQUITTO) as second:
        child = child_of(second)
    assert not child.is_running()
    assert child_of(mosquitto).is_running()


async def test_it_ends_when_whoever_started_it_is_cancelled():
    started = asyncio.get_running_loop().create_future()

    async def hold():
        async with EmbeddedBroker(engine=Engine.MOSQUITTO) as broker:
            started.set_result(child_of(broker))
            await asyncio.Event().wait()

    task = asyncio.create_task(hold())
    child = await started
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert not child.is_running()


async def test_it_does_not_outlive_a_station_that_is_killed():
    code = (
        "import asyncio, psutil\n"
        "from pilotwire.mqtt.broker import EmbeddedBroker, Engine\n"
        "async def main():\n"
        "    async with EmbeddedBroker(engine=Engine.MOSQUITTO):\n"
        "        print(psutil.Process().children()[0].pid, flush=True)\n"
        "        await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    station = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    async with asyncio.timeout(PATIENCE_S):
        child = psutil.Process(int(await station.stdout.readline()))
    assert "mosquitto" in child.name()
    station.send_signal(signal.SIGKILL)
    await station.wait()
    gone, alive = await asyncio.to_thread(psutil.wait_procs, [child], PATIENCE_S)
    assert gone
    assert not alive


async def test_what_it_says_when_it_fails_is_told():
    with pytest.raises(BrokerFailed, match=r"mosquitto ended with [0-9]+: .*[Aa]ddress"):
        async with Mosquitto("192.0.2.1", 1):  # TEST-NET-1: nobody's address
            pass


@pytest.mark.req("CCC-API-005")
async def test_a_broker_behind_tls_is_reached_if_its_certificate_is_trusted(mosquitto, monkeypatch, tmp_path):
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    events = asyncio.Queue()
    async with behind_tls(mosquitto.url, authority) as port, customer(mosquitto.url) as client:
        url = BrokerUrl("localhost", port, Scheme.TLS)
        async with running(MqttAdapter(events.put_nowait, Way(url), usual(1))):
            await client.publish("ci/evse/basic/maxcurrentlimit", "16")
            assert await next_of(events) == CentralLimitSet(0, 16.0)


async def test_a_broker_with_a_foreign_certificate_is_not_talked_to(mosquitto):
    async with behind_tls(mosquitto.url, trustme.CA()) as port:
        adapter = MqttAdapter(lambda event: None, Way(replace(mosquitto.url, port=port, scheme=Scheme.TLS)), usual(1))
        async with asyncio.timeout(PATIENCE_S):
            assert "CERTIFICATE_VERIFY_FAILED" in await adapter._link._serve_until_lost()
    assert not adapter.is_connected.is_set()


@asynccontextmanager
async def behind_tls(url, authority):
    """A port at which *url* is reached with TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)

    async def pipe(reader, writer):
        while data := await reader.read(4096):
            writer.write(data)
        writer.close()

    async def forward(reader, writer):
        inner_reader, inner_writer = await asyncio.open_connection(url.host, url.port)
        halves = [asyncio.create_task(pipe(reader, inner_writer)), asyncio.create_task(pipe(inner_reader, writer))]
        await asyncio.wait(halves)

    server = await asyncio.start_server(forward, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]
