"""The control pilot: what the vehicle says with its resistors (IEC 61851-1 annex A)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.machine import for_all
from pilotwire.core.port.machine import PortMachine, Said

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


class Pilot(Enum):
    """What the vehicle does, named by the pilot state of IEC 61851-1 table A.2."""

    GONE = "A"
    CONNECTED = "B"
    READY = "C"
    READY_VENTILATED = "D"
    LOST = "E"  # shorted, unpowered, or without the vehicle's diode
    NOT_AVAILABLE = "F"


@dataclass(frozen=True, slots=True)
class PilotMeasured:
    """The plateaus of the pilot at the station's side, in volts: equal while the signal is steady, apart while it is a PWM."""

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
    state = next((state for low, high, state in BANDS_V if low <= high_v <= high), None) or _between(high_v, before)
    has_diode = high_v - low_v <= IS_PWM_V or low_v <= DIODE_V
    return state if has_diode or state is Pilot.GONE else Pilot.LOST


def _between(high_v: float, before: Pilot) -> Pilot:
    """Between two bands: the one of the two that was last; coming from farther down the lower one, else the upper one.

    So no vehicle seems to ask because the voltage rose or fell through nothing. Outside of all bands the pilot is lost.
    """
    pairs = zip(VEHICLE_V, VEHICLE_V[1:], strict=False)
    upper, lower = next(
        ((above[2], below[2]) for above, below in pairs if below[1] < high_v < above[0]), (Pilot.LOST, Pilot.LOST)
    )
    if upper is Pilot.LOST or before in (upper, lower):
        return before if before in (upper, lower) else Pilot.LOST
    asked = before in (Pilot.READY, Pilot.READY_VENTILATED)
    return lower if asked and BANDS_V.index(band_of(before)) > BANDS_V.index(band_of(lower)) else upper


def on_measured(port: Port, event: PilotMeasured, moment: Moment) -> Said:
    """Another pilot state, or the same one measured again."""
    pilot = volts_to_pilot(event.high_v, event.low_v, port.pilot)
    return (port if pilot is port.pilot else replace(port, pilot=pilot)), ()


PILOT = PortMachine(
    name="pilot",
    phases=Pilot,
    phase_of=lambda port: port.pilot,
    hears=(PilotMeasured,),
    table=for_all(Pilot, PilotMeasured, on_measured),
    ignored=frozenset(),
    nothing=(),
)
