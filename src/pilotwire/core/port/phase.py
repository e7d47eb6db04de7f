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
    STUCK = "stuck"  # open, and did not do what it was told: not closed again before a restart
    WELDED = "welded"  # told to open and did not, or closed by itself


class Secondary(Enum):
    """Where the secondary contactor is, which joins L2 and L3 where the phase count can be switched."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    OPENING = "opening"
    STUCK = "stuck"
    WELDED = "welded"


class Switching(Enum):
    """How far a change of the phase count is (chargebyte guide 15.20)."""

    STEADY = "steady"
    PAUSING = "pausing"  # no PWM; the vehicle has a moment to stop drawing
    WAITING = "waiting"  # everything is off; the guard interval runs


class Installation(Enum):
    """How many phases the first voltages of the meter have shown."""

    UNKNOWN = "unknown"
    SINGLE = "single"
    MULTIPLE = "multiple"


class Lock(Enum):
    """Where the motor of the plug lock is."""

    UNLOCKED = "unlocked"
    LOCKING = "locking"
    LOCKED = "locked"
    UNLOCKING = "unlocking"
    CANNOT_LOCK = "cannot lock"
    BACKING_OPEN = "backing open"  # to the last valid end, before another try to lock
    LOCKING_AGAIN = "locking again"
    CANNOT_UNLOCK = "cannot unlock"
    BACKING_SHUT = "backing shut"  # to the last valid end, before another try to unlock
    UNLOCKING_AGAIN = "unlocking again"
    FORCED_OPEN = "forced open"  # open by itself: the motor runs to lock it again
    FORCED_SHUT = "forced shut"  # locked by itself: the motor runs to unlock it


class Proximity(Enum):
    """What the resistor of the cable says."""

    OPEN = "open"  # nothing plugged in
    CABLE_13A = "13 A"
    CABLE_20A = "20 A"
    CABLE_32A = "32 A"
    CABLE_63A = "63 A"
    INVALID = "invalid"


class CableWatch(Enum):
    """Whether the cable of this session is still the one it began with."""

    STEADY = "steady"
    CHANGED = "changed"


class Rcd(Enum):
    """How the residual current monitor is, and whether it was tested for this vehicle (chargebyte guide 15.15)."""

    READY = "ready"  # tested where it can be: a session may be energised
    IDLE = "idle"  # tested, and the next vehicle wants a test of its own
    DUE = "due"  # a test is to begin as soon as nothing is live
    TESTING = "testing"  # the test pulse is out, or was; it has yet to trip
    CONFIRMED = "confirmed"  # it tripped as it should; it has yet to become normal
    GROUND_FAILURE = "ground failure"  # tripped with a vehicle
    SPURIOUS = "spurious"  # tripped without a vehicle
    TEST_FAILED = "test failed"


class Ventilation(Enum):
    """Where the fan is that a vehicle in state D needs."""

    OFF = "off"
    STARTING = "starting"
    RUNNING = "running"
    FAILED = "failed"


class Hlc(Enum):
    """Whether the vehicle is asked for digital communication (IEC 61851-1 table A.8: 5 %)."""

    UNTRIED = "untried"
    ASKING = "asking"
    OVER = "over"


class Waking(Enum):
    """Whether a sleeping vehicle was woken by taking the pilot away for a moment (IEC 61851-1 A.5.3)."""

    UNTRIED = "untried"
    WAITING = "waiting"  # offered, and the vehicle does not react
    PULSING = "pulsing"  # the pilot is at 0 V
    DONE = "done"  # once per offer


class Permit(Enum):
    """Whether somebody may charge at this EVSE."""

    NONE = "none"
    GIVEN = "given"
    WITHHELD = "withheld"  # the token was refused later: the transaction goes on, and no energy flows
    STOPPING = "stopping"  # taken back; the vehicle has a moment to stop drawing
    SPENT = "spent"  # was given, is over, and the vehicle or at least its cable is still there


TAKEN = (Permit.GIVEN, Permit.WITHHELD, Permit.STOPPING)  # somebody has this EVSE


class Operability(Enum):
    """Whether an EVSE may be used (OCPP 2.0.1 G03, OCPP 1.6 5.2)."""

    OPERATIVE = "operative"
    LEAVING = "leaving"  # becomes inoperative as soon as the transaction has ended
    LEAVING_WITH_VEHICLE = "leaving with vehicle"  # as soon as the vehicle has gone; until then nobody new begins
    INOPERATIVE = "inoperative"
