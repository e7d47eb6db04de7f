"""What one machine must know of the others: pure questions about a port, asked anew each time and never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core.port.build import Fan
from pilotwire.core.port.effect import Plug, blocking_faults, effects_at
from pilotwire.core.port.fault import Fault, standing_faults
from pilotwire.core.port.limits import MINIMUM_A, offered_a
from pilotwire.core.port.phase import (
    TAKEN,
    Contactor,
    Hlc,
    Installation,
    Lock,
    Operability,
    Permit,
    Proximity,
    Rcd,
    Secondary,
    Switching,
    Ventilation,
)
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.stop import BY_UNPLUGGING, Stop

if TYPE_CHECKING:
    from pilotwire.core.port.port import Port

UNCLEAR = (Pilot.LOST, Pilot.NOT_AVAILABLE)
LIVE = (Contactor.CLOSED, Contactor.CLOSING, Contactor.OPENING)
SHUT = (Lock.LOCKED, Lock.LOCKING, Lock.LOCKING_AGAIN, Lock.CANNOT_LOCK, Lock.BACKING_OPEN, Lock.FORCED_OPEN)


def is_plugged(port: Port) -> bool:
    """A vehicle is there; while the pilot is unclear, the one that was charging still is."""
    if port.pilot in UNCLEAR:
        return port.grant.permit is not Permit.NONE
    return port.pilot is not Pilot.GONE


def is_kept(port: Port) -> bool:
    """The permit goes on without its vehicle, as long as the cable is still here."""
    is_there = not port.build.has_socket or port.proximity is not Proximity.OPEN
    return port.build.outlasts_vehicle and port.grant.permit in (Permit.GIVEN, Permit.WITHHELD) and is_there


def is_held_for_driver(port: Port) -> bool:
    """The cable whose vehicle was unplugged is held until its driver shows the token (OCPP 1.6 4.10)."""
    is_left = port.grant.permit is Permit.SPENT and port.pilot is Pilot.GONE and port.grant.stop is BY_UNPLUGGING
    return port.build.holds_cable and is_left


def is_asking(port: Port) -> bool:
    """The vehicle wants energy and may have it: state C, or D where it is ventilated (IEC 61851-1 table A.2)."""
    return port.pilot is Pilot.READY or (port.pilot is Pilot.READY_VENTILATED and is_ventilated(port))


def is_ventilated(port: Port) -> bool:
    """A vehicle in state D may be served: always, or while the fan really runs (chargebyte guide table 80)."""
    if port.build.accepts_ventilation:
        return True
    is_there = port.build.fan is Fan.INTERNAL or (port.build.fan is Fan.EXTERNAL and port.ventilation.available)
    return is_there and port.ventilation.phase is Ventilation.RUNNING


def is_refused(port: Port) -> bool:
    """The vehicle asks for ventilation, and none will come: no PWM until it asks without (chargebyte guide 15.19)."""
    if port.pilot is not Pilot.READY_VENTILATED or is_ventilated(port):
        return False
    return not wants_ventilation(port) or port.ventilation.phase is Ventilation.FAILED


def wants_ventilation(port: Port) -> bool:
    """The fan is to run: there is one, and a vehicle that may charge asks for it."""
    is_there = port.build.fan is Fan.INTERNAL or (port.build.fan is Fan.EXTERNAL and port.ventilation.available)
    is_needed = port.pilot is Pilot.READY_VENTILATED and port.grant.permit in (Permit.GIVEN, Permit.STOPPING)
    return is_there and is_needed and not is_blocked(port)


def is_blocked(port: Port) -> bool:
    """A standing fault forbids energy."""
    return bool(blocking_faults(port))


def end_by_fault(port: Port) -> Stop | None:
    """How a standing fault ends a transaction; None where it would go on when the fault is over."""
    if not standing_faults(port):
        return None
    return next((effect.ends for effect in effects_at(port, is_plugged=is_plugged(port)) if effect.ends), None)


def is_operative(port: Port) -> bool:
    """Nobody has taken this EVSE out of service."""
    return Operability.INOPERATIVE not in port.availability.voices


def is_staying(port: Port) -> bool:
    """Nobody has taken this EVSE out of service, nor announced it for when the vehicle has gone."""
    return is_operative(port) and Operability.LEAVING_WITH_VEHICLE not in port.availability.voices


def is_locked(port: Port) -> bool:
    """The plug cannot be pulled; a fixed cable needs no lock."""
    return port.lock is Lock.LOCKED or not port.build.has_socket


def is_energised(port: Port) -> bool:
    """The contactor is closed or may be, whatever was commanded."""
    return port.contactor not in (Contactor.OPEN, Contactor.RESTING)


def is_live(port: Port) -> bool:
    """The contactor is closed or on its way; one that has failed is nobody's to wait for."""
    return port.contactor in LIVE


