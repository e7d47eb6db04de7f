"""Readings of the meter as MeterValueType (OCPP 2.0.1 J01, J02)."""

from __future__ import annotations

from collections.abc import Mapping

from pilotwire.core.reading import Signed
from pilotwire.core.sampled_value import values_of
from pilotwire.core.sampling import Occasion, Sampled
from pilotwire.core.station import Station
from pilotwire.ocpp.signed_value import signed_fields
from pilotwire.ocpp.timestamp import wire_time
from pilotwire.ocpp.v2.messages.datatypes import (
    MeasurandEnumType,
    MeterValueType,
    PhaseEnumType,
    ReadingContextEnumType,
    SampledValueType,
    SignedMeterValueType,
    UnitOfMeasureType,
)

DECIMALS = 6  # hides binary fractions, and is finer than any meter (OCPP 2.0.1 part 2, 2.1.4)
CONTEXTS: Mapping[Occasion, ReadingContextEnumType] = {each: ReadingContextEnumType(each.value) for each in Occasion}
MEASURANDS: Mapping[str, MeasurandEnumType] = {each.value: each for each in MeasurandEnumType}
PHASES: Mapping[str, PhaseEnumType | None] = {"": None, **{each.value: each for each in PhaseEnumType}}
UNITS: Mapping[str, UnitOfMeasureType] = {  # the core's word -> appendix 2, standardized units of measure
    "Wh": UnitOfMeasureType(unit="Wh"),
    "W": UnitOfMeasureType(unit="W"),
    "A": UnitOfMeasureType(unit="A"),
    "V": UnitOfMeasureType(unit="V"),
    "varh": UnitOfMeasureType(unit="varh"),
    "var": UnitOfMeasureType(unit="var"),
    "Hertz": UnitOfMeasureType(unit="Hz"),
    "Percent": UnitOfMeasureType(unit="Percent"),
}


def meter_values(samples: tuple[Sampled, ...], station: Station) -> tuple[MeterValueType, ...] | None:
    """*samples* for the wire; None where the meter knows nothing of what is wanted.

    Context, measurand and unit are said even where they are the default: who reads them need not know it.
    """
    told = tuple(value for sampled in samples if (value := _meter_value(sampled, station)) is not None)
    return told or None


def _meter_value(sampled: Sampled, station: Station) -> MeterValueType | None:
    context = CONTEXTS[sampled.occasion]
    values = tuple(
        SampledValueType(
            value=round(each.value, DECIMALS),
            context=context,
            measurand=MEASURANDS[each.measurand],
            phase=PHASES[each.phase],
            signed_meter_value=_signed(each.signed, sampled, station) if each.signed else None,
            unit_of_measure=UNITS.get(each.unit),
        )
        for each in values_of(sampled)
        if each.measurand in MEASURANDS  # 2.0.1 has no word for Temperature
    )
    return MeterValueType(sampled_value=values, timestamp=wire_time(sampled.stamp, station)) if values else None


def _signed(signed: Signed, sampled: Sampled, station: Station) -> SignedMeterValueType:
    fields = signed_fields(signed, sampled, station)
    return SignedMeterValueType(
        signed_meter_data=fields.data,
        signing_method=fields.method,
        encoding_method=fields.encoding,
        public_key=fields.public_key,
    )
