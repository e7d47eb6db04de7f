"""What one machine must know of the others: pure questions about a port, asked anew each time and never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core.port.fault import blocking_faults
from pilotwire.core.port.limits import MINIMUM_A, offered_a
from pilotwire.core.port.phase import TAKEN, Contactor, Lock, Operability, Permit
from pilotwire.core.port.pilot import Pilot

if TYPE_CHECKING:
    from pilotwire.core.port.port import Port

ASKING = (Pilot.READY, Pilot.READY_VENTILATED)
UNCLEAR = (Pilot.LOST, Pilot.NOT_AVAILABLE)


def is_plugged(port: Port) -> bool:
    """A vehicle is there; while the pilot is unclear, the one that was charging still is."""
    if port.pilot in UNCLEAR:
        return port.grant.permit is not Permit.NONE
    return port.pilot is not Pilot.GONE


def is_asking(port: Port) -> bool:
    """The vehicle wants energy and may have it: state C, or D where the station accepts it (IEC 61851-1 table A.2)."""
    return port.pilot is Pilot.READY or (port.pilot is Pilot.READY_VENTILATED and port.build.accepts_ventilation)


def is_refused(port: Port) -> bool:
    """The vehicle asks for ventilation, and there is none: no PWM until it asks without (chargebyte guide 15.19)."""
    return port.pilot is Pilot.READY_VENTILATED and not port.build.accepts_ventilation


def is_blocked(port: Port) -> bool:
    """A standing fault forbids energy."""
    return bool(blocking_faults(port))


def is_operative(port: Port) -> bool:
    """Nobody has taken this EVSE out of service."""
    return Operability.INOPERATIVE not in (port.availability.own, port.availability.station, port.availability.customer)


def is_locked(port: Port) -> bool:
    """The plug cannot be pulled; a fixed cable needs no lock."""
    return port.lock is Lock.LOCKED or not port.build.has_socket


def is_energised(port: Port) -> bool:
    """The contactor is closed or may be, whatever was commanded."""
    return port.contactor not in (Contactor.OPEN, Contactor.RESTING)


def may_offer(port: Port) -> bool:
    """The PWM may be on: the vehicle is invited to take energy."""
    return (
        port.grant.permit is Permit.GIVEN
        and is_plugged(port)
        and not is_refused(port)
        and not is_blocked(port)
        and is_locked(port)
        and offered_a(port) >= MINIMUM_A
    )


def may_close(port: Port) -> bool:
    """The contactor may go from open to closed."""
    return may_offer(port) and is_asking(port)


def may_stay_closed(port: Port) -> bool:
    """A closed contactor may remain so: a limit below 6 A leaves it alone, a stop gives it its grace (table A.6)."""
    permitted = port.grant.permit in (Permit.GIVEN, Permit.STOPPING)
    held = port.contactor in (Contactor.CLOSED, Contactor.CLOSING)
    return permitted and held and is_asking(port) and is_locked(port) and not is_blocked(port)


def wants_lock(port: Port) -> bool:
    """The plug is to be held: somebody charges, or the contacts may be live."""
    if not port.build.has_socket:
        return False
    is_held = port.grant.permit in TAKEN and is_plugged(port)
    return is_held or is_energised(port)
