"""What each fault does: one table for energy, pilot, plug and transaction (chargebyte guide 3.3.4, 15.13).

Status codes, topics, LEDs and bit masks are other views of the same faults, in the rooms that use them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.port.fault import NO_FAULTS, Fault, standing_faults
from pilotwire.core.port.limits import STEADY_PCT, UNAVAILABLE_PCT
from pilotwire.core.port.phase import Contactor
from pilotwire.core.stop import BY_EMERGENCY, BY_FAULT, Stop

if TYPE_CHECKING:
    from pilotwire.core.port.port import Port


class Energy(Enum):
    """What a fault does to the energy."""

    FLOWS = "flows"
    NOT_BEGUN = "not begun"  # what flows goes on; nothing is switched on any more
    INTERRUPTED = "interrupted"


class Plug(Enum):
    """What a fault does to the plug in a socket."""

    AS_EVER = "as ever"
    HELD = "held"  # stays as it is until the vehicle has gone
    RELEASED = "released"  # unlocked, and not locked again


class Clears(Enum):
    """What must happen before a fault is over."""

    BY_ITSELF = "by itself"  # as soon as its cause is over
    WITH_VEHICLE = "with the vehicle"
    BY_RESTART = "by a restart"  # after somebody has looked (guide 15.15.2: cancelled manually)


@dataclass(frozen=True, slots=True)
class Effect:
    """One row: ``duty_pct`` is what the pilot shows while the fault stands (guide 15.13: 0.00 if not recoverable);
    ``ends`` is how a transaction that runs ends, None where it goes on when the fault is over."""

    energy: Energy = Energy.INTERRUPTED
    duty_pct: float = STEADY_PCT
    plug: Plug = Plug.AS_EVER
    clears: Clears = Clears.BY_ITSELF
    ends: Stop | None = None
    without_vehicle: Effect | None = None  # where it does something else once no vehicle is there


DISTURBS = Effect()
DELAYS = Effect(Energy.NOT_BEGUN)
HARMLESS = Effect(Energy.FLOWS)
HOLDS = Effect(plug=Plug.HELD)
LATCHED = Effect(
    duty_pct=UNAVAILABLE_PCT, plug=Plug.RELEASED, clears=Clears.BY_RESTART, ends=BY_FAULT
)  # guide 15.13, unrecoverable

EFFECTS: Mapping[Fault, Effect] = {
    Fault.CONTACTOR_WELDED: LATCHED,
    Fault.CONTACTOR_STUCK: LATCHED,
    Fault.LOCK_UNCHARGED: DISTURBS,
    Fault.LOCK_FORCED_OPEN: DISTURBS,
    Fault.LOCK_FORCED_SHUT: DISTURBS,
    Fault.CANNOT_LOCK: DISTURBS,
    Fault.CANNOT_UNLOCK: HARMLESS,  # guide 3.3.4.6 forbids no charging: the plug is in and held
    Fault.METER_LOST: DELAYS,
    Fault.METER_INTERNAL: DELAYS,
    Fault.METER_IDLE: DELAYS,
    Fault.METER_ACTIVE: DELAYS,
    Fault.READER_LOST: HARMLESS,
    Fault.RCD_SPURIOUS: LATCHED,
    Fault.RCD_TEST_FAILED: Effect(plug=Plug.HELD, clears=Clears.BY_RESTART, without_vehicle=LATCHED),
    Fault.RESIDUAL_CURRENT: Effect(plug=Plug.HELD, clears=Clears.WITH_VEHICLE),
    Fault.EMERGENCY_STOP: Effect(duty_pct=UNAVAILABLE_PCT, plug=Plug.RELEASED, ends=BY_EMERGENCY),
    Fault.RECLOSER_LOST: HARMLESS,
    Fault.STORE_OPEN_FAILED: DELAYS,
    Fault.STORE_UNLINK_DENIED: DELAYS,
    Fault.STORE_READ_ONLY: DELAYS,
    Fault.STORE_INVALID_TYPE: DELAYS,
    Fault.STORE_COUNT_ERROR: DELAYS,
    Fault.STORE_CLEAR_ERROR: DELAYS,
    Fault.STORE_NO_ROW: DISTURBS,
    Fault.STORE_PREPARE_FAILED: DISTURBS,
    Fault.STORE_UPDATE_FAILED: DISTURBS,
    Fault.STORE_DROP_FAILED: DELAYS,
    Fault.STORE_FAILED: DELAYS,
    Fault.STORE_CREATE_FAILED: DELAYS,
    Fault.STORE_FULL: DISTURBS,
    Fault.STORE_DELETE_FAILED: DELAYS,
    Fault.STORE_TOO_MANY: DELAYS,
    Fault.STORE_FINALIZE_FAILED: DISTURBS,
    Fault.LOCAL_LIST_CONFLICT: HARMLESS,  # guide 3.3.4.33: the one token is refused, and no EVSE
    Fault.PROXIMITY_MISSING: HOLDS,
    Fault.PROXIMITY_INVALID: HOLDS,
    Fault.PROXIMITY_CHANGED: Effect(Energy.FLOWS, clears=Clears.WITH_VEHICLE),
    Fault.PILOT_LOST: DISTURBS,
    Fault.DIODE_MISSING: Effect(clears=Clears.WITH_VEHICLE),
    Fault.GROUND_MISSING: DISTURBS,
    Fault.OVERCURRENT: DISTURBS,
    Fault.OVERVOLTAGE: DISTURBS,
    Fault.UNDERVOLTAGE: DISTURBS,
    Fault.OVER_TEMPERATURE: DISTURBS,
    Fault.VENTILATION_FAILED: HARMLESS,  # only state D is refused, see guard.is_refused
    Fault.AUXILIARY: DISTURBS,
    Fault.INTERNAL: DISTURBS,
}
RANKS = {fault: rank for rank, fault in enumerate(Fault)}
LIVE = (Contactor.CLOSED, Contactor.CLOSING, Contactor.OPENING)


def effects_at(port: Port, *, is_plugged: bool) -> tuple[Effect, ...]:
    """What the standing faults of *port* do, the most important first, with a vehicle there or without."""
    standing = sorted(standing_faults(port), key=RANKS.__getitem__)
    return tuple(_effect(fault, is_plugged=is_plugged) for fault in standing)


def _effect(fault: Fault, *, is_plugged: bool) -> Effect:
    effect = EFFECTS[fault]
    return effect if is_plugged or effect.without_vehicle is None else effect.without_vehicle


def blocking_faults(port: Port) -> frozenset[Fault]:
    """The standing faults that forbid energy now: one that only lets nothing begin does not stop what flows."""
    standing = standing_faults(port)
    if not standing:
        return NO_FAULTS
    flows = (Energy.FLOWS, Energy.NOT_BEGUN) if port.contactor in LIVE else (Energy.FLOWS,)
    return frozenset(fault for fault in standing if EFFECTS[fault].energy not in flows)
