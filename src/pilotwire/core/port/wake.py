"""Waking a vehicle that may charge and sleeps: the pilot goes to 0 V for a moment, once (IEC 61851-1 A.5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import ignoring
from pilotwire.core.port.build import WakeUp
from pilotwire.core.port.guard import may_offer
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Pilot, Waking

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class DropPilot:
    """Take the control pilot to 0 V, or let it go again; the duty cycle stays what it was."""

    evse: int
    dropped: bool


def on_patience_over(port: Port, event: object, moment: Moment) -> Said:
    """Offered for 30 s, and no reaction."""
    return _pulsed(port, moment)


def on_pulse_over(port: Port, event: object, moment: Moment) -> Said:
    """The vehicle has had its pulse; there is no second one."""
    return _let_go(port, Waking.DONE)


def drive_wake(port: Port, moment: Moment) -> Said:
    """A vehicle is woken only while it is offered energy and has not asked since; a new offer is a new chance."""
    if not may_offer(port):
        return (port, ()) if port.waking is Waking.UNTRIED else _let_go(port, Waking.UNTRIED)
    if port.pilot is not Pilot.CONNECTED:
        return (port, ()) if port.waking is Waking.DONE else _let_go(port, Waking.DONE)
    if port.waking is not Waking.UNTRIED or port.build.wake_up is WakeUp.NEVER:
        return port, ()
    if port.build.wake_up is WakeUp.AT_ONCE:
        return _pulsed(port, moment)
    deadlines = arm(port.deadlines, Timer.WAKE, moment.mono_s + port.build.wake_after_s)
    return replace(port, waking=Waking.WAITING, deadlines=deadlines), ()


def _pulsed(port: Port, moment: Moment) -> Said:
    deadlines = arm(port.deadlines, Timer.WAKE, moment.mono_s + port.build.wake_pulse_s)
    return replace(port, waking=Waking.PULSING, deadlines=deadlines), (DropPilot(port.evse, dropped=True),)


def _let_go(port: Port, waking: Waking) -> Said:
    said = (DropPilot(port.evse, dropped=False),) if port.waking is Waking.PULSING else ()
    return replace(port, waking=waking, deadlines=disarm(port.deadlines, Timer.WAKE)), said


WAKING = PortMachine(
    name="waking",
    phases=Waking,
    phase_of=lambda port: port.waking,
    hears=(Timer.WAKE,),
    table={(Waking.WAITING, Timer.WAKE): on_patience_over, (Waking.PULSING, Timer.WAKE): on_pulse_over},
    ignored=ignoring((Waking.UNTRIED, Waking.DONE), Timer.WAKE),
    nothing=(),
)
