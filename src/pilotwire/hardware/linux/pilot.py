"""Driving the control pilot: 0 is steady -12 V, 100 steady +12 V, anything between a 1 kHz PWM."""

from __future__ import annotations

import time

from pilotwire.hardware.linux.gpio import Output
from pilotwire.hardware.linux.pwm import Pwm


class Pilot:
    """The PWM and the line that lets it through; one thread drives it, another may ask what it drives."""

    __slots__ = ("_enable", "_is_dropped", "_pwm", "changed_s", "duty_pct")

    def __init__(self, pwm: Pwm, enable: Output) -> None:
        self._pwm, self._enable = pwm, enable
        self._is_dropped = False
        self.duty_pct = 0.0
        self.changed_s = time.monotonic()

    def set(self, duty_pct: float) -> None:
        """Drive *duty_pct*. Raises OSError."""
        self.duty_pct, self.changed_s = duty_pct, time.monotonic()
        if duty_pct <= 0.0:
            self._enable.set(False)
            self._pwm.stop()
            return
        self._pwm.set_pct(duty_pct)
        self._enable.set(not self._is_dropped)

    def drop(self, dropped: bool) -> None:
        """Take the pilot away to wake a vehicle, or let it go again. Raises OSError.

        To -12 V and not to 0 V, which this circuit cannot make: IEC 61851-1 A.5.3 wakes with state F as well as with E.
        """
        self._is_dropped, self.changed_s = dropped, time.monotonic()
        self._enable.set(not dropped and self.duty_pct > 0.0)

    @property
    def is_steady(self) -> bool:
        """Whether there is no PWM on the line: then there is one plateau and not two."""
        return self._is_dropped or not 0.0 < self.duty_pct < 100.0
