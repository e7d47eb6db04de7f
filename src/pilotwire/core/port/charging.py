"""Whether somebody may charge here, and what a driver would call the state of the EVSE."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.deadline import Timer, arm, disarm
from pilotwire.core.frozen import replace
from pilotwire.core.machine import for_all, ignoring
from pilotwire.core.port.guard import (
    end_by_fault,
    is_asking,
    is_blocked,
    is_kept,
    is_operative,
    is_plugged,
    is_refused,
    may_offer,
    may_stay_closed,
)
from pilotwire.core.port.limits import MINIMUM_A, offered_a
from pilotwire.core.port.machine import PortMachine, Said
from pilotwire.core.port.phase import TAKEN, Contactor, Permit
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.proximity import is_cable_in
from pilotwire.core.profile import ChargingProfile
from pilotwire.core.stop import BY_UNPLUGGING, Stop, Trigger
from pilotwire.core.token import Token

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


@dataclass(frozen=True, slots=True)
class Origin:
    """How a permit came about: by a token shown here, or asked for by the central system under its own number.

    ``profile`` came along, and is for the transaction that is to begin.
    """

    trigger: Trigger = Trigger.AUTHORIZED
    remote_start_id: int | None = None
    profile: ChargingProfile | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """The permit of an EVSE, for whom and how it was given and, once taken back, why."""

    permit: Permit = Permit.NONE
    token: Token | None = None
    origin: Origin = Origin()
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class Permitted:
    """*token* may charge at *evse*: said by the rules of the station, never by a driver of hardware."""

    evse: int
    token: Token
    origin: Origin = Origin()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whoever charges at *evse* may no longer; the vehicle gets its time to stop drawing."""

    evse: int
    stop: Stop


@dataclass(frozen=True, slots=True)
class EnergyDenied:
    """Whoever charges at *evse* gets no more energy; the transaction goes on (OCPP 1.6 4.8, OCPP 2.0.1 E05.FR.02)."""

    evse: int


@dataclass(frozen=True, slots=True)
class CutOff:
    """Whoever charges at *evse* may no longer, and at once."""

    evse: int
    stop: Stop


class Charging(Enum):
    """What an EVSE does, as a view of its machines; every status, LED and topic is made of this."""

    EMPTY = "empty"
    CLAIMED = "claimed"  # empty, and somebody who may charge here is about to plug in
    RESERVED = "reserved"  # empty, and kept for somebody until a certain time
    PLUGGED = "plugged"  # a vehicle, and nobody may charge yet
    READY = "ready"  # authorised; the plug is being locked
    CHARGING = "charging"
    SUSPENDED_EV = "suspended by vehicle"  # offered, and the vehicle does not draw (yet)
    SUSPENDED_EVSE = "suspended by station"
    STOPPING = "stopping"
    FINISHED = "finished"  # over, and the vehicle is still there
    FAULTED = "faulted"
    UNAVAILABLE = "unavailable"


def charging_of(port: Port) -> Charging:
    """What *port* does now."""
    if is_blocked(port):
        return Charging.FAULTED
    if port.grant.permit is Permit.STOPPING:
        return Charging.STOPPING
    if port.grant.permit is Permit.WITHHELD:
        return Charging.SUSPENDED_EVSE
    if port.grant.permit is Permit.GIVEN:
        return _charging_while_permitted(port)
    if not is_operative(port):
        return Charging.UNAVAILABLE
    if port.grant.permit is Permit.SPENT:
        return Charging.FINISHED
    return Charging.PLUGGED if is_plugged(port) else Charging.EMPTY


def _charging_while_permitted(port: Port) -> Charging:
    if not is_plugged(port):
        return Charging.SUSPENDED_EV  # OCPP 1.6 4.9: the transaction goes on, and the vehicle is gone
    if port.contactor is Contactor.CLOSED and is_asking(port):
        return Charging.CHARGING if may_offer(port) else Charging.SUSPENDED_EVSE
    if offered_a(port) < MINIMUM_A or is_refused(port):
        return Charging.SUSPENDED_EVSE
    return Charging.SUSPENDED_EV if may_offer(port) else Charging.READY


