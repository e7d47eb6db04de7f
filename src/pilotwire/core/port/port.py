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
from pilotwire.core.port.contactor import CONTACTOR, SetContactor, drive_close, drive_disregard, drive_open
from pilotwire.core.port.duty import drive_duty
from pilotwire.core.port.fault import FAULT, NO_FAULTS, Fault
from pilotwire.core.port.hlc import HLC, drive_hlc
from pilotwire.core.port.limits import LIMITS, STEADY_PCT, Limits
from pilotwire.core.port.lock import LOCK, drive_lock
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.meter import METER
from pilotwire.core.port.phase import Contactor, Hlc, Lock, Waking
from pilotwire.core.port.phases import SWITCHING, Phases, drive_switching
from pilotwire.core.port.pilot import PILOT, Pilot
from pilotwire.core.port.proximity import FRESH, PROXIMITY, Cable, Proximity, drive_cable
from pilotwire.core.port.rcd import RCD, Rcd, drive_monitor, drive_rcd
from pilotwire.core.port.recloser import RECLOSER, Recloser
from pilotwire.core.port.secondary import SECONDARY, drive_secondary
from pilotwire.core.port.ventilation import VENTILATION, Ventilation, drive_ventilation
from pilotwire.core.port.wake import WAKING, drive_wake
from pilotwire.core.reading import Reading


@dataclass(frozen=True, slots=True)
class Port:
    """The state of one EVSE. What can be computed from it is a guard or a view, and not here."""

    evse: int
    build: Build = Build()
    pilot: Pilot = Pilot.GONE
    proximity: Proximity = Proximity.OPEN
    cable: Cable = FRESH
    grant: Grant = Grant()
    contactor: Contactor = Contactor.OPEN
    phases: Phases = Phases()
    rcd: Rcd = Rcd()
    ventilation: Ventilation = Ventilation()
    recloser: Recloser = Recloser.UNKNOWN
    lock: Lock = Lock.UNLOCKED
    lock_tries: int = 0  # how often a failed motor was tried again
    waking: Waking = Waking.UNTRIED
    hlc: Hlc = Hlc.UNTRIED
    duty_pct: float = STEADY_PCT
    limits: Limits = field(default_factory=Limits)
    availability: Availability = Availability()
    reported: frozenset[Fault] = NO_FAULTS
    masked: frozenset[Fault] = NO_FAULTS
    reading: Reading | None = None
    deadlines: Deadlines = field(default_factory=lambda: NO_DEADLINES)


MACHINES: tuple[PortMachine, ...] = (
    PILOT,
    PROXIMITY,
    GRANT,
    CONTACTOR,
    SECONDARY,
    SWITCHING,
    RCD,
    VENTILATION,
    RECLOSER,
    LOCK,
    HLC,
    WAKING,
    LIMITS,
    FAULT,
    METER,
    AVAILABILITY,
)
HEARERS: dict[Heard, PortMachine] = {heard: machine for machine in MACHINES for heard in machine.hears}

# The order of the energy: what takes it away first, what invites it last. A second walk changes nothing.
WALK: tuple[Callable[[Port, Moment], Said], ...] = (
    drive_monitor,
    drive_disregard,
    drive_grant,
    drive_open,
    drive_availability,
    drive_rcd,
    drive_hlc,
    drive_ventilation,
    drive_cable,
    drive_lock,
    drive_switching,
    drive_secondary,
    drive_close,
    drive_wake,
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
    return port, _opening_first(said + more)


def _opening_first(said: tuple[Command, ...]) -> tuple[Command, ...]:
    """Whatever else a step commands, a contactor that opens does not wait for it."""
    if len(said) < 2:
        return said
    return tuple(sorted(said, key=lambda command: not (isinstance(command, SetContactor) and not command.closed)))
