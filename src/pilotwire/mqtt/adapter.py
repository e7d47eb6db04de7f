"""The station at an MQTT broker: publishes what has become true, hears others, comes back when it is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING

import structlog

from pilotwire.mqtt.announcer import Announcer
from pilotwire.mqtt.backlog import Backlog
from pilotwire.mqtt.complaint import Complaints
from pilotwire.mqtt.ear import Act, Ear
from pilotwire.mqtt.intake import Intake
from pilotwire.mqtt.publication import Publication
from pilotwire.mqtt.topic import Option, Step, TopicError
from pilotwire.mqtt.topics import topics_with
from pilotwire.mqtt.url import BrokerUrl, Scheme

if TYPE_CHECKING:
    import ssl

    import aiomqtt

    from pilotwire.core.event import Event

log = structlog.get_logger("pilotwire.mqtt")

OUTBOX_LIMIT = 1000  # publications, or four for each topic if that is more
FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 10.0
PATIENCE_S = 5.0  # for one answer of the broker
STABLE_S = 5.0  # a connection that lasted so long was a good one: the next wait is short again
KEEPALIVE_S = 30
USUAL = frozenset({Option.OWN_READER})


class MqttAdapter:
    """One station at one broker. ``tell`` it everything and keep ``run`` running.

    What is published is a view of the newest station, so nothing is lost by a broker that was away: when it is back,
    everything is published anew. Messages about a moment (a card) are not repeated. ``is_connected`` is
    set while the station is there.
    """

    def __init__(
        self,
        say: Callable[[Event], None],
        url: BrokerUrl,
        evses: int,
        *,
        act: Act | None = None,
        room: Callable[[], Awaitable[None]] | None = None,
        options: frozenset[Option] = USUAL,
    ) -> None:
        topics = topics_with(options)
        self._say, self._url, self._room = say, url, room or _always
        self._ear = Ear(topics, evses, act)
        self._announcer = Announcer(topics, evses)
        limit = max(OUTBOX_LIMIT, 4 * len(self._announcer))
        self._outbox: Backlog[Publication] = Backlog(limit, lambda publication: publication.topic)
        self._bell = asyncio.Event()
        self.is_connected = asyncio.Event()

    @property
    def url(self) -> BrokerUrl:
        """Where the broker is."""
        return self._url

    def tell(self, told: Step) -> None:
        """Publish what *told* has changed, soon; returns at once and never raises."""
        for publication in self._announcer.step(told):
            if self.is_connected.is_set():
                self._outbox.put(publication)
                self._bell.set()

    async def run(self) -> None:
        """Be at the broker, for ever: connect, and after a loss connect again, ever more patiently."""
        wait_s, was_lost, clock = FIRST_WAIT_S, False, asyncio.get_running_loop().time
        while True:
            since_s = clock()
            reason = await self._serve_until_lost()
            _go_if_cancelled()
            if self.is_connected.is_set() or not was_lost:
                log.warning("no broker", url=str(self._url), reason=reason)
            self.is_connected.clear()
            was_lost = True
            wait_s = FIRST_WAIT_S if clock() - since_s >= STABLE_S else min(2 * wait_s, LONGEST_WAIT_S)
            await asyncio.sleep(wait_s)

    async def _serve_until_lost(self) -> str:
        """Serve one connection; why it was lost."""
        import aiomqtt  # 10 MB that a station without MQTT need not have

        try:
            async with self._client(await self._tls()) as client:
                for each in self._ear.filters:
                    await client.subscribe(each)
                    _go_if_cancelled()
                self._arrived()
                await _until_one_ends(self._hear_all(client), self._publish_all(client))
        except (aiomqtt.MqttError, OSError) as error:
            return str(error)
        return "closed"

    async def _tls(self) -> ssl.SSLContext | None:
        if self._url.scheme is Scheme.PLAIN:
            return None
        import ssl

        return await asyncio.to_thread(ssl.create_default_context)  # reads all certificates of the system

    def _client(self, tls: ssl.SSLContext | None) -> aiomqtt.Client:
        import aiomqtt

        return aiomqtt.Client(
            self._url.host,
            self._url.port,
            username=self._url.username,
            password=self._url.password,
            tls_context=tls,
            queue_type=Intake,
            keepalive=KEEPALIVE_S,
            timeout=PATIENCE_S,
        )

    def _arrived(self) -> None:
        """Connected: what waited is old, the newest of everything is said instead."""
        log.info("at the broker", url=str(self._url))
        self._outbox.clear()
        for publication in self._announcer.everything():
            self._outbox.put(publication)
        self._bell.set()
        self.is_connected.set()

    async def _publish_all(self, client: aiomqtt.Client) -> None:
        while True:
            await self._bell.wait()
            self._bell.clear()
            while len(self._outbox):
                publication = self._outbox.take()
                await client.publish(publication.topic, publication.payload, retain=publication.retain)
                _go_if_cancelled()
                await asyncio.sleep(0)  # a publish that fits into the socket never lets anybody else have a turn

    async def _hear_all(self, client: aiomqtt.Client) -> None:
        complaints = Complaints(asyncio.get_running_loop().time)
        async for message in client.messages:
            payload = message.payload if isinstance(message.payload, bytes) else b""
            try:
                event = self._ear.hear(message.topic.value, payload, retained=message.retain)
            except TopicError as error:
                complaints.ignored(message.topic.value, str(error))
                continue
            if event is not None:
                self._say(event)
                await self._room()  # a flood waits at the broker, and not in the station


async def _always() -> None:
    """There is always room."""


async def _until_one_ends(*halves: Coroutine[None, None, None]) -> None:
    """Run *halves* side by side; what ends one ends both. (A TaskGroup of 3.11 would leave its own task cancelled.)"""
    tasks = [asyncio.create_task(half) for half in halves]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def _go_if_cancelled() -> None:
    """Two things swallow a CancelledError: aiomqtt, when it cannot say goodbye, and ``wait_for`` before 3.12."""
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError
