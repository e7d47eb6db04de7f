"""What is measured when: readings with their occasion, the values in them, and when the next one is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core import registry
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.moment import Stamp, stamp
from pilotwire.core.port.limits import offered_a
from pilotwire.core.reading import Reading

if TYPE_CHECKING:
    from pilotwire.core.moment import Moment
    from pilotwire.core.station import Station


class Occasion(Enum):
    """Why a reading was taken (OCPP 2.0.1 ReadingContextEnumType)."""

    BEGIN = "Transaction.Begin"
    END = "Transaction.End"
    PERIODIC = "Sample.Periodic"
    CLOCK = "Sample.Clock"
    TRIGGER = "Trigger"


@dataclass(frozen=True, slots=True)
class Sampled:
    """One reading of the meter, why it was taken, and which *measurands* of it are told. *offered_a* is per phase."""

    stamp: Stamp
    occasion: Occasion
    reading: Reading
    offered_a: float
    measurands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DurableReading:
    """The register as a power cut would leave it: at most ten seconds or a hundred watt-hours old."""

    energy_wh: float
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class SampledValue:
    """One value: *phase* is ``L1`` to ``L3``, ``L1-N`` to ``L3-N``, or empty for the sum; *unit* as OCPP spells it."""

    measurand: str
    value: float
    unit: str
    phase: str = ""


def values_of(sampled: Sampled) -> tuple[SampledValue, ...]:
    """The values of *sampled*, in the order of its measurands; what the meter does not know is left out."""
    known = (READERS[measurand](sampled) for measurand in sampled.measurands if measurand in READERS)
    return tuple(value for values in known for value in values)


def _energy(sampled: Sampled) -> tuple[SampledValue, ...]:
    return (SampledValue("Energy.Active.Import.Register", sampled.reading.energy_wh, "Wh"),)


def _power(sampled: Sampled) -> tuple[SampledValue, ...]:
    return (SampledValue("Power.Active.Import", sampled.reading.power_w, "W"),)


def _offered_power(sampled: Sampled) -> tuple[SampledValue, ...]:
    return (SampledValue("Power.Offered", sampled.offered_a * sum(sampled.reading.voltage_v), "W"),)


def _offered_current(sampled: Sampled) -> tuple[SampledValue, ...]:
    return (SampledValue("Current.Offered", sampled.offered_a, "A"),)


def _current(sampled: Sampled) -> tuple[SampledValue, ...]:
    by_phase = zip(PHASES, sampled.reading.current_a, strict=False)
    return tuple(SampledValue("Current.Import", current_a, "A", phase) for phase, current_a in by_phase)


def _voltage(sampled: Sampled) -> tuple[SampledValue, ...]:
    by_phase = zip(TO_NEUTRAL, sampled.reading.voltage_v, strict=False)
    return tuple(SampledValue("Voltage", voltage_v, "V", phase) for phase, voltage_v in by_phase)


def _frequency(sampled: Sampled) -> tuple[SampledValue, ...]:
    return (SampledValue("Frequency", sampled.reading.frequency_hz, "Hertz"),)


def _state_of_charge(sampled: Sampled) -> tuple[SampledValue, ...]:
    soc_pct = sampled.reading.soc_pct
    return () if soc_pct is None else (SampledValue("SoC", soc_pct, "Percent"),)


PHASES, TO_NEUTRAL = ("L1", "L2", "L3"), ("L1-N", "L2-N", "L3-N")
READERS: Mapping[str, Callable[[Sampled], tuple[SampledValue, ...]]] = {
    "Energy.Active.Import.Register": _energy,
    "Power.Active.Import": _power,
    "Power.Offered": _offered_power,
    "Current.Offered": _offered_current,
    "Current.Import": _current,
    "Voltage": _voltage,
    "Frequency": _frequency,
    "SoC": _state_of_charge,
}


def durable_reading(station: Station, evse: int, moment: Moment) -> DurableReading | None:
    """The register of *evse* as it is to survive a power cut now."""
    reading = station.ports[evse - 1].reading if evse else None
    return None if reading is None else DurableReading(reading.energy_wh, stamp(station.boot, moment))


def sampled(
    station: Station, evse: int, occasion: Occasion, measurands: tuple[str, ...], moment: Moment
) -> tuple[Sampled, ...]:
    """The newest reading of *evse* as a sample; none without a meter or without measurands."""
    port = station.ports[evse - 1] if evse else None
    if port is None or port.reading is None or not measurands:
        return ()
    return (Sampled(stamp(station.boot, moment), occasion, port.reading, offered_a(port), measurands),)


def sampling_armed(station: Station, evse: int, moment: Moment) -> Station:
    """*station* with the next periodic sample of *evse* due, where samples are wanted."""
    interval_s = station.settings.get(registry.SAMPLE_INTERVAL_S)
    if not interval_s or not evse:
        return station.disarmed(Due(evse, Timer.SAMPLE))
    return station.armed(Due(evse, Timer.SAMPLE), moment.mono_s + interval_s)
