"""One connection to one broker, for ever: made, lost, made again; what it says and hears is its party's business."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import structlog

from pilotwire.mqtt.backlog import Backlog
from pilotwire.mqtt.complaint import Complaints
from pilotwire.mqtt.intake import Intake
from pilotwire.mqtt.publication import Publication
from pilotwire.mqtt.topic import TopicError
from pilotwire.mqtt.url import BrokerUrl, Scheme

if TYPE_CHECKING:
    import ssl

    import aiomqtt

log = structlog.get_logger("pilotwire.mqtt")

OUTBOX_LIMIT = 1000  # publications
FIRST_WAIT_S, LONGEST_WAIT_S = 0.1, 10.0
PATIENCE_S = 5.0  # for one answer of the broker
GOODBYE_S = 1.0
STABLE_S = 5.0  # a connection that lasted so long was a good one: the next wait is short again
KEEPALIVE_S = 30


@dataclass(frozen=True, slots=True)
class Way:
    """How a broker is reached: *roots* are the certificates that count instead of the system's."""

    url: BrokerUrl
    roots: Path | None = None


class Party(Protocol):
    """Who talks over a link."""

    @property
    def filters(self) -> Iterable[str]:
        """What to subscribe to."""

    @property
    def will(self) -> Publication | None:
        """What the broker says for us when we vanish."""

    def leave(self) -> Iterable[Publication]:
        """What is said last where there is time for it; whoever leaves in good order has no last will."""

    def arrive(self) -> Iterable[Publication]:
        """The connection is made: what is to be said first."""

    async def hear(self, topic: str, payload: bytes, *, retained: bool) -> bool:
        """A message; whether the broker is to say what it has retained there. Raises TopicError: it means nothing.

        A broker does not tell whoever listens already whether a message stays with it (MQTT 3.1.1, 3.3.1.3); whoever
        subscribes anew gets what has stayed.
        """

    def lose(self) -> None:
        """The connection is lost."""


class Link:
    """Keep :meth:`run` running. ``is_connected`` is set while the broker is there."""

    def __init__(self, way: Way, party: Party, outbox_limit: int = OUTBOX_LIMIT) -> None:
        self.way = way
        self._party = party
        self._outbox: Backlog[Publication] = Backlog(outbox_limit, lambda publication: publication.topic)
        self._bell = asyncio.Event()
        self._again = asyncio.Event()
        self.is_connected = asyncio.Event()

    def __len__(self) -> int:
        """How many publications wait."""
        return len(self._outbox)

    def put(self, publication: Publication) -> None:
        """Publish *publication* soon; lost where there is no broker."""
        if self.is_connected.is_set():
            self._outbox.put(publication)
            self._bell.set()

    def renew(self) -> None:
        """The party has other filters: connect anew."""
        self._again.set()

    async def run(self) -> None:
        """Be at the broker, for ever: connect, and after a loss connect again, ever more patiently."""
        wait_s, was_lost, clock = FIRST_WAIT_S, False, asyncio.get_running_loop().time
        while True:
            since_s = clock()
            self._again.clear()
            reason = await self._serve_until_lost()
            go_if_cancelled()
            if not self._again.is_set() and (self.is_connected.is_set() or not was_lost):
                log.warning("no broker", url=str(self.way.url), reason=reason)
            self._lost()
            was_lost = True
            wait_s = FIRST_WAIT_S if clock() - since_s >= STABLE_S else min(2 * wait_s, LONGEST_WAIT_S)
            await asyncio.sleep(0 if self._again.is_set() else wait_s)

    def _lost(self) -> None:
        if self.is_connected.is_set():
            self.is_connected.clear()
            self._party.lose()

    async def _serve_until_lost(self) -> str:
        """Serve one connection; why it was lost."""
        import aiomqtt  # 10 MB that a station without MQTT need not have

        try:
            async with self._client(await self._tls()) as client:
                for each in self._party.filters:
                    await client.subscribe(each)
                    go_if_cancelled()
                self._arrived()
                try:
                    await until_one_ends(self._hear_all(client), self._publish_all(client), self._renewed())
                finally:
                    await self._say_goodbye(client)
        except (aiomqtt.MqttError, OSError) as error:
            return str(error)
        return "closed"

    async def _renewed(self) -> None:
        await self._again.wait()

    async def _tls(self) -> ssl.SSLContext | None:
        if self.way.url.scheme is Scheme.PLAIN:
            return None
        import ssl

        return await asyncio.to_thread(ssl.create_default_context, cafile=self.way.roots)  # reads many files

    def _client(self, tls: ssl.SSLContext | None) -> aiomqtt.Client:
        import aiomqtt

        url, will = self.way.url, self._party.will
        return aiomqtt.Client(
            url.host,
            url.port,
            username=url.username,
            password=url.password,
            tls_context=tls,
            will=None if will is None else aiomqtt.Will(will.topic, will.payload, retain=will.retain),
            queue_type=partial(Intake, self._dropped),  # type: ignore[arg-type]  # it only calls it
            keepalive=KEEPALIVE_S,
            timeout=PATIENCE_S,
        )

    def _dropped(self) -> None:
        log.warning("messages come faster than they can be heard; older ones are dropped", url=str(self.way.url))

    def _arrived(self) -> None:
        """Connected: what waited is old, the newest of everything is said instead."""
        log.info("at the broker", url=str(self.way.url))
        self._outbox.clear()
        for publication in self._party.arrive():
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
                go_if_cancelled()
                await asyncio.sleep(0)  # a publish that fits into the socket never lets anybody else have a turn

    async def _hear_all(self, client: aiomqtt.Client) -> None:
        complaints = Complaints(asyncio.get_running_loop().time)
        async for message in client.messages:
            payload = message.payload if isinstance(message.payload, bytes) else b""
            try:
                if await self._party.hear(message.topic.value, payload, retained=message.retain):
                    await client.subscribe(message.topic.value)
            except TopicError as error:
                complaints.ignored(message.topic.value, str(error))

    async def _say_goodbye(self, client: aiomqtt.Client) -> None:
        import aiomqtt

        task = asyncio.current_task()
        if task is None or not (task.cancelling() or self._again.is_set()):
            return
        try:
            async with asyncio.timeout(GOODBYE_S):
                for publication in self._party.leave():
                    await client.publish(publication.topic, publication.payload, retain=publication.retain)
        except (aiomqtt.MqttError, OSError, TimeoutError):
            pass  # the broker is gone, or hangs


async def until_one_ends(*halves: Coroutine[None, None, None]) -> None:
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


def go_if_cancelled() -> None:
    """Two things swallow a CancelledError: aiomqtt, when it cannot say goodbye, and ``wait_for`` before 3.12."""
    task = asyncio.current_task()
    if task and task.cancelling():
        raise asyncio.CancelledError
