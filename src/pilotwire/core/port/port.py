"""One EVSE: its machines side by side, who hears what, and the walk after each event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pilotwire.core.command import Command
from pilotwire.core.deadline import NO_DEADLINES, Deadlines
from pilotwire.core.machine import Heard, heard_as
from pilotwire.core.moment import Moment
from pilotwire.core.port.availability import AVAILABILITY, Availability, drive_availability
from pilotwire.core.port.build import Build
from pilotwire.core.port.charging import GRANT, Grant, drive_grant
from pilotwire.core.port.contactor import CONTACTOR, drive_close, drive_open
from pilotwire.core.port.duty import drive_duty
from pilotwire.core.port.fault import FAULT, NO_FAULTS, Fault
from pilotwire.core.port.limits import LIMITS, STEADY_PCT, Limits
from pilotwire.core.port.lock import LOCK, drive_lock
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.meter import METER
from pilotwire.core.port.phase import Contactor, Lock
from pilotwire.core.port.pilot import PILOT, Pilot
from pilotwire.core.port.proximity import PROXIMITY, Proximity
from pilotwire.core.reading import Reading


@dataclass(frozen=True, slots=True)
class Port:
    """The state of one EVSE. What can be computed from it is a guard or a view, and not here."""

    evse: int
    build: Build = Build()
    pilot: Pilot = Pilot.GONE
    proximity: Proximity = Proximity.OPEN
    grant: Grant = Grant()
    contactor: Contactor = Contactor.OPEN
    lock: Lock = Lock.UNLOCKED
    duty_pct: float = STEADY_PCT
    limits: Limits = field(default_factory=Limits)
    availability: Availability = Availability()
    reported: frozenset[Fault] = NO_FAULTS
    reading: Reading | None = None
    deadlines: Deadlines = field(default_factory=lambda: NO_DEADLINES)


MACHINES: tuple[PortMachine, ...] = (PILOT, PROXIMITY, GRANT, CONTACTOR, LOCK, LIMITS, FAULT, METER, AVAILABILITY)
HEARERS: dict[Heard, PortMachine] = {heard: machine for machine in MACHINES for heard in machine.hears}

# The order of the energy: what takes it away first, what invites it last. A second walk changes nothing.
WALK: tuple[Callable[[Port, Moment], Said], ...] = (
    drive_grant,
    drive_open,
    drive_availability,
    drive_lock,
    drive_close,
    drive_duty,
)


def walk(port: Port, moment: Moment) -> Said:
    """Let each machine bring itself toward what the guards want, once, in the order of the energy."""
    said: tuple[Command, ...] = ()
    for drive in WALK:
        port, more = drive(port, moment)
        said += more
    return port, said


def hear(port: Port, event: object, moment: Moment) -> Said:
    """Give *event* to the one machine that hears it; nothing else is moved."""
    return HEARERS[heard_as(event)].hear(port, event, moment)


def step_port(port: Port, event: object, moment: Moment) -> Said:
    """*event* and then the walk."""
    port, said = hear(port, event, moment)
    port, more = walk(port, moment)
    return port, said + more
