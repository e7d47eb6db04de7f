"""Safety is easy to keep by never charging. The other half: healthy hardware and an accepted token end up charging."""

from __future__ import annotations

import pytest
from tests.core.world import World

from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered, CardShown
from pilotwire.core.deadline import STATION
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.effect import EFFECTS, Clears
from pilotwire.core.port.fault import Fault, FaultCleared, standing_faults
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.port.phase import Permit
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.reset import Resetting
from pilotwire.core.schedule import ProfilesClearAsked
from pilotwire.core.token import Token, TokenInfo, TokenStatus

SEEDS = 1000
NEWCOMER = Token("0FFFFFF0")


def make_whole(world: World) -> None:
    """Everything is repaired, cleared, in service and without limits; whoever was there leaves."""
    bench = world.bench
    for evse in bench.evses:
        evse.broken.clear()
        evse.rcd_s = bench.now_s
    bench.go(1.0)
    if any(
        EFFECTS[fault].clears is Clears.BY_RESTART for port in world.station.ports for fault in standing_faults(port)
    ):
        world.restart()
        bench = world.bench
    for evse in bench.evses:
        evse.obey(SetContactor(evse.number, closed=evse.wants_closed), bench.now_s)
        evse.lock_s = bench.now_s
    bench.hear(*(FaultCleared(STATION, fault) for fault in Fault), CentralLimitSet(STATION, None))
    bench.hear(ProfilesClearAsked(world.name()))
    bench.hear(*(DynamicLimitSet(STATION, name, None) for name in bench.port().limits.dynamic_a))
    bench.hear(*(DynamicLimitSet(2, name, None) for name in bench.port(2).limits.dynamic_a))
    bench.hear(*(AvailabilityChosen(STATION, voice, operative=True) for voice in Voice))
    bench.hear(*(AuthorizationAnswered(ask, None) for ask in world.station.asking))
    for evse in bench.evses:
        bench.vehicle(Pilot.GONE, evse.number)


def drive_up(world: World, evse: int) -> None:
    """Somebody new comes, plugs in, shows a card that is accepted, and asks for energy."""
    bench = world.bench
    bench.plug(evse, asks=False)
    bench.forget()
    bench.hear(CardShown(NEWCOMER, evse))
    for question in bench.said(AskAuthorization):
        bench.hear(AuthorizationAnswered(question.ask, TokenInfo(TokenStatus.ACCEPTED)))
    bench.vehicle(Pilot.READY, evse)
    bench.go(15.0)


def walked(seed: int) -> World:
    world = World(seed)
    for _ in range(world.rng.randrange(20, 120)):
        _, said = world.step()
        if world.restarts(said):
            world.restart()
    if world.station.resetting is not Resetting.NO:
        world.restart()
    return world


@pytest.mark.parametrize("part", range(2))
def test_from_any_state_healthy_hardware_and_an_accepted_token_end_up_charging(part: int) -> None:
    for seed in range(part * SEEDS, (part + 1) * SEEDS):
        world, evse = walked(seed), 1 + seed % 2
        make_whole(world)
        world.bench.go(200.0)
        world.bench.disconnect()
        world.bench.connect()
        drive_up(world, evse)
        assert world.bench.charging(evse) is Charging.CHARGING, (seed, world.bench.port(evse))
        assert evse in world.station.transactions, seed


def test_charging_needs_no_more_than_the_time_of_its_parts() -> None:
    world = World(7)
    world.bench.go(10.0)
    world.bench.connect()
    drive_up(world, 1)
    assert world.bench.port().grant.permit is Permit.GIVEN
    assert world.bench.evses[0].is_closed
