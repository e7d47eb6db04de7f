"""The recloser, which switches a residual current device that has tripped on again, or off (chargebyte guide 3.3.9)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.machine import PortMachine, Said

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


class Recloser(Enum):
    """Where it stands, as far as anybody has said."""

    UNKNOWN = "unknown"
    OPEN = "open"
    CLOSED = "closed"
    OPENING = "opening"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class RecloserRead:
    """The recloser of *evse* says where it stands."""

    evse: int
    closed: bool


@dataclass(frozen=True, slots=True)
class RecloserOrdered:
    """Somebody wants the recloser of *evse* open or closed."""

    evse: int
    closed: bool


@dataclass(frozen=True, slots=True)
class SetRecloser:
    """Run its motor."""

    evse: int
    closed: bool


MOVING = {True: Recloser.CLOSING, False: Recloser.OPENING}
RESTING = {True: Recloser.CLOSED, False: Recloser.OPEN}


def on_read(port: Port, event: RecloserRead, moment: Moment) -> Said:
    """It stands there."""
    return _in(port, RESTING[event.closed]), ()


def on_read_moving(port: Port, event: RecloserRead, moment: Moment) -> Said:
    """It has arrived, or is still where it was."""
    return (_in(port, RESTING[event.closed]) if port.recloser is MOVING[event.closed] else port), ()


def on_ordered(port: Port, event: RecloserOrdered, moment: Moment) -> Said:
    """Run there, unless it is there already or on its way, or there is none."""
    if not port.build.has_recloser or port.recloser in (RESTING[event.closed], MOVING[event.closed]):
        return port, ()
    deadlines = arm(port.deadlines, Timer.RECLOSER, moment.mono_s + port.build.recloser_s)
    port = replace(port, recloser=MOVING[event.closed], deadlines=deadlines)
    return port, (SetRecloser(port.evse, event.closed),)


def on_overdue(port: Port, event: object, moment: Moment) -> Said:
    """It has not answered; where it stands nobody knows."""
    return _in(port, Recloser.UNKNOWN), ()


def _in(port: Port, phase: Recloser) -> Port:
    if port.recloser is phase:
        return port
    return replace(port, recloser=phase, deadlines=disarm(port.deadlines, Timer.RECLOSER))


AT_REST = frozenset({Recloser.UNKNOWN, Recloser.OPEN, Recloser.CLOSED})
IN_MOTION = frozenset({Recloser.OPENING, Recloser.CLOSING})

RECLOSER = PortMachine(
    name="recloser",
    phases=Recloser,
    phase_of=lambda port: port.recloser,
    hears=(RecloserRead, RecloserOrdered, Timer.RECLOSER),
    table={
        **for_all(AT_REST, RecloserRead, on_read),
        **for_all(IN_MOTION, RecloserRead, on_read_moving),
        **for_all(Recloser, RecloserOrdered, on_ordered),
        **for_all(IN_MOTION, Timer.RECLOSER, on_overdue),
    },
    ignored=ignoring(AT_REST, Timer.RECLOSER),
    nothing=(),
)
