"""The mains contactor: commanded, travelling, and believed only by its feedback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.guard import is_joined, is_watched, may_close, may_stay_closed
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Contactor

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class ContactorRead:
    """The feedback contact of the contactor."""

    evse: int
    closed: bool


@dataclass(frozen=True, slots=True)
class SetContactor:
    """Close or open the contactor."""

    evse: int
    closed: bool


def on_closed_or_bounced(port: Port, event: ContactorRead, moment: Moment) -> Said:
    """The feedback while closing; an early ``open`` is only the contact before it moved."""
    if not event.closed:
        return port, ()
    return replace(port, contactor=Contactor.CLOSED, deadlines=disarm(port.deadlines, Timer.CONTACTOR)), ()


def on_opened(port: Port, event: ContactorRead, moment: Moment) -> Said:
    """Open at last: the rest before the next closing begins now (IEC 61851-1, 6 s as the seeds give it)."""
    return (port, ()) if event.closed else _rests(port, moment)


def _rests(port: Port, moment: Moment) -> Said:
    deadlines = disarm(port.deadlines, Timer.CONTACTOR)
    deadlines = arm(deadlines, Timer.REST, moment.mono_s + port.build.contactor_rest_s)
    return replace(port, contactor=Contactor.RESTING, deadlines=deadlines), ()


def on_read_closed(port: Port, event: ContactorRead, moment: Moment) -> Said:
    """A contactor that opens by itself while it should be closed does not do what it is told."""
    if event.closed or not is_watched(port):
        return port, ()
    return replace(port, contactor=Contactor.STUCK), (SetContactor(port.evse, closed=False),)


def on_read_open(port: Port, event: ContactorRead, moment: Moment) -> Said:
    """A contactor that is closed although it was opened is welded."""
    if not event.closed or not is_watched(port):
        return port, ()
    deadlines = disarm(port.deadlines, Timer.REST)
    return replace(port, contactor=Contactor.WELDED, deadlines=deadlines), (SetContactor(port.evse, closed=False),)


def on_read_welded(port: Port, event: ContactorRead, moment: Moment) -> Said:
    """Open after all, and not to be trusted again before somebody has looked (chargebyte guide 15.13)."""
    return (port, ()) if event.closed else (replace(port, contactor=Contactor.STUCK), ())


def on_close_overdue(port: Port, event: object, moment: Moment) -> Said:
    """The feedback never came: take the command back, so that a late contactor does not surprise anybody.

    Where there is no feedback, the time of the travel is all there is (chargebyte guide 14.1: ``none``).
    """
    if not is_watched(port):
        return replace(port, contactor=Contactor.CLOSED), ()
    return replace(port, contactor=Contactor.STUCK), (SetContactor(port.evse, closed=False),)


def on_open_overdue(port: Port, event: object, moment: Moment) -> Said:
    """Still closed long after the command: welded. Saying it again costs nothing."""
    if not is_watched(port):
        return _rests(port, moment)
    return replace(port, contactor=Contactor.WELDED), (SetContactor(port.evse, closed=False),)


def on_rested(port: Port, event: object, moment: Moment) -> Said:
    """May close again."""
    return replace(port, contactor=Contactor.OPEN), ()


def drive_disregard(port: Port, moment: Moment) -> Said:
    """A contactor whose feedback nobody wants to hear of has not failed: it was told to open, and rests."""
    if is_watched(port) or port.contactor not in (Contactor.STUCK, Contactor.WELDED):
        return port, ()
    return _rests(port, moment)


def drive_open(port: Port, moment: Moment) -> Said:
    """First in the walk after the grant: opening never waits for anything else in the step."""
    if port.contactor not in (Contactor.CLOSED, Contactor.CLOSING) or may_stay_closed(port):
        return port, ()
    deadlines = arm(port.deadlines, Timer.CONTACTOR, moment.mono_s + port.build.contactor_travel_s)
    return replace(port, contactor=Contactor.OPENING, deadlines=deadlines), (SetContactor(port.evse, closed=False),)


def drive_close(port: Port, moment: Moment) -> Said:
    """Last but the pilot: everything that must be true before closing already is."""
    if port.contactor is not Contactor.OPEN or not may_close(port) or not is_joined(port):
        return port, ()
    deadlines = arm(port.deadlines, Timer.CONTACTOR, moment.mono_s + port.build.contactor_travel_s)
    return replace(port, contactor=Contactor.CLOSING, deadlines=deadlines), (SetContactor(port.evse, closed=True),)


CONTACTOR = PortMachine(
    name="contactor",
    phases=Contactor,
    phase_of=lambda port: port.contactor,
    hears=(ContactorRead, Timer.CONTACTOR, Timer.REST),
    table={
        (Contactor.CLOSING, ContactorRead): on_closed_or_bounced,
        (Contactor.OPENING, ContactorRead): on_opened,
        (Contactor.WELDED, ContactorRead): on_read_welded,
        (Contactor.CLOSED, ContactorRead): on_read_closed,
        **for_all((Contactor.OPEN, Contactor.RESTING, Contactor.STUCK), ContactorRead, on_read_open),
        (Contactor.CLOSING, Timer.CONTACTOR): on_close_overdue,
        (Contactor.OPENING, Timer.CONTACTOR): on_open_overdue,
        (Contactor.RESTING, Timer.REST): on_rested,
    },
    ignored=ignoring(
        (Contactor.OPEN, Contactor.CLOSED, Contactor.RESTING, Contactor.STUCK, Contactor.WELDED), Timer.CONTACTOR
    )
    | ignoring(set(Contactor) - {Contactor.RESTING}, Timer.REST),
    nothing=(),
)
