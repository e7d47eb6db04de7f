"""Hypothesis plays a station: whatever it tries, in whatever order, the witness finds nothing to complain about."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.core.bench import CoreBench
from tests.core.test_walk import touched
from tests.core.witness import Witness

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered, CardShown
from pilotwire.core.consequence import follow
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.event import Event
from pilotwire.core.outcome import NOTHING
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import CentralLimitSet
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.remote import RemoteStartAsked, RemoteStopAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.reset import How, ResetAsked, Resetting
from pilotwire.core.token import Token, TokenInfo, TokenStatus
from pilotwire.core.unlock import UnlockAsked, WhileCharging

EVSES = st.integers(1, 2)
ANY_EVSE = st.integers(-1, 4)
TOKENS = st.sampled_from([Token("A"), Token("a"), Token("B"), Token("C"), Token("")])
POINTS = st.sets(st.sampled_from(registry.TX_POINTS), min_size=1).map(tuple)


class StationMachine(RuleBasedStateMachine):
    """Two EVSEs, the first with a socket; every rule is something the world may do."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = CoreBench(sockets=(True, False))
        self.witness = Witness()
        self.asked: list[str] = []
        self.made = 0

    def hear(self, event: Event) -> None:
        before = self.bench.station
        said = self.bench.hear(event)
        self.asked += [each.ask for each in said.commands if isinstance(each, AskAuthorization)]
        self.witness.watch(before, event, self.bench.station, said, self.bench.now_s)

    def name(self) -> ReplyTo:
        self.made += 1
        return ReplyTo(str(self.made))

    @rule(start=POINTS, stop=POINTS)
    @precondition(lambda self: self.made == 0 and not self.bench.station.plugged)
    def configure(self, start: tuple[str, ...], stop: tuple[str, ...]) -> None:
        self.bench = CoreBench(
            {registry.TX_START_POINT: start, registry.TX_STOP_POINT: stop}, sockets=(True, False), boot=f"boot {start}"
        )
        self.witness, self.asked = Witness(), []

    @rule()
    def connect(self) -> None:
        self.bench.connect()

    @rule()
    def disconnect(self) -> None:
        self.bench.disconnect()

    @rule(evse=EVSES, state=st.sampled_from(list(Pilot)))
    def move(self, evse: int, state: Pilot) -> None:
        for event in list(self.bench.evses[evse - 1].becomes(state, self.bench.now_s)):
            self.hear(event)

    @rule(token=TOKENS, evse=ANY_EVSE)
    def show(self, token: Token, evse: int) -> None:
        self.hear(CardShown(token, evse))

    @precondition(lambda self: self.asked)
    @rule(status=st.sampled_from([TokenStatus.ACCEPTED, TokenStatus.ACCEPTED, TokenStatus.BLOCKED, None]))
    def answer(self, status: TokenStatus | None) -> None:
        self.hear(AuthorizationAnswered(self.asked.pop(), TokenInfo(status) if status else None))

    @rule(span_s=st.sampled_from([0.1, 1.0, 7.0, 30.0, 100.0]))
    def wait(self, span_s: float) -> None:
        end_s = self.bench.now_s + span_s
        while (due := self.bench.due()) is not None and due[0] <= end_s:
            self.bench.now_s = max(self.bench.now_s, due[0])
            self.hear(due[1].say(self.bench.now_s) if hasattr(due[1], "say") else due[1])
        self.bench.now_s = end_s

    @rule(evse=EVSES, fault=st.sampled_from(list(Fault)), stands=st.booleans())
    def report(self, evse: int, fault: Fault, stands: bool) -> None:
        self.hear(FaultSeen(evse, fault) if stands else FaultCleared(evse, fault))

    @rule(evse=EVSES, part=st.sampled_from(["welded", "stuck", "lock", "meter"]))
    def break_or_mend(self, evse: int, part: str) -> None:
        self.bench.evses[evse - 1].broken ^= {part}

    @rule(evse=EVSES, is_on=st.booleans(), is_lock=st.booleans())
    def lie(self, evse: int, is_on: bool, is_lock: bool) -> None:
        self.hear(LockRead(evse, is_on) if is_lock else ContactorRead(evse, is_on))

    @rule(evse=ANY_EVSE, voice=st.sampled_from(list(Voice)), operative=st.booleans())
    def choose(self, evse: int, voice: Voice, operative: bool) -> None:
        self.hear(AvailabilityChosen(evse, voice, operative))

    @rule(evse=ANY_EVSE, limit_a=st.sampled_from([None, 0.0, 6.0, 16.0]))
    def limit(self, evse: int, limit_a: float | None) -> None:
        self.hear(CentralLimitSet(evse, limit_a))

    @rule(evse=ANY_EVSE, token=TOKENS)
    def start(self, evse: int, token: Token) -> None:
        self.hear(RemoteStartAsked(self.name(), token, evse))

    @precondition(lambda self: self.bench.station.transactions)
    @rule(which=st.integers(0, 2))
    def stop(self, which: int) -> None:
        running = list(self.bench.station.transactions.values())
        self.hear(RemoteStopAsked(self.name(), running[which % len(running)].id))

    @rule(evse=ANY_EVSE, while_charging=st.sampled_from(list(WhileCharging)))
    def unlock(self, evse: int, while_charging: WhileCharging) -> None:
        self.hear(UnlockAsked(self.name(), evse, while_charging))

    @rule(how=st.sampled_from(list(How)))
    def reset(self, how: How) -> None:
        self.hear(ResetAsked(self.name(), how))

    @rule(evse=ANY_EVSE, timer=st.sampled_from(list(Timer)))
    @precondition(lambda self: self.bench.station.resetting is Resetting.NO)
    def ring_for_nothing(self, evse: int, timer: Timer) -> None:
        if timer not in (Timer.RESTART, Timer.STOP, Timer.REST, Timer.FINAL_READING, Timer.CLAIM):
            self.hear(Due(evse, timer))

    @invariant()
    def is_at_rest(self) -> None:
        station = self.bench.station
        assert follow(station, touched(station), NOTHING, self.bench.moment) == (station, NOTHING)


TestStation = StationMachine.TestCase
TestStation.settings = settings(
    max_examples=200,
    stateful_step_count=40,
    deadline=timedelta(seconds=5),
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
