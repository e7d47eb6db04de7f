"""Whether an EVSE may be used: three voices, each of which can take it out of service (OCPP 2.0.1 G03, 1.6 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import TAKEN, Operability

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


class Voice(Enum):
    """Who speaks: the central system about this EVSE or about the whole station, or the owner's own software."""

    OWN = "own"
    STATION = "station"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Availability:
    """What each voice last said; all three must agree before the EVSE may be used."""

    own: Operability = Operability.OPERATIVE
    station: Operability = Operability.OPERATIVE
    customer: Operability = Operability.OPERATIVE


@dataclass(frozen=True, slots=True)
class AvailabilityChosen:
    """*voice* wants *evse* in or out of service; a running transaction is finished first."""

    evse: int
    voice: Voice
    operative: bool


def on_chosen(port: Port, event: AvailabilityChosen, moment: Moment) -> Said:
    """Into service at once; out of service as soon as nobody charges."""
    in_use = port.grant.permit in TAKEN
    out = Operability.LEAVING if in_use else Operability.INOPERATIVE
    said = Operability.OPERATIVE if event.operative else out
    return replace(port, availability=_with(port.availability, event.voice, said)), ()


def _with(availability: Availability, voice: Voice, said: Operability) -> Availability:
    match voice:
        case Voice.OWN:
            return replace(availability, own=said)
        case Voice.STATION:
            return replace(availability, station=said)
        case Voice.CUSTOMER:
            return replace(availability, customer=said)


def settled(availability: Availability) -> Availability:
    """*availability* with every announced leaving carried out."""
    own, station, customer = (_left(each) for each in (availability.own, availability.station, availability.customer))
    return Availability(own, station, customer)


def _left(said: Operability) -> Operability:
    return Operability.INOPERATIVE if said is Operability.LEAVING else said


def drive_availability(port: Port, moment: Moment) -> Said:
    """Who wanted to leave leaves when nobody charges any more."""
    voices = (port.availability.own, port.availability.station, port.availability.customer)
    if Operability.LEAVING not in voices or port.grant.permit in TAKEN:
        return port, ()
    return replace(port, availability=settled(port.availability)), ()


def worst(port: Port) -> Operability:
    """The strongest of what the voices said."""
    voices = (port.availability.own, port.availability.station, port.availability.customer)
    order = (Operability.INOPERATIVE, Operability.LEAVING)
    return next((each for each in order if each in voices), Operability.OPERATIVE)


AVAILABILITY = PortMachine(
    name="availability",
    phases=Operability,
    phase_of=worst,
    hears=(AvailabilityChosen,),
    table=for_all(Operability, AvailabilityChosen, on_chosen),
    ignored=frozenset(),
    nothing=(),
)
