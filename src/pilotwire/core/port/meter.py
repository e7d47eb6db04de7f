"""The meter of an EVSE: its last reading, and whether it can be believed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.fault import NO_FAULTS, Fault
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Installation
from pilotwire.core.port.phases import Phases
from pilotwire.core.reading import Reading

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class MeterRead:
    """The meter of *evse* says *reading*, and will say another within *valid_s*.

    None: whoever reads the meter says so when it is lost.
    """

    evse: int
    reading: Reading
    valid_s: float | None = None


@dataclass(frozen=True, slots=True)
class ReadMeter:
    """Read the meter now and not only when its turn comes."""

    evse: int


LIVE_V = 80.0  # Alfen release notes 4.12 2.2: more than this is a phase
LINES = ("L1", "L2", "L3")


class Meter(Enum):
    """Whether there is a reading yet."""

    SILENT = "silent"
    READ = "read"


def on_read(port: Port, event: MeterRead, moment: Moment) -> Said:
    """The newest reading; a meter that answers is not lost, and its first voltages show the installation."""
    reported = port.reported
    if Fault.METER_LOST in reported:
        reported = (reported - {Fault.METER_LOST}) or NO_FAULTS
    port = replace(port, reading=event.reading, reported=reported, phases=_surveyed(port, event.reading))
    return _expecting(port, event.valid_s, moment), ()


def _expecting(port: Port, valid_s: float | None, moment: Moment) -> Port:
    """*port* waiting for what its meter has promised, if it has."""
    if valid_s is None and Timer.METER not in port.deadlines:
        return port
    if valid_s is None:
        return replace(port, deadlines=disarm(port.deadlines, Timer.METER))
    return replace(port, deadlines=arm(port.deadlines, Timer.METER, moment.mono_s + valid_s))


def on_silent(port: Port, event: object, moment: Moment) -> Said:
    """The meter has not said what it promised: what it said last counts no more."""
    return replace(port, reported=port.reported | {Fault.METER_LOST}), ()


def _surveyed(port: Port, reading: Reading) -> Phases:
    """A voltage on L1 alone is a single-phase installation, whatever the station could do."""
    if port.phases.installation is not Installation.UNKNOWN or len(reading.voltage_v) < len(LINES):
        return port.phases
    first_v, *others_v = reading.voltage_v
    is_single = first_v > LIVE_V and max(others_v) <= LIVE_V
    return replace(port.phases, installation=Installation.SINGLE if is_single else Installation.MULTIPLE)


METER = PortMachine(
    name="meter",
    phases=Meter,
    phase_of=lambda port: Meter.SILENT if port.reading is None else Meter.READ,
    hears=(MeterRead, Timer.METER),
    table={**for_all(Meter, MeterRead, on_read), (Meter.READ, Timer.METER): on_silent},
    ignored=ignoring((Meter.SILENT,), Timer.METER),
    nothing=(),
)
