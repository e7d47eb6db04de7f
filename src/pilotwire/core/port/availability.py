"""Whether an EVSE may be used: four voices, each of which can take it out of service (OCPP 2.0.1 G03, 1.6 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all
from pilotwire.core.port.guard import is_plugged
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import TAKEN, Operability

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


ANNOUNCED = (Operability.LEAVING, Operability.LEAVING_WITH_VEHICLE)


class Voice(Enum):
    """Who speaks: the central system about this EVSE or about the whole station, the owner's own software, or
    an update of the firmware.
    """

    OWN = "own"
    STATION = "station"
    CUSTOMER = "customer"
    UPDATE = "update"


@dataclass(frozen=True, slots=True)
class Availability:
    """What each voice last said; all must agree before the EVSE may be used."""

    own: Operability = Operability.OPERATIVE
    station: Operability = Operability.OPERATIVE
    customer: Operability = Operability.OPERATIVE
    update: Operability = Operability.OPERATIVE

    @property
    def voices(self) -> tuple[Operability, ...]:
        """What each last said."""
        return self.own, self.station, self.customer, self.update


class Patience(Enum):
    """What is waited for before an EVSE is out of service."""

    CHARGING = "charging"  # until nobody may charge any more
    VEHICLE = "vehicle"  # until no vehicle is there any more


@dataclass(frozen=True, slots=True)
class AvailabilityChosen:
    """*voice* wants *evse* in or out of service; what *patience* says is waited for."""

    evse: int
    voice: Voice
    operative: bool
    patience: Patience = Patience.CHARGING


def on_chosen(port: Port, event: AvailabilityChosen, moment: Moment) -> Said:
    """Into service at once; out of service as soon as there is nothing to wait for."""
    if not event.operative and getattr(port.availability, event.voice.value) is Operability.INOPERATIVE:
        return port, ()
    said = Operability.OPERATIVE if event.operative else _leaving(port, event.patience)
    return replace(port, availability=_with(port.availability, event.voice, said)), ()


def _leaving(port: Port, patience: Patience) -> Operability:
    if patience is Patience.VEHICLE and is_plugged(port):
        return Operability.LEAVING_WITH_VEHICLE
    return Operability.LEAVING if port.grant.permit in TAKEN else Operability.INOPERATIVE


def _with(availability: Availability, voice: Voice, said: Operability) -> Availability:
    match voice:
        case Voice.OWN:
            return replace(availability, own=said)
        case Voice.STATION:
            return replace(availability, station=said)
        case Voice.CUSTOMER:
            return replace(availability, customer=said)
        case Voice.UPDATE:
            return replace(availability, update=said)


def settled(availability: Availability, announced: tuple[Operability, ...] = ANNOUNCED) -> Availability:
    """*availability* with every leaving carried out that was *announced*."""
    return Availability(*(Operability.INOPERATIVE if said in announced else said for said in availability.voices))


def drive_availability(port: Port, moment: Moment) -> Said:
    """Who wanted to leave leaves when nobody charges any more, or when the vehicle has gone."""
    announced = ANNOUNCED if not is_plugged(port) else (Operability.LEAVING,)
    if port.grant.permit in TAKEN or not any(said in announced for said in port.availability.voices):
        return port, ()
    return replace(port, availability=settled(port.availability, announced)), ()


def worst(port: Port) -> Operability:
    """The strongest of what the voices said."""
    order = (Operability.INOPERATIVE, Operability.LEAVING_WITH_VEHICLE, Operability.LEAVING)
    return next((each for each in order if each in port.availability.voices), Operability.OPERATIVE)


AVAILABILITY = PortMachine(
    name="availability",
    phases=Operability,
    phase_of=worst,
    hears=(AvailabilityChosen,),
    table=for_all(Operability, AvailabilityChosen, on_chosen),
    ignored=frozenset(),
    nothing=(),
)
