"""Asking a vehicle for digital communication before it is charged by PWM alone (chargebyte guide 15.21).

The conversation itself is somebody else's; without one the asking is over after its time, and charging is basic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import ignoring
from pilotwire.core.port.guard import is_blocked, is_operative, is_plugged, is_tested
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Hlc, Pilot

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


def on_silence(port: Port, event: object, moment: Moment) -> Said:
    """Nobody has answered: basic charging."""
    return replace(port, hlc=Hlc.OVER), ()


def drive_hlc(port: Port, moment: Moment) -> Said:
    """Each vehicle is asked once, from the moment it is plugged in and everything is well."""
    if not port.build.asks_hlc:
        return port, ()
    if port.pilot is Pilot.GONE:
        return (port, ()) if port.hlc is Hlc.UNTRIED else (_back(port), ())
    is_well = is_plugged(port) and is_operative(port) and is_tested(port) and not is_blocked(port)
    if port.hlc is Hlc.UNTRIED and is_well:
        deadlines = arm(port.deadlines, Timer.HLC, moment.mono_s + port.build.hlc_patience_s)
        return replace(port, hlc=Hlc.ASKING, deadlines=deadlines), ()
    return port, ()


def _back(port: Port) -> Port:
    return replace(port, hlc=Hlc.UNTRIED, deadlines=disarm(port.deadlines, Timer.HLC))


HLC = PortMachine(
    name="hlc",
    phases=Hlc,
    phase_of=lambda port: port.hlc,
    hears=(Timer.HLC,),
    table={(Hlc.ASKING, Timer.HLC): on_silence},
    ignored=ignoring((Hlc.UNTRIED, Hlc.OVER), Timer.HLC),
    nothing=(),
)
