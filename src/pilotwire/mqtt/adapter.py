"""The station at an MQTT broker: publishes what has become true and hears others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING

from pilotwire.mqtt.announcer import Announcer
from pilotwire.mqtt.ear import Act, Ear
from pilotwire.mqtt.link import OUTBOX_LIMIT, Link, Way
from pilotwire.mqtt.option import options_of
from pilotwire.mqtt.publication import Publication
from pilotwire.mqtt.topic import Options, Retain, Spot, Step, spots_of
from pilotwire.mqtt.topics import TOPICS, VERSION
from pilotwire.mqtt.url import BrokerUrl

if TYPE_CHECKING:
    import asyncio

    from pilotwire.core.event import Event
    from pilotwire.core.settings import Layers


class MqttAdapter:
    """One station at one broker. ``tell`` it everything and keep ``run`` running.

    What is published is a view of the newest station, so nothing is lost by a broker that was away: when it is back,
    everything is published anew. Messages about a moment (a card) are not repeated. ``is_connected`` is set while the
    station is there. Which topics there are depends on *options*, and after a restart on the settings of the station.
    """

    def __init__(
        self,
        say: Callable[[Event], None],
        way: Way,
        options: Options,
        *,
        act: Act | None = None,
        room: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._say, self._act, self._room = say, act, room or _always
        self._layers: Layers | None = None
        self._options = options
        self._borrowed: tuple[str, ...] = ()
        self._ear, self._announcer = self._taking_part(options)
        self._link = Link(way, self, max(OUTBOX_LIMIT, 4 * len(self._announcer)))

    def _taking_part(self, options: Options) -> tuple[Ear, Announcer]:
        spots = spots_of(TOPICS, options)
        return Ear(spots, len(options), self._act), Announcer(spots)

    @property
    def url(self) -> BrokerUrl:
        """Where the broker is."""
        return self._link.way.url

    @property
    def is_connected(self) -> asyncio.Event:
        """Set while the station is at its broker."""
        return self._link.is_connected

    def tell(self, told: Step) -> None:
        """Publish what *told* has changed, soon; returns at once and never raises."""
        layers = told.after.settings.layers
        if layers is not self._layers:
            self._layers = layers
            self._choose(options_of(told.after))
        for publication in self._announcer.step(told):
            self._link.put(publication)

    def _choose(self, options: Options) -> None:
        """Another life may have other settings: then other topics are heard and spoken."""
        if options == self._options:
            return
        self._options = options
        self._ear, self._announcer = self._taking_part(options)
        self._link.renew()

    async def run(self) -> None:
        """Be at the broker, for ever."""
        await self._link.run()

    # -- what the link asks of its party

    @property
    def filters(self) -> Iterable[str]:
        """What to subscribe to."""
        return self._ear.filters

    @property
    def will(self) -> Publication:
        """The retained version says that the software runs (chargebyte guide 15.5.2 T59): it goes when we go."""
        return Publication(VERSION, "", retain=True)

    def arrive(self) -> Iterable[Publication]:
        """The newest of everything, for a broker that has forgotten it."""
        self._borrowed = borrowed(spots_of(TOPICS, self._options))
        return self._announcer.everything()

    def leave(self) -> Iterable[Publication]:
        """What was ours and may be somebody else's next time is withdrawn: it must not be heard as theirs."""
        return (self.will, *(Publication(name, "", retain=True) for name in self._borrowed))

    def lose(self) -> None:
        """Nothing to do: what becomes true meanwhile is told at the next arrival."""

    async def hear(self, topic: str, payload: bytes, *, retained: bool) -> bool:
        """Make an event of a message. Raises TopicError where it means nothing."""
        event = self._ear.hear(topic, payload, retained=retained)
        if event is not None:
            self._say(event)
            await self._room()  # a flood waits at the broker, and not in the station
        return not retained and self._ear.minds_retain(topic)


def borrowed(spots: Iterable[Spot]) -> tuple[str, ...]:
    """The retained topics we speak at that are somebody else's where the settings say so."""
    others = {topic.name for topic in TOPICS if topic.is_heard}
    return tuple(
        spot.name
        for spot in spots
        if spot.topic.is_published and spot.topic.retain is Retain.YES and spot.topic.name in others
    )


async def _always() -> None:
    """There is always room."""
