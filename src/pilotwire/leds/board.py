"""The LEDs on the board itself: tables of what they show (chargebyte guide 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.core.lamp import BoardLed
from pilotwire.core.update import Update
from pilotwire.leds.look import NEVER, Look
from pilotwire.leds.pattern import OFF, ON, Pattern

BOOTING: Final = Pattern(0.5)  # the guide names no rhythm; Linux blinks so by default (ledtrig-timer)
UPDATING: Final = Pattern(0.25)  # chargebyte guide 4.1.2: 250 ms on, 250 ms off
BY_BOOT: Final[Mapping[bool, Pattern]] = {False: BOOTING, True: ON}  # chargebyte guide 4.1.1
BY_UPDATE: Final[Mapping[Update, Pattern]] = {
    Update.NONE: OFF,
    Update.SEARCHING: ON,
    Update.INSTALLING: UPDATING,
}


@dataclass(frozen=True, slots=True)
class BoardScene:
    """Whether the station is there, how far an update is, and since when each is so."""

    is_ready: bool = False
    ready_s: float = 0.0
    update: Update = Update.NONE
    update_s: float = 0.0


def board_scene_after(scene: BoardScene, update: Update, now_s: float) -> BoardScene:
    """*scene* after the station was told to be at *update*: whoever is told of a station knows that it is there."""
    ready_s = scene.ready_s if scene.is_ready else now_s
    update_s = scene.update_s if scene.update is update else now_s
    return BoardScene(True, ready_s, update, update_s)


def board_look(scene: BoardScene, now_s: float) -> Look:
    """The LEDs on the board now, but for the heartbeat: that is the board's own."""
    boot = _look(BoardLed.BOOT, BY_BOOT[scene.is_ready], scene.ready_s, now_s)
    update = _look(BoardLed.UPDATE, BY_UPDATE[scene.update], scene.update_s, now_s)
    return Look({**boot.lit, **update.lit}, min(boot.next_change_s, update.next_change_s))


def _look(led: BoardLed, pattern: Pattern, since_s: float, now_s: float) -> Look:
    change_s = pattern.next_change_s(now_s - since_s)
    return Look({led: pattern.is_lit(now_s - since_s)}, NEVER if change_s is None else since_s + change_s)
