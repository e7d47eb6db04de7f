"""The duty cycle: what the station says to the vehicle. It hears nothing; it follows the guards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pilotwire.core.frozen import replace
from pilotwire.core.port.effect import effects_at
from pilotwire.core.port.fault import standing_faults
from pilotwire.core.port.guard import is_plugged, may_offer
from pilotwire.core.port.limits import DIGITAL_PCT, STEADY_PCT, SetDutyCycle, a_to_duty_pct, offered_a
from pilotwire.core.port.machine import Said
from pilotwire.core.port.phase import Hlc

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.port.port import Port


def wanted_duty_pct(port: Port) -> float:
    """What the vehicle is to read now: an offer, nothing, or that the station is out of order (guide 15.13)."""
    if may_offer(port):
        return a_to_duty_pct(offered_a(port))
    if not standing_faults(port):
        return DIGITAL_PCT if port.hlc is Hlc.ASKING else STEADY_PCT
    return min(effect.duty_pct for effect in effects_at(port, is_plugged=is_plugged(port)))


def drive_duty(port: Port, moment: Moment) -> Said:
    """Last in the walk: the offer is made when everything it promises is in place."""
    duty_pct = wanted_duty_pct(port)
    if duty_pct == port.duty_pct:
        return port, ()
    return replace(port, duty_pct=duty_pct), (SetDutyCycle(port.evse, duty_pct),)
