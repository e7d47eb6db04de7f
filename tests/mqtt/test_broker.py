"""The broker in our own process, and how one is chosen and refused."""

import asyncio
import socket

import aiomqtt
import pytest

from pilotwire.mqtt import broker as broker_module
from pilotwire.mqtt.broker import EmbeddedBroker, Engine, best_engine
from pilotwire.mqtt.error import BrokerFailed
from pilotwire.mqtt.login import Login


@pytest.fixture
async def broker():
    async with EmbeddedBroker(engine=Engine.AMQTT) as broker:
        yield broker


def client_of(broker, **kwargs):
    return aiomqtt.Client(broker.url.host, broker.url.port, timeout=10, **kwargs)


async def next_message(client):
    async with asyncio.timeout(10):
        return await anext(aiter(client.messages))


async def test_it_is_at_its_url(broker):
    assert broker.url.host == "127.0.0.1"
    async with client_of(broker) as client:
        await client.subscribe("a/+")
        await client.publish("a/b", "hello")
        message = await next_message(client)
    assert (message.topic.value, message.payload, message.retain) == ("a/b", b"hello", False)


@pytest.mark.req("CCC-MQTT-001")
async def test_who_comes_later_gets_what_was_retained_as_it_was(broker):
    async with client_of(broker) as early, client_of(broker) as late:
        await early.subscribe("#")
        await early.publish("a/b", "kept", qos=0, retain=True)
        await next_message(early)
        await late.subscribe("a/#", qos=1)
        message = await next_message(late)
    assert (message.payload, message.qos, message.retain) == (b"kept", 0, True)


async def test_who_comes_later_does_not_get_what_only_others_subscribed_to(broker):
    async with client_of(broker) as early:
        await early.subscribe("#")
        await early.publish("secret", "kept", retain=True)
        await next_message(early)
        async with client_of(broker) as late:
            await late.subscribe("mine")
            await late.publish("mine", "first")
            message = await next_message(late)
    assert message.topic.value == "mine"


async def test_an_empty_retained_message_is_none(broker):
    async with client_of(broker) as early, client_of(broker) as late:
        await early.subscribe("#")
        for payload in ("kept", ""):
            await early.publish("a", payload, retain=True)
            await next_message(early)
        await late.subscribe("#")
        await late.publish("b", "after")
        assert (await next_message(late)).topic.value == "b"


@pytest.mark.parametrize("engine", Engine)
async def test_a_port_that_is_taken_is_an_error_of_one_line(engine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BrokerFailed, match=f"no MQTT broker at 127.0.0.1:{port}: Address already in use") as failed:
            async with EmbeddedBroker(port, engine):
                pass
    assert isinstance(failed.value, OSError)
    assert "\n" not in str(failed.value)


async def test_a_number_that_is_no_port_is_an_error_of_one_line():
    with pytest.raises(BrokerFailed, match="no such port"):
        async with EmbeddedBroker(70000):
            pass


async def test_its_port_is_free_when_it_has_gone():
    async with EmbeddedBroker(engine=Engine.AMQTT) as broker:
        port = broker.url.port
    async with EmbeddedBroker(port, Engine.AMQTT) as again:
        assert again.url.port == port


@pytest.mark.parametrize(("installed", "engine"), [(True, Engine.MOSQUITTO), (False, Engine.AMQTT)])
def test_mosquitto_is_taken_where_it_is_installed(monkeypatch, installed, engine):
    monkeypatch.setattr(broker_module, "is_installed", lambda: installed)
    assert best_engine() is engine


@pytest.mark.parametrize("engine", Engine)
async def test_a_broker_with_a_login_lets_only_that_user_in(engine):
    login = Login("me", "pä$s:x")
    async with EmbeddedBroker(engine=engine, login=login) as broker:
        url = broker.url
        async with aiomqtt.Client(url.host, url.port, username=url.username, password=url.password):
            pass
        for username, password in (("me", "wrong"), ("you", "pä$s:x"), (None, None)):
            with pytest.raises(aiomqtt.MqttError, match="Not authorized"):
                async with aiomqtt.Client(url.host, url.port, username=username, password=password):
                    pass


@pytest.mark.req("CCC-API-001")
@pytest.mark.parametrize("engine", Engine)
async def test_a_broker_can_be_reached_from_elsewhere_if_that_is_wanted(engine):
    """Any address of 127.0.0.0/8 that is not the usual one stands for the other interfaces of a host."""
    async with EmbeddedBroker(engine=engine) as shut, EmbeddedBroker(engine=engine, host="0.0.0.0") as broker:
        assert broker.url.host == "127.0.0.1"
        async with aiomqtt.Client("127.0.0.2", broker.url.port):
            pass
        with pytest.raises(aiomqtt.MqttError):
            async with aiomqtt.Client("127.0.0.2", shut.url.port):
                pass


def test_the_password_is_never_shown():
    assert "secret" not in repr(Login("me", "secret"))
