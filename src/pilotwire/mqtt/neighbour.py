"""The boards next door that share our card reader: what they have is heard at their brokers, cards are shown there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

import structlog

from pilotwire.core.neighbour import Door, HandOver, NeighbourSeen, Presence
from pilotwire.core.restart import Begun
from pilotwire.mqtt.card import card_text
from pilotwire.mqtt.link import Link, Way
from pilotwire.mqtt.publication import Publication
from pilotwire.mqtt.topic import Step
from pilotwire.mqtt.value import flag, one_of

if TYPE_CHECKING:
    from pilotwire.core.command import Command
    from pilotwire.core.event import Event

log = structlog.get_logger("pilotwire.mqtt")

PILOT: Final = "port0/ci/charge/cp/status"  # the destination has charging port 0 (chargebyte guide 14.1 T47)
PERMIT: Final = "port0/session/authorization_status"
CHARGING: Final = "port0/charging"
CARD: Final = "port0/rfid/authorization_request"
LETTERS: Final = {"A": False, "B": True, "C": True, "D": True, "E": None, "F": None}  # whether a vehicle is there


class NextDoor:
    """One board: the party of a link to its broker."""

    def __init__(self, door: Door, say: Callable[[Event], None]) -> None:
        self._door, self._say = door, say
        self._has_vehicle = False
        self._permitted: dict[str, bool] = {}
        self.presence = Presence.NOBODY

    @property
    def filters(self) -> Iterable[str]:
        """What tells whether a vehicle is there and whether it may charge."""
        return PILOT, PERMIT, CHARGING

    @property
    def will(self) -> None:
        """Nothing: nobody next door depends on us."""

    def arrive(self) -> Iterable[Publication]:
        """Nothing to say: cards are about a moment."""
        return ()

    def leave(self) -> Iterable[Publication]:
        """Nothing."""
        return ()

    def lose(self) -> None:
        """Who cannot be heard cannot be given a card."""
        self._has_vehicle = False
        self._permitted.clear()
        self._tell(is_news=True)

    async def hear(self, topic: str, payload: bytes, *, retained: bool) -> bool:
        """News from next door, or what was true before we came. Raises TopicError."""
        if topic == PILOT:
            seen = one_of(LETTERS)(payload)
            self._has_vehicle = self._has_vehicle if seen is None else seen
        else:
            self._permitted[topic] = flag(payload)
        self._tell(is_news=not retained)
        return False

    def tell_again(self) -> None:
        """A new life of the station knows nothing of its neighbours, and not when their vehicles came."""
        self._say(NeighbourSeen(self._door, self.presence, is_news=False))

    def _tell(self, *, is_news: bool) -> None:
        presence = self._seen()
        if presence is not self.presence:
            self.presence = presence
            self._say(NeighbourSeen(self._door, presence, is_news))

    def _seen(self) -> Presence:
        if not self._has_vehicle:
            return Presence.NOBODY
        return Presence.CHARGING if any(self._permitted.values()) else Presence.WAITING


class Neighbours:
    """All of them: the driver of ``HandOver``, and an adapter that is told of each new life."""

    def __init__(self, ways: Mapping[Door, Way], say: Callable[[Event], None]) -> None:
        self._boards = {door: NextDoor(door, say) for door in ways}
        self.links = {door: Link(way, self._boards[door]) for door, way in ways.items()}

    def obey(self, command: Command) -> None:
        """Show a card next door."""
        if isinstance(command, HandOver):
            card = Publication(CARD, card_text(command.token), retain=False)
            self.links[command.door].put(card)
            log.info("card shown next door", url=str(self.links[command.door].way.url))

    def tell(self, told: Step) -> None:
        """A new life has to learn whom it shares its reader with."""
        if isinstance(told.event, Begun):
            for board in self._boards.values():
                board.tell_again()
