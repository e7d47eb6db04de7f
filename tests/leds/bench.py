"""A core on a virtual clock with a board of lamps in front of it: what a person standing there would see, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tests.core.bench import CoreBench

from pilotwire.core.csms import BootCause
from pilotwire.core.event import Event
from pilotwire.core.led import Behavior, Color, Condition, Led, Mode
from pilotwire.core.outcome import Outcome
from pilotwire.core.restart import Begun
from pilotwire.core.told import Told
from pilotwire.leds.look import look, shown
from pilotwire.leds.scene import Scene, scenes_after

LINES = (84, 85, 86)


class LedBench(CoreBench):
    """A core whose steps are told to scenes at once, as the gate tells them."""

    def __init__(self, settings: Any = None, **kinds: Any) -> None:
        self.scenes: dict[int, Scene] = {}
        super().__init__(settings, **kinds)

    def hear(self, *events: Event) -> Outcome:
        """As the core's bench, one event after the other, each told."""
        said = Outcome()
        for event in events:
            before = self.station
            said = super().hear(event)
            self.scenes = dict(scenes_after(self.scenes, Told(event, self.moment, before, self.station, said)))
        return said

    def begun(self) -> None:
        """What the gate tells first."""
        told = Told(Begun(BootCause.POWER_UP), self.moment, self.station, self.station, Outcome())
        self.scenes = dict(scenes_after({}, told))

    def condition(self, evse: int = 1, *, of: Iterable[Condition] = tuple(Condition)) -> Condition | None:
        """What a LED shows that has a behavior for each condition in *of*."""
        behaviors = tuple(Behavior(each, Mode.SOLID, Color.WHITE) for each in of)
        behavior = shown(Led(LINES, behaviors), self.scenes[evse], self.now_s).behavior
        return behavior.condition if behavior else None

    def lit(self, led: Led, evse: int = 1) -> tuple[bool, ...]:
        """The lamps of *led* now."""
        return tuple(look(led, self.scenes[evse], self.now_s).lit.values())

    def timeline(self, led: Led, span_s: float, evse: int = 1) -> list[tuple[float, tuple[bool, ...]]]:
        """When, from now, the lamps of *led* are looked at if nothing happens meanwhile, and what is seen then."""
        start_s, seen, at_s = self.now_s, [], self.now_s
        while at_s <= start_s + span_s:
            now = look(led, self.scenes[evse], at_s)
            seen.append((round(at_s - start_s, 6), tuple(now.lit.values())))
            assert now.next_change_s > at_s
            at_s = now.next_change_s
        return seen


def led(*behaviors: Behavior, gpios: Sequence[int] = LINES) -> Led:
    """A LED with *behaviors*."""
    return Led(tuple(gpios), behaviors)
