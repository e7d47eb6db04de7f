"""The table of LED conditions: each a pure question about the station and one of its EVSEs (chargebyte guide table 49).

The conditions a driver causes by showing a card (accepted, rejected) are no states but messages: :mod:`.scene`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pilotwire.core.claim import is_free
from pilotwire.core.deadline import STATION
from pilotwire.core.led import Condition
from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.effect import EFFECTS, Clears
from pilotwire.core.port.fault import standing_faults
from pilotwire.core.port.guard import is_blocked, is_operative, is_plugged
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.port import Port
from pilotwire.core.reservation import is_kept
from pilotwire.core.station import Station
from pilotwire.core.update import Update, update_of

Predicate = Callable[[Station, Port], bool]

# What no driver can mend: somebody has to look, and the station has to be started anew (chargebyte guide 15.13)
FAILURES: Final = frozenset(fault for fault, effect in EFFECTS.items() if effect.clears is Clears.BY_RESTART)


def addressed(station: Station, evse: int) -> tuple[int, ...]:
    """Where a driver at the reader of *evse* looks; at a shared one (0) wherever they could charge, else everywhere."""
    if evse != STATION:
        return (evse,)
    free = tuple(port.evse for port in station.ports if is_free(port))
    return free or tuple(port.evse for port in station.ports)


def is_charging(port: Port) -> bool:
    """Energy may flow now."""
    return charging_of(port) is Charging.CHARGING


def _is_pending(station: Station, port: Port) -> bool:
    return any(port.evse in addressed(station, question.evse) for question in station.asking.values())


def _is_reserved(station: Station, port: Port) -> bool:
    """Kept by the central system, or for somebody who may charge here and has not plugged in yet.

    A claim at no EVSE in particular keeps the only one.
    """
    is_claimed = port.evse in station.claims or (STATION in station.claims and len(station.ports) == 1)
    return is_claimed or is_kept(station, port.evse)


def _is_asking(port: Port, pilot: Pilot) -> bool:
    return is_plugged(port) and port.pilot is pilot and not is_charging(port)


CONDITIONS: Final[Mapping[Condition, Predicate]] = {
    Condition.FAILURE: lambda station, port: is_blocked(port) and bool(standing_faults(port) & FAILURES),
    Condition.ERROR: lambda station, port: is_blocked(port),
    Condition.UPDATING: lambda station, port: update_of(station) is Update.INSTALLING,
    Condition.AUTH_PENDING: _is_pending,
    Condition.DEACTIVATED: lambda station, port: not is_operative(port),
    Condition.VENTILATION: lambda station, port: is_charging(port) and port.pilot is Pilot.READY_VENTILATED,
    Condition.CHARGE: lambda station, port: is_charging(port) and port.pilot is Pilot.READY,
    Condition.FINISHED: lambda station, port: charging_of(port) is Charging.FINISHED,
    Condition.VENTILATION_REQUEST: lambda station, port: _is_asking(port, Pilot.READY_VENTILATED),
    Condition.CHARGE_REQUEST: lambda station, port: _is_asking(port, Pilot.READY),
    Condition.CONNECTED: lambda station, port: is_plugged(port),
    Condition.RESERVED: _is_reserved,
    Condition.READY: lambda station, port: is_operative(port) and not is_blocked(port),
}


def conditions_of(station: Station, port: Port) -> frozenset[Condition]:
    """All that holds of *port* now."""
    return frozenset(each for each, holds in CONDITIONS.items() if holds(station, port))
