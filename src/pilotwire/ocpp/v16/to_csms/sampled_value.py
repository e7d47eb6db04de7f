"""Values of the meter as OCPP 1.6 writes them (OCPP 1.6 7.43)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeVar

from pilotwire.core.measurand import LINES
from pilotwire.core.sampled_value import SampledValue, values_of
from pilotwire.core.sampling import Occasion, Sampled
from pilotwire.core.station import Station
from pilotwire.ocpp.v16.messages.datatypes import Location, Measurand, Phase, ReadingContext, ValueFormat
from pilotwire.ocpp.v16.to_csms.signed_value import signed_text
from pilotwire.personality.model import MeterForm, WhichLocation

V = TypeVar("V")

CONTEXTS: Mapping[Occasion, ReadingContext] = {occasion: ReadingContext(occasion.value) for occasion in Occasion}
MEASURANDS: Mapping[str, Measurand] = {each.value: each for each in Measurand}
PHASES: Mapping[str, Phase] = {each.value: each for each in Phase}
UNUSUAL: Mapping[str, Location] = {"SoC": Location.EV, "Temperature": Location.BODY}  # all else is at the outlet
CELSIUS, CELCIUS = "Celsius", "Celcius"  # "it recommends to use the not corrected version" (OCPP-J 1.6 errata 2.1)
DECIMALS = 2  # of the units of the core; finer than most meters, and no binary fractions
KILO = 1000.0
KILO_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Words(Generic[V]):
    """*make* and *units* of one message; the schemas of MeterValues and StopTransaction differ in both."""

    make: Callable[..., V]
    units: Mapping[str, Enum]


def sampled_values(sampled: Sampled, station: Station, words: Words[V], form: MeterForm) -> tuple[V, ...]:
    """The values of *sampled*, in the *form* of a personality."""
    values = values_of(sampled)
    if form.order:
        values = tuple(sorted(values, key=lambda value: _rank(value.measurand, form.order)))
    if form.by_phase:
        values = tuple(sorted(values, key=_line))
    return tuple(one for value in values for one in _made(value, sampled, station, words, form))


def _rank(measurand: str, order: tuple[str, ...]) -> int:
    return order.index(measurand) if measurand in order else len(order)


def _line(value: SampledValue) -> int:
    """L1 first, what belongs to no phase last."""
    return LINES.index(value.phase[:2]) if value.phase[:2] in LINES else len(LINES)


def _made(value: SampledValue, sampled: Sampled, station: Station, words: Words[V], form: MeterForm) -> Iterator[V]:
    unit = form.units.get(value.unit, CELCIUS if value.unit == CELSIUS else value.unit)
    common = {
        "context": CONTEXTS[sampled.occasion],
        "measurand": MEASURANDS[value.measurand],
        "phase": PHASES.get(value.phase),
        "location": _location(value.measurand, form.location),
        "unit": words.units.get(unit),
    }
    raw = ValueFormat.RAW if form.says_format else None
    yield words.make(value=_number(value, unit, form), format=raw, **common)
    if value.signed is not None:
        text = signed_text(value.signed, sampled, station)
        yield words.make(value=text, format=ValueFormat.SIGNED_DATA, **common)


def _location(measurand: str, which: WhichLocation) -> Location | None:
    match which:
        case WhichLocation.NEVER:
            return None
        case WhichLocation.UNUSUAL:
            return UNUSUAL.get(measurand)
        case WhichLocation.ALWAYS:
            return UNUSUAL.get(measurand, Location.OUTLET)


def _number(value: SampledValue, unit: str, form: MeterForm) -> str:
    is_kilo = unit == f"k{value.unit}"
    number = value.value / KILO if is_kilo else value.value
    fixed = form.decimals.get(value.measurand, form.decimals.get(unit, form.decimals.get("*")))
    if fixed is not None:
        return f"{number:.{fixed}f}"
    return text_of(number, DECIMALS + KILO_DECIMALS if is_kilo else DECIMALS)


def text_of(value: float, decimals: int = DECIMALS) -> str:
    """A decimal number without exponent, at most so many decimals, no empty ones."""
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
