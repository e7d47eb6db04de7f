"""The walks bring everything where the guards want it in one go: a second one changes nothing and says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.bench import Settings
from tests.core.world import World

from pilotwire.core import registry
from pilotwire.core.clock import noticed
from pilotwire.core.consequence import follow, walked
from pilotwire.core.deadline import Due
from pilotwire.core.machine import heard_as
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import NOTHING
from pilotwire.core.port.port import walk
from pilotwire.core.schedule import ROUNDING_S
from pilotwire.core.station import HEARS, Station, _without_deadline, next_deadline

STEPS = 6000


def touched(station: Station) -> Station:
    """The same station, in which everything looks as if it had just changed."""
    return replace(station, ports=tuple(replace(port) for port in station.ports), claims=dict(station.claims))


def assert_at_rest(station: Station, moment: Moment) -> None:
    for port in station.ports:
        assert walk(port, moment) == (port, ())
    if not is_overdue(station, moment):
        assert follow(station, touched(station), NOTHING, moment) == (station, NOTHING)


def is_overdue(station: Station, moment: Moment) -> bool:
    """A deadline of this very moment still has its step before it."""
    due = next_deadline(station)
    return due is not None and due[0] <= moment.mono_s + ROUNDING_S


@pytest.mark.parametrize("seed", range(3))
def test_a_second_walk_changes_nothing_after_any_step(seed: int) -> None:
    world = World(seed)
    for _ in range(STEPS):
        event, said = world.step()
        assert_at_rest(world.station, world.bench.moment), event
        if world.restarts(said):
            world.restart()


@pytest.mark.parametrize("settings", [{}, {registry.USER_AUTHENTICATION: "mqtt"}, {registry.UNKNOWN_OFFLINE: True}])
def test_a_step_that_is_taken_for_quiet_has_no_consequences(settings: Settings) -> None:
    world, quiet = World(7, settings), 0
    for _ in range(STEPS):
        before = world.station
        event, said = world.step()
        moment = world.bench.moment
        before = _without_deadline(before, event) if isinstance(event, Due) else before
        after, outcome = HEARS[heard_as(event)](noticed(before, moment), event, moment)
        if follow(before, after, outcome, moment)[0] is after:
            quiet += 1
            assert walked(before, after, outcome, moment) == (after, outcome), event
        if world.restarts(said):
            world.restart()
    assert quiet > STEPS / 10
