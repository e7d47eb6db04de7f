"""The proximity pilot of a socket: which cable is plugged in, and whether it stays the same (IEC 61851-1 table B.2)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all
from pilotwire.core.port.fault import Fault
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import TAKEN, CableWatch, Pilot
from pilotwire.core.port.phase import Proximity as Proximity

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class ProximityMeasured:
    """The resistance between proximity contact and protective earth, in ohms; None: no cable."""

    evse: int
    ohm: float | None


@dataclass(frozen=True, slots=True)
class Cable:
    """The cable of this session: after a change the smallest rating that was seen counts until the vehicle has gone."""

    watch: CableWatch = CableWatch.STEADY
    limit_a: float = math.inf


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
FRESH = Cable()


def ohm_to_proximity(ohm: float | None) -> Proximity:
    """Which cable has a resistor of *ohm*."""
    if ohm is None or ohm > UNPLUGGED_OHM:
        return Proximity.OPEN
    return next((cable for low, high, cable in BANDS_OHM if low <= ohm <= high), Proximity.INVALID)


def is_cable_read(port: Port) -> bool:
    """The resistor says what the cable carries: there is a socket, and nobody has masked a cable that is missing."""
    return port.build.has_socket and Fault.PROXIMITY_MISSING not in port.masked


def is_cable_in(port: Port) -> bool:
    """A cable is in the socket, as far as its resistor is believed; a fixed one is nobody's to leave behind."""
    return is_cable_read(port) and port.proximity is not Proximity.OPEN


def on_measured(port: Port, event: ProximityMeasured, moment: Moment) -> Said:
    """Another cable, or none."""
    proximity = ohm_to_proximity(event.ohm)
    if proximity is port.proximity:
        return port, ()
    return replace(port, proximity=proximity, cable=_watched(port, proximity)), ()


def _watched(port: Port, proximity: Proximity) -> Cable:
    """A cable that becomes another one during a session is worth the smaller rating (chargebyte guide 3.3.4.36)."""
    rating_a = CABLE_A[proximity]
    if port.cable == FRESH or not rating_a or rating_a == port.cable.limit_a:
        return port.cable
    return Cable(CableWatch.CHANGED, min(port.cable.limit_a, rating_a))


def drive_cable(port: Port, moment: Moment) -> Said:
    """A session remembers the cable it began with, until the vehicle has gone."""
    if port.pilot is Pilot.GONE:
        return (port, ()) if port.cable == FRESH else (replace(port, cable=FRESH), ())
    if port.cable == FRESH and port.build.has_socket and port.grant.permit in TAKEN and CABLE_A[port.proximity]:
        return replace(port, cable=Cable(limit_a=CABLE_A[port.proximity])), ()
    return port, ()


PROXIMITY = PortMachine(
    name="proximity",
    phases=Proximity,
    phase_of=lambda port: port.proximity,
    hears=(ProximityMeasured,),
    table=for_all(Proximity, ProximityMeasured, on_measured),
    ignored=frozenset(),
    nothing=(),
)
