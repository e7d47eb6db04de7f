"""What each action does to an EVSE: one function each, and their table. Physics refuses with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pilotwire.hardware.sim.action import (
    ActionError,
    Break,
    HoldPilot,
    HoldProximity,
    Keep,
    Move,
    Plug,
    TurnMeter,
    Unplug,
)
from pilotwire.hardware.sim.evse import SimEvse
from pilotwire.hardware.sim.fault import SimFault
from pilotwire.hardware.sim.inlet import CABLE_OHM
from pilotwire.hardware.sim.vehicle import Vehicle

Refusal = str | None
OF_LOCK = (
    SimFault.LOCK_STUCK,
    SimFault.LOCK_UNCHARGED,
    SimFault.LOCK_FORCED_OPEN,
    SimFault.LOCK_FORCED_SHUT,
)
OF_SECONDARY = (SimFault.SECONDARY_WELDED, SimFault.SECONDARY_STUCK)
PLUGGED = "a vehicle is already plugged in"
EMPTY = "no vehicle is plugged in"
LOCKED = "the plug is locked"
UNLOCKED = "the plug is not locked"
CABLED = "a cable is already in the socket"


def plug(evse: SimEvse, action: Plug) -> Refusal:
    """A vehicle is plugged in."""
    if action.cable_a is not None and evse.inlet is None:
        raise ActionError("cable_a", f"EVSE {evse.number} has a fixed cable")
    cable_a = evse.build.cable_a if action.cable_a is None else action.cable_a
    if evse.inlet and cable_a not in CABLE_OHM:
        raise ActionError("cable_a", "one of 13, 20, 32, 63")
    if evse.vehicle:
        return PLUGGED
    if action.cable_a is not None and evse.inlet and evse.inlet.cable_ohm is not None:
        return CABLED
    evse.plug(Vehicle(action.vehicle, action.state, evse.build.phases), cable_a)
    return None


def unplug(evse: SimEvse, action: Unplug) -> Refusal:
    """The vehicle leaves, unless its plug is held; a cable it left behind can be fetched."""
    if action.cable_stays and evse.inlet is None:
        raise ActionError("cable_stays", f"EVSE {evse.number} has a fixed cable")
    if evse.vehicle is None and (action.cable_stays or evse.inlet is None or evse.inlet.cable_ohm is None):
        return EMPTY
    if action.cable_stays:
        evse.leave()
        return None
    if evse.lock and evse.lock.is_locked:
        return LOCKED
    evse.unplug()
    return None


def move(evse: SimEvse, action: Move) -> Refusal:
    """The vehicle changes its mind, and acts on it now."""
    vehicle = evse.vehicle
    if vehicle is None:
        return EMPTY
    if action.state is not None:
        vehicle.ask = action.state
    if not isinstance(action.draw_a, Keep):
        vehicle.forced_a = action.draw_a
    if action.soc_pct is not None:
        vehicle.battery.set_soc(action.soc_pct)
    vehicle.react_by(evse.now_s)
    return None


def hold_pilot(evse: SimEvse, action: HoldPilot) -> Refusal:
    """A tester on the pilot, or gone from it; the bridged diode is the fault of that name."""
    if not isinstance(action.volts, Keep):
        evse.signal.held_v = action.volts
    if action.is_diode_bridged is not None:
        evse.break_part(SimFault.DIODE, is_active=action.is_diode_bridged)
    evse.settle()
    return None


def hold_proximity(evse: SimEvse, action: HoldProximity) -> Refusal:
    """A resistor at the proximity contact."""
    if evse.inlet is None:
        raise ActionError("evse", f"EVSE {evse.number} has no socket")
    evse.inlet.held_ohm = action.ohms
    evse.settle()
    return None


def break_part(evse: SimEvse, action: Break) -> Refusal:
    """Break or mend; nobody forces a lock to where it is."""
    if action.name in OF_LOCK and evse.lock is None:
        raise ActionError("name", f"EVSE {evse.number} has no lock")
    if action.name in OF_SECONDARY and evse.secondary is None:
        raise ActionError("name", f"EVSE {evse.number} does not switch phases")
    if evse.lock and action.active and action.name not in evse.faults:
        if action.name is SimFault.LOCK_FORCED_OPEN and not evse.lock.is_locked:
            return UNLOCKED
        if action.name is SimFault.LOCK_FORCED_SHUT and evse.lock.is_locked:
            return LOCKED
    evse.break_part(action.name, is_active=action.active)
    return None


def turn_meter(evse: SimEvse, action: TurnMeter) -> Refusal:
    """Another register, other voltages, or no meter at all; a meter that can be reached is read at once."""
    energy_wh, voltage_v = action.energy_wh, action.voltage_v
    if energy_wh is not None and energy_wh < evse.meter.register_wh:
        raise ActionError("energy_wh", f"the register never falls; it is at {evse.meter.register_wh:.1f}")
    if isinstance(voltage_v, tuple) and len(voltage_v) != evse.grid.phases:
        raise ActionError("voltage_v", f"{evse.grid.phases} values needed, one per phase")
    if energy_wh is not None:
        evse.meter.register_wh = energy_wh
    if not isinstance(voltage_v, Keep):
        evse.grid.held_v = voltage_v
    if action.available is not None:
        evse.break_part(SimFault.METER_LOST, is_active=not action.available)
    evse.read_meter()
    return None


DEEDS: Mapping[type, Callable[[SimEvse, Any], Refusal]] = {
    Plug: plug,
    Unplug: unplug,
    Move: move,
    HoldPilot: hold_pilot,
    HoldProximity: hold_proximity,
    Break: break_part,
    TurnMeter: turn_meter,
}
