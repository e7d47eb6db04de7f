"""A whole core on a virtual clock with healthy hardware around it: tests need seven lines, no loop and no sleep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.core.board import Evse

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered, CardShown
from pilotwire.core.command import Command
from pilotwire.core.csms import BootAnswered, BootCause, LinkChanged, Registration
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.event import Event
from pilotwire.core.fact import Fact
from pilotwire.core.moment import Moment
from pilotwire.core.outcome import Outcome, Receipt
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.port import Port
from pilotwire.core.remote import RemoteStopAsked
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.report import StatusChanged
from pilotwire.core.request import VariablesWritten
from pilotwire.core.restart import Kept, Plan, kept_of, restore
from pilotwire.core.rules import Rules
from pilotwire.core.security import IncidentRecorded
from pilotwire.core.settings import Layers, Write
from pilotwire.core.station import next_deadline, step
from pilotwire.core.token import Token, TokenInfo, TokenJudged, TokenStatus
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.core.variable import Value, Variable

ALICE, BOB = Token("04A11CE0"), Token("04B0B000")
UTC_S = 1_750_000_200.0  # 2025-06-15 15:10:00Z, when the virtual clock shows 0
Of = TypeVar("Of")
Settings = Mapping[Variable[Any], Value]


@dataclass
class Host:
    """The host's clock: what it shows when the virtual clock shows 0, and whether somebody has set it right."""

    utc_s: float = UTC_S
    is_trusted: bool = True

    def moment(self, now_s: float) -> Moment:
        """Now."""
        return Moment(now_s, self.utc_s + now_s, utc_trusted=self.is_trusted)


