"""Small simulated hardware for tests of the core: answers every command after a while, truly or broken on request."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from pilotwire.core.command import Command
from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.contactor import ContactorRead, SetContactor
from pilotwire.core.port.limits import STEADY_PCT, UNAVAILABLE_PCT, SetDutyCycle
from pilotwire.core.port.lock import DriveLock, LockRead
from pilotwire.core.port.meter import MeterRead, ReadMeter
from pilotwire.core.port.pilot import Pilot, PilotMeasured
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.port.rcd import RcdRead, SetRcdTest
from pilotwire.core.port.secondary import SecondaryRead, SetSecondary
from pilotwire.core.port.ventilation import SetVentilation, VentilationRead
from pilotwire.core.port.wake import DropPilot
from pilotwire.core.reading import Reading

TRAVEL_S = 0.05
LOCK_S = 0.4
RCD_S = 0.02
FAN_S = 0.3
METER_S = 0.2
METER_PERIOD_S = 5.0
POWER_W = 11040.0  # three phases of 16 A
HIGH_V = {
    Pilot.GONE: 12.0,
    Pilot.CONNECTED: 9.0,
    Pilot.READY: 6.0,
    Pilot.READY_VENTILATED: 3.0,
    Pilot.LOST: 0.0,
    Pilot.NOT_AVAILABLE: -12.0,
}
CABLE_OHM = 220.0  # a cable for 32 A


@dataclass
class Evse:
    """One EVSE: what its parts do, what is broken, and when its sensors speak next."""

    number: int
    has_socket: bool = False
    vehicle: Pilot = Pilot.GONE
    duty_pct: float = STEADY_PCT
    is_closed: bool = False
    is_locked: bool = False
    register_wh: float = 5000.0
    flowed_s: float = 0.0
    broken: set[str] = field(default_factory=set)  # see BREAKABLE of world.py, and "silent" for no feedback at all
    wants_closed: bool = False
    wants_locked: bool = False
    is_joined: bool = False  # the secondary contactor
    wants_joined: bool = False
    is_running: bool = False  # the fan
    wants_running: bool = False
    is_tripped: bool = False  # the residual current monitor
    is_tested: bool = False  # its test input is driven
    is_dropped: bool = False  # the pilot is taken away
    contactor_s: float = math.inf
    secondary_s: float = math.inf
    lock_s: float = math.inf
    fan_s: float = math.inf
    rcd_s: float = math.inf
    pilot_s: float = math.inf
    meter_s: float = METER_S

    def obey(self, command: Command, now_s: float) -> None:
        """Start what *command* asks for; every command but the pilot's is answered by a sensor."""
        match command:
            case SetContactor(closed=closed):
                self.wants_closed, self.contactor_s = closed, now_s + TRAVEL_S
            case DriveLock(locked=locked):
                self.wants_locked, self.lock_s = locked, now_s + LOCK_S
            case ReadMeter() if "meter" not in self.broken:
                self.meter_s = now_s + METER_S
            case SetSecondary(closed=closed):
                self.wants_joined, self.secondary_s = closed, now_s + TRAVEL_S
            case SetVentilation(running=running):
                self.wants_running, self.fan_s = running, now_s + FAN_S
            case SetRcdTest(active=active):
                self.is_tested, self.rcd_s = active, now_s + RCD_S
            case DropPilot(dropped=dropped) if dropped is not self.is_dropped:
                self.is_dropped, self.pilot_s = dropped, now_s + RCD_S
            case SetDutyCycle(duty_pct=duty_pct):
                was, self.duty_pct = self.duty_pct, duty_pct
                if (was == UNAVAILABLE_PCT) is not (duty_pct == UNAVAILABLE_PCT):
                    self.pilot_s = now_s + RCD_S

    def due_s(self) -> float:
        """When a sensor speaks next."""
        switched_s = min(self.contactor_s, self.secondary_s, self.lock_s)
        return min(switched_s, self.fan_s, self.rcd_s, self.pilot_s, self.meter_s)

    def say(self, now_s: float) -> HardwareEvent:
        """What the sensor that is due says."""
        if self.contactor_s <= now_s:
            return self.contactor(now_s)
        if self.lock_s <= now_s:
            return self.lock()
        if self.secondary_s <= now_s:
            return self.secondary()
        if self.fan_s <= now_s:
            return self.fan()
        if self.rcd_s <= now_s:
            return self.rcd()
        if self.pilot_s <= now_s:
            self.pilot_s = math.inf
            return self.pilot()
        return self.meter(now_s)

    def secondary(self) -> SecondaryRead:
        """The secondary contactor has moved, unless something holds it."""
        self.secondary_s = math.inf
        if ("joined" if self.is_joined else "parted") not in self.broken:
            self.is_joined = self.wants_joined
        return SecondaryRead(self.number, self.is_joined)

    def fan(self) -> VentilationRead:
        """The fan has started or stopped, unless it is broken."""
        self.fan_s = math.inf
        self.is_running = self.wants_running and "fan" not in self.broken
        return VentilationRead(self.number, self.is_running)

    def rcd(self) -> RcdRead:
        """The monitor trips by a leak, or by its test unless it is dead."""
        self.rcd_s = math.inf
        self.is_tripped = "leak" in self.broken or (self.is_tested and "rcd" not in self.broken)
        return RcdRead(self.number, self.is_tripped)

    def contactor(self, now_s: float) -> ContactorRead:
        """The contactor has moved, unless something holds it."""
        self.flow(now_s)
        self.contactor_s = math.inf
        if ("welded" if self.is_closed else "stuck") not in self.broken:
            self.is_closed = self.wants_closed
        if self.is_closed:
            self.meter_s = self.meter_s if "meter" in self.broken else min(self.meter_s, now_s + METER_PERIOD_S)
        return ContactorRead(self.number, self.is_closed and "silent" not in self.broken)

    def lock(self) -> LockRead:
        """The motor has run, unless it is broken."""
        self.lock_s = math.inf
        if "lock" not in self.broken:
            self.is_locked = self.wants_locked
        return LockRead(self.number, self.is_locked)

    def meter(self, now_s: float) -> MeterRead:
        """The register now."""
        self.flow(now_s)
        self.meter_s = now_s + METER_PERIOD_S if self.is_closed and "meter" not in self.broken else math.inf
        return MeterRead(self.number, Reading(self.register_wh, POWER_W, (230.0,) * 3, (16.0,) * 3))

    def flow(self, now_s: float) -> None:
        """Count the energy since the last call."""
        is_drawing = self.is_closed and self.vehicle in (Pilot.READY, Pilot.READY_VENTILATED)
        if is_drawing:
            self.register_wh += POWER_W * (now_s - self.flowed_s) / 3600.0
        self.flowed_s = now_s

    def becomes(self, vehicle: Pilot, now_s: float) -> Iterator[HardwareEvent]:
        """The vehicle does something else, and the pilot (and the proximity of a socket) shows it."""
        self.flow(now_s)
        is_new = self.vehicle is Pilot.GONE and vehicle is not Pilot.GONE
        self.vehicle = vehicle
        if self.has_socket and is_new:
            yield ProximityMeasured(self.number, CABLE_OHM)
        yield self.pilot()
        if self.has_socket and vehicle is Pilot.GONE and not self.is_locked:
            yield ProximityMeasured(self.number, None)

    def pilot(self) -> PilotMeasured:
        """Both plateaus, as vehicle, diode and duty cycle make them."""
        if self.is_dropped or self.duty_pct == UNAVAILABLE_PCT:
            held_v = 0.0 if self.is_dropped else -12.0
            return PilotMeasured(self.number, held_v, held_v)
        high_v = HIGH_V[self.vehicle]
        low_v = -12.0 if self.duty_pct < STEADY_PCT and high_v > 0.0 else high_v
        return PilotMeasured(self.number, high_v, -high_v if "diode" in self.broken and high_v > 0.0 else low_v)
