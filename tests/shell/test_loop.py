"""The loop steps, obeys at once, and goes on whatever happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

import pytest
from structlog.typing import EventDict
from tests.core.bench import Host
from tests.shell.history import connected

from pilotwire.core.authorization import AskAuthorization, CardShown
from pilotwire.core.command import Command
from pilotwire.core.csms import BootCause, LinkChanged, SendBoot, SendHeartbeat
from pilotwire.core.deadline import STATION, Due, Timer
from pilotwire.core.driver import Driver
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.meter import ReadMeter
from pilotwire.core.reply import ReplyTo
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.station import Station, next_deadline
from pilotwire.core.token import Token
from pilotwire.core.told import Told
from pilotwire.gate import Gate
from pilotwire.inbox import Inbox
from pilotwire.loop import Loop
from pilotwire.store.ledger import Ledger
from pilotwire.tempo import Tempo

COMMANDS = (SetContactor, SetDutyCycle, DriveLock, ReadMeter, SendBoot, SendHeartbeat, AskAuthorization)
STRANGER = cast("Event", "an event that nobody hears")
NO_SUCH_TIMER = cast("Timer", "no such timer")
CARD = CardShown(Token("04A11CE0"), 0)


@dataclass
class Hand:
    """A driver that remembers what it had to do, and can be broken."""

    obeyed: list[Command] = field(default_factory=list)
    is_broken: bool = False
    rings: asyncio.Event = field(default_factory=asyncio.Event)

    def obey(self, command: Command) -> None:
        if self.is_broken:
            raise OSError("no such device")
        self.obeyed.append(command)
        self.rings.set()


@dataclass
class House:
    """Everything a loop touches, at a hundred times the speed."""

    ledger: Ledger
    hand: Hand = field(default_factory=Hand)
    tolds: list[Told] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    rings: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.inbox = Inbox(Tempo(100.0))
        self.gate = Gate(self.ledger, [self], self.inbox.put)
        drivers: Mapping[type, Driver] = dict.fromkeys(COMMANDS, self.hand)
        self.loop = Loop(self.inbox, self.gate, drivers, self.record)

    def record(self, event: Event, moment: Moment) -> None:
        self.events.append(event)

    def tell(self, told: Told) -> None:
        self.tolds.append(told)
        self.rings.set()

    async def until(self, is_so: Any) -> None:
        """Wait until what was told pleases."""
        async with asyncio.timeout(5.0):
            while not is_so():
                self.rings.clear()
                await self.rings.wait()

    async def __aenter__(self) -> House:
        self.telling = asyncio.create_task(self.gate.run())
        return self

    async def __aexit__(self, *error: object) -> None:
        self.telling.cancel()
        await asyncio.gather(self.telling, return_exceptions=True)

    def start(self, station: Station) -> asyncio.Task[BootCause]:
        return asyncio.create_task(self.loop.run(station))


@pytest.fixture
async def house(ledger: Ledger) -> House:
    return House(ledger)


def fresh() -> Station:
    """A station whose deadlines lie in the future of a clock that starts now."""
    return replace(connected(host=Host(time.time())).station, deadlines={})


async def test_a_step_is_obeyed_at_once_and_told_with_the_stations_before_and_after(house: House) -> None:
    station = fresh()
    async with house:
        run = house.start(station)
        house.inbox.put(CARD)
        await house.until(lambda: house.tolds)
        run.cancel()
    assert [type(command) for command in house.hand.obeyed] == [AskAuthorization]
    assert (house.tolds[0].event, house.tolds[0].before) == (CARD, station)
    assert house.tolds[0].after.asking


async def test_a_step_that_raises_leaves_the_old_state_opens_everything_and_is_a_fault(
    house: House, logs: list[EventDict]
) -> None:
    async with house:
        run = house.start(fresh())
        house.inbox.say(STRANGER)
        await house.until(lambda: house.tolds)
        assert house.hand.obeyed[:2] == [SetContactor(1, closed=False), SetDutyCycle(1, 100.0)]
        assert house.tolds[0].event == FaultSeen(1, Fault.INTERNAL)
        assert Fault.INTERNAL in house.tolds[0].after.ports[0].reported
        house.inbox.put(CARD)
        await house.until(lambda: house.tolds[-1].event == CARD)
        run.cancel()
    assert house.events[0] == STRANGER
    assert STRANGER not in [told.event for told in house.tolds]
    assert [entry["event"] for entry in logs] == ["step failed"]


@pytest.mark.parametrize("evse", [STATION, 1])
async def test_a_deadline_that_raises_is_not_taken_again_for_ever(house: House, evse: int) -> None:
    broken = Due(evse, NO_SUCH_TIMER)
    station = fresh()
    if evse:
        station = station.with_port(replace(station.ports[0], deadlines={NO_SUCH_TIMER: 0.0}))
    else:
        station = station.armed(broken, 0.0)
    async with house:
        run = house.start(station)
        house.inbox.put(CARD)
        await house.until(lambda: house.tolds and house.tolds[-1].event == CARD)
        run.cancel()
    assert house.events.count(broken) == 1
    assert next_deadline(house.tolds[-1].after) is None


async def test_a_broken_driver_is_a_fault_of_its_evse_and_the_loop_goes_on(house: House, logs: list[EventDict]) -> None:
    house.hand.is_broken = True
    async with house:
        run = house.start(fresh())
        house.inbox.say(STRANGER)  # makes the loop command something
        await house.until(lambda: house.tolds)
        house.hand.is_broken = False
        house.inbox.put(CARD)
        await house.until(lambda: house.tolds[-1].event == CARD)
        run.cancel()
    assert [type(command) for command in house.hand.obeyed][-1] is AskAuthorization
    assert "driver failed" in [entry["event"] for entry in logs]


async def test_a_reset_ends_the_run_with_its_cause_and_a_second_run_begins_anew(house: House) -> None:
    async with house:
        for _ in range(2):
            run = house.start(fresh())
            house.inbox.put(ResetAsked(ReplyTo("r"), How.AT_ONCE))
            assert await asyncio.wait_for(run, 5.0) is BootCause.REMOTE_RESET
        await asyncio.wait_for(house.gate.drained(), 5.0)
    assert [reply.reply_to for told in house.tolds for reply in told.outcome.replies] == ["r", "r"]


async def test_a_deadline_wakes_the_loop(house: House) -> None:
    beat = Due(STATION, Timer.HEARTBEAT)
    station = fresh().armed(beat, 2.0)
    assert next_deadline(station) == (2.0, beat)
    async with house:
        run = house.start(station)
        await asyncio.wait_for(house.hand.rings.wait(), 5.0)
        run.cancel()
    assert house.hand.obeyed[0] == SendHeartbeat()


async def test_an_event_that_changes_nothing_and_says_nothing_is_not_told(house: House) -> None:
    async with house:
        run = house.start(fresh())
        house.inbox.put(LinkChanged(online=True))  # it is online already
        house.inbox.put(CARD)
        await house.until(lambda: house.tolds)
        run.cancel()
    assert house.events[:2] == [LinkChanged(online=True), CARD]
    assert house.tolds[0].event == CARD
