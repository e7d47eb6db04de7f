"""The words a board's table is written in: which line, converter and PWM does what, and nothing about how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from pilotwire.core.lamp import BoardLed


class Polarity(Enum):
    """Which level of a line means yes."""

    ACTIVE_HIGH = "active_high"
    ACTIVE_LOW = "active_low"


@dataclass(frozen=True, slots=True)
class Pin:
    """A line by its number as Linux counted them for ``/sys/class/gpio``: 32 to a bank, through all banks."""

    gpio: int
    polarity: Polarity = Polarity.ACTIVE_HIGH


@dataclass(frozen=True, slots=True)
class Adc:
    """A channel of the converter called ``device``; its number in ``/sys/bus/iio`` changes from boot to boot."""

    device: str
    channel: int


@dataclass(frozen=True, slots=True)
class PwmOutput:
    """A channel of a PWM chip: found by its number, or better by the name of its device."""

    chip: int | str
    channel: int
    period_ns: int


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line from what a converter says to what it means."""

    factor: float
    offset: float = 0.0

    def at(self, raw: int) -> float:
        """What *raw* means."""
        return raw * self.factor + self.offset


@dataclass(frozen=True, slots=True)
class Divider:
    """A resistor to be measured: in series with ``series_ohm``, pulled up to ``supply_mv`` by ``pull_up_ohm``."""

    supply_mv: float
    pull_up_ohm: float
    series_ohm: float
    open_mv: float  # from here on nothing is connected

    def ohm(self, mv: float) -> float | None:
        """The resistance behind *mv*; None when nothing is connected."""
        if mv >= self.open_mv:
            return None
        return self.pull_up_ohm * mv / (self.supply_mv - mv) - self.series_ohm


@dataclass(frozen=True, slots=True)
class Relay:
    """A relay and the contact that tells what it really did."""

    coil: Pin
    sense: Pin


@dataclass(frozen=True, slots=True)
class Bridge:
    """The H-bridge of a lock motor and the contact behind the motor; ``fault`` is the bridge's own complaint."""

    in1: Pin
    in2: Pin
    fault: Pin
    sense: Adc


@dataclass(frozen=True, slots=True)
class PilotCircuit:
    """The control pilot: a PWM that ``enable`` lets through (without it: -12 V), and two peak detectors."""

    pwm: PwmOutput
    enable: Pin
    high: Adc
    low: Adc
    high_reset: Pin
    low_reset: Pin
    volts: Line  # of a raw value of either detector


@dataclass(frozen=True, slots=True)
class Reference:
    """The level above which a digital input counts as high: the mean of a PWM, ``full_mv`` at a duty cycle of 100 %."""

    pwm: PwmOutput
    full_mv: float

    def duty_ns(self, threshold_mv: float) -> int:
        """The duty cycle for *threshold_mv*."""
        return round(threshold_mv * self.pwm.period_ns / self.full_mv)


@dataclass(frozen=True, slots=True)
class EvseTable:
    """What belongs to one EVSE."""

    contactor: Relay
    second: Relay | None  # ventilation, or the contactor of L2 and L3
    pilot: PilotCircuit
    proximity: Adc | None
    proximity_ohm: Divider
    plug_lock: Bridge | None
    cover_lock: Bridge | None = None


@dataclass(frozen=True, slots=True)
class BoardTable:
    """A board. ``gpio_chips`` are the labels of its banks in the order in which Linux counted the lines."""

    name: str
    gpio_chips: tuple[str, ...]
    evses: tuple[EvseTable, ...]
    adc_mv: Line  # of a raw value of any converter input without a circuit in front of it
    reference: Reference | None
    digital_inputs: tuple[int, ...]
    digital_outputs: tuple[int, ...]
    emergency: Pin | None = None
    rcd: Pin | None = None
    rcd_test: Pin | None = None
    key_switch: Pin | None = None
    status_led: Pin | None = None
    board_leds: Mapping[BoardLed, str] = field(default_factory=dict)  # names in /sys/class/leds
    rotary_name: str = ""  # as it is printed on the board
    rotary_switch: tuple[Pin, ...] = ()  # bits of 1, 2, 4 and 8
    one_wire: str = "sys/bus/w1/devices"
    thermal_zone: str = "sys/class/thermal/thermal_zone0/temp"


LINES_PER_CHIP = 32


def chip_and_offset(gpio: int) -> tuple[int, int]:
    """In which bank line number *gpio* is, and where there."""
    return divmod(gpio, LINES_PER_CHIP)