def is_watched(port: Port) -> bool:
    """The contactor has a feedback contact, and nobody has asked to disregard it."""
    return port.build.has_contactor_feedback and is_relay_believed(port)


def is_relay_believed(port: Port) -> bool:
    """The feedback of both contactors counts: nobody has masked what it could show."""
    return Fault.CONTACTOR_STUCK not in port.masked


def wants_test(port: Port) -> bool:
    """The residual current monitor is to be tested: it can be, and nobody has masked what a test could show."""
    return port.build.rcd_test is not None and Fault.RCD_TEST_FAILED not in port.masked


def is_tested(port: Port) -> bool:
    """The residual current monitor is well, and was tested for this vehicle where it is to be (IEC 62955)."""
    return port.rcd.phase is Rcd.READY or (port.rcd.phase in (Rcd.IDLE, Rcd.DUE) and not wants_test(port))


def wants_three_phases(port: Port) -> bool:
    """The secondary contactor is to join L2 and L3 whenever energy flows."""
    is_single = port.phases.installation is Installation.SINGLE
    return port.build.switches_phases and port.phases.count > 1 and not is_single


def is_joined(port: Port) -> bool:
    """The secondary contactor, where there is one, is where it must be before the primary closes."""
    wanted = Secondary.CLOSED if wants_three_phases(port) else Secondary.OPEN
    return not port.build.switches_phases or port.phases.secondary is wanted


def may_offer(port: Port) -> bool:
    """The PWM may be on: the vehicle is invited to take energy."""
    return (
        port.grant.permit is Permit.GIVEN
        and is_plugged(port)
        and port.phases.switching is Switching.STEADY
        and port.hlc is not Hlc.ASKING
        and is_tested(port)
        and not is_refused(port)
        and not is_blocked(port)
        and is_locked(port)
        and offered_a(port) >= MINIMUM_A
    )


def may_close(port: Port) -> bool:
    """The contactor may go from open to closed, once the secondary one is where it must be."""
    return may_offer(port) and is_asking(port)


def may_stay_closed(port: Port) -> bool:
    """A closed contactor may remain so: a limit below 6 A leaves it alone, a stop gives it its grace (table A.6)."""
    permitted = port.grant.permit in (Permit.GIVEN, Permit.STOPPING)
    held = port.contactor in (Contactor.CLOSED, Contactor.CLOSING)
    is_wanted = permitted and port.phases.switching is not Switching.WAITING and is_joined(port)
    return is_wanted and held and is_asking(port) and is_locked(port) and is_tested(port) and not is_blocked(port)


def wants_lock(port: Port) -> bool:
    """The plug is to be held: somebody charges, or the contacts may be live, unless a fault decides otherwise."""
    if not port.build.has_socket:
        return False
    if is_live(port):
        return True
    is_charging = port.grant.permit in TAKEN and (is_plugged(port) or is_kept(port))
    is_held = is_charging or is_held_for_driver(port)
    if not standing_faults(port):
        return is_held
    plugs = {effect.plug for effect in effects_at(port, is_plugged=is_plugged(port))}
    if Plug.RELEASED in plugs:
        return False
    return is_plugged(port) and port.lock in SHUT if Plug.HELD in plugs else is_held
