"""A station and its central system without a wire: questions go through the core, answers through the schemas."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import pytest

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.reading import Reading
from pilotwire.core.reply import Reply, ReplyTo
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.sampling import Sampled
from pilotwire.core.settings import Layers
from pilotwire.core.station import Station, step
from pilotwire.core.transaction import TransactionChanged
from pilotwire.core.variable import Values
from pilotwire.csms.policy import Protocol
from pilotwire.csms.schema import answer_faults, request_faults
from pilotwire.ocpp.dialect import Answer, Message, Refused, Row
from pilotwire.ocpp.v2.dialect import V201

UTC_S = 1_800_000_000.0  # 2027-01-15T08:00:00Z
VOLTS = {"A": (12.0, 12.0), "B": (9.0, -12.0), "C": (6.0, -12.0)}
READING = Reading(1234.5678, 11040.0, (230.0, 230.1, 229.9), (16.0, 16.0, 16.0), 50.0)

Payload = dict[str, Any]


class NoNotes:
    """A ledger that has heard nothing."""

    def note_of(self, transaction: str) -> str | None:
        """None."""

    def samples_of(self, transaction: str) -> tuple[Sampled, ...]:
        """None."""
        return ()

    def transaction_of(self, note: str) -> str | None:
        """None."""


@dataclass
class Central:
    """The other side. ``told`` is everything it was sent, as (action, payload); every payload passed its schema."""

    station: Station
    dialect: V201 = field(default_factory=lambda: V201(lambda: Moment(100.0, UTC_S + 100.0)))
    now_s: float = 0.0
    told: list[tuple[str, Payload]] = field(default_factory=list)

    def happen(self, *events: Event) -> Outcome:
        """*events*, one second apart; facts are told, and the outcome of the last is returned."""
        said = Outcome()
        for event in events:
            self.now_s += 1.0
            self.station, said = step(self.station, event, Moment(self.now_s, UTC_S + self.now_s))
            for fact in said.facts:
                is_row = isinstance(fact, TransactionChanged)
                tell = self.dialect.render(Row(1, fact), self.station, NoNotes()) if is_row else ()
                for message in tell or self.dialect.notify(fact, self.station, NoNotes()):
                    self.hear(message)
        return said

    def hear(self, message: Message) -> Payload:
        """*message* as it arrives."""
        payload = said(message.payload)
        assert request_faults(Protocol.V201, message.action, payload) == []
        self.told.append((message.action, payload))
        return payload

    def ask(self, action: str, **payload: Any) -> Payload:
        """The answer to *action*, whoever gives it: the dialect at once, or the core."""
        assert request_faults(Protocol.V201, action, payload) == []
        taken = self.take(action, **payload)
        assert not isinstance(taken, Refused)
        if isinstance(taken, Answer):
            answer = said(taken.payload)
            for message in taken.then:
                self.hear(message)
        else:
            answer = self.answer(action, self.happen(taken).replies[0], taken)
        assert answer_faults(Protocol.V201, action, answer) == []
        return answer

    def answer(self, action: str, reply: Reply, asked: Any) -> Payload:
        """The core's *reply* as it arrives."""
        return said(self.dialect.reply(action, reply, asked, self.station))

    def take(self, action: str, **payload: Any) -> Any:
        """What the dialect makes of *action*."""
        return self.dialect.take(action, msgspec.json.encode(payload), ReplyTo("1"), self.station, NoNotes())

    def pilot(self, state: str, evse: int = 1) -> Outcome:
        """The vehicle at *evse* goes to *state*."""
        return self.happen(PilotMeasured(evse, *VOLTS[state]))

    def charge(self, evse: int = 1) -> None:
        """The vehicle at *evse* draws."""
        self.pilot("C", evse)
        self.happen(ContactorRead(evse, closed=True))

    def events(self, action: str = "TransactionEvent") -> list[Payload]:
        """All payloads of *action* told so far."""
        return [payload for told, payload in self.told if told == action]


def said(payload: msgspec.Struct) -> Payload:
    """*payload* as the wire carries it."""
    return msgspec.json.decode(msgspec.json.encode(payload))


def begin(base: Values, evses: int = 2) -> Station:
    """A station that has just started, rested, with a reading of each meter."""
    layers = Layers(registry.VARIABLES, base)
    station, _ = restore(Kept(), Plan("boot", layers, evses), Moment(-100.0, UTC_S - 100.0))
    ports = tuple(replace(port, reading=READING) for port in station.ports)
    return replace(station, ports=ports)


@pytest.fixture
def central_with() -> Callable[..., Central]:
    """A central system that has accepted a station with these settings (Variable=value)."""

    def make(settings: dict[Any, Any] | None = None, evses: int = 2) -> Central:
        base = {
            (variable.name, evse): value
            for variable, value in (settings or {}).items()
            for evse in (range(1, evses + 1) if variable.per_evse else (0,))
        }
        central = Central(begin(base, evses))
        for port in central.station.ports:
            central.happen(Due(port.evse, Timer.REST), MeterRead(port.evse, READING))
        central.happen(LinkChanged(online=True), BootAnswered(Registration.ACCEPTED, 600, UTC_S))
        central.told.clear()
        return central

    return make


@pytest.fixture
def central(central_with: Callable[..., Central]) -> Central:
    """A central system that has accepted a station with two EVSEs and the defaults."""
    return central_with()
