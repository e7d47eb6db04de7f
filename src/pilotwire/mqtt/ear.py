"""What is heard: from a topic and a payload to an event of the core, or to an action for the simulated board."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.mqtt.parse import text_of
from pilotwire.mqtt.topic import NAME_PART, Parser, Place, Retain, Topic, TopicError

if TYPE_CHECKING:
    from pilotwire.core.event import Event

Act = Callable[[str, bytes, int], None]  # (action, JSON object, evse), as POST /api/sim/<action>; ValueError: refused
SIMULATION = Topic(
    "port{n}/sim/+",
    "JSON object",
    "own",
    "Does something to the simulated board: the name is the action, the payload its body.",
    Retain.NO,
)


@dataclass(frozen=True, slots=True)
class Route:
    """A topic that is subscribed to, for one EVSE; without a parser it is for the simulated board."""

    topic: Topic
    evse: int
    parse: Parser | None


class Ear:
    """All topics the station subscribes to, by their filter."""

    def __init__(self, topics: Sequence[Topic], evses: int, act: Act | None = None) -> None:
        heard = [topic for topic in topics if topic.is_heard] + ([SIMULATION] if act else [])
        self._act = act
        self._routes = {
            topic.name_of(evse): Route(topic, evse, topic.parse) for topic in heard for evse in topic.evses(evses)
        }

    @property
    def filters(self) -> tuple[str, ...]:
        """What to subscribe to."""
        return tuple(self._routes)

    def hear(self, topic: str, payload: bytes, *, retained: bool) -> Event | None:
        """The event *payload* at *topic* means; None: it was an action, and is done. Raises TopicError."""
        level, _, name = topic.rpartition("/")
        route = self._routes.get(topic)
        if route is None:
            route = self._routes.get(f"{level}/{NAME_PART}")
        if route is None:
            raise TopicError("nobody listens to this topic")
        if retained and route.topic.retain is Retain.NO:
            raise TopicError("is about a moment that is over: it must not be retained")
        if route.parse is None:
            self._do(name, payload, route.evse)
            return None
        return route.parse(payload, Place(route.evse, name))

    def _do(self, action: str, payload: bytes, evse: int) -> None:
        text_of(payload)  # the size, and UTF-8
        if self._act is None:
            return
        try:
            self._act(action, payload, evse)
        except ValueError as error:
            raise TopicError(str(error)) from None
