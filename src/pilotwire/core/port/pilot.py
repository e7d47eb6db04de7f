"""The control pilot: what the vehicle says with its resistors (IEC 61851-1 annex A)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all
from pilotwire.core.port.fault import NO_FAULTS, Fault
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import Pilot as Pilot
from pilotwire.core.port.phase import Waking

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class PilotMeasured:
    """The plateaus of the pilot at the station's side, in volts: equal while it is steady, apart while it is a PWM."""

    evse: int
    high_v: float
    low_v: float


# IEC 61851-1 table A.4, as measured at the station
BANDS_V: tuple[tuple[float, float, Pilot], ...] = (
    (11.0, 13.0, Pilot.GONE),
    (8.0, 10.0, Pilot.CONNECTED),
    (5.0, 7.0, Pilot.READY),
    (2.0, 4.0, Pilot.READY_VENTILATED),
    (-1.0, 1.0, Pilot.LOST),
    (-13.0, -11.0, Pilot.NOT_AVAILABLE),
)
DIODE_V = -11.0  # IEC 61851-1 table A.4: with the vehicle's diode the negative plateau stays at -12 V
IS_PWM_V = 1.0  # plateaus further apart than this are a PWM and not noise


def volts_to_pilot(high_v: float, low_v: float, before: Pilot) -> Pilot:
    """What the plateaus *high_v* and *low_v* mean after the state *before* (IEC 61851-1 table A.4)."""
    state = high_v_to_pilot(high_v, before)
    return Pilot.LOST if state is not Pilot.GONE and is_without_diode(high_v, low_v) else state


def high_v_to_pilot(high_v: float, before: Pilot) -> Pilot:
    """What the positive plateau alone means after the state *before*."""
    return next((state for low, high, state in BANDS_V if low <= high_v <= high), None) or _between(high_v, before)


def is_without_diode(high_v: float, low_v: float) -> bool:
    """Only a PWM shows it: the negative plateau comes back too small (IEC 61851-1 table A.4)."""
    return high_v - low_v > IS_PWM_V and low_v > DIODE_V


def _between(high_v: float, before: Pilot) -> Pilot:
    """What *high_v* between two bands means: of the two the one nearer to the state *before*, so noise moves nothing.

    A lost pilot is found again only within a band, and a voltage no vehicle can make is a lost pilot.
    """
    if before in (Pilot.LOST, Pilot.NOT_AVAILABLE):
        return before
    order = [state for _, _, state in BANDS_V]
    for (above_v, _, above), (_, below_v, below) in pairwise(BANDS_V[:5]):
        if below_v < high_v < above_v:
            return below if order.index(before) >= order.index(below) else above
    return Pilot.GONE if before is Pilot.GONE and high_v > 0.0 else Pilot.LOST


def on_measured(port: Port, event: PilotMeasured, moment: Moment) -> Said:
    """Another pilot state, or the same one measured again.

    A missing diode is remembered until the vehicle has gone: without a PWM, which a fault ends, nothing shows it.
    While the pilot is taken away to wake a vehicle it says nothing.
    """
    if port.waking is Waking.PULSING:
        return port, ()  # it is we who have taken it away
    pilot, reported = volts_to_pilot(event.high_v, event.low_v, port.pilot), port.reported
    if Fault.DIODE_MISSING in port.masked:
        pilot = high_v_to_pilot(event.high_v, port.pilot)
    elif pilot is not Pilot.GONE and is_without_diode(event.high_v, event.low_v):
        reported = reported | {Fault.DIODE_MISSING}
    if pilot is Pilot.GONE and Fault.DIODE_MISSING in reported:
        reported = (reported - {Fault.DIODE_MISSING}) or NO_FAULTS
    is_same = pilot is port.pilot and reported == port.reported
    return (port if is_same else replace(port, pilot=pilot, reported=reported)), ()


PILOT = PortMachine(
    name="pilot",
    phases=Pilot,
    phase_of=lambda port: port.pilot,
    hears=(PilotMeasured,),
    table=for_all(Pilot, PilotMeasured, on_measured),
    ignored=frozenset(),
    nothing=(),
)
