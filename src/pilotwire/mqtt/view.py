"""What the station publishes of itself: pure views, exactly as the payloads are on the wire."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from pilotwire import __version__
from pilotwire.core import registry
from pilotwire.core.authorization import CardShown
from pilotwire.core.clock import utc_s_of
from pilotwire.core.csms import UP
from pilotwire.core.moment import stamp
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.fault import Fault, standing_faults
from pilotwire.core.port.guard import is_operative, is_plugged, wants_lock
from pilotwire.core.port.limits import cable_a, offered_a, physical_a
from pilotwire.core.port.phase import Contactor, Lock, Permit
from pilotwire.core.port.port import Port
from pilotwire.core.restart import Begun
from pilotwire.core.station import Station
from pilotwire.mqtt.card import card_text
from pilotwire.mqtt.topic import Step

CONDUCTING = (Contactor.CLOSED, Contactor.OPENING, Contactor.WELDED)  # what the feedback says, not what was commanded
BOLTED = (
    Lock.LOCKED,
    Lock.UNLOCKING,
    Lock.CANNOT_UNLOCK,
    Lock.BACKING_SHUT,
    Lock.UNLOCKING_AGAIN,
    Lock.FORCED_SHUT,
)
LOCK_FAILURES = {
    Fault.LOCK_UNCHARGED: "PlugLockMotorCapNotCharged",
    Fault.LOCK_FORCED_OPEN: "PlugLockMotorUnexpectedOpen",
    Fault.LOCK_FORCED_SHUT: "PlugLockMotorUnexpectedClose",
    Fault.CANNOT_LOCK: "PlugLockCannotLock",
    Fault.CANNOT_UNLOCK: "PlugLockCannotUnlock",
}
PROXIMITY_ERRORS = {
    Fault.PROXIMITY_MISSING: "ProximityNoCable",
    Fault.PROXIMITY_INVALID: "ProximityInvalid",
    Fault.PROXIMITY_CHANGED: "ProximityChanged",
}
UNKNOWN_SOC_PCT = -1
NO_FEEDBACK = "none"


def _port(station: Station, evse: int) -> Port:
    return station.ports[evse - 1]


def bool_text(is_so: bool) -> str:
    return "1" if is_so else "0"


def named(port: Port, names: Mapping[Fault, str]) -> str:
    """The first of *names* whose fault stands at *port*; empty: none does."""
    standing = standing_faults(port)
    return next((name for fault, name in names.items() if fault in standing), "")


def _has(fault: Fault, station: Station, evse: int) -> bool:
    return fault in standing_faults(_port(station, evse))


# --- the session (chargebyte guide 15.5.1 T58, 15.13 T70, 15.20 T81, 15.21 T83)


def protocol(station: Station, evse: int) -> str | None:
    """The protocol of the session, while there is a vehicle; ISO 15118 is not spoken yet."""
    return "IEC61851" if is_plugged(_port(station, evse)) else None


def pilot(station: Station, evse: int) -> str:
    """The state of the control pilot, A to F."""
    return _port(station, evse).pilot.value


def duty(station: Station, evse: int) -> str:
    """The duty cycle that is put out; 100.00 is steady +12 V, 0.00 steady -12 V."""
    return f"{_port(station, evse).duty_pct:.2f}"


def tcp(station: Station, evse: int) -> str:
    """Whether the vehicle has a TCP connection to the station: only with ISO 15118 (contradiction C27)."""
    return "0"


def plug(station: Station, evse: int) -> str:
    """Whether the plug is held; a fixed cable has no lock that could be detected."""
    port = _port(station, evse)
    if not port.build.has_socket:
        return "unknown"
    return "locked" if port.lock in BOLTED else "unlocked"


def contactor(station: Station, evse: int) -> str:
    """Where the feedback says that the contactor is; without feedback nobody can tell."""
    if station.settings.get(registry.CONTACTOR_FEEDBACK, evse) == NO_FEEDBACK:
        return "unknown"
    return "closed" if _port(station, evse).contactor in CONDUCTING else "opened"


def contactor_target(station: Station, evse: int) -> str:
    """Where the contactor was told to be."""
    return bool_text(_port(station, evse).contactor in (Contactor.CLOSING, Contactor.CLOSED))


def contactor_actual(station: Station, evse: int) -> str:
    """Where the feedback says that the contactor is, as a number."""
    return bool_text(_port(station, evse).contactor in CONDUCTING)


def lock_target(station: Station, evse: int) -> str:
    """Whether the plug is to be held."""
    return bool_text(wants_lock(_port(station, evse)))


def charging(station: Station, evse: int) -> str:
    """Whether energy flows, or may."""
    return bool_text(charging_of(_port(station, evse)) is Charging.CHARGING)


def authorization(station: Station, evse: int) -> str:
    """Whether somebody may charge."""
    return bool_text(_port(station, evse).grant.permit is Permit.GIVEN)


def soc(station: Station, evse: int) -> str:
    """The state of charge as high-level communication tells it; -1: it is not spoken (chargebyte guide 15.21 T83)."""
    return str(UNKNOWN_SOC_PCT)


def soc_timestamp(step: Step, evse: int) -> str | None:
    """When the state of charge was updated: at the start, and when a vehicle left (chargebyte guide 15.21 T83)."""
    has_left = is_plugged(_port(step.before, evse)) and not is_plugged(_port(step.after, evse))
    if not has_left and not isinstance(step.event, Begun):
        return None
    return rfc3339(step)


def rfc3339(step: Step) -> str | None:
    """The moment of *step*, as 2023-06-23T06:54:55.123Z; None while nobody knows what time it is."""
    if time_set(step, 0) is None:
        return None
    utc_s = utc_s_of(stamp(step.after.boot, step.moment), step.after.clock, step.after.boot)
    return datetime.fromtimestamp(utc_s, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


# --- what is wrong (chargebyte guide 3.3.4, 15.15.5 T73; contradiction C16: all below port0/)


def contactor_error(station: Station, evse: int) -> str:
    """1: the feedback of the contactor does not agree with what it was told."""
    wrong = {Fault.CONTACTOR_WELDED, Fault.CONTACTOR_STUCK}
    return bool_text(bool(wrong & standing_faults(_port(station, evse))))


def lock_failure(station: Station, evse: int) -> str:
    """What is wrong with the plug lock, as the vendorErrorCode of a StatusNotification; empty: nothing."""
    return named(_port(station, evse), LOCK_FAILURES)


def proximity_error(station: Station, evse: int) -> str:
    """What is wrong with the proximity pilot, as a vendorErrorCode; empty: nothing."""
    return named(_port(station, evse), PROXIMITY_ERRORS)


def meter_available(station: Station, evse: int) -> str | None:
    """Whether the meter answers; nothing before it was read for the first time."""
    if _has(Fault.METER_LOST, station, evse):
        return "0"
    return None if _port(station, evse).reading is None else "1"


def reader_available(station: Station, evse: int) -> str:
    """Whether the card reader answers."""
    return bool_text(not _has(Fault.READER_LOST, station, evse))


def emergency(station: Station, evse: int) -> str:
    """Whether the emergency switch is pressed."""
    return bool_text(_has(Fault.EMERGENCY_STOP, station, evse))


# --- how much (chargebyte guide 15.16 T74); the physical limits are integers, what is offered has one decimal


def cable_limit(station: Station, evse: int) -> str:
    """What the cable in the socket carries; -1 with a fixed cable."""
    port = _port(station, evse)
    return str(int(cable_a(port))) if port.build.has_socket else "-1"


def grid_limit(station: Station, evse: int) -> str:
    """What the supply of the station carries."""
    return str(int(_port(station, evse).build.grid_a))


def evse_limit(station: Station, evse: int) -> str:
    """What the wiring of the station carries."""
    return str(int(_port(station, evse).build.evse_a))


def physical_limit(station: Station, evse: int) -> str:
    """The smallest of grid, EVSE and cable, whatever anybody wishes."""
    return str(int(physical_a(_port(station, evse))))


def offered_limit(station: Station, evse: int) -> str:
    """The smallest of all limits; 0.0 below 6 A."""
    return f"{offered_a(_port(station, evse)):.1f}"


# --- the station (chargebyte guide 3.3.5 T5, 15.5.2 T59, 15.17 T75)


def available(station: Station, evse: int) -> str:
    """Whether central system and customer both let the EVSE be used."""
    return "operative" if is_operative(_port(station, evse)) else "inoperative"


def online(station: Station, evse: int) -> str:
    """Whether there is a connection to the central system."""
    return bool_text(station.registration in UP)


def version(station: Station, evse: int) -> str:
    """The version of this software; that it is there says that it runs."""
    return __version__


def time_set(step: Step, evse: int) -> str | None:
    """1 once the host or the central system knows what time it is; before that, nothing."""
    is_set = step.moment.utc_trusted or step.after.clock.utc_minus_mono_s is not None
    return "1" if is_set else None


def card(step: Step, evse: int) -> str | None:
    """The card that was shown at the reader of *evse*; the one reader of all EVSEs belongs to the first."""
    if not isinstance(step.event, CardShown) or (step.event.evse or 1) != evse:
        return None
    return card_text(step.event.token)
