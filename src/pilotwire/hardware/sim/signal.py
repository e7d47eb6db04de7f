"""The electrics of the control pilot: a source behind a resistor, the vehicle's resistors, its diode, and shorts."""

from __future__ import annotations

from enum import Enum

from pilotwire.hardware.sim.chance import Chance


class PilotState(Enum):
    """The states of IEC 61851-1 table A.2, as a vehicle or a tester puts them on the line."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


Plateaus = tuple[float, float]  # high and low, in volts; equal while the signal is steady

SOURCE_V = 12.0  # IEC 61851-1 table A.3: open circuit, positive and negative
SOURCE_OHM = 1000.0  # IEC 61851-1 table A.3: R1
DIODE_V = 0.7  # IEC 61851-1 table A.5: forward voltage of the vehicle's diode
NOISE_V = 0.05  # well within the bands of IEC 61851-1 table A.4
SHORT_V = 1.0  # what holds the line this near to earth holds both half-waves


def parallel_ohm(first_ohm: float, second_ohm: float) -> float:
    """Two resistors side by side."""
    return first_ohm * second_ohm / (first_ohm + second_ohm)


# IEC 61851-1 table A.5: R3 always, R2 beside it when the vehicle is ready, a smaller one when it needs ventilation
LOAD_OHM = {
    PilotState.B: 2740.0,
    PilotState.C: parallel_ohm(2740.0, 1300.0),
    PilotState.D: parallel_ohm(2740.0, 270.0),
}
# IEC 61851-1 table A.4: the middle of each band, for a tester that drives the line by itself
STATE_V = {
    PilotState.A: 12.0,
    PilotState.B: 9.0,
    PilotState.C: 6.0,
    PilotState.D: 3.0,
    PilotState.E: 0.0,
    PilotState.F: -12.0,
}


def duty_to_a(duty_pct: float) -> float | None:
    """The current a vehicle reads from *duty_pct*, in ampere per phase; None: no energy (IEC 61851-1 table A.8).

    3..7 % asks for digital communication and names no current; below, between and above charging is not allowed.
    """
    if duty_pct < 8.0 or duty_pct > 97.0:
        return None
    if duty_pct < 10.0:
        return 6.0
    if duty_pct <= 85.0:
        return duty_pct * 0.6
    return min((duty_pct - 64.0) * 2.5, 80.0)


def high_v(state: PilotState, *, has_diode: bool) -> float:
    """The positive plateau with a vehicle in *state* at the end of the line, in volts."""
    load_ohm = LOAD_OHM.get(state)
    if load_ohm is None:
        return SOURCE_V
    drop_v = DIODE_V if has_diode else 0.0
    return (SOURCE_V - drop_v) * load_ohm / (load_ohm + SOURCE_OHM) + drop_v


class Signal:
    """The control pilot of one EVSE: what drives it, what loads it, and what was last told of it."""

    __slots__ = ("duty_pct", "has_diode", "held_v", "is_dropped", "is_powered", "is_short", "told")

    def __init__(self) -> None:
        self.duty_pct = 100.0
        self.held_v: float | None = None  # a tester on the line
        self.has_diode = True
        self.is_short = False
        self.is_dropped = False  # taken to 0 V by the station, to wake a vehicle (IEC 61851-1 A.5.3)
        self.is_powered = True
        self.told: Plateaus | None = None

    def offer_a(self) -> float | None:
        """What a vehicle reads, in ampere per phase; None: nothing is offered (IEC 61851-1 table A.8)."""
        is_held = self.held_v is not None and self.held_v <= SHORT_V
        return None if self.is_dead or is_held else duty_to_a(self.duty_pct)

    @property
    def is_dead(self) -> bool:
        """Nothing drives the line, or earth has it: 0 V."""
        return self.is_short or self.is_dropped or not self.is_powered

    def plateaus(self, state: PilotState) -> Plateaus:
        """What stands on the line without noise, with a vehicle in *state* (A: none)."""
        if self.is_dead:
            return 0.0, 0.0
        if self.held_v is not None:
            return self._held(self.held_v)
        top_v = high_v(state, has_diode=self.has_diode)
        low_v = -top_v if state in LOAD_OHM and not self.has_diode else -SOURCE_V
        return self._driven(top_v, low_v)

    def _held(self, held_v: float) -> Plateaus:
        """A tester loads the positive half-wave; what it holds near earth or below, it holds all the time."""
        if held_v <= SHORT_V or not 0.0 < self.duty_pct < 100.0:
            return held_v, held_v
        return held_v, -SOURCE_V if self.has_diode else -held_v

    def _driven(self, top_v: float, low_v: float) -> Plateaus:
        """Steady at either end of the duty cycle, both half-waves in between."""
        if self.duty_pct <= 0.0:
            return low_v, low_v
        return (top_v, top_v) if self.duty_pct >= 100.0 else (top_v, low_v)

    def news(self, state: PilotState, chance: Chance) -> Plateaus | None:
        """What a measurement says, with a little noise, when it is anything new."""
        plateaus = self.plateaus(state)
        if plateaus == self.told:
            return None
        self.told = plateaus
        if self.held_v is not None or plateaus == (0.0, 0.0):
            return plateaus
        high, low = plateaus
        noisy = round(high + chance.between(-NOISE_V, NOISE_V), 3)
        return noisy, noisy if high == low else round(low + chance.between(-NOISE_V, NOISE_V), 3)