def on_permitted(port: Port, event: Permitted, moment: Moment) -> Said:
    """A driver may charge."""
    return replace(port, grant=Grant(Permit.GIVEN, event.token, event.origin)), ()


def on_withdrawn(port: Port, event: Withdrawn, moment: Moment) -> Said:
    """No PWM from now on, and at most six seconds until the contactor opens (IEC 61851-1 table A.6, sequence 10.2)."""
    grant = replace(port.grant, permit=Permit.STOPPING, stop=event.stop)
    deadlines = arm(port.deadlines, Timer.STOP, moment.mono_s + port.build.stop_grace_s)
    return replace(port, grant=grant, deadlines=deadlines), ()


def on_let_go(port: Port, event: Withdrawn, moment: Moment) -> Said:
    """It was over already; a cable that was held for its driver is not any more."""
    return replace(port, grant=replace(port.grant, stop=event.stop)), ()


def on_energy_denied(port: Port, event: EnergyDenied, moment: Moment) -> Said:
    """No PWM and no contactor; the plug is held until the driver shows the token again."""
    return replace(port, grant=replace(port.grant, permit=Permit.WITHHELD)), ()


def on_cut_off(port: Port, event: CutOff, moment: Moment) -> Said:
    """No grace; a stop that was already under way keeps its own reason."""
    stop = port.grant.stop or event.stop
    return spend(replace(port, grant=replace(port.grant, stop=stop))), ()


def on_grace_over(port: Port, event: object, moment: Moment) -> Said:
    """The vehicle had its time."""
    return spend(port), ()


def spend(port: Port) -> Port:
    """*port* with its permit used up; for whom it was and why it ended is still known."""
    return replace(port, grant=replace(port.grant, permit=Permit.SPENT), deadlines=disarm(port.deadlines, Timer.STOP))


def drive_grant(port: Port, moment: Moment) -> Said:
    """A permit ends with the vehicle or with a fault; a stop is over as soon as there is nothing to wait for."""
    if port.pilot is Pilot.GONE and port.grant.permit is not Permit.NONE:
        return (port if is_kept(port) else _left(port)), ()
    if port.pilot is not Pilot.GONE and port.grant.permit is Permit.NONE and port.grant.stop is not None:
        return replace(port, grant=Grant()), ()  # of a driver who ended what had outlasted the vehicle before this one
    if port.grant.permit in TAKEN and (stop := end_by_fault(port)):
        return spend(replace(port, grant=replace(port.grant, stop=port.grant.stop or stop))), ()
    if port.grant.permit is Permit.STOPPING and not may_stay_closed(port):
        return spend(port), ()
    return port, ()


def _left(port: Port) -> Port:
    """*port* after the vehicle has gone: free again, unless its cable is still in the socket (OCPP 1.6 4.9, C6)."""
    if not is_cable_in(port):
        stop = port.grant.stop if port.build.outlasts_vehicle else None
        return replace(port, grant=Grant(stop=stop), deadlines=disarm(port.deadlines, Timer.STOP))
    if port.grant.permit is Permit.SPENT:
        return port
    return spend(replace(port, grant=replace(port.grant, stop=port.grant.stop or BY_UNPLUGGING)))


GRANT = PortMachine(
    name="grant",
    phases=Permit,
    phase_of=lambda port: port.grant.permit,
    hears=(Permitted, EnergyDenied, Withdrawn, CutOff, Timer.STOP),
    table={
        (Permit.NONE, Permitted): on_permitted,
        (Permit.SPENT, Permitted): on_permitted,
        (Permit.GIVEN, EnergyDenied): on_energy_denied,
        **for_all((Permit.GIVEN, Permit.WITHHELD), Withdrawn, on_withdrawn),
        (Permit.SPENT, Withdrawn): on_let_go,
        **for_all(TAKEN, CutOff, on_cut_off),
        (Permit.STOPPING, Timer.STOP): on_grace_over,
    },
    ignored=ignoring(TAKEN, Permitted)
    | ignoring(set(Permit) - {Permit.GIVEN}, EnergyDenied)
    | ignoring((Permit.NONE, Permit.STOPPING), Withdrawn)
    | ignoring((Permit.NONE, Permit.SPENT), CutOff)
    | ignoring(set(Permit) - {Permit.STOPPING}, Timer.STOP),
    nothing=(),
)