class CoreBench:
    """One station; *sockets* says for each EVSE whether it has a socket. Time starts when hardware has settled."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        sockets: Sequence[bool] = (False,),
        rules: Rules | None = None,
        variables: Mapping[str, Variable[Value]] = registry.VARIABLES,
        kept: Kept | None = None,
        boot: str = "boot",
        now_s: float = 0.0,
        settle_s: float = 10.0,
        host: Host | None = None,
        cause: BootCause = BootCause.POWER_UP,
    ) -> None:
        self.host = host or Host()
        self.settings, self.sockets, self.now_s = settings, sockets, now_s
        self.evses = [Evse(number, has_socket) for number, has_socket in enumerate(sockets, 1)]
        self.commands: list[Command] = []
        self.facts: list[Fact] = []
        self.incidents: list[IncidentRecorded] = []
        self.replies: list[Reply] = []
        self.receipts: list[Receipt] = []
        self.plan = Plan(boot, _layers(settings or {}, sockets, variables), len(sockets), rules or Rules(), cause)
        self.station, said = restore(kept or Kept(), self.plan, self.moment)
        self._collect(said)
        self.go(settle_s)

    # -- time and events

    @property
    def moment(self) -> Moment:
        """Now."""
        return self.host.moment(self.now_s)

    def hear(self, *events: Event) -> Outcome:
        """Let the station hear *events* now; what the last one made it say."""
        said = Outcome()
        for event in events:
            self.station, said = step(self.station, event, self.moment)
            self._collect(said)
        return said

    def _collect(self, said: Outcome) -> None:
        self.commands += said.commands
        self.facts += [fact for fact in said.facts if not isinstance(fact, IncidentRecorded)]
        self.incidents += [fact for fact in said.facts if isinstance(fact, IncidentRecorded)]  # the security log
        self.replies += said.replies
        self.receipts += said.receipts
        for command in said.commands:
            if hasattr(command, "evse"):
                self.evses[command.evse - 1].obey(command, self.now_s)

    def due(self) -> tuple[float, Event | Evse] | None:
        """What comes next by itself and when: a sensor, or else a deadline."""
        sensor = min(self.evses, key=Evse.due_s)
        deadline = next_deadline(self.station)
        if deadline is not None and deadline[0] < sensor.due_s():
            return deadline
        return (sensor.due_s(), sensor) if sensor.due_s() < float("inf") else None

    def turn(self) -> Event | None:
        """Let what is due by now happen, one thing at a time; None: nothing is."""
        due = self.due()
        if due is None or due[0] > self.now_s:
            return None
        event = due[1].say(self.now_s) if isinstance(due[1], Evse) else due[1]
        self.hear(event)
        return event

    def go(self, span_s: float) -> None:
        """Let *span_s* pass, in the order of what becomes due."""
        end_s = self.now_s + span_s
        while (due := self.due()) is not None and due[0] <= end_s:
            self.now_s = max(self.now_s, due[0])
            self.turn()
        self.now_s = end_s

    # -- vehicles, drivers, the central system

    def vehicle(self, state: Pilot, evse: int = 1) -> None:
        """The vehicle at *evse* does something else."""
        self.hear(*self.evses[evse - 1].becomes(state, self.now_s))

    def plug(self, evse: int = 1, *, asks: bool = True) -> None:
        """A vehicle is plugged in and soon asks for energy."""
        self.vehicle(Pilot.CONNECTED, evse)
        self.go(1.0)
        if asks:
            self.vehicle(Pilot.READY, evse)
            self.go(1.0)

    def unplug(self, evse: int = 1) -> None:
        """The vehicle leaves."""
        self.vehicle(Pilot.GONE, evse)
        self.go(1.0)

    def card(self, token: Token = ALICE, evse: int = 0) -> Outcome:
        """A card is shown."""
        return self.hear(CardShown(token, evse))

    def connect(self) -> None:
        """The link comes up, and the central system accepts the station."""
        self.hear(LinkChanged(online=True))
        if self.station.registration is Registration.ASKED:
            self.hear(BootAnswered(Registration.ACCEPTED, 600))

    def disconnect(self) -> None:
        """The link breaks."""
        self.hear(LinkChanged(online=False))

    def answer(self, status: TokenStatus | None = TokenStatus.ACCEPTED, group: str | None = None) -> Outcome:
        """The central system answers the newest question; None: it could not be reached."""
        question = self.said(AskAuthorization)[-1]
        info = TokenInfo(status, group=group) if status else None
        return self.hear(AuthorizationAnswered(question.ask, info))

    def write(self, variable: Variable[Any], value: Value) -> Outcome:
        """Somebody writes *value* into *variable* of the station."""
        return self.hear(VariablesWritten(ReplyTo("write"), (Write(variable.name, value),)))

    def stop(self, evse: int = 1) -> Outcome:
        """The central system stops the transaction of *evse*."""
        return self.hear(RemoteStopAsked(ReplyTo("stop"), self.station.transactions[evse].id))

    def authorize(self, token: Token = ALICE, evse: int = 0, group: str | None = None) -> None:
        """A card is shown and accepted."""
        self.card(token, evse)
        self.answer(group=group)
        self.go(1.0)

    def charge(self, evse: int = 1, token: Token = ALICE) -> None:
        """Plug in, show a card, and wait until energy flows."""
        self.plug(evse)
        self.authorize(token, evse)
        self.go(1.0)
        assert self.charging(evse) is Charging.CHARGING, self.port(evse)

    # -- what became of it

    def said(self, kind: type[Of]) -> list[Of]:
        """Everything of *kind* that was said since the last :meth:`forget`."""
        return [each for each in (*self.commands, *self.facts, *self.replies) if isinstance(each, kind)]

    def forget(self) -> None:
        """Start collecting anew."""
        self.commands, self.facts, self.replies, self.receipts = [], [], [], []

    def port(self, evse: int = 1) -> Port:
        """The port of *evse*."""
        return self.station.ports[evse - 1]

    def charging(self, evse: int = 1) -> Charging:
        """What a driver would call the state of *evse*."""
        return charging_of(self.port(evse))

    def rows(self, kind: Kind | None = None) -> list[TransactionChanged]:
        """The rows of the ledger, or those of one kind."""
        return [row for row in self.said(TransactionChanged) if kind in (None, row.kind)]

    def statuses(self, evse: int = 1) -> list[Charging]:
        """What was told about *evse*, in order."""
        return [fact.status.charging for fact in self.said(StatusChanged) if fact.evse == evse]

    def judged(self) -> list[TokenStatus]:
        """What became of the cards that were shown."""
        return [fact.status for fact in self.said(TokenJudged)]

    def verdicts(self) -> list[Verdict]:
        """The answers to requests, in order."""
        return [reply.verdict for reply in self.replies]

    def waits_for(self, timer: Timer, evse: int = 0) -> bool:
        """Whether *timer* of *evse* is armed."""
        return Due(evse, timer) in self.station.deadlines or (evse > 0 and timer in self.port(evse).deadlines)

    def restarted(self, boot: str = "next boot", settle_s: float = 10.0, host: Host | None = None) -> CoreBench:
        """The station after a power cut: the same configuration, what is durable, and no vehicle yet."""
        return CoreBench(
            self.settings,
            sockets=self.sockets,
            rules=self.plan.rules,
            variables=self.plan.layers.variables,
            kept=kept_of(self.station),
            boot=boot,
            now_s=self.now_s,
            settle_s=settle_s,
            host=host or self.host,
        )


def online(settings: Settings | None = None, **kinds: Any) -> CoreBench:
    """A bench whose station the central system has accepted, and that has said all it had to say about it."""
    bench = CoreBench(settings, **kinds)
    bench.connect()
    bench.forget()
    return bench


def _layers(settings: Settings, sockets: Sequence[bool], variables: Mapping[str, Variable[Value]]) -> Layers:
    """*settings* as if they stood in the configuration, for every EVSE alike."""
    evses = range(1, len(sockets) + 1)
    base = {(variable.name, 0): value for variable, value in settings.items() if not variable.per_evse}
    base |= {(each.name, evse): value for each, value in settings.items() if each.per_evse for evse in evses}
    base |= {(registry.HAS_SOCKET.name, evse): has_socket for evse, has_socket in enumerate(sockets, 1)}
    return Layers(variables, base)
