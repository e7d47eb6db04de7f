"""Values of the meter as OCPP 1.6 writes them (OCPP 1.6 7.43)."""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TypeVar

from pilotwire.core.sampling import Occasion, Sampled, values_of
from pilotwire.ocpp.v16.messages.datatypes import Location, Measurand, Phase, ReadingContext

V = TypeVar("V")

CONTEXTS: Mapping[Occasion, ReadingContext] = {occasion: ReadingContext(occasion.value) for occasion in Occasion}
MEASURANDS: Mapping[str, Measurand] = {each.value: each for each in Measurand}
PHASES: Mapping[str, Phase] = {each.value: each for each in Phase}
LOCATIONS: Mapping[str, Location] = {"SoC": Location.EV}  # all else is measured at the outlet, which is the default


def sampled_values(sampled: Sampled, make: Callable[..., V], units: Mapping[str, Enum]) -> tuple[V, ...]:
    """The values of *sampled*: *make* and *units* are those of the message, whose schemas differ in both."""
    context = CONTEXTS[sampled.occasion]
    return tuple(
        [
            make(
                value=text_of(each.value),
                context=context,
                measurand=MEASURANDS[each.measurand],
                phase=PHASES.get(each.phase),
                location=LOCATIONS.get(each.measurand),
                unit=units.get(each.unit),
            )
            for each in values_of(sampled)
        ]
    )


def text_of(value: float) -> str:
    """A decimal number without exponent, at most two decimals, no empty ones."""
    text = f"{value:.2f}"
    if text.endswith("00"):
        return "0" if text == "-0.00" else text[:-3]
    return text[:-1] if text.endswith("0") else text
