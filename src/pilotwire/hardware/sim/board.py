"""The simulated board: commands in, sensors out, actions of people, all on a clock that is handed in."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import itemgetter

from pilotwire.core.authorization import CardShown
from pilotwire.core.command import HardwareCommand
from pilotwire.core.consent import KeyTurned
from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.limits import SetDutyCycle
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.port.meter import ReadMeter
from pilotwire.core.port.rcd import SetRcdTest
from pilotwire.core.port.recloser import SetRecloser
from pilotwire.core.port.secondary import SetSecondary
from pilotwire.core.port.ventilation import SetVentilation
from pilotwire.core.port.wake import DropPilot
from pilotwire.hardware.sim.action import ActionError, Network, Power, SimAction, Swipe, Turn
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.chance import Chance
from pilotwire.hardware.sim.deed import DEEDS, Refusal
from pilotwire.hardware.sim.evse import Said, SimEvse
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.lamp import SimLamps, idle
from pilotwire.hardware.sim.sight import view_evse
from pilotwire.hardware.sim.view import BoardView

KEY = "key"
MAX_SWITCHES = 32  # names come from outside: no endless memory for them
EMERGENCY = "emergency"  # one switch for the whole station
SEEDS_APART = 1000  # each EVSE has its own chance, so that none disturbs another
Value = float | str | bool


def builds_for(evses: int, builds: tuple[BoardBuild, ...]) -> tuple[BoardBuild, ...]:
    """One build per EVSE; a single one counts for all."""
    if evses < 1:
        raise ValueError("a board has at least one EVSE")
    if len(builds) in (0, 1):
        return (builds or (BoardBuild(),)) * evses
    if len(builds) != evses:
        raise ValueError(f"{len(builds)} builds for {evses} EVSEs")
    return builds


def _carry_out(command: HardwareCommand, evse: SimEvse) -> None:
    match command:
        case SetContactor(closed=closed):
            evse.drive_contactor(closed=closed)
        case SetSecondary(closed=closed):
            evse.drive_secondary(closed=closed)
        case DriveLock(locked=locked):
            evse.drive_lock(locked=locked)
        case SetDutyCycle(duty_pct=duty_pct):
            evse.set_duty(duty_pct)
        case DropPilot(dropped=dropped):
            evse.drop_pilot(dropped=dropped)
        case SetVentilation(running=running):
            evse.drive_fan(running=running)
        case SetRecloser(closed=closed):
            evse.drive_recloser(closed=closed)
        case SetRcdTest(active=active):
            evse.test_rcd(active=active)
        case ReadMeter():
            evse.read_meter()


class SimBoard:
    """Sans-I/O: give it commands and actions with the time, ask :meth:`advance` what the sensors say.

    Times are seconds of any monotonic clock that starts at 0 or later; :meth:`next_due_s` says when it wants to be
    called again. The same seed and the same calls give the same events.
    """

    __slots__ = ("_evses", "_is_powered", "_said", "_switches", "lamps")

    def __init__(
        self, evses: int, seed: int = 0, builds: tuple[BoardBuild, ...] = (), load: Callable[[], float] = idle
    ) -> None:
        self.lamps = SimLamps(load)
        self._said: Said = []
        self._is_powered = True
        self._switches: dict[str, Value] | None = None  # most boards have none turned
        numbered = enumerate(builds_for(evses, builds), start=1)
        self._evses = tuple(
            SimEvse(number, build, Chance(seed * SEEDS_APART + number), self._said) for number, build in numbered
        )

    def obey(self, command: HardwareCommand, now_s: float) -> None:
        """Start carrying out *command*; what became of it the sensors say. An unknown EVSE is nobody's: ignored."""
        if not 1 <= command.evse <= len(self._evses):
            return
        evse = self._evses[command.evse - 1]
        evse.advance(now_s)
        _carry_out(command, evse)

    def advance(self, now_s: float) -> tuple[HardwareEvent, ...]:
        """Let time go on to *now_s*: what the sensors have said since the last call, in order."""
        self.catch_up(now_s)
        if not self._said:
            return ()
        self._said.sort(key=itemgetter(0))
        said = tuple(event for _, event in self._said)
        self._said.clear()
        return said

    def catch_up(self, now_s: float) -> None:
        """Let time go on to *now_s*; what the sensors say waits for :meth:`advance`."""
        for evse in self._evses:
            evse.advance(now_s)

    def next_due_s(self) -> float | None:
        """When :meth:`advance` wants to be called; None: nothing moves and nothing is to be said."""
        if self._said:
            return min(at_s for at_s, _ in self._said)
        due_s = min(evse.due_s() for evse in self._evses)
        return None if due_s == math.inf else due_s

    def act(self, action: SimAction, now_s: float) -> BoardView:
        """Do *action*; the answer is what the board now is, and why it was refused if physics forbids it.

        Raises :class:`ActionError` for what no board of this build could ever do.
        """
        self.catch_up(now_s)
        return self._view(self._do(action))

    def _do(self, action: SimAction) -> Refusal:
        match action:
            case Swipe():
                return self._swipe(action)
            case Turn(name=name, value=value):
                return self._turn(name, value)
            case Network() | Power():
                raise ActionError("action", "is not the board's to do")
        if not 1 <= action.evse <= len(self._evses):
            raise ActionError("evse", f"there is no EVSE {action.evse}")
        return DEEDS[type(action)](self._evses[action.evse - 1], action)

    def _swipe(self, action: Swipe) -> Refusal:
        """A reader that all share (0) is lost with any of them."""
        if not 0 <= action.evse <= len(self._evses):
            raise ActionError("evse", f"there is no EVSE {action.evse}")
        near = self._evses if action.evse == 0 else (self._evses[action.evse - 1],)
        if any(SimFault.READER_LOST in evse.faults for evse in near):
            return "the reader does not answer"
        near[0].say(CardShown(action.token, action.evse))
        return None

    def _turn(self, name: str, value: Value) -> Refusal:
        switches = self._switches or {}
        if name not in switches and len(switches) >= MAX_SWITCHES:
            raise ActionError("name", f"at most {MAX_SWITCHES} switches")
        self._switches = {**switches, name: value}
        if name == KEY:
            self._tell_key()
        if name == EMERGENCY:
            for evse in self._evses:
                evse.break_part(SimFault.EMERGENCY_STOP, is_active=value is True)
        return None

    def switch(self, name: str) -> Value | None:
        """Where the switch *name* stands; None: nobody has turned it."""
        return (self._switches or {}).get(name)

    def _tell_key(self) -> None:
        """There is one key switch for all EVSEs; where nobody has ever turned it there is none."""
        is_on = self.switch(KEY)
        if is_on is not None:
            self._evses[0].say(KeyTurned(0, is_on is True))

    def view(self) -> BoardView:
        """What the board was when time last went on."""
        return self._view(None)

    def _view(self, refused: Refusal) -> BoardView:
        now_s = max(evse.now_s for evse in self._evses)
        evses = tuple(view_evse(evse) for evse in self._evses)
        switches, lamps = dict(self._switches or {}), self.lamps.view(now_s)
        return BoardView(now_s, self._is_powered, evses, switches, lamps, refused)

    def cut_power(self, now_s: float) -> None:
        """The supply fails: what was not yet heard is lost, contactors drop, nothing is said any more."""
        for evse in self._evses:
            evse.advance(now_s)
            evse.cut_power()
        self._said.clear()
        self._is_powered = False
        self.lamps.set_power(is_on=False)

    def restore_power(self, now_s: float) -> None:
        """The supply is back: a steady pilot, and every sensor tells what it sees."""
        if self._is_powered:
            return
        self._is_powered = True
        self.lamps.set_power(is_on=True)
        for evse in self._evses:
            evse.advance(now_s)
            evse.restore_power()
        self._tell_key()
