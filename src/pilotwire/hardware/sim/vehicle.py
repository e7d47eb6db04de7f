"""A vehicle on the cable: it reads the pilot, asks for energy, draws it, and has enough one day."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from pilotwire.hardware.sim.battery import Battery
from pilotwire.hardware.sim.charger import Charger
from pilotwire.hardware.sim.grid import Grid
from pilotwire.hardware.sim.signal import PilotState

REACTION_S = 1.0  # from a new offer, or from voltage, until it does something (IEC 61851-1 table A.6: within 5 s)
STOP_REACTION_S = 0.5  # from the end of the PWM (IEC 61851-1 table A.6, sequence 10.1: current is gone after 3 s)
REST_S = 0.1  # from no current to state B
STEP_S = 1.0  # the longest piece that counts as one; the wobble of the grid is nearly straight for so long
STEP_SOC = 0.001  # and the taper
MIN_STEP_S = 1e-3
WAKE_S = 3.0  # a pilot away for so long wakes a vehicle that sleeps (IEC 61851-1 A.5.3)


class Ask(Enum):
    """What the vehicle wants, named by the state it shows when it may: nothing, energy, energy with ventilation."""

    NOTHING = "B"
    ENERGY = "C"
    VENTILATED = "D"


STATE_OF = {Ask.NOTHING: PilotState.B, Ask.ENERGY: PilotState.C, Ask.VENTILATED: PilotState.D}


@dataclass(frozen=True, slots=True)
class VehicleBuild:
    """A vehicle as it drives up. Currents in ampere per phase; below ``min_a`` it rather waits.

    One that ``sleeps`` does not look at the pilot before that was gone for a moment.
    """

    battery_kwh: float = 60.0
    soc_pct: float = 40.0
    max_a: float = 16.0
    phases: int = 3
    min_a: float = 6.0
    iso15118: bool = False
    mac: str | None = None
    sleeps: bool = False


class Vehicle:
    """One vehicle from plug to unplug; ``reacts_s`` is when it next does something of its own."""

    __slots__ = (
        "ask",
        "battery",
        "build",
        "charger",
        "dead_s",
        "forced_a",
        "is_asleep",
        "is_live",
        "offer_a",
        "reacts_s",
        "state",
    )

    def __init__(self, build: VehicleBuild, ask: Ask, station_phases: int) -> None:
        self.build = build
        self.battery = Battery(build.battery_kwh * 1000.0, build.soc_pct)
        self.charger = Charger(min(build.phases, station_phases))
        self.ask = ask
        self.forced_a: float | None = None  # it draws this, whatever it was offered
        self.offer_a: float | None = None
        self.is_live = False
        self.state = PilotState.B
        self.reacts_s = math.inf
        self.is_asleep = build.sleeps
        self.dead_s: float | None = None  # since when the pilot is at 0 V

    def feel(self, now_s: float, *, is_dead: bool) -> None:
        """The pilot is at 0 V or is not; when it comes back after a while, a vehicle that slept looks what it says."""
        if is_dead and self.dead_s is None:
            self.dead_s = now_s
        if not is_dead and self.dead_s is not None:
            self.is_asleep = self.is_asleep and now_s - self.dead_s < WAKE_S
            self.dead_s = None

    def feed(self, phases: int) -> None:
        """*phases* phases lead to the vehicle now; its charger uses as many as it can."""
        self.charger.phases = min(self.build.phases, phases)

    def sense(self, offer_a: float | None, now_s: float, *, is_live: bool) -> None:
        """The pilot offers *offer_a* (None: nothing) and the contactor is closed or not: react in a while."""
        if offer_a == self.offer_a and is_live is self.is_live:
            return
        if not is_live:
            self.charger.cut()
        delay_s = STOP_REACTION_S if offer_a is None else REACTION_S
        self.offer_a, self.is_live = offer_a, is_live
        self.react_by(now_s + delay_s)

    def react_by(self, at_s: float) -> None:
        """React at *at_s* at the latest."""
        self.reacts_s = min(self.reacts_s, at_s)

    def react(self, now_s: float) -> None:
        """Do what fits what it sees and wants: ask, draw, ramp down, or rest in state B."""
        self.reacts_s = math.inf
        if self._wants_energy():
            self.state = STATE_OF[self.ask]
            self.charger.aim(self._goal_a() if self.is_live else 0.0)
        elif self.charger.current_a > 0.0:
            self.charger.aim(0.0)
            self.reacts_s = now_s + self.charger.arrives_s(0.0) + REST_S
        else:
            self.charger.cut()
            self.state = PilotState.B

    def _wants_energy(self) -> bool:
        is_enough = self.offer_a is not None and self.offer_a >= min(self.build.min_a, self.build.max_a)
        wants = self.ask is not Ask.NOTHING and not self.is_asleep and not self.battery.is_full
        return is_enough and wants

    def _goal_a(self) -> float:
        if self.forced_a is not None:
            return self.forced_a
        return min(self.offer_a or 0.0, self.build.max_a)

    def _cap_a(self, ahead_wh: float = 0.0) -> float:
        """What the taper of the battery leaves (a forced draw does not care)."""
        return math.inf if self.forced_a is not None else self.build.max_a * self.battery.appetite(ahead_wh)

    def full_in_s(self, grid: Grid, now_s: float) -> float:
        """Not before that many seconds the battery is full; infinite without current."""
        most_a = max(self.charger.current_a, min(self.charger.goal_a, self._cap_a()))
        if most_a <= 0.0:
            return math.inf
        a_second_wh = grid.energy_wh(now_s, 1.0, (most_a, most_a), self.charger.phases)
        return max(MIN_STEP_S, self.battery.room_wh / a_second_wh) if a_second_wh > 0.0 else math.inf

    def draw(self, grid: Grid, now_s: float, most_s: float) -> tuple[float, float]:
        """Charge for at most *most_s* seconds: how long it was alike, and what came through the plug in watt-hours."""
        full_s = self.full_in_s(grid, now_s)
        span_s = min(most_s, self._alike_s(full_s))
        ahead_wh = self.battery.room_wh * span_s / full_s if full_s < math.inf else 0.0
        ramp_a = self.charger.move(self._cap_a(ahead_wh), span_s)
        energy_wh = grid.energy_wh(now_s, span_s, ramp_a, self.charger.phases)
        self.battery.take(energy_wh)
        if self.battery.is_full:  # the last cells are full: the contactors of the battery end it, not a ramp
            self.charger.cut()
            self.react_by(now_s + span_s + REST_S)
        return span_s, energy_wh

    def _alike_s(self, full_s: float) -> float:
        """How long the current is one straight line: to the end of the ramp, of a piece of the taper, of the room."""
        ramp_s = self.charger.arrives_s(self._cap_a())
        room = self.battery.room_wh / self.battery.capacity_wh
        taper_s = full_s * STEP_SOC / room if room > STEP_SOC else full_s
        return max(MIN_STEP_S, min(STEP_S, full_s, taper_s, ramp_s or STEP_S))
