"""Boards next door that share a card reader of this station, and for whom a card is (chargebyte guide 15.18.1)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from pilotwire.core.deadline import STATION
from pilotwire.core.frozen import replace
from pilotwire.core.outcome import NOTHING, Outcome
from pilotwire.core.token import Token

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station

Said = tuple["Station", Outcome]
CHOICE_S: Final = 60.0  # chargebyte guide 15.18.1: so long is the vehicle that came last the one a card is for
LONG_AGO_S: Final = -math.inf


@dataclass(frozen=True, slots=True)
class Door:
    """The *number*-th board that hears of the cards shown at the reader of *evse*."""

    evse: int
    number: int


class Presence(Enum):
    """What a board next door has."""

    NOBODY = "no vehicle"
    WAITING = "a vehicle that waits for a permit"
    CHARGING = "a vehicle that charges"


@dataclass(frozen=True, slots=True)
class NeighbourSeen:
    """The board behind *door* has *presence*; *is_news*: it became so just now, not some time before we looked."""

    door: Door
    presence: Presence
    is_news: bool = True


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What is known of a board next door; *since_s* is when its vehicle was plugged in, on our monotonic clock."""

    presence: Presence = Presence.NOBODY
    since_s: float = LONG_AGO_S


@dataclass(frozen=True, slots=True)
class HandOver:
    """*token* is for the board behind *door*: show it there."""

    door: Door
    token: Token


def on_seen(station: Station, event: NeighbourSeen, moment: Moment) -> Said:
    """A vehicle came, was permitted, or left; when it came decides whose a card is."""
    known = station.neighbours.get(event.door, Neighbour())
    since_s = known.since_s
    if known.presence is Presence.NOBODY or event.presence is Presence.NOBODY:
        since_s = moment.mono_s if event.is_news else LONG_AGO_S
    now = Neighbour(event.presence, since_s)
    if station.neighbours.get(event.door) == now:
        return station, NOTHING
    return replace(station, neighbours={**station.neighbours, event.door: now}), NOTHING


def doors_of(station: Station, evse: int) -> tuple[Door, ...]:
    """The boards that share the reader of *evse* (0: the one reader of all EVSEs)."""
    return tuple(door for door in station.neighbours if evse in (STATION, door.evse))


def whose(station: Station, evse: int, waiting: tuple[int, ...], mono_s: float) -> int | Door | None:
    """The one a card at the shared reader of *evse* is for: an EVSE of *waiting*, a board next door, or nobody.

    Of several vehicles that wait the last one plugged in is meant, for a minute; after that nobody can tell.
    """
    here: list[tuple[float, int | Door]] = [(station.plugged[each], each) for each in waiting]
    neighbours = ((station.neighbours[door], door) for door in doors_of(station, evse))
    there = [(board.since_s, door) for board, door in neighbours if board.presence is Presence.WAITING]
    candidates = sorted((*here, *there), key=lambda each: each[0])
    if not candidates:
        return None
    since_s, place = candidates[-1]
    return place if len(candidates) == 1 or mono_s - since_s <= CHOICE_S else None
