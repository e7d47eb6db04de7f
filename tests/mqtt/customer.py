"""Software of a customer at a real broker, beside the adapter; nothing here sleeps: it waits for messages."""

import asyncio
from contextlib import asynccontextmanager

import aiomqtt

PATIENCE_S = 30


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
