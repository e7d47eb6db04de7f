"""The values in a sample: what its measurands mean for one reading of the meter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.core.measurand import BETWEEN, LINES, NEUTRAL, TO_NEUTRAL, parted
from pilotwire.core.reading import Reading, Registers, Signed
from pilotwire.core.sampling import Sampled


@dataclass(frozen=True, slots=True)
class SampledValue:
    """One value: *phase* as OCPP spells it, or empty for all of them; *unit* as OCPP 1.6 7.45 spells it, empty where
    there is none. *signed* is what the meter has signed of it.
    """

    measurand: str
    value: float
    unit: str
    phase: str = ""
    signed: Signed | None = None


def values_of(sampled: Sampled) -> tuple[SampledValue, ...]:
    """The values of *sampled*, in the order of its measurands; what the meter does not know is left out."""
    return tuple(value for word in sampled.measurands for value in _values(word, sampled))


def _values(word: str, sampled: Sampled) -> Iterator[SampledValue]:
    found = parted(word)
    if found is None:  # kept by another version of us that could measure it
        return
    measurand, wanted = found
    for value, phase in READERS[measurand.name](sampled):
        if value is not None and wanted in ("", phase):
            signed = sampled.reading.signed if sampled.is_signed and measurand.name == SIGNABLE and not phase else None
            yield SampledValue(measurand.name, value, measurand.unit, phase, signed)


SIGNABLE: Final = "Energy.Active.Import.Register"  # what a meter that is calibrated by law signs
Valued = tuple[float | None, str]  # and its phase


def _by_phase(total: float | None, *phases: tuple[tuple[str, ...], tuple[float, ...]]) -> tuple[Valued, ...]:
    """The value of all phases before those of each; with one phase it is the whole (chargebyte guide 3.3.6)."""
    first = phases[0][1]
    if len(first) == 1:
        return ((first[0] if total is None else total, ""),)
    pairs = [(value, word) for words, values in phases for word, value in zip(words, values, strict=False)]
    return ((total, ""), *pairs)


def _current(sampled: Sampled) -> tuple[Valued, ...]:
    reading = sampled.reading
    neutral_a = () if reading.neutral_current_a is None else (reading.neutral_current_a,)
    return _by_phase(reading.current_sum_a, (LINES, reading.current_a), (NEUTRAL, neutral_a))


def _voltage(sampled: Sampled) -> tuple[Valued, ...]:
    return _by_phase(None, (TO_NEUTRAL, sampled.reading.voltage_v), (BETWEEN, sampled.reading.line_voltage_v))


def _power(sampled: Sampled) -> tuple[Valued, ...]:
    return _by_phase(sampled.reading.power_w, (LINES, sampled.reading.phase_power_w))


def _energy(sampled: Sampled) -> tuple[Valued, ...]:
    return _by_phase(sampled.reading.energy_wh, (LINES, sampled.reading.phase_energy_wh))


def _export_current(sampled: Sampled) -> tuple[Valued, ...]:
    return _by_phase(None, (LINES, sampled.reading.export_current_a))


def _offered_current(sampled: Sampled) -> tuple[Valued, ...]:
    return _by_phase(sampled.offer.current_a, (LINES, sampled.offer.phase_a))


Reader = Callable[[Sampled], tuple[Valued, ...]]


def _read(value: Callable[[Reading], float | None]) -> Reader:
    """What the meter says of all phases together and of none by itself."""
    return lambda sampled: ((value(sampled.reading), ""),)


def _grown(register: Callable[[Registers], float | None]) -> Reader:
    """By how much a register has grown since the sample before this one (OCPP 1.6 7.31)."""

    def read(sampled: Sampled) -> tuple[Valued, ...]:
        then = None if sampled.since is None else register(sampled.since)
        now = register(sampled.reading.registers)
        return ((None if then is None or now is None else max(0.0, now - then), ""),)

    return read


READERS: Final[Mapping[str, Reader]] = {
    "Energy.Active.Import.Register": _energy,
    "Energy.Active.Export.Register": _read(lambda reading: reading.export_wh),
    "Energy.Reactive.Import.Register": _read(lambda reading: reading.reactive_import_varh),
    "Energy.Reactive.Export.Register": _read(lambda reading: reading.reactive_export_varh),
    "Energy.Active.Import.Interval": _grown(lambda registers: registers.energy_wh),
    "Energy.Active.Export.Interval": _grown(lambda registers: registers.export_wh),
    "Energy.Reactive.Import.Interval": _grown(lambda registers: registers.reactive_import_varh),
    "Energy.Reactive.Export.Interval": _grown(lambda registers: registers.reactive_export_varh),
    "Power.Active.Import": _power,
    "Power.Active.Export": _read(lambda reading: reading.export_w),
    "Power.Reactive.Import": _read(lambda reading: reading.reactive_import_var),
    "Power.Reactive.Export": _read(lambda reading: reading.reactive_export_var),
    "Power.Factor": _read(lambda reading: reading.power_factor),
    "Power.Offered": lambda sampled: ((sampled.offer.power_w, ""),),
    "Current.Import": _current,
    "Current.Export": _export_current,
    "Current.Offered": _offered_current,
    "Voltage": _voltage,
    "Frequency": _read(lambda reading: reading.frequency_hz),
    "Temperature": _read(lambda reading: reading.temperature_c),
    "SoC": _read(lambda reading: reading.soc_pct),
}
