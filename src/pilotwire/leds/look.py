"""What a LED looks like at one moment, and when that changes by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.core.lamp import Line
from pilotwire.core.led import Behavior, Color, Condition, Led
from pilotwire.leds.pattern import PATTERNS
from pilotwire.leds.scene import Scene

NEVER: Final = math.inf

# Which of the lamps red, green and blue are on; chargebyte guide table 49: black = off
MIXED: Final[Mapping[Color, tuple[bool, bool, bool]]] = {
    Color.BLACK: (False, False, False),
    Color.WHITE: (True, True, True),
    Color.RED: (True, False, False),
    Color.GREEN: (False, True, False),
    Color.BLUE: (False, False, True),
    Color.CYAN: (False, True, True),
    Color.YELLOW: (True, True, False),
    Color.MAGENTA: (True, False, True),
}


@dataclass(frozen=True, slots=True)
class Look:
    """Which lines are lit, and when (on the station's clock) to look again."""

    lit: Mapping[Line, bool]
    next_change_s: float = NEVER


@dataclass(frozen=True, slots=True)
class Shown:
    """The behavior that counts, since when it is shown, and until when no other one can take its place by itself."""

    behavior: Behavior | None
    since_s: float
    until_s: float


def shown(led: Led, scene: Scene, now_s: float) -> Shown:
    """Of all behaviors of *led* whose condition holds in *scene* and whose time it is: the most important."""
    until_s = NEVER
    behaviors = {behavior.condition: behavior for behavior in led.behaviors}
    for condition in Condition:
        behavior = behaviors.get(condition)
        begun_s = None if behavior is None else _begun_s(scene, behavior)
        if behavior is None or begun_s is None:
            continue
        from_s = begun_s + behavior.delay_s
        end_s = from_s + behavior.duration_s if behavior.duration_s else NEVER
        if from_s <= now_s < end_s:
            return Shown(behavior, from_s, min(until_s, end_s))
        if now_s < from_s:
            until_s = min(until_s, from_s)
    return Shown(None, now_s, until_s)


def _begun_s(scene: Scene, behavior: Behavior) -> float | None:
    """When the condition of *behavior* began; a message without a duration ends with the next change of the EVSE."""
    message = scene.message
    if message is None or message.condition is not behavior.condition:
        return scene.since_s.get(behavior.condition)
    return None if message.is_over and not behavior.duration_s else message.since_s


def look(led: Led, scene: Scene, now_s: float) -> Look:
    """The lamps of *led* now."""
    now = shown(led, scene, now_s)
    if now.behavior is None:
        return Look(dict.fromkeys(led.gpios, False), now.until_s)
    pattern, elapsed_s = PATTERNS[now.behavior.mode], now_s - now.since_s
    change_s = pattern.next_change_s(elapsed_s)
    next_s = now.until_s if change_s is None else min(now.until_s, now.since_s + change_s)
    is_lit = pattern.is_lit(elapsed_s)
    return Look({line: is_lit and part for line, part in zip(led.gpios, parts(led, now.behavior), strict=True)}, next_s)


def parts(led: Led, behavior: Behavior) -> tuple[bool, ...]:
    """Which lamps of *led* take part; one of a single lamp has one colour, so any colour but black lights it."""
    if len(led.gpios) == 1:
        return (behavior.color is not Color.BLACK,)
    return MIXED[behavior.color][: len(led.gpios)]
