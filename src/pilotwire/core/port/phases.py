"""How many phases a vehicle gets, and the change between one and three while it charges (guide 15.20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.guard import is_live, is_plugged
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import TAKEN, Installation, Secondary, Switching

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port

DELAYS_S = (10.0, 300.0)  # chargebyte guide 15.20 table 81: a guard interval outside is ignored
COUNTS = (1, 3)


@dataclass(frozen=True, slots=True)
class PhasesChosen:
    """Somebody wants *evse* to use *phases* phases, 1 or 3."""

    evse: int
    phases: int


@dataclass(frozen=True, slots=True)
class MostPhasesSet:
    """From now on *evse* may use at most *phases* phases, 1 or 3 (Alfen release notes 4.12.0, chapter 4)."""

    evse: int
    phases: int


@dataclass(frozen=True, slots=True)
class SwitchDelaySet:
    """The guard interval of later changes of the phase count, in seconds (10 to 300)."""

    evse: int
    delay_s: float


@dataclass(frozen=True, slots=True)
class Phases:
    """``count`` is presented to the vehicle, ``chosen`` is to be and never more than ``most``.

    ``delay_s`` replaces the built-in interval.
    """

    count: int = 3
    chosen: int = 3
    most: int = 3
    delay_s: float | None = None
    switching: Switching = Switching.STEADY
    secondary: Secondary = Secondary.OPEN
    installation: Installation = Installation.UNKNOWN


def on_chosen(port: Port, event: PhasesChosen, moment: Moment) -> Said:
    """Nobody there: at once. Otherwise the vehicle is asked to pause first; it gets its time to stop drawing."""
    if not port.build.switches_phases or not _may_be(port, event.phases) or event.phases == port.phases.chosen:
        return port, ()
    if port.grant.permit not in TAKEN or not is_plugged(port):
        return replace(port, phases=replace(port.phases, chosen=event.phases, count=event.phases)), ()
    phases = replace(port.phases, chosen=event.phases, switching=Switching.PAUSING)
    deadlines = arm(port.deadlines, Timer.SWITCH, moment.mono_s + port.build.stop_grace_s)
    return replace(port, phases=phases, deadlines=deadlines), ()


def on_chosen_again(port: Port, event: PhasesChosen, moment: Moment) -> Said:
    """While everything is being switched off the last word counts."""
    if not _may_be(port, event.phases):
        return port, ()
    return replace(port, phases=replace(port.phases, chosen=event.phases)), ()


def _may_be(port: Port, phases: int) -> bool:
    return phases in COUNTS and phases <= port.phases.most


def on_most_set(port: Port, event: MostPhasesSet, moment: Moment) -> Said:
    """One phase is chosen with it; three phases, once they are allowed again, somebody has to choose."""
    port, chosen = _with_most(port, event)
    return on_chosen(port, chosen, moment)


def on_most_set_again(port: Port, event: MostPhasesSet, moment: Moment) -> Said:
    """What is being switched on comes back with no more than is allowed now."""
    port, chosen = _with_most(port, event)
    return on_chosen_again(port, chosen, moment)


def _with_most(port: Port, event: MostPhasesSet) -> tuple[Port, PhasesChosen]:
    most = event.phases if event.phases in COUNTS else port.phases.most
    chosen = PhasesChosen(port.evse, min(most, port.phases.chosen))
    return replace(port, phases=replace(port.phases, most=most)), chosen


def at_most(most: int) -> Phases:
    """The phases of a start at which at most so many are allowed."""
    return Phases(count=most, chosen=most, most=most)


def on_delay_set(port: Port, event: SwitchDelaySet, moment: Moment) -> Said:
    """For the next change; an interval outside its range is ignored."""
    if not DELAYS_S[0] <= event.delay_s <= DELAYS_S[1]:
        return port, ()
    return replace(port, phases=replace(port.phases, delay_s=event.delay_s)), ()


def on_grace_over(port: Port, event: object, moment: Moment) -> Said:
    """The vehicle had its time to stop drawing: the contactor opens in this step."""
    return _waiting(port, moment), ()


def on_interval_over(port: Port, event: object, moment: Moment) -> Said:
    """The new phase count is presented, and the PWM comes back."""
    return _settled(port), ()


def drive_switching(port: Port, moment: Moment) -> Said:
    """The guard interval begins with the opening of the first contactor, and is pointless once the vehicle has gone."""
    if port.phases.switching is Switching.STEADY:
        return port, ()
    if not is_plugged(port) and not is_live(port):
        return _settled(port), ()
    if port.phases.switching is Switching.PAUSING and not is_live(port):
        return _waiting(port, moment), ()
    return port, ()


def _waiting(port: Port, moment: Moment) -> Port:
    delay_s = port.build.switch_delay_s if port.phases.delay_s is None else port.phases.delay_s
    deadlines = arm(port.deadlines, Timer.SWITCH, moment.mono_s + delay_s)
    return replace(port, phases=replace(port.phases, switching=Switching.WAITING), deadlines=deadlines)


def _settled(port: Port) -> Port:
    phases = replace(port.phases, switching=Switching.STEADY, count=port.phases.chosen)
    return replace(port, phases=phases, deadlines=disarm(port.deadlines, Timer.SWITCH))


def phases_of(port: Port) -> int:
    """How many phases *port* can give: what the supply has, the installation has, and what is presented."""
    if port.build.phases == 1 or port.phases.installation is Installation.SINGLE:
        return 1
    return port.phases.count if port.build.switches_phases else port.build.phases


SWITCHING = PortMachine(
    name="switching",
    phases=Switching,
    phase_of=lambda port: port.phases.switching,
    hears=(PhasesChosen, MostPhasesSet, SwitchDelaySet, Timer.SWITCH),
    table={
        (Switching.STEADY, PhasesChosen): on_chosen,
        **for_all((Switching.PAUSING, Switching.WAITING), PhasesChosen, on_chosen_again),
        (Switching.STEADY, MostPhasesSet): on_most_set,
        **for_all((Switching.PAUSING, Switching.WAITING), MostPhasesSet, on_most_set_again),
        **for_all(Switching, SwitchDelaySet, on_delay_set),
        (Switching.PAUSING, Timer.SWITCH): on_grace_over,
        (Switching.WAITING, Timer.SWITCH): on_interval_over,
    },
    ignored=ignoring((Switching.STEADY,), Timer.SWITCH),
    nothing=(),
)
