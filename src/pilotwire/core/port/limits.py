"""How much current the vehicle may be offered, and the duty cycle that says so (IEC 61851-1 table A.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.proximity import CABLE_A, is_cable_read

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port

MINIMUM_A = 6.0  # IEC 61851-1 A.3.1: the smallest current a duty cycle can name
MAX_NAMES = 5  # chargebyte guide 15.16: at most five dynamic limits
STEADY_PCT = 100.0  # no PWM: steady +12 V
UNAVAILABLE_PCT = 0.0  # steady -12 V: state F
DIGITAL_PCT = 5.0  # IEC 61851-1 table A.8: digital communication is asked for, and no current named


@dataclass(frozen=True, slots=True)
class DynamicLimitSet:
    """Customer software names a limit for *evse*, in ampere per phase; None takes it back."""

    evse: int
    name: str
    limit_a: float | None


@dataclass(frozen=True, slots=True)
class CentralLimitSet:
    """The central system (or whoever speaks for it) limits *evse*, in ampere per phase; None: no limit."""

    evse: int
    limit_a: float | None


@dataclass(frozen=True, slots=True)
class ScheduleLimitSet:
    """Charging profiles limit *evse* now, in ampere per phase (None: not at all), and want so many phases.

    Said by the rules of the station, never by a driver.
    """

    evse: int
    limit_a: float | None
    phases: int | None = None


@dataclass(frozen=True, slots=True)
class LimitHeard:
    """Somebody outside has limited *evse*, whatever the limit is just now."""

    evse: int


@dataclass(frozen=True, slots=True)
class SetDutyCycle:
    """Drive the pilot: 0 is steady -12 V (state F), 100 steady +12 V, anything between a 1 kHz PWM."""

    evse: int
    duty_pct: float


class Source(Enum):
    """Whose word a limit is; the first of the smallest is the one that limits."""

    GRID = "grid"
    EVSE = "evse"
    CABLE = "cable"
    FAILSAFE = "failsafe"
    DYNAMIC = "dynamic"
    CENTRAL = "central"
    SCHEDULE = "schedule"


class Outside(Enum):
    """Whether anybody outside has limited this EVSE since the start: until then the failsafe limit counts."""

    SILENT = "silent"
    HEARD = "heard"


@dataclass(frozen=True, slots=True)
class Limits:
    """What others ask of an EVSE, in ampere per phase; None is no limit. All of it is lost at a restart.

    ``schedule_a`` and ``schedule_phases`` are what charging profiles say now; those that survive say it again.
    """

    outside: Outside = Outside.SILENT
    dynamic_a: Mapping[str, float | None] = field(default_factory=dict)
    central_a: float | None = None
    schedule_a: float | None = None
    schedule_phases: int | None = None


NO_LIMIT_A = 80.0  # IEC 61851-1 table A.7: the largest current a duty cycle can name


def cable_a(port: Port) -> float:
    """What the cable carries: one in a socket as its resistor says, a fixed one (or one nobody reads) as configured."""
    return min(CABLE_A[port.proximity], port.cable.limit_a) if is_cable_read(port) else port.build.cable_a


def physical_a(port: Port) -> float:
    """What the installation can carry, without anybody's wishes (chargebyte guide 15.16)."""
    return min(port.build.grid_a, port.build.evse_a, cable_a(port))


def limits_of(port: Port) -> tuple[tuple[Source, float], ...]:
    """Every limit that counts now, with whose word it is."""
    build, limits = port.build, port.limits
    failsafe_a = build.failsafe_a if limits.outside is Outside.SILENT else None
    wished = (
        (Source.FAILSAFE, failsafe_a),
        *((Source.DYNAMIC, limit_a) for limit_a in limits.dynamic_a.values()),
        (Source.CENTRAL, limits.central_a),
        (Source.SCHEDULE, limits.schedule_a),
    )
    physical = ((Source.GRID, build.grid_a), (Source.EVSE, build.evse_a), (Source.CABLE, cable_a(port)))
    return (*physical, *((source, limit_a) for source, limit_a in wished if limit_a is not None))


def offered_a(port: Port) -> float:
    """The smallest of all limits; below 6 A it is 0 (chargebyte guide 15.16)."""
    smallest_a, schedule_a = local_a(port), port.limits.schedule_a
    if schedule_a is not None and schedule_a < smallest_a:
        smallest_a = schedule_a
    return smallest_a if smallest_a >= MINIMUM_A else 0.0


def local_a(port: Port) -> float:
    """The smallest of all limits but those of charging profiles."""
    limits = port.limits
    smallest_a = min(physical_a(port), NO_LIMIT_A)
    if limits.outside is Outside.SILENT:  # nobody has wished for anything yet
        wished_a: tuple[float | None, ...] = (port.build.failsafe_a,)
    else:
        wished_a = (*limits.dynamic_a.values(), limits.central_a)
    for limit_a in wished_a:
        if limit_a is not None and limit_a < smallest_a:
            smallest_a = limit_a
    return smallest_a


def a_to_duty_pct(current_a: float) -> float:
    """The duty cycle that offers *current_a* (IEC 61851-1 table A.7); below 6 A there is no PWM.

    Its two lines meet with a step at 85 %: what lies in the step is offered as 51 A.
    """
    if current_a < MINIMUM_A:
        return STEADY_PCT
    if current_a <= 51.0:
        return current_a / 0.6
    return max(85.0, min(current_a, NO_LIMIT_A) / 2.5 + 64.0)


def on_dynamic(port: Port, event: DynamicLimitSet, moment: Moment) -> Said:
    """A named limit; the sixth name is nobody."""
    known = port.limits.dynamic_a
    if event.name not in known and len(known) >= MAX_NAMES:
        return port, ()
    limits = replace(port.limits, dynamic_a={**known, event.name: event.limit_a}, outside=Outside.HEARD)
    return replace(port, limits=limits), ()


def on_central(port: Port, event: CentralLimitSet, moment: Moment) -> Said:
    """The central system's limit, replacing its last."""
    return replace(port, limits=replace(port.limits, central_a=event.limit_a, outside=Outside.HEARD)), ()


def on_schedule(port: Port, event: ScheduleLimitSet, moment: Moment) -> Said:
    """What charging profiles say now, replacing what they said; nobody outside need have spoken since the start."""
    return replace(port, limits=replace(port.limits, schedule_a=event.limit_a, schedule_phases=event.phases)), ()


def on_heard(port: Port, event: LimitHeard, moment: Moment) -> Said:
    """The failsafe limit counts no more (chargebyte guide 14.1 T47)."""
    return replace(port, limits=replace(port.limits, outside=Outside.HEARD)), ()


LIMITS = PortMachine(
    name="limits",
    phases=Outside,
    phase_of=lambda port: port.limits.outside,
    hears=(DynamicLimitSet, CentralLimitSet, ScheduleLimitSet, LimitHeard),
    table={
        **for_all(Outside, DynamicLimitSet, on_dynamic),
        **for_all(Outside, CentralLimitSet, on_central),
        **for_all(Outside, ScheduleLimitSet, on_schedule),
        **for_all(Outside, LimitHeard, on_heard),
    },
    ignored=frozenset(),
    nothing=(),
)
