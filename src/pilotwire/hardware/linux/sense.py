"""What an analogue input means, told when it is new: one object for each thing that is measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.hardware.linux.gpio import Output
from pilotwire.hardware.linux.iio import Channel
from pilotwire.hardware.linux.lock_motor import LockMotor
from pilotwire.hardware.linux.pilot import Pilot
from pilotwire.hardware.linux.table import Divider, Line

RESET_S = 0.0015  # how long a peak detector must be held to forget, as the maker of the board does it
SETTLE_S = 0.002  # two periods of the PWM: both plateaus have been there
HYSTERESIS_V = 0.2  # far less than the 1 V between two bands of IEC 61851-1 table A.4
HYSTERESIS = 0.05  # of a resistance; the bands of IEC 61851-1 table B.2 are 30 % apart


class Sense(Protocol):
    """Something that is looked at again and again by a thread of its own."""

    def look(self) -> HardwareEvent | None:
        """What is new, or None. Raises OSError when nothing can be seen."""

    def forget(self) -> None:
        """Whatever is seen next is new."""


class PilotSense:
    """The plateaus of the control pilot. A change counts when two looks in a row agree, so that no edge is one."""

    def __init__(self, evse: int, pilot: Pilot, detectors: Detectors) -> None:
        self._evse, self._pilot, self._detectors = evse, pilot, detectors
        self._seen: tuple[float, float] | None = None
        self._told: tuple[float, float] | None = None

    def look(self) -> HardwareEvent | None:
        """Both plateaus in volts, when they have moved."""
        began_s = time.monotonic()
        high_v, low_v = self._detectors.measure()
        if self._pilot.changed_s >= began_s - SETTLE_S:
            self._seen = None  # half of the old duty cycle, half of the new one
            return None
        now = (high_v, high_v if self._pilot.is_steady else low_v)
        is_sure = self._seen is not None and not is_apart(now, self._seen)
        self._seen = now
        if not is_sure or (self._told is not None and not is_apart(now, self._told)):
            return None
        self._told = now
        return PilotMeasured(self._evse, round(now[0], 3), round(now[1], 3))

    def forget(self) -> None:
        """Tell the next plateaus, whatever they are."""
        self._seen = self._told = None


def is_apart(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two measurements differ by more than noise."""
    return any(abs(a - b) > HYSTERESIS_V for a, b in zip(one, other, strict=True))


class Detectors:
    """Two peak detectors: reset together, then read when each plateau has been on the line again."""

    def __init__(self, high: Channel, low: Channel, resets: tuple[Output, Output], volts: Line) -> None:
        self._high, self._low, self._resets, self._volts = high, low, resets, volts

    def measure(self) -> tuple[float, float]:
        """The highest and the lowest voltage of two periods. Blocks for 3.5 ms. Raises OSError."""
        for reset in self._resets:
            reset.set(True)
        time.sleep(RESET_S)
        for reset in self._resets:
            reset.set(False)
        time.sleep(SETTLE_S)
        return self._volts.at(self._high.read()), self._volts.at(self._low.read())


class ProximitySense:
    """The resistor of the cable in a socket."""

    def __init__(self, evse: int, channel: Channel, millivolts: Line, divider: Divider) -> None:
        self._evse, self._channel, self._millivolts, self._divider = evse, channel, millivolts, divider
        self._seen: float | None = -1.0
        self._told: float | None = -1.0

    def look(self) -> HardwareEvent | None:
        """The resistance in ohms, when it has changed and two looks agree."""
        now = self._divider.ohm(self._millivolts.at(self._channel.read()))
        is_sure, self._seen = not is_other(now, self._seen), now
        if not is_sure or not is_other(now, self._told):
            return None
        self._told = now
        return ProximityMeasured(self._evse, None if now is None else round(max(now, 0.0), 1))

    def forget(self) -> None:
        """Tell the next resistance, whatever it is."""
        self._told = -1.0


def is_other(now: float | None, before: float | None) -> bool:
    """Whether this is another resistor and not the same one with noise."""
    if now is None or before is None:
        return now is not before
    return abs(now - before) > HYSTERESIS * max(abs(before), 20.0)


class LockSense:
    """The contact behind the motor of a plug lock."""

    def __init__(self, evse: int, channel: Channel, millivolts: Line, motor: LockMotor) -> None:
        self._evse, self._channel, self._millivolts, self._motor = evse, channel, millivolts, motor
        self._told: bool | None = None

    def look(self) -> HardwareEvent | None:
        """Locked or unlocked, when it has become so; between the two there is nothing to say."""
        now = self._motor.is_locked(self._millivolts.at(self._channel.read()))
        if now is None or now is self._told:
            return None
        self._told = now
        return LockRead(self._evse, now)

    def forget(self) -> None:
        """Tell the next position, whatever it is."""
        self._told = None


Report = Callable[[HardwareEvent], None]
