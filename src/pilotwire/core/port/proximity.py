"""The proximity pilot of a socket: which cable is plugged in (IEC 61851-1 table B.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.machine import for_all
from pilotwire.core.port.machine import PortMachine, Said

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


class Proximity(Enum):
    """What the resistor of the cable says."""

    OPEN = "open"  # nothing plugged in
    CABLE_13A = "13 A"
    CABLE_20A = "20 A"
    CABLE_32A = "32 A"
    CABLE_63A = "63 A"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class ProximityMeasured:
    """The resistance between proximity contact and protective earth, in ohms; None: no cable."""

    evse: int
    ohm: float | None


# IEC 61851-1 table B.2: the bands in which a resistor must be recognised, and what the cable may carry per phase
BANDS_OHM: tuple[tuple[float, float, Proximity], ...] = (
    (1100.0, 2460.0, Proximity.CABLE_13A),
    (400.0, 936.0, Proximity.CABLE_20A),
    (164.0, 308.0, Proximity.CABLE_32A),
    (80.0, 140.0, Proximity.CABLE_63A),
)
CABLE_A = {
    Proximity.OPEN: 0.0,
    Proximity.CABLE_13A: 13.0,
    Proximity.CABLE_20A: 20.0,
    Proximity.CABLE_32A: 32.0,
    Proximity.CABLE_63A: 63.0,
    Proximity.INVALID: 0.0,
}
UNPLUGGED_OHM = 4500.0  # IEC 61851-1 table B.2: above this the contact counts as open


def ohm_to_proximity(ohm: float | None) -> Proximity:
    """Which cable has a resistor of *ohm*."""
    if ohm is None or ohm > UNPLUGGED_OHM:
        return Proximity.OPEN
    return next((cable for low, high, cable in BANDS_OHM if low <= ohm <= high), Proximity.INVALID)


def on_measured(port: Port, event: ProximityMeasured, moment: Moment) -> Said:
    """Another cable, or none."""
    return replace(port, proximity=ohm_to_proximity(event.ohm)), ()


PROXIMITY = PortMachine(
    name="proximity",
    phases=Proximity,
    phase_of=lambda port: port.proximity,
    hears=(ProximityMeasured,),
    table=for_all(Proximity, ProximityMeasured, on_measured),
    ignored=frozenset(),
    nothing=(),
)
