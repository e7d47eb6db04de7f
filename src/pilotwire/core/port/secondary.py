"""The secondary contactor, which joins L2 and L3: closed before the primary and opened after it (guide 15.20)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Deadlines, Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.guard import is_live, is_relay_believed, may_close, wants_three_phases
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Contactor, Secondary

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class SecondaryRead:
    """The feedback contact of the secondary contactor."""

    evse: int
    closed: bool


@dataclass(frozen=True, slots=True)
class SetSecondary:
    """Close or open the secondary contactor."""

    evse: int
    closed: bool


def on_read_closing(port: Port, event: SecondaryRead, moment: Moment) -> Said:
    """Only the end it moves to is news."""
    return (_in(port, Secondary.CLOSED), ()) if event.closed else (port, ())


def on_read_opening(port: Port, event: SecondaryRead, moment: Moment) -> Said:
    """Only the end it moves to is news."""
    return (port, ()) if event.closed else (_in(port, Secondary.OPEN), ())


def on_read_closed(port: Port, event: SecondaryRead, moment: Moment) -> Said:
    """It opened by itself: two phases are gone, and it does not do what it is told."""
    if event.closed or not is_relay_believed(port):
        return port, ()
    return _in(port, Secondary.STUCK), (SetSecondary(port.evse, closed=False),)


def on_read_open(port: Port, event: SecondaryRead, moment: Moment) -> Said:
    """Closed although nobody told it to."""
    return (_in(port, Secondary.WELDED), ()) if event.closed else (port, ())


def on_read_welded(port: Port, event: SecondaryRead, moment: Moment) -> Said:
    """Open after all, and not to be trusted before somebody has looked."""
    return (port, ()) if event.closed else (_in(port, Secondary.STUCK), ())


def on_overdue(port: Port, event: object, moment: Moment) -> Said:
    """The feedback never came; where it is masked the time of the travel is all there is."""
    if not is_relay_believed(port):
        return _in(port, Secondary.CLOSED if port.phases.secondary is Secondary.CLOSING else Secondary.OPEN), ()
    failed = Secondary.STUCK if port.phases.secondary is Secondary.CLOSING else Secondary.WELDED
    return _in(port, failed), (SetSecondary(port.evse, closed=False),)


def _in(port: Port, secondary: Secondary, deadlines: Deadlines | None = None) -> Port:
    left = disarm(port.deadlines, Timer.SECONDARY) if deadlines is None else deadlines
    return replace(port, phases=replace(port.phases, secondary=secondary), deadlines=left)


def drive_secondary(port: Port, moment: Moment) -> Said:
    """On before the primary where three phases are wanted; off as soon as the primary is.

    One that failed and is no longer believed to have counts as open: that is what it was told.
    """
    if port.phases.secondary in FAILED and not is_relay_believed(port):
        port = _in(port, Secondary.OPEN)
    is_wanted = wants_three_phases(port) and (is_live(port) or (may_close(port) and port.contactor is Contactor.OPEN))
    if is_wanted and port.phases.secondary is Secondary.OPEN and not is_live(port):
        return _moved(port, Secondary.CLOSING, moment)
    if not is_wanted and not is_live(port) and port.phases.secondary in (Secondary.CLOSED, Secondary.CLOSING):
        return _moved(port, Secondary.OPENING, moment)
    return port, ()


def _moved(port: Port, secondary: Secondary, moment: Moment) -> Said:
    deadlines = arm(port.deadlines, Timer.SECONDARY, moment.mono_s + port.build.contactor_travel_s)
    return _in(port, secondary, deadlines), (SetSecondary(port.evse, closed=secondary is Secondary.CLOSING),)


MOVING = (Secondary.CLOSING, Secondary.OPENING)
FAILED = (Secondary.STUCK, Secondary.WELDED)

SECONDARY = PortMachine(
    name="secondary",
    phases=Secondary,
    phase_of=lambda port: port.phases.secondary,
    hears=(SecondaryRead, Timer.SECONDARY),
    table={
        (Secondary.CLOSING, SecondaryRead): on_read_closing,
        (Secondary.OPENING, SecondaryRead): on_read_opening,
        (Secondary.CLOSED, SecondaryRead): on_read_closed,
        **for_all((Secondary.OPEN, Secondary.STUCK), SecondaryRead, on_read_open),
        (Secondary.WELDED, SecondaryRead): on_read_welded,
        **for_all(MOVING, Timer.SECONDARY, on_overdue),
    },
    ignored=ignoring(set(Secondary) - set(MOVING), Timer.SECONDARY),
    nothing=(),
)
