"""What the lamps of one EVSE have to know: which conditions hold since when, and what the last card was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pilotwire.core.led import Condition
from pilotwire.core.port.port import Port
from pilotwire.core.station import Station
from pilotwire.core.token import TokenJudged, TokenStatus
from pilotwire.core.told import Told
from pilotwire.leds.condition import addressed, conditions_of


@dataclass(frozen=True, slots=True)
class Message:
    """What a driver is told for a while. *is_over*: something else has become true of the EVSE since it was told."""

    condition: Condition
    since_s: float
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """One EVSE: when each condition that holds began, on the station's clock, and the newest message."""

    since_s: Mapping[Condition, float] = field(default_factory=dict)
    message: Message | None = None


def beginning(now_s: float) -> Scene:
    """Nothing is known of the station yet."""
    return Scene({Condition.INIT: now_s})


NOTHING: Final = Scene()


def scenes_after(scenes: Mapping[int, Scene], told: Told) -> Mapping[int, Scene]:
    """*scenes* (by EVSE) after *told*."""
    station = told.after
    return {port.evse: _after(scenes.get(port.evse, NOTHING), station, port, told) for port in station.ports}


def _after(scene: Scene, station: Station, port: Port, told: Told) -> Scene:
    now_s, holding = told.moment.mono_s, conditions_of(station, port)
    since_s = {each: scene.since_s.get(each, now_s) for each in holding}
    return Scene(since_s, _message(scene, holding, station, port, told))


def _message(scene: Scene, holding: frozenset[Condition], station: Station, port: Port, told: Told) -> Message | None:
    """The newest verdict; the next question makes it history."""
    for fact in reversed(told.outcome.facts):
        if isinstance(fact, TokenJudged) and port.evse in addressed(station, fact.evse):
            is_accepted = fact.status is TokenStatus.ACCEPTED
            condition = Condition.AUTH_ACCEPTED if is_accepted else Condition.AUTH_REJECTED
            return Message(condition, told.moment.mono_s)
    if scene.message is None or Condition.AUTH_PENDING in holding:
        return None
    is_over = scene.message.is_over or holding != frozenset(scene.since_s)
    return Message(scene.message.condition, scene.message.since_s, is_over)
