"""The meter of an EVSE: its last reading, and whether it can be believed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.machine import for_all
from pilotwire.core.port.fault import Fault
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.reading import Reading

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class MeterRead:
    """The meter of *evse* says *reading*."""

    evse: int
    reading: Reading


@dataclass(frozen=True, slots=True)
class ReadMeter:
    """Read the meter now and not only when its turn comes."""

    evse: int


class Meter(Enum):
    """Whether there is a reading yet."""

    SILENT = "silent"
    READ = "read"


def on_read(port: Port, event: MeterRead, moment: Moment) -> Said:
    """The newest reading; a meter that answers is not lost."""
    reported = port.reported - {Fault.METER_LOST} if port.reported else port.reported
    return replace(port, reading=event.reading, reported=reported), ()


METER = PortMachine(
    name="meter",
    phases=Meter,
    phase_of=lambda port: Meter.SILENT if port.reading is None else Meter.READ,
    hears=(MeterRead,),
    table=for_all(Meter, MeterRead, on_read),
    ignored=frozenset(),
    nothing=(),
)
