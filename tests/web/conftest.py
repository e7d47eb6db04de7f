"""A house for the server: a real station that steps, a gate that can be shut, a simulated board, a ledger in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession, ClientTimeout

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.core.command import Command, HardwareCommand
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.settings import Layers
from pilotwire.core.station import next_deadline, step
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.core.transaction import TransactionChanged
from pilotwire.core.variable import Values
from pilotwire.gate import Told
from pilotwire.hardware.sim.action import ActionError
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.fault import FAULTS
from pilotwire.hardware.sim.parse import ACTIONS, parse_action
from pilotwire.hardware.sim.rig import Rig
from pilotwire.web.bind import Bind, Patience
from pilotwire.web.door import Doors, LogLine, SimNames, TransactionView, Unprocessable
from pilotwire.web.server import WebServer
from pilotwire.web.transaction_view import transaction_view

UTC_S = 1_767_225_600.0  # 2026-01-01T00:00:00Z
FREE = Bind(port=0)


class Ledger:
    """Rows of transactions, kept as they are told."""

    def __init__(self) -> None:
        self.rows: dict[str, list[TransactionChanged]] = {}

    async def transactions(self) -> Sequence[TransactionView]:
        return [transaction_view(rows) for rows in reversed(self.rows.values())]

    async def transaction(self, id: str) -> Sequence[TransactionChanged]:
        return self.rows.get(id, [])


class Paper:
    """A log of a hundred lines."""

    def lines(self, most: int) -> Sequence[LogLine]:
        return [LogLine(UTC_S + number, "info", "pilotwire.test", f"line {number}") for number in range(100)][-most:]


class House:
    """One station with *evses* EVSEs; everything happens when told, on a clock of its own."""

    def __init__(self, evses: int = 1, base: Values | None = None, pinned: Values | None = None) -> None:
        layers = Layers(registry.VARIABLES, base or {}, pinned or {})
        self.now_s = 0.0
        self.station, outcome = restore(Kept(), Plan("boot1", layers, evses), self.moment())
        self.told_station = self.station
        self.rig = Rig(SimBoard(evses, seed=7))
        self.ledger = Ledger()
        self.gate_is_open = True
        self.held: list[Told] = []
        self.said: list[Event] = []
        self.has_held = asyncio.Event()
        self.server: WebServer | None = None
        self._obey(outcome.commands)

    def moment(self) -> Moment:
        return Moment(self.now_s, UTC_S + self.now_s)

    def say(self, event: Event) -> None:
        """The inbox: whoever says something does not see it happen within the same call."""
        self.said.append(event)
        asyncio.get_running_loop().call_soon(self.hear, event)

    def hear(self, event: Event) -> None:
        before = self.station
        self.station, outcome = step(before, event, self.moment())
        self.held.append(Told(event, self.moment(), before, self.station, outcome))
        self._obey(outcome.commands)
        self.has_held.set()
        if self.gate_is_open:
            self.open_gate()

    def _obey(self, commands: Sequence[Command]) -> None:
        """The board obeys; the central system knows every card."""
        for command in commands:
            if isinstance(command, AskAuthorization):
                self.hear(AuthorizationAnswered(command.ask, TokenInfo(TokenStatus.ACCEPTED)))
        self.rig.obey(*(command for command in commands if isinstance(command, HardwareCommand)))

    def open_gate(self) -> None:
        """What waits becomes durable and is told."""
        self.gate_is_open = True
        held, self.held = self.held, []
        for told in held:
            self.told_station = told.after
            for fact in told.outcome.facts:
                if isinstance(fact, TransactionChanged):
                    self.ledger.rows.setdefault(fact.transaction, []).append(fact)
            if self.server:
                self.server.tell(told)

    def shut_gate(self) -> None:
        self.gate_is_open = False

    def go(self, span_s: float) -> None:
        """Let *span_s* seconds pass, for the station and for the board, in steps of a tenth of a second."""
        for _ in range(round(span_s * 10)):
            self.now_s += 0.1
            for event in self.rig.go(0.1):
                self.hear(event)
            while (deadline := next_deadline(self.station)) and deadline[0] <= self.now_s:
                self.hear(deadline[1])

    def names(self) -> SimNames:
        return SimNames(ACTIONS, FAULTS)

    def act(self, name: str, body: Mapping[str, object]) -> object:
        try:
            return self.rig.act(parse_action(name, body))
        except ActionError as error:
            raise Unprocessable(error.path, error.text) from error

    def view(self) -> object:
        return self.rig.board.view()

    def counts(self) -> Mapping[str, int]:
        return {"ocpp_messages_sent": 42}


class Client:
    """Asks the server and reads its answers."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self.session, self.url = session, url

    async def ask(self, method: str, path: str, **options: Any) -> tuple[int, Any]:
        """The status and the JSON of the answer."""
        async with self.session.request(method, self.url + path, **options) as response:
            return response.status, json.loads(await response.text())

    async def get(self, path: str, **options: Any) -> tuple[int, Any]:
        return await self.ask("GET", path, **options)

    async def put(self, name: str, value: object) -> tuple[int, Any]:
        return await self.ask("PUT", f"/api/variables/{name}", json={"value": value})

    @asynccontextmanager
    async def listen(self, path: str = "/api/events", **options: Any) -> AsyncIterator[Ear]:
        """A client of the event stream that has read its greeting."""
        async with self.session.get(self.url + path, **options) as response:
            assert response.status == 200, await response.text()
            ear = Ear(response)
            assert await ear.frame() == ["retry: 2000"]
            yield ear


class Ear:
    """Reads frames of server-sent events."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def frame(self) -> list[str]:
        """The lines of the next frame; none at the end of the stream."""
        return (await self.response.content.readuntil(b"\n\n")).decode().splitlines()[:-1]

    async def event(self) -> tuple[str, Any]:
        """Name and data of the next event."""
        fields = dict(line.split(": ", 1) for line in await self.frame())
        return fields["event"], json.loads(fields["data"])

    async def events_until(self, name: str) -> list[str]:
        """The names of all events up to the first one called *name*."""
        names = [(await self.event())[0]]
        while names[-1] != name:
            names.append((await self.event())[0])
        return names


@asynccontextmanager
async def serving(house: House, bind: Bind = FREE, **patience: Any) -> AsyncIterator[Client]:
    """*house* with a server on a real socket, and a client of it."""
    bind = replace(bind, patience=Patience(**patience)) if patience else bind
    doors = Doors(transactions=house.ledger, log=Paper(), sim=house, counts=house)
    server = house.server = WebServer(house.say, lambda: house.told_station, doors, bind)
    await server.start()
    session = ClientSession(timeout=ClientTimeout(total=20))
    try:
        yield Client(session, f"http://{server.address.replace('0.0.0.0', '127.0.0.1')}")
    finally:
        await session.close()
        await server.stop()


@pytest.fixture(scope="session")
def build() -> type[House]:
    """Builds houses."""
    return House


@pytest.fixture
def house() -> House:
    """A house with one EVSE."""
    return House()


@pytest.fixture(scope="session")
def serve() -> Any:
    """Puts a server into a house: ``async with serve(house) as client``."""
    return serving


@pytest.fixture
def registered(house: House) -> House:
    """The *house*, accepted by the central system and with its contactor rested."""
    house.hear(LinkChanged(online=True))
    house.hear(BootAnswered(Registration.ACCEPTED, 300))
    house.go(10)
    return house


@pytest.fixture
async def client(house: House) -> AsyncIterator[Client]:
    """A client of the server in the *house*."""
    async with serving(house) as client:
        yield client
