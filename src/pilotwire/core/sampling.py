"""What is measured when: readings with their occasion, and the values of the measurands in them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from pilotwire.core.moment import Stamp
from pilotwire.core.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator


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
class SampledValue:
    """One value: *phase* is ``L1`` to ``L3``, ``L1-N`` to ``L3-N``, or empty for the sum; *unit* as OCPP spells it."""

    measurand: str
    value: float
    unit: str
    phase: str = ""


def values_of(sampled: Sampled) -> tuple[SampledValue, ...]:
    """The values of *sampled*, in the order of its measurands; what the meter does not know is left out."""
    return tuple(value for measurand in sampled.measurands for value in _values(measurand, sampled))


def _values(measurand: str, sampled: Sampled) -> Iterator[SampledValue]:
    reading = sampled.reading
    match measurand:
        case "Energy.Active.Import.Register":
            yield SampledValue(measurand, reading.energy_wh, "Wh")
        case "Power.Active.Import":
            yield SampledValue(measurand, reading.power_w, "W")
        case "Power.Offered":
            yield SampledValue(measurand, sampled.offered_a * sum(reading.voltage_v), "W")
        case "Current.Offered":
            yield SampledValue(measurand, sampled.offered_a, "A")
        case "Current.Import":
            for number, current_a in enumerate(reading.current_a, 1):
                yield SampledValue(measurand, current_a, "A", f"L{number}")
        case "Voltage":
            for number, voltage_v in enumerate(reading.voltage_v, 1):
                yield SampledValue(measurand, voltage_v, "V", f"L{number}-N")
        case "Frequency":
            yield SampledValue(measurand, reading.frequency_hz, "Hertz")
        case "SoC" if reading.soc_pct is not None:
            yield SampledValue(measurand, reading.soc_pct, "Percent")
