"""A world that moves by chance: vehicles, drivers, a central system and breaking hardware around one station."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable

from tests.core.bench import CoreBench, Settings

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered, CardShown
from pilotwire.core.consent import CustomerPermission, KeyTurned
from pilotwire.core.csms import BootAnswered, HeartbeatAnswered, LinkChanged, Registration, SendBoot
from pilotwire.core.delivery import Delivered, Discarded
from pilotwire.core.event import Event
from pilotwire.core.outcome import Outcome
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.port.effect import EFFECTS, Clears
from pilotwire.core.port.fault import NO_FAULTS, Fault, FaultCleared, FaultSeen, FaultsMasked, standing_faults
from pilotwire.core.port.limits import CentralLimitSet, DynamicLimitSet
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.phases import MostPhasesSet, PhasesChosen, SwitchDelaySet
from pilotwire.core.port.pilot import Pilot, PilotMeasured
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.port.rcd import RcdRead, RcdTestAsked
from pilotwire.core.port.secondary import SecondaryRead
from pilotwire.core.port.ventilation import VentilationAvailable, VentilationChosen, VentilationRead
from pilotwire.core.profile import ChargingProfile, Period, ProfileKind, Purpose, RateUnit, Recurrency, Schedule
from pilotwire.core.remote import RemoteStartAsked, RemoteStopAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import AvailabilityAsked, CacheClearAsked, VariablesWritten
from pilotwire.core.reset import How, ResetAsked, Restart
from pilotwire.core.rules import Rules
from pilotwire.core.schedule import ProfilesClearAsked, ProfileSet
from pilotwire.core.settings import Write
from pilotwire.core.station import Station
from pilotwire.core.token import Token, TokenInfo, TokenStatus
from pilotwire.core.transaction import TransactionChanged
from pilotwire.core.trigger import Message, TriggerAsked
from pilotwire.core.unlock import UnlockAsked, WhileCharging

TOKENS = tuple(Token(f"0{number}") for number in range(1, 6))
NEXT = {
    Pilot.GONE: (Pilot.GONE,) * 3 + (Pilot.CONNECTED,),
    Pilot.CONNECTED: (Pilot.CONNECTED,) * 2 + (Pilot.READY,) * 7 + (Pilot.READY_VENTILATED,) * 2 + (Pilot.GONE,),
    Pilot.READY: (Pilot.READY,) * 40 + (Pilot.CONNECTED, Pilot.READY_VENTILATED, Pilot.GONE, Pilot.LOST),
    Pilot.READY_VENTILATED: (Pilot.READY_VENTILATED,) * 3 + (Pilot.READY, Pilot.CONNECTED),
    Pilot.LOST: (Pilot.CONNECTED, Pilot.READY, Pilot.GONE),
    Pilot.NOT_AVAILABLE: (Pilot.CONNECTED, Pilot.GONE),
}
SOCKETS = (True, False)  # the first EVSE has a socket with a lock, the second a fixed cable
CABLES_OHM = (None, 1500.0, 680.0, 220.0, 100.0, 3000.0)
ANSWERS = (Registration.PENDING, Registration.REJECTED, None)
BREAKABLE = ("welded", "stuck", "joined", "parted", "lock", "meter", "diode", "leak", "rcd", "fan", "fan")
MASKS = (
    *(NO_FAULTS,) * 6,
    frozenset({Fault.CONTACTOR_STUCK, Fault.CONTACTOR_WELDED}),
    frozenset({Fault.RCD_TEST_FAILED}),
    frozenset({Fault.RESIDUAL_CURRENT, Fault.RCD_SPURIOUS}),
    frozenset({Fault.PILOT_LOST, Fault.DIODE_MISSING, Fault.PROXIMITY_MISSING}),
)
WAITS_S = (0.0, 0.02, 0.1, 0.5, 2.0, 5.0, 20.0)


class World:
    """Draws what happens next from *seed*; :meth:`step` lets exactly one event happen."""

    def __init__(self, seed: int, settings: Settings | None = None, rules: Rules | None = None) -> None:
        self.rng = random.Random(seed)
        self.bench = CoreBench(settings, sockets=SOCKETS, rules=rules, settle_s=0.0)
        self.begun = Outcome()
        self.waiting: deque[Event] = deque()
        self.asked: list[str] = []
        self.open: list[TransactionChanged] = []
        self.is_booting = self.is_to_restart = False
        self.made = 0
        self.deeds, self.weights = zip(*self._deeds(), strict=True)

    @property
    def station(self) -> Station:
        """The state now."""
        return self.bench.station

    def _deeds(self) -> list[tuple[Callable[[], None], float]]:
        is_asked = self.station.settings.get(registry.USER_AUTHENTICATION, 1) in ("mqtt", "key-switch")
        return [
            *([(self.consent, 6)] if is_asked else []),
            (self.drive, 30),
            (self.show_card, 6),
            (self.answer, 30),
            (self.link, 1),
            (self.limit, 2),
            (self.profile, 1),
            (self.availability, 0.8),
            (self.mend_or_break, 2),
            (self.report_fault, 1),
            (self.customer, 4),
            (self.glitch, 0.7),
            (self.start, 2),
            (self.stop, 0.5),
            (self.unlock, 1),
            (self.trigger, 1),
            (self.write, 1),
            (self.deliver, 3),
            (self.reset, 0.1),
        ]

    def step(self) -> tuple[Event, Outcome]:
        """One event and what it made the station say."""
        event = self._next()
        self.bench.forget()
        said = self.bench.hear(event)
        self.asked += [each.ask for each in said.commands if isinstance(each, AskAuthorization)]
        self.is_booting |= any(isinstance(each, SendBoot) for each in said.commands)
        self.open += [fact for fact in said.facts if isinstance(fact, TransactionChanged)]
        self.open = self.open[-5:]
        return event, said

    def _next(self) -> Event:
        while not self.waiting:
            span_s = self.rng.choice(WAITS_S)
            due = self.bench.due()
            if due is not None and due[0] <= self.bench.now_s + span_s:
                self.bench.now_s = max(self.bench.now_s, due[0])
                return due[1] if not hasattr(due[1], "say") else due[1].say(self.bench.now_s)
            self.bench.now_s += span_s
            self.rng.choices(self.deeds, self.weights)[0]()
        return self.waiting.popleft()

    def restarts(self, said: Outcome) -> bool:
        """Whether the station wants to restart now."""
        is_to_restart, self.is_to_restart = self.is_to_restart, False
        return is_to_restart or any(isinstance(each, Restart) for each in said.commands)

    def restart(self) -> None:
        """The power goes and comes back; vehicles stay where they are, the hardware is switched off and on."""
        old, self.made = self.bench, self.made + 1
        self.bench = old.restarted(f"boot {self.made}", settle_s=0.0)
        self.begun = Outcome(self.bench.commands, self.bench.facts)
        self.waiting.clear()
        self.asked, self.is_booting = [], False
        for was, now in zip(old.evses, self.bench.evses, strict=True):
            now.register_wh, now.is_locked, now.broken = was.register_wh, was.is_locked, was.broken
            self.waiting.extend(now.becomes(was.vehicle, old.now_s))

    # -- what may happen

    def evse(self) -> int:
        """Any EVSE."""
        return self.rng.randint(1, len(self.bench.evses))

    def name(self) -> ReplyTo:
        """A request nobody made before."""
        self.made += 1
        return ReplyTo(f"request {self.made}")

    def drive(self) -> None:
        """A vehicle comes, asks, pauses or leaves."""
        evse = self.bench.evses[self.evse() - 1]
        self.waiting.extend(evse.becomes(self.rng.choice(NEXT[evse.vehicle]), self.bench.now_s))

    def show_card(self) -> None:
        """A card at the shared reader or at one of the EVSEs; sometimes it is the one that charges."""
        self.waiting.append(CardShown(self.rng.choice(TOKENS), self.rng.choice((0, 0, self.evse()))))

    def consent(self) -> None:
        """A key is turned, or the owner's software has a word, mostly for charging."""
        evse, is_yes = self.evse(), self.rng.random() < 0.8
        permission = CustomerPermission(evse, is_yes, is_standing=self.rng.random() < 0.3)
        self.waiting.append(self.rng.choice((permission, KeyTurned(self.rng.choice((0, evse)), is_yes))))

    def answer(self) -> None:
        """The central system answers what it was asked, or nobody does."""
        if self.is_booting:
            self.is_booting = False
            said = self.rng.choice((Registration.ACCEPTED,) * 6 + ANSWERS)
            self.waiting.append(BootAnswered(said, self.rng.choice((0, 10, 300)), 1.75e9 + self.bench.now_s))
        elif self.asked:
            info = self.rng.choice((TokenInfo(TokenStatus.ACCEPTED),) * 8 + (TokenInfo(TokenStatus.BLOCKED), None))
            self.waiting.append(AuthorizationAnswered(self.asked.pop(0), info))
        elif self.station.registration is Registration.OFFLINE:
            self.waiting.append(LinkChanged(online=True))
        elif self.rng.random() < 0.1:
            self.waiting.append(self.rng.choice((HeartbeatAnswered(1.75e9 + self.bench.now_s), self.late_answer())))

    def late_answer(self) -> BootAnswered:
        """An answer to a BootNotification nobody waits for any more."""
        return BootAnswered(self.rng.choice((*ANSWERS, Registration.ACCEPTED)), 30)

    def link(self) -> None:
        """The link breaks, or comes back; everything that was asked stays unanswered."""
        online = self.rng.random() < 0.6
        self.waiting.append(LinkChanged(online))
        if not online:
            self.waiting.extend(AuthorizationAnswered(ask, None) for ask in self.asked)
            self.asked, self.is_booting = [], False

    def limit(self) -> None:
        """Somebody limits the current, mostly to something that charges."""
        limit_a = self.rng.choice((None,) * 6 + (6.0, 13.5, 16.0, 32.0, 80.0, 5.9, 0.0))
        evse = self.rng.choice((0, self.evse()))
        dynamic = DynamicLimitSet(evse, self.rng.choice("abcdefg"), limit_a)
        self.waiting.append(self.rng.choice((dynamic, CentralLimitSet(evse, limit_a))))

    def profile(self) -> None:
        """The central system sets a charging profile, mostly one that lets everybody charge, or clears all."""
        limits_a = tuple(self.rng.choice((0.0, 6.0, 10.0, 16.0, 16.0, 32.0, 80.0)) for _ in range(3))
        periods = tuple(Period(start_s, limit_a) for start_s, limit_a in zip((0, 20, 60), limits_a, strict=True))
        purpose, kind = self.rng.choice(list(Purpose)), self.rng.choice(list(ProfileKind))
        start_s = self.bench.moment.utc_s + self.rng.choice((-60, 0, 30))
        schedule = Schedule(RateUnit.AMPERE, periods, self.rng.choice((None, 90, 600)), start_s)
        recurrency = self.rng.choice(list(Recurrency))
        wanted = ChargingProfile(self.rng.randint(1, 5), self.rng.randint(0, 2), purpose, kind, schedule, recurrency)
        asked = ProfileSet(self.name(), self.rng.choice((0, 0, self.evse())), wanted)
        self.waiting.append(self.rng.choice((asked, ProfilesClearAsked(self.name()))))

    def availability(self) -> None:
        """One of the three voices speaks, mostly for charging."""
        operative, evse = self.rng.random() < 0.9, self.rng.choice((0, self.evse()))
        asked = AvailabilityAsked(self.name(), (evse,), operative)
        self.waiting.append(self.rng.choice((asked, AvailabilityChosen(evse, Voice.CUSTOMER, operative))))

    def mend_or_break(self) -> None:
        """A part breaks, or the board is exchanged."""
        evse = self.bench.evses[self.evse() - 1]
        if self.rng.random() < 0.3:
            evse.broken.add(self.rng.choice(BREAKABLE))
            evse.rcd_s = self.bench.now_s  # a leak trips at once, and a fan that breaks is seen
            evse.fan_s = self.bench.now_s if evse.is_running else evse.fan_s
            return
        evse.broken.clear()
        evse.contactor_s = evse.secondary_s = evse.lock_s = evse.rcd_s = self.bench.now_s  # all is tried once
        self.waiting.append(evse.pilot())
        if any(EFFECTS[fault].clears is Clears.BY_RESTART for fault in standing_faults(self.bench.port(evse.number))):
            self.is_to_restart = True

    def report_fault(self) -> None:
        """Something reports a fault, or that it is over."""
        evse, fault = self.evse(), self.rng.choice(list(Fault))
        standing = self.bench.port(evse).reported
        if self.rng.random() < 0.2:
            self.waiting.append(FaultSeen(evse, fault))
        elif standing:
            self.waiting.append(FaultCleared(evse, sorted(standing, key=lambda each: each.value)[0]))

    def customer(self) -> None:
        """Customer software has a wish for the hardware."""
        evse, is_on = self.evse(), self.rng.random() < 0.7
        wishes = (
            *(PhasesChosen(evse, phases) for phases in (1, 3, 1, 3, 2)),
            SwitchDelaySet(evse, self.rng.choice((10.0, 15.0, 1.0))),
            RcdTestAsked(evse),
            VentilationAvailable(evse, is_on),
            VentilationChosen(evse, is_on),
            MostPhasesSet(evse, self.rng.choice((1, 3, 3))),
            FaultsMasked(evse, self.rng.choice((*MASKS, frozenset(self.rng.sample(list(Fault), 2))))),
        )
        self.waiting.append(self.rng.choice(wishes))
        if isinstance(wished := self.waiting[-1], VentilationAvailable) and wished.available:
            self.waiting.append(VentilationRead(evse, running=True))

    def glitch(self) -> None:
        """A sensor says something nobody expects."""
        evse = self.evse()
        is_on = self.rng.random() < 0.5
        glitches = (
            [ContactorRead(evse, is_on), ContactorRead(evse, not is_on)],
            [LockRead(evse, is_on), LockRead(evse, not is_on)],
            [SecondaryRead(evse, is_on)],
            [RcdRead(evse, is_on), RcdRead(evse, tripped=False)],
            [VentilationRead(evse, is_on), VentilationRead(evse, not is_on)],
            [VentilationRead(evse, running=False)],
            [self.volts(evse) for _ in range(3)],
            [ProximityMeasured(evse, self.rng.choice(CABLES_OHM)) for _ in range(4)],
        )
        self.waiting.extend(self.rng.choice(glitches))
        self.waiting.append(self.bench.evses[evse - 1].pilot())
        if self.bench.evses[evse - 1].has_socket:
            self.waiting.append(ProximityMeasured(evse, 220.0))

    def volts(self, evse: int) -> PilotMeasured:
        """A voltage, in a band or not, steady or not."""
        high_v = self.rng.choice((self.rng.uniform(-14.0, 14.0), self.rng.choice((12.0, 9.0, 6.0, 3.0, 0.0, -12.0))))
        return PilotMeasured(evse, high_v, self.rng.choice((high_v, -12.0, -9.0)))

    def start(self) -> None:
        """The central system starts somebody."""
        evse = self.rng.choice((0, self.evse(), 3))
        self.waiting.append(RemoteStartAsked(self.name(), self.rng.choice(TOKENS), evse, self.made))

    def stop(self) -> None:
        """The central system stops somebody, mostly one who is there."""
        running = [each.id for each in self.station.transactions.values()] or ["nobody"]
        self.waiting.append(RemoteStopAsked(self.name(), self.rng.choice(running)))

    def unlock(self) -> None:
        """The central system wants a plug released."""
        while_charging = self.rng.choice(list(WhileCharging))
        self.waiting.append(UnlockAsked(self.name(), self.rng.choice((1, self.evse(), 9)), while_charging))

    def trigger(self) -> None:
        """The central system wants to hear something out of turn."""
        evse = self.rng.choice((0, self.evse(), 4))
        self.waiting.append(TriggerAsked(self.name(), self.rng.choice(list(Message)), evse))

    def write(self) -> None:
        """The central system changes settings or clears the cache."""
        writes = (
            Write(registry.SAMPLE_INTERVAL_S.name, self.rng.choice((0, 5, 60))),
            Write(registry.ALIGNED_INTERVAL_S.name, self.rng.choice((0, 7, 900))),
            Write(registry.HEARTBEAT_INTERVAL_S.name, self.rng.choice((0, 30, 600))),
            Write(registry.CONNECTION_TIMEOUT_S.name, self.rng.choice((10, 60))),
            Write(registry.PRE_AUTHORIZE.name, value=self.rng.random() < 0.5),
            Write("Nobody.Knows", 1),
        )
        written = VariablesWritten(self.name(), tuple(self.rng.sample(writes, 2)))
        self.waiting.append(self.rng.choice((written, written, CacheClearAsked(self.name()))))

    def deliver(self) -> None:
        """A row reaches the central system, which says what it thinks of the token; or never does."""
        if not self.open:
            return
        row = self.open.pop(0)
        if self.rng.random() < 0.05:
            self.waiting.append(Discarded(1, row.transaction, "GenericError"))
            return
        status = self.rng.choice((TokenStatus.ACCEPTED,) * 12 + (TokenStatus.INVALID,))
        self.waiting.append(Delivered(1, row.transaction, None, row.token, TokenInfo(status)))

    def reset(self) -> None:
        """The central system wants the station to start anew, and cannot decide how."""
        self.waiting.extend(ResetAsked(self.name(), how) for how in self.rng.sample(list(How), self.rng.choice((1, 2))))
