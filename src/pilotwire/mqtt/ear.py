"""What is heard: from a topic and a payload to an event of the core, or to an action for the simulated board."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from pilotwire.mqtt.topic import NAME_PART, Place, Retain, Spot, Topic, TopicError
from pilotwire.mqtt.value import text_of

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


class Ear:
    """All topics the station subscribes to, by their filter; those without parser and check are the board's."""

    def __init__(self, spots: Iterable[Spot], evses: int, act: Act | None = None) -> None:
        board = [Spot(SIMULATION, evse) for evse in SIMULATION.evses(evses)] if act else []
        self._act = act
        self._spots = {spot.name: spot for spot in (*(spot for spot in spots if spot.topic.is_heard), *board)}
        self._named = [(name.partition(NAME_PART), spot) for name, spot in self._spots.items() if NAME_PART in name]

    @property
    def filters(self) -> tuple[str, ...]:
        """What to subscribe to."""
        return tuple(self._spots)

    def hear(self, topic: str, payload: bytes, *, retained: bool) -> Event | None:
        """The event *payload* at *topic* means; None: it was an action, and is done. Raises TopicError."""
        spot, name = self._spot(topic)
        if retained and spot.topic.retain is Retain.NO:
            raise TopicError("is about a moment that is over: it must not be retained")
        if spot.topic.check is not None:
            spot.topic.check(payload)
            raise TopicError(f"is well formed, but nobody minds it yet: it needs {spot.topic.awaits}")
        if spot.topic.parse is not None:
            return spot.topic.parse(payload, Place(spot.evse, name, retained))
        self._do(name, payload, spot.evse)
        return None

    def minds_retain(self, topic: str) -> bool:
        """Whether it matters that a message at *topic* stays at the broker. Raises TopicError: nobody listens."""
        spot, _ = self._spot(topic)
        return spot.topic.minds_retain

    def _spot(self, topic: str) -> tuple[Spot, str]:
        """What listens to *topic*, and the name in it that whoever publishes has chosen."""
        spot = self._spots.get(topic)
        if spot is not None:
            return spot, ""
        for pattern, spot in self._named:
            name = matched(pattern, topic)
            if name is not None:
                return spot, name
        raise TopicError("nobody listens to this topic")

    def _do(self, action: str, payload: bytes, evse: int) -> None:
        text_of(payload)  # the size, and UTF-8
        if self._act is None:
            return
        try:
            self._act(action, payload, evse)
        except ValueError as error:
            raise TopicError(str(error)) from None


def matched(pattern: tuple[str, str, str], topic: str) -> str | None:
    """What stands in *topic* for the one level of *pattern* that is free; None: it is another topic."""
    before, _, after = pattern
    if not topic.startswith(before) or not topic.endswith(after) or len(topic) < len(before) + len(after):
        return None
    name = topic[len(before) : len(topic) - len(after)]
    return None if "/" in name else name
