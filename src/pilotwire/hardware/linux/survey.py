"""What a board shows of itself at this moment, without taking anything away from whoever drives it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pilotwire.hardware.linux.gpio import Chips
from pilotwire.hardware.linux.iio import Channel
from pilotwire.hardware.linux.missing import MissingHardware
from pilotwire.hardware.linux.table import Adc, BoardTable, Bridge, EvseTable, Pin, PwmOutput
from pilotwire.hardware.linux.thermometer import fan_rpm, temperatures_c


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: what it is, where it is, and what it says."""

    what: str
    where: str
    says: str


def pins_of(table: BoardTable) -> Iterator[tuple[str, Pin]]:
    """Every line of *table* by what it is for."""
    for number, evse in enumerate(table.evses, start=1):
        yield from ((f"EVSE {number} {what}", pin) for what, pin in _pins_of_evse(evse))
    stations = (("emergency switch", table.emergency), ("residual current device", table.rcd))
    others = (("its test", table.rcd_test), ("key switch", table.key_switch), ("status LED", table.status_led))
    yield from ((what, pin) for what, pin in (*stations, *others) if pin is not None)
    yield from ((f"rotary switch, bit {1 << bit}", pin) for bit, pin in enumerate(table.rotary_switch))


def _pins_of_evse(evse: EvseTable) -> Iterator[tuple[str, Pin]]:
    yield from (("relay 1", evse.contactor.coil), ("sense 1", evse.contactor.sense))
    if evse.second is not None:
        yield from (("relay 2", evse.second.coil), ("sense 2", evse.second.sense))
    yield from (("pilot on", evse.pilot.enable), ("detector reset +", evse.pilot.high_reset))
    yield "detector reset -", evse.pilot.low_reset
    for name, bridge in bridges_of(evse):
        yield from ((f"{name} IN1", bridge.in1), (f"{name} IN2", bridge.in2), (f"{name} FAULT", bridge.fault))


def bridges_of(evse: EvseTable) -> Iterator[tuple[str, Bridge]]:
    """The motors of *evse* by name."""
    yield from ((name, each) for name, each in (("plug lock", evse.plug_lock), ("cover lock", evse.cover_lock)) if each)


def channels_of(table: BoardTable) -> Iterator[tuple[str, Adc, Callable[[int], str]]]:
    """Every input of a converter by what it is for, and how to say its raw value."""

    def volts(evse: EvseTable) -> Callable[[int], str]:
        return lambda raw: f"{evse.pilot.volts.at(raw):.2f} V"

    def millivolts(raw: int) -> str:
        return f"{table.adc_mv.at(raw):.0f} mV"

    for number, evse in enumerate(table.evses, start=1):
        yield f"EVSE {number} pilot +", evse.pilot.high, volts(evse)
        yield f"EVSE {number} pilot -", evse.pilot.low, volts(evse)
        if evse.proximity is not None:
            yield f"EVSE {number} proximity", evse.proximity, millivolts
        yield from ((f"EVSE {number} {name}", bridge.sense, millivolts) for name, bridge in bridges_of(evse))


def place_of(output: PwmOutput) -> str:
    """Where a PWM is, for a person."""
    chip = output.chip if isinstance(output.chip, str) else f"pwmchip{output.chip}"
    return f"{chip} channel {output.channel}"


def survey(table: BoardTable, root: Path) -> Iterator[Row]:
    """Every line, voltage and temperature of *table* below *root*. Raises MissingHardware if there is no board."""
    chips = Chips(root, table.gpio_chips)
    for what, pin in pins_of(table):
        yield Row(what, f"gpio {pin.gpio}", _or_why(partial(_level, chips, pin)))
    for what, adc, say in channels_of(table):
        yield Row(what, f"{adc.device} {adc.channel}", _or_why(partial(_value, root, adc, say)))
    for name, celsius in temperatures_c(table, root).items():
        yield Row("temperature", name, f"{celsius:.1f} °C")
    rpm = fan_rpm(root)
    if rpm is not None:
        yield Row("fan", "hwmon", f"{rpm:.0f}/min")


def _level(chips: Chips, pin: Pin) -> str:
    return "active" if chips.look(pin) else "-"


def _value(root: Path, adc: Adc, say: Callable[[int], str]) -> str:
    channel = Channel(root, adc)
    try:
        return say(channel.read())
    finally:
        channel.close()


def _or_why(read: Callable[[], str]) -> str:
    try:
        return read()
    except MissingHardware as error:
        return "in use" if "busy" in str(error) else str(error)
    except OSError as error:
        return str(error)
