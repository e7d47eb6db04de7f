"""Hardware first, then time, then everybody else; and whoever reads a socket waits for room."""

from __future__ import annotations

import asyncio

import pytest

from pilotwire.core.authorization import CardShown
from pilotwire.core.csms import LinkChanged
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.event import Event
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.token import Token
from pilotwire.inbox import LANE_LIMIT, Inbox
from pilotwire.tempo import Tempo

NETWORK, HARDWARE = LinkChanged(online=True), ContactorRead(1, closed=True)
BEAT = Due(STATION, Timer.HEARTBEAT)


@pytest.fixture
def inbox() -> Inbox:
    return Inbox(Tempo(speed=100.0))


async def taken(inbox: Inbox, count: int, deadline: tuple[float, Due] | None = None) -> list[Event]:
    async with asyncio.timeout(5.0):
        return [(await inbox.get(deadline))[0] for _ in range(count)]


async def test_hardware_is_heard_before_whoever_waited_longer(inbox: Inbox) -> None:
    inbox.put(NETWORK)
    inbox.say(HARDWARE)
    assert await taken(inbox, 2) == [HARDWARE, NETWORK]


async def test_a_deadline_that_has_passed_comes_between_hardware_and_the_others(inbox: Inbox) -> None:
    inbox.put(NETWORK)
    inbox.say(HARDWARE)
    assert await taken(inbox, 2, (0.0, BEAT)) == [HARDWARE, BEAT]
    assert await taken(inbox, 1) == [NETWORK]


async def test_a_deadline_to_come_lets_everybody_pass_and_ends_the_waiting() -> None:
    tempo = Tempo(speed=100.0)
    inbox = Inbox(tempo)
    inbox.put(NETWORK)
    at_s = tempo.now_s() + 5.0
    assert await taken(inbox, 2, (at_s, BEAT)) == [NETWORK, BEAT]
    assert tempo.now_s() >= at_s


async def test_events_of_one_lane_keep_their_order(inbox: Inbox) -> None:
    cards = [CardShown(Token(f"{number:04}"), 0) for number in range(100)]
    for card in cards:
        inbox.put(card)
    assert await taken(inbox, 100) == cards


async def test_who_waits_is_woken_by_the_first_event(inbox: Inbox) -> None:
    waiting = asyncio.create_task(inbox.get(None))
    await asyncio.sleep(0)
    assert not waiting.done()
    inbox.put(NETWORK)
    event, moment = await asyncio.wait_for(waiting, 5.0)
    assert event is NETWORK
    assert moment.mono_s >= 0.0


async def test_the_moment_is_that_of_the_taking_and_never_runs_backwards(inbox: Inbox) -> None:
    for _ in range(50):
        inbox.put(NETWORK)
    moments = [(await inbox.get(None))[1] for _ in range(50)]
    assert [moment.mono_s for moment in moments] == sorted(moment.mono_s for moment in moments)
    assert len({moment.chance for moment in moments}) == 50


async def test_a_full_lane_has_no_room_until_it_is_half_empty(inbox: Inbox) -> None:
    for _ in range(LANE_LIMIT):
        inbox.put(NETWORK)
    reader = asyncio.create_task(inbox.room())
    await taken(inbox, LANE_LIMIT // 2)
    assert not reader.done()
    await taken(inbox, 1)
    await asyncio.wait_for(reader, 5.0)


async def test_a_full_lane_of_the_outside_does_not_hold_up_hardware(inbox: Inbox) -> None:
    for _ in range(2 * LANE_LIMIT):
        inbox.put(NETWORK)
    inbox.say(HARDWARE)
    assert await taken(inbox, 1) == [HARDWARE]


async def test_a_power_cut_clears_both_lanes_and_makes_room(inbox: Inbox) -> None:
    for _ in range(LANE_LIMIT):
        inbox.put(NETWORK)
    inbox.say(HARDWARE)
    inbox.clear()
    await asyncio.wait_for(inbox.room(), 5.0)
    inbox.put(CardShown(Token("04"), 0))
    assert await taken(inbox, 1) == [CardShown(Token("04"), 0)]


async def test_others_on_the_event_loop_get_their_turn_while_events_are_taken(inbox: Inbox) -> None:
    turns = 0

    async def breathe() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    other = asyncio.create_task(breathe())
    for _ in range(320):
        inbox.put(NETWORK)
    await taken(inbox, 320)
    other.cancel()
    assert turns >= 320 // 16
