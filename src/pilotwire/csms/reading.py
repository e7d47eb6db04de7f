"""The energy register inside a 2.0.1 message's meter values."""

from typing import Annotated, Any

import msgspec

REGISTER = "Energy.Active.Import.Register"  # the default, 2.0.1 SampledValueType
WH_PER_UNIT = {"Wh": 1.0, "kWh": 1000.0}


class Unit(msgspec.Struct, frozen=True):
    """2.0.1 UnitOfMeasureType."""

    unit: str = "Wh"
    multiplier: Annotated[int, msgspec.Meta(ge=-12, le=12)] = 0


class Sample(msgspec.Struct, frozen=True, rename="camel"):
    """2.0.1 SampledValueType."""

    value: float
    measurand: str = REGISTER
    context: str = "Sample.Periodic"
    phase: str | None = None
    location: str = "Outlet"
    unit_of_measure: Unit = Unit()

    @property
    def is_register(self) -> bool:
        """Whether this is the outlet's import register over all phases."""
        is_total = self.phase is None and self.location == "Outlet"
        return is_total and self.measurand == REGISTER and self.unit_of_measure.unit in WH_PER_UNIT

    @property
    def value_wh(self) -> float:
        """The value of a register, whatever its unit."""
        unit = self.unit_of_measure
        # rounded, because 0.1 kWh units must not become 100.00000000000001 Wh on a receipt
        return round(self.value * WH_PER_UNIT[unit.unit] * 10.0**unit.multiplier, 6)


class MeterValue(msgspec.Struct, frozen=True, rename="camel"):
    """2.0.1 MeterValueType."""

    sampled_value: list[Sample]


def register_wh(event: dict[str, Any], context: str) -> float | None:
    """The import register read in this context, in Wh; None when the message has no such reading."""
    try:
        meter_values = msgspec.convert(event.get("meterValue", []), list[MeterValue])
    except msgspec.ValidationError:
        return None  # the judge has said so already
    samples = [sample for meter_value in meter_values for sample in meter_value.sampled_value]
    return next((sample.value_wh for sample in samples if sample.is_register and sample.context == context), None)
