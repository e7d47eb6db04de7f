"""Whatever happens at a station, its LEDs say something, and nothing that is not so."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.core.world import World
from tests.leds.bench import led

from pilotwire.core import registry
from pilotwire.core.led import Behavior, Color, Condition, Mode
from pilotwire.core.port.guard import is_blocked
from pilotwire.core.port.phase import Contactor
from pilotwire.core.port.port import Port
from pilotwire.core.told import Told
from pilotwire.leds.look import look, shown
from pilotwire.leds.scene import Scene, scenes_after

STEPS = 5000
MESSAGES = (Condition.AUTH_ACCEPTED, Condition.AUTH_REJECTED)
EVERYTHING = led(
    *(Behavior(each, Mode.BLINK_FAST, Color.WHITE, duration_s=0.5 * (each in MESSAGES)) for each in Condition)
)
FEW = (Condition.READY, Condition.ERROR, Condition.DEACTIVATED)
NEVER_DARK = led(*(Behavior(each, Mode.SOLID, Color.WHITE) for each in FEW))
FLOWING = (Condition.CHARGE, Condition.VENTILATION)
UNSEEN = {Condition.INIT, Condition.UPDATING}  # nothing in that world installs firmware, and it is told at once


def watch(port: Port, scene: Scene, now_s: float) -> Condition:
    """What the LED of *port* shows; asserts that it may."""
    behavior = shown(EVERYTHING, scene, now_s).behavior
    assert behavior is not None
    assert look(EVERYTHING, scene, now_s).next_change_s > now_s
    assert all(look(NEVER_DARK, scene, now_s).lit.values())
    assert all(since_s <= now_s for since_s in scene.since_s.values())
    assert (Condition.ERROR in scene.since_s) is is_blocked(port)
    if behavior.condition in FLOWING:
        assert port.contactor is Contactor.CLOSED
    return behavior.condition


def walked(seed: int, *, accepts_ventilation: bool) -> set[Condition]:
    world, seen = World(seed, {registry.ACCEPT_STATE_D: accepts_ventilation}), set[Condition]()
    scenes: Mapping[int, Scene] = {}
    for _ in range(STEPS):
        before = world.station
        event, said = world.step()
        scenes = scenes_after(scenes, Told(event, world.bench.moment, before, world.station, said))
        seen |= {watch(port, scenes[port.evse], world.bench.now_s) for port in world.station.ports}
        if world.restarts(said):
            world.restart()
            scenes = {}
    return seen


@pytest.mark.req("CCC-REV-018")
def test_a_walk_by_chance_shows_every_condition_and_none_that_is_not_so() -> None:
    seen: set[Condition] = set()
    for seed in range(10):
        seen |= walked(seed, accepts_ventilation=seed % 2 == 1)
        if seed and seen >= set(Condition) - UNSEEN:
            break
    assert seen == set(Condition) - UNSEEN
