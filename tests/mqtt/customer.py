"""Software of a customer at a real broker, beside the adapter; nothing here sleeps: it waits for messages."""

import asyncio
from contextlib import asynccontextmanager

import aiomqtt

from pilotwire.mqtt.topic import Option, spots_of
from pilotwire.mqtt.topics import TOPICS

PATIENCE_S = 30
OWN = frozenset(  # as a station is shipped
    {Option.OWN_READER, Option.OWN_METER, Option.OWN_RECLOSER, Option.OWN_PERMIT, Option.NO_FAN}
)
REMOTE = frozenset(
    {Option.REMOTE_READER, Option.REMOTE_METER, Option.REMOTE_RECLOSER, Option.REMOTE_PERMIT, Option.REMOTE_FAN}
)


def usual(evses, options=OWN):
    """*options* at every EVSE."""
    return dict.fromkeys(range(1, evses + 1), options)


def spots(evses=2, options=OWN):
    """The topics of a station with so many EVSEs."""
    return spots_of(TOPICS, usual(evses, options))


@asynccontextmanager
async def running(adapter):
    """*adapter* at its broker."""
    task = asyncio.create_task(adapter.run())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await adapter.is_connected.wait()
        yield adapter
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def customer(url, *topics):
    """A client at the broker *url* that has subscribed to *topics*."""
    async with aiomqtt.Client(url.host, url.port, timeout=PATIENCE_S) as client:
        for topic in topics:
            await client.subscribe(topic)
        yield client


async def message_at(client, topic):
    """The next message at *topic*."""
    async with asyncio.timeout(PATIENCE_S):
        async for message in client.messages:
            if message.topic.value == topic:
                return message
    raise AssertionError


async def next_of(events):
    """What the adapter heard next."""
    async with asyncio.timeout(PATIENCE_S):
        return await events.get()
