"""What a topic is: a row of the table in ``topics.py``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pilotwire.core.event import Event
    from pilotwire.core.moment import Moment
    from pilotwire.core.outcome import Outcome
    from pilotwire.core.station import Station

EVSE_PART = "{n}"  # the number of the EVSE less one: port0 is EVSE 1 (chargebyte guide 15.1)
NAME_PART = "+"  # the last level is a name that whoever publishes has chosen


class TopicError(ValueError):
    """A payload means nothing; the text says why, in half a sentence."""


class Step(Protocol):
    """What is told: an event, its moment, the station before and after it, and what it said."""

    @property
    def event(self) -> object: ...
    @property
    def moment(self) -> Moment: ...
    @property
    def before(self) -> Station: ...
    @property
    def after(self) -> Station: ...
    @property
    def outcome(self) -> Outcome: ...


class Retain(Enum):
    """Whether the broker keeps the last message for whoever comes later."""

    YES = "yes"
    NO = "no"


class Pace(Enum):
    """When a changed value is published."""

    AT_ONCE = "at once"
    METER = "every meter interval"  # chargebyte guide 14.1 T48: ports[0]/meter/publish_settings/timer


class Option(Enum):
    """What a row depends on, in the words of customer.json; rows without an option always count."""

    OWN_READER = "a card reader of the station"
    REMOTE_READER = "`ports[n]/rfid/protocol` = `mqtt`"
    OLD_CARD_TOPIC = "`mqtt/old_card_topic` = `true`"  # contradiction C30: published only if somebody asks for it
    OWN_METER = "a meter of the station"
    REMOTE_METER = "`ports[n]/meter/protocol` = `mqtt`"
    OWN_RECLOSER = "a recloser of the station"
    REMOTE_RECLOSER = "`ports[n]/recloser/protocol` = `mqtt`"
    OWN_PERMIT = "`ports[n]/user_authentication` other than `mqtt`"
    REMOTE_PERMIT = "`ports[n]/user_authentication` = `mqtt`"
    NO_FAN = "`ports[n]/ventilation`: `enable` = `false`, `control` = `internal`"  # chargebyte guide 15.19 T79
    RELAY_ONLY = "`ports[n]/ventilation`: `enable` = `false`, `control` = `external`"
    OWN_FAN = "`ports[n]/ventilation`: `enable` = `true`, `control` = `internal`"
    REMOTE_FAN = "`ports[n]/ventilation`: `enable` = `true`, `control` = `external`"


Options = Mapping[int, frozenset[Option]]  # of each EVSE


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message was heard: *evse* (0: the whole station), and the *name* of a topic that ends with one.

    *is_retained*: the broker had kept it for us, so it stands until it is withdrawn.
    """

    evse: int = 0
    name: str = ""
    is_retained: bool = False


View = Callable[["Station", int], "str | None"]
Saying = Callable[[Step, int], "str | None"]
Parser = Callable[[bytes, Place], "Event"]
Repeats = Callable[[Step, int], bool]
Naming = Callable[[Step], str]
Check = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic, or the same topic of every EVSE.

    The station publishes what ``view`` makes of its state, each time it becomes another; None is nothing to publish.
    After an event in ``echoes``, or a step that ``repeats``, it is published even if it is the same. ``says`` makes a
    message of a step: without retain each time, with retain only if it is a new one, and ``names``
    whom it is for, where a level of the topic is free. ``parse`` makes an event of what
    others publish, or raises TopicError. With ``options`` the row counts only where one of them does. ``awaits`` names
    what is not built yet: the row is in the table, what is heard there passes ``check`` (which raises TopicError) and
    changes nothing. With ``minds_retain`` a message that stays at the broker means something else than one that does
    not.
    """

    name: str
    payload: str
    section: str
    meaning: str
    retain: Retain = Retain.YES
    view: View | None = None
    echoes: tuple[type, ...] = ()
    repeats: Repeats | None = None
    pace: Pace = Pace.AT_ONCE
    says: Saying | None = None
    names: Naming | None = None
    parse: Parser | None = None
    options: tuple[Option, ...] = ()
    awaits: str = ""
    check: Check | None = None
    minds_retain: bool = False

    @property
    def is_published(self) -> bool:
        """The station speaks here, or will."""
        return self.view is not None or self.says is not None or (not self.is_served and self.check is None)

    @property
    def is_heard(self) -> bool:
        """The station listens here."""
        return self.parse is not None or self.check is not None

    @property
    def is_served(self) -> bool:
        """The topic does what it is for."""
        return not self.awaits

    def evses(self, count: int) -> range:
        """The EVSEs that have this topic, of *count*; 0 alone for a topic of the whole station."""
        return range(1, count + 1) if EVSE_PART in self.name else range(1)

    def name_of(self, evse: int) -> str:
        """The topic of *evse* as it is on the wire."""
        return self.name.replace(EVSE_PART, str(evse - 1))


@dataclass(frozen=True, slots=True)
class Spot:
    """One topic of the table at one EVSE (0: the station), as it is on the wire."""

    topic: Topic
    evse: int

    @property
    def name(self) -> str:
        """The topic as it is on the wire."""
        return self.topic.name_of(self.evse)


def spots_of(topics: Iterable[Topic], options: Options) -> tuple[Spot, ...]:
    """Where *topics* are, at the EVSEs of *options*: rows that depend on an option only where it counts."""
    return tuple(
        Spot(topic, evse)
        for topic in topics
        for evse in topic.evses(len(options))
        if not topic.options or not options[evse].isdisjoint(topic.options)
    )
