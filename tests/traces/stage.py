"""A whole station on a virtual clock: core, board, conversation, ledger, and a central system that answers at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count

from tests.traces.brief import brief, compact

from pilotwire.core import registry
from pilotwire.core.command import CentralCommand, HardwareCommand
from pilotwire.core.csms import BootCause
from pilotwire.core.deadline import Due
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.reset import Restart
from pilotwire.core.restart import Begun, Plan, restore
from pilotwire.core.security import IncidentRecorded
from pilotwire.core.settings import Layers
from pilotwire.core.station import next_deadline, step
from pilotwire.core.told import Told
from pilotwire.core.variable import Value
from pilotwire.hardware.sim.action import SimAction
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.dialect import Dialect
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.ocpp.writer import Writer
from pilotwire.store.ledger import Ledger
from pilotwire.store.volatile import VolatileLedger

UTC_S = 1_793_000_000.0  # 2026-10-26T07:33:20Z
Answers = Mapping[str, Callable[[dict[str, object]], dict[str, object]]]


@dataclass
class Stage:
    """What a trace plays on. ``core`` and ``wire`` are what it says, line by line."""

    dialect: Dialect
    answers: Answers
    evses: int = 1
    has_socket: bool = False
    settings: Mapping[str, Value] = field(default_factory=dict)
    ledger: Ledger | VolatileLedger = field(default_factory=VolatileLedger)
    now_s: float = 0.0
    host_utc_s: float | None = None  # what the host believed at 0 s, if it does not know the time
    core: list[str] = field(default_factory=list)
    wire: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        builds = (BoardBuild(has_socket=self.has_socket, meter_period_s=10.0),)
        self.board = SimBoard(self.evses, builds=builds)
        self._boots, self._ids = count(1), count(1)
        self.is_online = False
        self.begin(BootCause.POWER_UP)

    def begin(self, cause: BootCause) -> None:
        """The one beginning."""
        base: dict[tuple[str, int], Value] = {(name, 0): value for name, value in self.settings.items()}
        for evse in range(1, self.evses + 1):
            base |= {(name, evse): value for name, value in self.settings.items()}
            base[registry.HAS_SOCKET.name, evse] = self.has_socket
        plan = Plan(f"boot{next(self._boots)}", Layers(registry.VARIABLES, base), self.evses, cause=cause)
        self.station, said = restore(self.ledger.kept(), plan, self._moment())
        self.conversation = Conversation(
            self.dialect, self.ledger, Writer(ids=(f"m{number}" for number in self._ids)), self.station
        )
        self._note(f"begun: {cause.value}", said)
        self._carry(Told(Begun(cause), self._moment(), self.station, self.station, said))

    def link(self, up: bool) -> None:
        """The link to the central system comes or goes."""
        self.is_online = up
        if up:
            self.conversation.link_up(self.now_s)
        else:
            self.conversation.link_down()
        self._settle()

    def act(self, action: SimAction) -> None:
        """Somebody does something to the board."""
        self.board.act(action, self.now_s)
        self._settle()

    def say(self, event: Event) -> None:
        """An event that comes from nowhere on this stage."""
        self._step(event)
        self._settle()

    def request(self, action: str, payload: dict[str, object]) -> None:
        """The central system asks for something."""
        self.wire.append(f"{self.now_s:7.1f} <- {action} {compact(payload)}")
        self.conversation.receive(json.dumps([2, f"c{next(self._ids)}", action, payload]), self.now_s)
        self._settle()

    def wait(self, span_s: float) -> None:
        """Let time pass."""
        end_s = self.now_s + span_s
        while (at_s := self._next_s()) is not None and at_s <= end_s:
            self.now_s = max(self.now_s, at_s)
            self._settle()
        self.now_s = end_s
        self._settle()

    def cut_power(self) -> None:
        """Gone at once; and back."""
        self.board.cut_power(self.now_s)
        self.board.restore_power(self.now_s)
        self.is_online = False
        self.begin(BootCause.POWER_UP)

    def switch(self, dialect: Dialect, answers: Answers) -> None:
        """The same station, restarted to speak another version."""
        self.dialect, self.answers = dialect, answers
        if isinstance(self.ledger, Ledger):
            self.ledger.speak(dialect.subprotocol)
        self.cut_power()

    def _moment(self) -> Moment:
        if self.host_utc_s is None:
            return Moment(self.now_s, UTC_S + self.now_s)
        return Moment(self.now_s, self.host_utc_s + self.now_s, utc_trusted=False)

    def _next_s(self) -> float | None:
        due, conversing = next_deadline(self.station), self.conversation.next_deadline()
        times = (due[0] if due else None, self.board.next_due_s(), conversing)
        return min((each for each in times if each is not None), default=None)

    def _settle(self) -> None:
        """Until nothing more happens at this moment."""
        while self._happened():
            pass

    def _happened(self) -> bool:
        self.conversation.advance(self.now_s)
        events: list[Event] = [*self.board.advance(self.now_s), *self.conversation.events()]
        due = next_deadline(self.station)
        if due is not None and due[0] <= self.now_s:
            events.append(due[1])
        for event in events:
            self._step(event)
        frames = self.conversation.frames()
        for frame in frames:
            self._hear(frame.decode())
        return bool(events or frames)

    def _step(self, event: Event) -> None:
        before = self.station
        self.station, outcome = step(before, event, self._moment())
        if not isinstance(event, Due):
            self._note(type(event).__name__, outcome)
        else:
            self._note(f"{event.timer.value} due", outcome)
        self._carry(Told(event, self._moment(), before, self.station, outcome))

    def _carry(self, told: Told) -> None:
        restart = None
        for command in told.outcome.commands:
            if isinstance(command, HardwareCommand):
                self.board.obey(command, self.now_s)
            elif isinstance(command, CentralCommand):
                self.conversation.ask(command, self.now_s)
            elif isinstance(command, Restart):
                restart = command.cause
        asyncio.run(self.ledger.keep([told]))
        self.conversation.tell(told, self.now_s)
        if restart is not None:
            self._restart(restart)

    def _restart(self, cause: BootCause) -> None:
        self.board.cut_power(self.now_s)
        self.board.restore_power(self.now_s)
        self.begin(cause)
        if self.is_online:
            self.link(up=True)

    def _hear(self, text: str) -> None:
        """A frame of the station: shown, and answered if it is a request."""
        frame = json.loads(text)
        if frame[0] != 2:
            self.wire.append(f"{self.now_s:7.1f} -> answer {compact(frame[2])}")
            return
        self.wire.append(f"{self.now_s:7.1f} -> {frame[2]} {compact(frame[3])}")
        if self.is_online:
            answer = self.answers.get(frame[2], lambda payload: {})(frame[3])
            if "currentTime" in answer:
                answer["currentTime"] = to_wire(UTC_S + self.now_s)
            self.conversation.receive(json.dumps([3, frame[1], answer]), self.now_s)

    def _note(self, cause: str, outcome: Outcome) -> None:
        """Commands and facts are the core part; it must not know which dialect is spoken."""
        facts = (each for each in outcome.facts if not isinstance(each, IncidentRecorded))  # the log is another story
        said = [brief(each) for each in (*outcome.commands, *facts)]
        if said:
            self.core.append(f"{self.now_s:7.1f} {cause}")
            self.core.extend(f"            {line}" for line in said)
