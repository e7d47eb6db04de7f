"""One simulated EVSE: its parts wired together, and the walk through time from one turn to the next."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Protocol

from pilotwire.core.event import HardwareEvent
from pilotwire.core.port.contactor import ContactorRead
from pilotwire.core.port.fault import FaultCleared, FaultSeen
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.pilot import PilotMeasured
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.port.rcd import RcdRead
from pilotwire.core.port.recloser import RecloserRead
from pilotwire.core.port.secondary import SecondaryRead
from pilotwire.core.port.ventilation import VentilationRead
from pilotwire.core.reading import Reading
from pilotwire.hardware.sim.build import BoardBuild
from pilotwire.hardware.sim.chance import Chance
from pilotwire.hardware.sim.contactor import Contactor
from pilotwire.hardware.sim.damage import DAMAGES
from pilotwire.hardware.sim.fan import Fan
from pilotwire.hardware.sim.fault import REPORTED, SimFault
from pilotwire.hardware.sim.grid import Grid
from pilotwire.hardware.sim.inlet import Inlet
from pilotwire.hardware.sim.lock import PlugLock
from pilotwire.hardware.sim.meter import Meter
from pilotwire.hardware.sim.rcd import Rcd
from pilotwire.hardware.sim.recloser import Recloser
from pilotwire.hardware.sim.signal import PilotState, Signal
from pilotwire.hardware.sim.vehicle import Vehicle

Said = list[tuple[float, HardwareEvent]]  # what sensors said, and when
MEASURE_S = 0.010  # ten periods of the 1 kHz PWM: no plateau is known sooner, and nobody can answer it in no time
NO_FAULTS: frozenset[SimFault] = frozenset()


class Mover(Protocol):
    """A part that gets somewhere in a while, and whose feedback says then where it is."""

    moves_s: float

    def arrive(self) -> bool:
        """It is there: what the feedback says."""


Moving = tuple[Mover, Callable[[int, bool], HardwareEvent] | None]  # None: no feedback at all


class SimEvse:
    """Whoever changes a part calls :meth:`settle` afterwards: it lets the others notice and the sensors speak."""

    __slots__ = (
        "_chance",
        "_moving",
        "_said",
        "build",
        "contactor",
        "fan",
        "faults",
        "grid",
        "inlet",
        "is_powered",
        "measures_s",
        "meter",
        "now_s",
        "number",
        "rcd",
        "recloser",
        "secondary",
        "signal",
        "vehicle",
    )

    def __init__(self, number: int, build: BoardBuild, chance: Chance, said: Said) -> None:
        self.number = number
        self.build = build
        self.now_s = 0.0
        self._chance = chance
        self._said = said
        self.signal = Signal()
        self.contactor = Contactor()
        self.secondary = Contactor() if build.switches_phases else None
        self.rcd = Rcd()
        self.fan = Fan(has_feedback=build.has_fan_feedback)
        self.recloser = Recloser() if build.has_recloser else None
        self.inlet = Inlet() if build.has_socket else None
        self._moving = self._moving_parts()
        self.grid = Grid(build, chance)
        self.meter = Meter(build.meter_period_s, build.register_wh)
        self.vehicle: Vehicle | None = None
        self.faults = NO_FAULTS
        self.measures_s = math.inf  # when a change of pilot or proximity is through the filters
        self.is_powered = True
        self.tell_all()

    # -- time

    def advance(self, to_s: float) -> None:
        """Bring everything up to *to_s*; an earlier time changes nothing."""
        while self.now_s < to_s:
            self._flow(min(to_s, max(self.turn_s(), self.now_s)))
            self._turn()
        self._turn()

    def turn_s(self) -> float:
        """When the next part moves by itself."""
        vehicle_s = self.vehicle.reacts_s if self.vehicle else math.inf
        turn_s = min(self.measures_s, vehicle_s, self.meter.reads_s)
        for part, _ in self._moving:
            turn_s = min(turn_s, part.moves_s)
        return turn_s

    def due_s(self) -> float:
        """When :meth:`advance` must be called at the latest for the sensors to speak in time."""
        if self.vehicle is None or not self.vehicle.charger.is_flowing:
            return self.turn_s()
        return min(self.turn_s(), self.now_s + self.vehicle.full_in_s(self.grid, self.now_s))

    def _flow(self, to_s: float) -> None:
        """Let current flow for one piece of the way to *to_s*, or skip the way when none does."""
        vehicle = self.vehicle
        if vehicle is None or not vehicle.charger.is_flowing or to_s <= self.now_s:
            self.now_s = to_s
            return
        span_s, energy_wh = vehicle.draw(self.grid, self.now_s, to_s - self.now_s)
        self.meter.register_wh += energy_wh
        self.now_s = min(to_s, self.now_s + span_s)

    def _turn(self) -> None:
        """Move what is due now."""
        now_s = self.now_s
        if self.turn_s() > now_s:
            return
        if self.measures_s <= now_s:
            self.measures_s = math.inf
            self._tell_proximity_and_pilot()
        self._arrive(now_s)
        if self.vehicle and self.vehicle.reacts_s <= now_s:
            self.vehicle.react(now_s)
        if self.meter.reads_s <= now_s:
            self.meter.reads_s = self.meter.reads_s + self.meter.period_s if self._is_flowing() else math.inf
            self.read_meter()
        self.settle()

    def _arrive(self, now_s: float) -> None:
        for part, read in self._moving:
            if part.moves_s <= now_s:
                there = part.arrive()
                if read is not None:
                    self.say(read(self.number, there))

    def _moving_parts(self) -> tuple[Moving, ...]:
        parts: list[Moving] = [
            (self.contactor, ContactorRead if self.build.has_contactor_feedback else None),
            (self.rcd, RcdRead),
            (self.fan, VentilationRead),
        ]
        if self.secondary:
            parts.append((self.secondary, SecondaryRead))
        if self.recloser:
            parts.append((self.recloser, RecloserRead))
        if self.lock:
            parts.append((self.lock, LockRead))
        return tuple(parts)

    @property
    def lock(self) -> PlugLock | None:
        """The lock of the socket; a fixed cable has none."""
        return self.inlet.lock if self.inlet else None

    # -- what follows from a change

    def settle(self) -> None:
        """The vehicle feels pilot and voltage, the sensors notice what is new, the meter wakes with the current."""
        if self.vehicle:
            self.vehicle.feel(self.now_s, is_dead=self.signal.is_dead)
            self.vehicle.feed(1 if self.secondary and not self.secondary.is_closed else self.build.phases)
            self.vehicle.sense(self.signal.offer_a(), self.now_s, is_live=self.contactor.is_closed)
        if self.measures_s == math.inf and self._has_news():
            self.measures_s = self.now_s + MEASURE_S
        if self._is_flowing() and self.meter.reads_s == math.inf:
            self.meter.reads_s = self.now_s + self.meter.period_s

    def _has_news(self) -> bool:
        is_cable_new = self.inlet is not None and self.inlet.ohm != self.inlet.told_ohm
        return is_cable_new or self.signal.plateaus(self._pilot_state()) != self.signal.told

    def _pilot_state(self) -> PilotState:
        return self.vehicle.state if self.vehicle else PilotState.A

    def _is_flowing(self) -> bool:
        return self.vehicle is not None and self.vehicle.charger.is_flowing

    def _tell_proximity_and_pilot(self) -> None:
        """Contacts of the proximity make first and break last (IEC 62196-2: the control pilot is the shortest)."""
        is_leaving = self.vehicle is None
        if not is_leaving:
            self._tell_proximity()
        plateaus = self.signal.news(self._pilot_state(), self._chance)
        if plateaus is not None:
            self.say(PilotMeasured(self.number, *plateaus))
        if is_leaving:
            self._tell_proximity()

    def _tell_proximity(self) -> None:
        if self.inlet and self.inlet.is_news():
            self.say(ProximityMeasured(self.number, self.inlet.ohm))

    # -- sensors

    def say(self, event: HardwareEvent) -> None:
        """A sensor speaks, as long as there is power to hear it."""
        if self.is_powered:
            self._said.append((self.now_s, event))

    def read_meter(self) -> None:
        """The meter answers, unless nobody can reach it or it is elsewhere."""
        if self.build.has_meter and not self.meter.is_lost:
            self.say(MeterRead(self.number, self.reading()))

    def reading(self) -> Reading:
        """What the meter shows now."""
        return self.meter.reading(self.grid, self.now_s, self.current_a())

    def current_a(self) -> tuple[float, ...]:
        """What flows over each phase of the station."""
        charger = self.vehicle.charger if self.vehicle else None
        used = charger.phases if charger else 0
        each_a = charger.current_a if charger else 0.0
        return tuple(each_a if phase < used else 0.0 for phase in range(self.grid.phases))

    def tell_all(self) -> None:
        """Whoever just started knows nothing yet: everything is told once."""
        self.signal.told = None
        if self.inlet:
            self.inlet.is_news()  # as it is told here anyway
            self.say(ProximityMeasured(self.number, self.inlet.ohm))
            self.say(LockRead(self.number, self.inlet.lock.is_locked))
        if self.build.has_contactor_feedback:
            self.say(ContactorRead(self.number, self.contactor.is_closed))
        self._tell_proximity_and_pilot()
        self._tell_of_others()
        self.settle()
        for fault in SimFault:
            if fault in self.faults and fault in REPORTED:
                self.say(FaultSeen(self.number, REPORTED[fault]))
        self.read_meter()

    def _tell_of_others(self) -> None:
        """What is usually off, and a monitor after the pilot: with a vehicle it is the vehicle that has tripped it."""
        if self.secondary and self.secondary.is_closed:
            self.say(SecondaryRead(self.number, closed=True))
        if self.rcd.is_tripped:
            self.say(RcdRead(self.number, tripped=True))
        self.tell_recloser()

    def tell_recloser(self) -> None:
        """The recloser says where it stands, if anybody can reach it."""
        if self.recloser and not self.recloser.is_lost:
            self.say(RecloserRead(self.number, self.recloser.is_closed))

    # -- commands

    def drive_contactor(self, *, closed: bool) -> None:
        """Switch the coil."""
        if self.is_powered:
            self.contactor.drive(self.now_s, self._chance, closed=closed)

    def drive_lock(self, *, locked: bool) -> None:
        """Run the motor, where there is one."""
        if self.is_powered and self.inlet:
            self.inlet.lock.drive(self.now_s, locked=locked)

    def drive_secondary(self, *, closed: bool) -> None:
        """Switch the coil of the contactor for L2 and L3, where there is one."""
        if self.is_powered and self.secondary:
            self.secondary.drive(self.now_s, self._chance, closed=closed)

    def drive_fan(self, *, running: bool) -> None:
        """Switch the relay of the fan."""
        if self.is_powered:
            self.fan.drive(self.now_s, running=running)

    def drive_recloser(self, *, closed: bool) -> None:
        """Run the motor of the recloser, where there is one."""
        if self.is_powered and self.recloser:
            self.recloser.drive(self.now_s, closed=closed)

    def test_rcd(self, *, active: bool) -> None:
        """Drive the test input of the residual current monitor."""
        if self.is_powered:
            self.rcd.test(self.now_s, active=active)

    def look_at_rcd(self) -> None:
        """Something leaks, or leaks no more; without supply nobody notices."""
        if self.is_powered:
            self.rcd.look(self.now_s)

    def drop_pilot(self, *, dropped: bool) -> None:
        """Take the pilot to 0 V, or let it go."""
        if self.is_powered:
            self.signal.is_dropped = dropped
            self.settle()

    def set_duty(self, duty_pct: float) -> None:
        """Drive the pilot: 0 steady -12 V, 100 steady +12 V."""
        if self.is_powered:
            self.signal.duty_pct = duty_pct
            self.settle()

    # -- people

    def plug(self, vehicle: Vehicle, cable_a: float) -> None:
        """*vehicle* arrives, with a cable for *cable_a* where there is a socket."""
        self.vehicle = vehicle
        if self.inlet and self.inlet.cable_ohm is None:
            self.inlet.insert(cable_a, self._chance)
        self.settle()

    def unplug(self) -> None:
        """The vehicle leaves and takes its cable along; what flowed, stops."""
        if self.inlet:
            self.inlet.remove()
        self.leave()

    def leave(self) -> None:
        """The vehicle leaves, and a cable in a socket stays."""
        self.vehicle = None
        self.settle()

    # -- faults

    def break_part(self, fault: SimFault, *, is_active: bool) -> None:
        """Break or mend: mechanics change silently, sensors tell; what is already so stays so."""
        if (fault in self.faults) is is_active:
            return
        self.faults = self.faults | {fault} if is_active else self.faults - {fault}
        if fault in DAMAGES:
            DAMAGES[fault](self, is_active)
        if fault in REPORTED:
            word = FaultSeen if is_active else FaultCleared
            self.say(word(self.number, REPORTED[fault]))
        if fault is SimFault.METER_LOST:
            self.meter.is_lost = is_active
            self.read_meter()
        if fault is SimFault.RECLOSER_LOST and self.recloser:
            self.recloser.is_lost = is_active
            self.tell_recloser()
        self.settle()

    # -- power

    def cut_power(self) -> None:
        """No supply: contactors and fan drop, the pilot is dead, nobody hears the sensors; the lock stays as it is."""
        self.contactor.drop()
        if self.secondary:
            self.secondary.drop()
        self.fan.drop()
        self.rcd.drop()
        if self.recloser:
            self.recloser.moves_s = math.inf
        if self.inlet:
            self.inlet.lock.moves_s = math.inf
        self.is_powered = self.signal.is_powered = self.signal.is_dropped = False
        self.settle()

    def restore_power(self) -> None:
        """Supply again: a steady pilot, and everything is told anew."""
        self.is_powered = self.signal.is_powered = True
        self.signal.duty_pct = 100.0
        self.rcd.look(self.now_s)
        self.tell_all()
