"""Named deadlines: a timeout is an event like any other, and each name waits at most once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

STATION = 0  # the EVSE number of what belongs to no EVSE (OCPP 2.0.1 part 1, 3-tier model: EVSE 0 is the station)


class Timer(Enum):
    """What can be waited for. The machine that arms a timer is the one that hears it."""

    __hash__ = object.__hash__  # looked up dozens of times a step; a member is itself, and need not hash its name

    CONTACTOR = "contactor"  # feedback of the contactor is overdue
    REST = "rest"  # the contactor may close again
    SECONDARY = "secondary"  # feedback of the secondary contactor is overdue
    SWITCH = "switch"  # a change of the phase count goes on
    LOCK = "lock"  # feedback of the plug lock is overdue
    METER = "meter"  # a meter that promised another reading is silent
    LOCK_RETRY = "lock retry"  # a motor that failed is tried again
    RCD_TRIGGER = "rcd trigger"  # the test pulse is over
    RCD_TRIPPED = "rcd tripped"  # the monitor must have tripped
    RCD_NORMAL = "rcd normal"  # the monitor must be normal again
    RCD_AGAIN = "rcd again"  # a day has passed since the last test
    RECLOSER = "recloser"  # an order to the recloser is overdue
    VENTILATION = "ventilation"  # the fan must be running
    HLC = "hlc"  # nobody has answered the question for digital communication
    WAKE = "wake"  # the vehicle has slept long enough, or its pulse is over
    STOP = "stop"  # the vehicle had its time to stop drawing
    FINAL_READING = "final reading"  # the meter did not answer at the end of a transaction
    CLAIM = "claim"  # a driver showed a card and plugged nothing in
    UNLOCK = "unlock"  # an asked unlock is overdue
    BOOT = "boot"  # BootNotification again
    OFFLINE = "offline"  # nobody waits any longer for a central system that was never there
    HEARTBEAT = "heartbeat"
    SAMPLE = "sample"  # periodic meter values of a transaction
    CLOCK_ALIGNED = "clock aligned"  # clock-aligned meter values
    STATUS = "status"  # a status has lasted long enough to be told
    TRANSFER = "transfer"  # the owner's software has not answered a DataTransfer
    SCHEDULE = "schedule"  # another period of a charging profile begins
    DELAY = "delay"  # a start or a change of the limit was put off long enough
    PROFILES = "profiles"  # charging profiles that have come are stored
    RESERVATION = "reservation"  # the next one expires
    UPDATE = "update"  # an update of the firmware goes on
    SIGNER = "signer"  # nobody has looked at the certificate of an update
    UPDATE_TOLD = "update told"  # how far an update is, is told again
    UPLOAD = "upload"  # the upload of a log is tried again
    SILENCE = "silence"  # nobody has heard of the central system for too long
    RESTART = "restart"  # an accepted reset is carried out
    RECONNECT = "reconnect"  # the connection is opened anew, because a setting wants it
    INTRODUCE = "introduce"  # so is it, to somebody who does not know the station yet
    INCIDENT = "incident"  # a security event nobody has taken is told again
    SIGNING = "signing"  # the certificate that was asked for has not come
    EXPIRY = "expiry"  # the certificate of the station is to be looked at


@dataclass(frozen=True, slots=True)
class Due:
    """The deadline *timer* of *evse* (0: the station) has passed."""

    evse: int
    timer: Timer


Name = TypeVar("Name", Timer, Due)
Deadlines = Mapping[Timer, float]  # of one EVSE: timer -> mono_s; replaced whole, never changed in place
NO_DEADLINES: Deadlines = {}


def arm(deadlines: Mapping[Name, float], name: Name, at_s: float) -> Mapping[Name, float]:
    """*deadlines* with *name* due at monotonic time *at_s*, whatever it was before."""
    return {**deadlines, name: at_s}


def disarm(deadlines: Mapping[Name, float], name: Name) -> Mapping[Name, float]:
    """*deadlines* without *name*; the same object when it was not armed."""
    if name not in deadlines:
        return deadlines
    return {each: at_s for each, at_s in deadlines.items() if each != name}
