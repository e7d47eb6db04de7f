"""The phases of the machines; apart from the machines because guards and faults read them."""

from __future__ import annotations

from enum import Enum


class Pilot(Enum):
    """What the vehicle does, named by the pilot state of IEC 61851-1 table A.2."""

    GONE = "A"
    CONNECTED = "B"
    READY = "C"
    READY_VENTILATED = "D"
    LOST = "E"  # shorted, unpowered, or without the vehicle's diode
    NOT_AVAILABLE = "F"


class Contactor(Enum):
    """Where the mains contactor is, as far as its feedback tells."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    OPENING = "opening"
    RESTING = "resting"  # open, and not to be closed before the rest is over
    STUCK = "stuck"  # told to close and did not, or opened by itself
    WELDED = "welded"  # told to open and did not, or closed by itself


class Lock(Enum):
    """Where the motor of the plug lock is."""

    UNLOCKED = "unlocked"
    LOCKING = "locking"
    LOCKED = "locked"
    UNLOCKING = "unlocking"
    CANNOT_LOCK = "cannot lock"
    CANNOT_UNLOCK = "cannot unlock"


class Permit(Enum):
    """Whether somebody may charge at this EVSE."""

    NONE = "none"
    GIVEN = "given"
    WITHHELD = "withheld"  # the token was refused later: the transaction goes on, and no energy flows
    STOPPING = "stopping"  # taken back; the vehicle has a moment to stop drawing
    SPENT = "spent"  # was given, is over, and the vehicle is still there


TAKEN = (Permit.GIVEN, Permit.WITHHELD, Permit.STOPPING)  # somebody has this EVSE


class Operability(Enum):
    """Whether an EVSE may be used (OCPP 2.0.1 G03, OCPP 1.6 5.2)."""

    OPERATIVE = "operative"
    LEAVING = "leaving"  # becomes inoperative as soon as the transaction has ended
    INOPERATIVE = "inoperative"
