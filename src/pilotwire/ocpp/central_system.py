"""The central system as a driver and an adapter: commands in, facts in, events out, over a link that comes and goes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Sequence
from functools import partial
from typing import Protocol

import structlog

from pilotwire.core import registry
from pilotwire.core.command import Command
from pilotwire.core.event import Event
from pilotwire.core.security import IncidentSeen
from pilotwire.core.sequel import Reconnect
from pilotwire.core.settings import Settings
from pilotwire.core.station import Station
from pilotwire.core.told import Told
from pilotwire.core.trial import TrialEnded, is_on_trial
from pilotwire.ocpp.address import Address, Attempt, BadAddress
from pilotwire.ocpp.backoff import LEAST_S, Backoff
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.dialect import Dialect, Question
from pilotwire.ocpp.link import Beat, Link, LinkRefused
from pilotwire.ocpp.outbox import Rows
from pilotwire.ocpp.traffic import Frame, Watch, Way, unwatched
from pilotwire.ocpp.writer import Writer

LONG_FRAME = 50_000  # characters; a shorter one is read in a millisecond
log = structlog.get_logger("pilotwire.ocpp")


class Door(Protocol):
    """Where events go in: the inbox."""

    def put(self, event: Event) -> None:
        """Something happened."""

    async def room(self) -> None:
        """Wait until there is room for more."""


class Ways(Protocol):
    """Who knows the ways to the central system."""

    def __call__(self, station: Station) -> Sequence[Attempt]:
        """In the order in which they are tried; at least one."""

    def linked(self, root: str | None, way: Attempt) -> None:
        """A connection came about by *way*, believing the root called *root*."""


class OneWay:
    """There is only *address*: for benches and fleets."""

    def __init__(self, address: Address) -> None:
        self._way = Attempt(address)

    def __call__(self, station: Station) -> Sequence[Attempt]:
        """Always the same."""
        return (self._way,)

    def linked(self, root: str | None, way: Attempt) -> None:
        """Nobody minds."""


def beat_of(settings: Settings) -> Beat:
    """How the connection is watched."""
    return Beat(float(settings.get(registry.PING_INTERVAL_S)), float(settings.get(registry.PONG_TIMEOUT_S)))


class CentralSystem:
    """Keeps one station connected; what it is told and asked while nobody listens waits or is answered by silence."""

    def __init__(
        self,
        ways: Ways,
        dialect: Dialect,
        rows: Rows,
        door: Door,
        station: Station,
        watch: Watch = unwatched,
        writer: Writer | None = None,
    ) -> None:
        self._ways, self._dialect, self._door, self._watch = ways, dialect, door, watch
        self._station = station
        self._is_anew = False
        writer = writer or Writer()
        self._also_offers = writer.wire.also_offers
        self._conversation = Conversation(dialect, rows, writer, station)
        self._backoff = Backoff(random.Random())
        self._link: Link | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._reachable = asyncio.Event()
        self._reachable.set()

    @property
    def url(self) -> str:
        """Where the central system is, with our identity; empty where that is no address."""
        ways = self._possible()
        return ways[0].address.full_url if ways else ""

    def _possible(self) -> Sequence[Attempt]:
        """The ways there are now; none where somebody has written what is no address, while the station ran."""
        try:
            return self._ways(self._station)
        except BadAddress as error:
            log.error("no way to the CSMS: its address is wrong", error=str(error))
            return ()

    def obey(self, command: Command) -> None:
        """A question of the core; asked at once, answered by an event."""
        if isinstance(command, Question):
            self._conversation.ask(command, time.monotonic())
            self._flush()

    def tell(self, told: Told) -> None:
        """Something has become true and durable."""
        self._station = told.after
        self._conversation.tell(told, time.monotonic())
        self._flush()
        if self._link is not None:
            self._link.set_beat(beat_of(told.after.settings))
            if any(isinstance(command, Reconnect) for command in told.outcome.commands):
                self._is_anew = True  # only now: what promised it has got out before
                self._link.hang_up()

    def set_reachable(self, reachable: bool) -> None:
        """Simulation: the network is there, or gone."""
        if reachable:
            self._reachable.set()
            return
        self._reachable.clear()
        if self._link is not None:
            self._link.hang_up()

    async def run(self) -> None:
        """Connect for ever, with a growing and random pause after each failure."""
        while True:
            await self._reachable.wait()
            if not await self._connect():
                wait_s = self._backoff.wait_s(self._station.settings)
                log.warning("no link to the CSMS", url=self.url, retry_s=round(wait_s, 1))
            elif self._is_anew:
                wait_s, self._is_anew = LEAST_S, False
            else:
                wait_s = self._backoff.wait_s(self._station.settings)
                log.warning("link to the CSMS lost", url=self.url, retry_s=round(wait_s, 1))
            await asyncio.sleep(wait_s)

    async def _connect(self) -> bool:
        """Try every way there is, in order; whether one led to a connection, which is over by now."""
        for way in self._possible():
            beat = beat_of(self._station.settings)
            link = Link(way.address, self._dialect.subprotocol, beat, also_offers=self._also_offers)
            try:
                await link.run(partial(self._up, link, way), self._receive)
            except LinkRefused as error:
                log.warning("refused", url=way.address.full_url, error=str(error), on_trial=way.is_trial)
                if error.incident is not None:
                    self._door.put(IncidentSeen(error.incident, str(error)))
            else:
                return True
            finally:
                if self._link is link:
                    self._down()
        return False

    def _up(self, link: Link, way: Attempt) -> None:
        self._link = link
        self._backoff.succeeded()
        log.info("linked to the CSMS", url=way.address.full_url, version=self._dialect.subprotocol)
        if is_on_trial(self._station.settings):
            self._door.put(TrialEnded(way.is_trial))
        self._ways.linked(link.root, way)
        self._conversation.link_up(time.monotonic())
        self._flush()
        if not self._reachable.is_set():
            link.hang_up()  # the network went while we connected

    def _down(self) -> None:
        self._link = None
        self._conversation.link_down()
        self._flush()

    async def _receive(self, text: str) -> None:
        self._watch(Frame(Way.IN, text))
        if len(text) < LONG_FRAME:
            self._conversation.receive(text, time.monotonic())
        else:  # the hardware is not to wait until a list of ten thousand tokens is understood
            read = await asyncio.to_thread(self._conversation.read, text)
            self._conversation.hear(read, time.monotonic())
        self._flush()
        await self._door.room()

    def _flush(self) -> None:
        """Everything the conversation wants: frames to the wire, events to the inbox, and to be woken in time."""
        for event in self._conversation.events():
            self._door.put(event)
        frames = self._conversation.frames()
        for frame in frames:
            self._watch(Frame(Way.OUT, frame.decode()))
            if self._link is not None:
                self._link.send(frame)
        if frames and self._link is not None:
            asyncio.get_running_loop().call_soon(self._conversation.foresee)  # when they are on the wire
        self._rearm()

    def _rearm(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        deadline_s = self._conversation.next_deadline()
        if deadline_s is not None:
            delay_s = max(0.0, deadline_s - time.monotonic())
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._woken)

    def _woken(self) -> None:
        self._timer = None
        self._conversation.advance(time.monotonic())
        self._flush()
