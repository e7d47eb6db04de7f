"""What may begin and end a transaction, as a view of the station (OCPP 2.0.1 part 2, E01 and TxStartPoint)."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.port.charging import Charging, charging_of
from pilotwire.core.port.guard import is_plugged
from pilotwire.core.port.phase import TAKEN, Contactor, Permit
from pilotwire.core.transaction import ChargingState, Phase

if TYPE_CHECKING:
    from pilotwire.core.port.port import Port
    from pilotwire.core.station import Station


class Point(Enum):
    """OCPP 2.0.1 TxStartStopPointValues."""

    EV_CONNECTED = "EVConnected"
    AUTHORIZED = "Authorized"
    POWER_PATH_CLOSED = "PowerPathClosed"
    ENERGY_TRANSFER = "EnergyTransfer"


Points = frozenset[Point]
NOWHERE: Points = frozenset()
CONNECTED: Points = frozenset({Point.EV_CONNECTED})
WAITING: Points = frozenset({Point.AUTHORIZED})
# PowerPathClosed is reached when vehicle and permission are there; despite its name it is not a matter of the relay
CLOSED: Points = CONNECTED | WAITING | {Point.POWER_PATH_CLOSED}
TRANSFERRING: Points = CLOSED | {Point.ENERGY_TRANSFER}
STATES = {
    Charging.EMPTY: ChargingState.IDLE,
    Charging.CHARGING: ChargingState.CHARGING,
    Charging.SUSPENDED_EV: ChargingState.SUSPENDED_EV,
    Charging.SUSPENDED_EVSE: ChargingState.SUSPENDED_EVSE,
}


def points_at(station: Station, evse: int) -> Points:
    """Which points are reached at *evse*; 0: by a driver who has not chosen an EVSE."""
    waits = evse in station.claims
    if not evse:
        return WAITING if waits else NOWHERE
    port = station.ports[evse - 1]
    plugged = is_plugged(port)
    permitted = waits or port.grant.permit in TAKEN
    if not permitted:
        return CONNECTED if plugged else NOWHERE
    if not plugged:
        return WAITING
    if _awaits_meter(station, port):
        return CONNECTED | WAITING
    return TRANSFERRING if charging_of(port) is Charging.CHARGING else CLOSED


def _awaits_meter(station: Station, port: Port) -> bool:
    """After a start nothing flows while the contactor rests: until then the meter may say where it stands, so that
    nobody is billed from zero (OCPP 1.6 6.45 meterStart). What has begun is not taken back for that.
    """
    transaction = station.transactions.get(port.evse)
    is_begun = transaction is not None and transaction.phase is Phase.CHARGEABLE
    return port.reading is None and port.contactor is Contactor.RESTING and not is_begun


def state_of(port: Port) -> ChargingState:
    """The charging state of *port* as a transaction tells it."""
    charging = charging_of(port)
    if charging is Charging.FAULTED and port.grant.permit is Permit.GIVEN:
        return ChargingState.SUSPENDED_EVSE
    if charging is Charging.STOPPING and port.contactor is Contactor.CLOSED:
        return ChargingState.CHARGING  # the vehicle is still drawing, for a few seconds
    return STATES.get(charging, ChargingState.CONNECTED if is_plugged(port) else ChargingState.IDLE)
