"""A whole station on a virtual clock: core, board, conversation, ledger; nothing of it is real but the code.

It has no socket and sleeps never: time goes on because a case says so. What it says on the wire a :class:`Csms` hears.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol, get_args

from pilotwire.app.dialects import dialect_of
from pilotwire.app.ways import policy_of
from pilotwire.config.names import EACH, ocpp_paths, spread
from pilotwire.config.table import VARIABLES
from pilotwire.core.command import CentralCommand, Command, HardwareCommand, JobCommand, VaultCommand
from pilotwire.core.csms import BootCause, Registration
from pilotwire.core.event import Event
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome
from pilotwire.core.reset import Restart
from pilotwire.core.restart import Begun, Plan, restore
from pilotwire.core.settings import Layers
from pilotwire.core.station import Station as Core
from pilotwire.core.station import next_deadline, step
from pilotwire.core.told import Told
from pilotwire.core.variable import Value
from pilotwire.hardware.sim.action import Break, SimAction
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.ocpp.conversation import Conversation
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.ocpp.writer import Writer
from pilotwire.personality.load import load
from pilotwire.security.keeper import Keeper
from pilotwire.security.vault import Vault
from pilotwire.store.ledger import Ledger
from pilotwire.update.simulated import SimulatedTransfer
from pilotwire.update.trouble import NAMES, Trouble

UTC_S = 1_793_000_000.0  # 2026-10-26T07:33:20Z, when the virtual clock shows 0
BOOTED_S = 300.0  # by then every vendor's station has introduced itself
Obey = Callable[[Command], Iterable[Event]]


@dataclass(frozen=True)
class Kind:
    """Which station a case is about, as ``@pytest.mark.station(...)`` says.

    ``settings`` are values of Variables by name, as customer.json would give them; ``is_cold``: not even booted.
    """

    personality: str = "pilotwire"
    variant: str | None = None
    evses: int = 1
    has_socket: bool = False
    phases: int = 3
    settings: Mapping[str, Value] = field(default_factory=dict)
    is_cold: bool = False


class Listener(Protocol):
    """Whoever hears the station."""

    def hear(self, frame: str) -> None:
        """The station says *frame*."""


class Station:
    """``now_s`` is the virtual clock. ``drivers`` obey commands that neither the board nor the wire obeys."""

    def __init__(self, kind: Kind, folder: Path) -> None:
        self.kind, self.now_s, self.is_online, self.has_power = kind, 0.0, False, True
        self.personality = load(kind.personality, kind.variant)
        self.ledger = Ledger(folder / "transactions.db")
        self.vault = Vault(folder / "vault")
        self.keeper = Keeper(self.vault, self.hears, lambda: policy_of(self.core.settings), lambda: UTC_S + self.now_s)
        self.drivers: dict[type, Obey] = dict.fromkeys(get_args(VaultCommand), self.keeper.answers)
        self.transfers = SimulatedTransfer()
        self.listener: Listener | None = None
        self._runner = asyncio.Runner()
        self._boots, self._ids = count(1), map("m{}".format, count(1))
        self._inbox: list[Event] = []
        self._layers = self._configured()
        paths = ocpp_paths(kind.evses, self._layers.variables)
        self.dialect = dialect_of("1.6", self.personality, paths)
        self.ledger.speak(self.dialect.subprotocol)
        has_recloser = bool(kind.settings.get("Recloser.Enabled"))
        build = BoardBuild(has_socket=kind.has_socket, phases=kind.phases, has_recloser=has_recloser)
        self.board = SimBoard(kind.evses, builds=(build,))
        self._begin(BootCause.POWER_UP)

    def close(self) -> None:
        """Let go of the ledger."""
        self.keeper.close()
        self.ledger.close()
        self._runner.close()

    def _configured(self) -> Layers:
        personality, kind = self.personality, self.kind
        variables = personality.changed(VARIABLES)
        given = {(name, EACH): variables[name].default for name in personality.defaults if name in variables}
        given |= {("EVSE.HasSocket", EACH): kind.has_socket, ("EVSE.SupplyPhases", EACH): kind.phases}
        given |= {(name, EACH): value for name, value in kind.settings.items()}
        unknown = {name for name, _ in given} - set(variables)
        assert not unknown, f"no such Variables: {unknown}"
        return Layers(variables, spread(given, variables, kind.evses))

    # -- what a case does to it

    def boots(self) -> None:
        """It goes online and says all it has to say about it, as early as its vendor lets it and after their pauses."""
        wire = self.personality.wire
        self.goes_online()
        self.pass_to(self.now_s + BOOTED_S, lambda: self.core.registration is Registration.ACCEPTED)
        self.pass_to(self.now_s + wire.accepted_pause_s)

    def goes_online(self) -> None:
        """The CSMS can be reached."""
        self.is_online = True
        if self.has_power:
            self.conversation.link_up(self.now_s)
        self.settle()

    def goes_offline(self) -> None:
        """The CSMS cannot be reached any more."""
        self.is_online = False
        if self.has_power:
            self.conversation.link_down()
        self.settle()

    def loses_power(self) -> None:
        """The supply fails: what is not durable is gone."""
        self.board.cut_power(self.now_s)
        self.transfers.cut()
        self.has_power = False
        self._inbox.clear()

    def gets_power(self) -> None:
        """The supply is back: the station begins anew with what is durable."""
        self.board.restore_power(self.now_s)
        self.has_power = True
        self._begin(BootCause.POWER_UP)
        if self.is_online:
            self.goes_online()
        self.settle()

    def breaks(self, part: str, evse: int = 1) -> None:
        """*part*, a name of :class:`SimFault` or :class:`Trouble`, breaks."""
        if part in NAMES:
            self.transfers.suffer(Trouble(part), active=True)
            return
        self.act(Break(SimFault(part), active=True, evse=evse))

    def mends(self, part: str, evse: int = 1) -> None:
        """*part* is mended."""
        self.act(Break(SimFault(part), active=False, evse=evse))

    def act(self, action: SimAction) -> None:
        """Somebody does something to the board; what physics forbids, a case must not do."""
        refused = self.board.act(action, self.now_s).refused
        assert refused is None, f"{action}: {refused}"
        self.settle()

    def hears(self, event: Event) -> None:
        """An event that comes from somewhere else: MQTT, the page, a job."""
        self._inbox.append(event)
        self.settle()

    def receives(self, frame: str | bytes) -> None:
        """A frame of the CSMS."""
        self.conversation.receive(frame, self.now_s)
        self.settle()

    # -- what a case sees

    def delivers_energy(self, evse: int = 1) -> bool:
        """Whether the contactor of *evse* is closed."""
        return self.board.view().evses[evse - 1].contactor_closed

    def holds_the_plug(self, evse: int = 1) -> bool:
        """Whether the plug of *evse* is locked."""
        return self.board.view().evses[evse - 1].locked is True

    def current_a(self, evse: int = 1) -> float:
        """What the vehicle at *evse* draws from each phase."""
        vehicle = self.board.view().evses[evse - 1].vehicle
        return 0.0 if vehicle is None else vehicle.current_a

    @property
    def energy_wh(self) -> float:
        """What the meter of EVSE 1 shows."""
        return self.board.view().evses[0].meter.energy_wh

    def time(self, in_s: float = 0.0) -> str:
        """Now, or *in_s* from now, as the wire writes it."""
        return to_wire(UTC_S + self.now_s + in_s)

    # -- time

    def pass_to(self, end_s: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Let time pass until *until*, but not beyond *end_s*; whether *until* has become true."""
        while not until() and (at_s := self._next_s()) is not None and at_s <= end_s:
            self.now_s = max(self.now_s, at_s)
            self.settle()
        if until():
            return True
        self.now_s = max(self.now_s, end_s)
        self.settle()
        return until()

    def _next_s(self) -> float | None:
        times = [self.board.next_due_s(), self.transfers.next_due_s()]
        if self.has_power:
            due = next_deadline(self.core)
            times += [due[0] if due else None, self.conversation.next_deadline()]
        return min((each for each in times if each is not None), default=None)

    def settle(self) -> None:
        """Until nothing more happens at this moment."""
        for _ in range(10_000):
            if not self._happened():
                return
        raise AssertionError("the station does not come to rest")

    def _happened(self) -> bool:
        sensed = self.board.advance(self.now_s)
        if not self.has_power:
            return False
        self.conversation.advance(self.now_s)
        events: list[Event] = [*sensed, *self.transfers.advance(self.now_s), *self._inbox, *self.conversation.events()]
        self._inbox.clear()
        due = next_deadline(self.core)
        if due is not None and due[0] <= self.now_s:
            events.append(due[1])
        for event in events:
            self._step(event)
        return self._speak() or bool(events)

    def _speak(self) -> bool:
        frames = self.conversation.frames()
        for frame in frames:
            if self.listener is not None and self.is_online:
                self.listener.hear(frame.decode())
        return bool(frames)

    # -- steps

    def _moment(self) -> Moment:
        return Moment(self.now_s, UTC_S + self.now_s)

    def _begin(self, cause: BootCause) -> None:
        """The one beginning."""
        plan = Plan(f"boot{next(self._boots)}", self._layers, self.kind.evses, self.personality.ruled, cause)
        self.core, said = restore(self.ledger.kept(), plan, self._moment())
        writer = Writer(self.personality.wire, self._ids)
        self.conversation = Conversation(self.dialect, self.ledger, writer, self.core)
        self._carry(Begun(cause), self.core, said)

    def _step(self, event: Event) -> None:
        before = self.core
        self.core, said = step(before, event, self._moment())
        self._carry(event, before, said)

    def _carry(self, event: Event | Begun, before: Core, said: Outcome) -> None:
        restart = None
        for command in said.commands:
            if isinstance(command, Restart):
                restart = command.cause
            else:
                self._obey(command)
        told = Told(event, self._moment(), before, self.core, said)
        self._runner.run(self.ledger.keep([told]))
        self.conversation.tell(told, self.now_s)
        if restart is not None:
            self._restart(restart)

    def _obey(self, command: Command) -> None:
        if isinstance(command, HardwareCommand):
            self.board.obey(command, self.now_s)
        elif isinstance(command, JobCommand):
            self.transfers.obey(command, self.now_s)
        elif isinstance(command, CentralCommand):
            self.conversation.ask(command, self.now_s)
        elif type(command) in self.drivers:
            self._inbox.extend(self.drivers[type(command)](command))

    def _restart(self, cause: BootCause) -> None:
        self._speak()
        self.board.cut_power(self.now_s)
        self.board.restore_power(self.now_s)
        self.transfers.cut()
        self._begin(cause)
        if self.is_online:
            self.conversation.link_up(self.now_s)


class Clock:
    """The virtual clock, for sentences."""

    def __init__(self, station: Station) -> None:
        self._station = station

    def passes(self, span_s: float) -> None:
        """*span_s* seconds go by."""
        self._station.pass_to(self._station.now_s + span_s)

    def shows(self, in_s: float = 0.0) -> str:
        """The time, or that in *in_s* seconds, as the wire writes it."""
        return self._station.time(in_s)
