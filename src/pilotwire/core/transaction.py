"""A transaction and the rows it is told in (OCPP 2.0.1 E, OCPP 1.6 4.8 and 4.10)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from pilotwire.core.moment import Stamp
from pilotwire.core.sampling import DurableReading, Sampled
from pilotwire.core.stop import Reason, Stop, Trigger
from pilotwire.core.token import Token


class Phase(Enum):
    """How far a transaction is."""

    OPEN = "open"  # begun; vehicle and permission were not both there yet
    CHARGEABLE = "chargeable"  # vehicle and permission have met
    ENDING = "ending"  # over, but for the last reading of the meter


class Kind(Enum):
    """OCPP 2.0.1 TransactionEventEnumType."""

    STARTED = "Started"
    UPDATED = "Updated"
    ENDED = "Ended"


class ChargingState(Enum):
    """OCPP 2.0.1 ChargingStateEnumType."""

    CHARGING = "Charging"
    CONNECTED = "EVConnected"
    SUSPENDED_EV = "SuspendedEV"
    SUSPENDED_EVSE = "SuspendedEVSE"
    IDLE = "Idle"


@dataclass(frozen=True, slots=True)
class Ending:
    """How and when a transaction ended that waits for its last reading."""

    stop: Stop
    stamp: Stamp
    charging: ChargingState
    was_chargeable: bool
    offline: bool


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction that is not over. Everything here survives a power cut.

    ``known`` is when it was last told of, ``chargeable`` when vehicle and permission met.
    ``first_wh`` is the register then, ``most_wh`` the one at which there is no more energy for a token that was refused
    (OCPP 1.6 9.1.14, OCPP 2.0.1 E05.FR.03).
    ``reservation`` is the one it has used up.
    """

    id: str
    known: Stamp
    phase: Phase = Phase.OPEN
    next_seq: int = 0
    token: Token | None = None
    remote_start_id: int | None = None
    reading: DurableReading | None = None
    ending: Ending | None = None
    chargeable: Stamp | None = None
    reservation: int | None = None
    first_wh: float | None = None
    most_wh: float | None = None


@dataclass(frozen=True, slots=True)
class TransactionChanged:
    """One row of the ledger: what happened, complete enough to be told alone and much later.

    ``evse`` 0 means that no EVSE is chosen yet. ``meter_wh`` is the register at that moment. ``names_token`` says that
    with this row the token becomes known, or ends the transaction. ``becomes_chargeable``: vehicle and permission are
    both there for the first time; ``was_chargeable``: they have been before.
    """

    transaction: str
    seq: int
    kind: Kind
    trigger: Trigger
    reason: Reason | None
    stamp: Stamp
    offline: bool
    evse: int
    token: Token | None
    names_token: bool
    charging: ChargingState
    becomes_chargeable: bool
    was_chargeable: bool
    remote_start_id: int | None
    meter_wh: float | None
    samples: tuple[Sampled, ...] = ()
    reservation: int | None = None
