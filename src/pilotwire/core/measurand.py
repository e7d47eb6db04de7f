"""What can be measured: the words of OCPP, the same in 1.6 (7.31) and 2.0.1 (MeasurandEnumType), and their phases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LINES: Final = ("L1", "L2", "L3")
NEUTRAL: Final = ("N",)
TO_NEUTRAL: Final = ("L1-N", "L2-N", "L3-N")
BETWEEN: Final = ("L1-L2", "L2-L3", "L3-L1")


@dataclass(frozen=True, slots=True)
class Measurand:
    """*unit* as OCPP 1.6 7.45 spells it; *phases* are those it can have besides the value of all of them."""

    name: str
    unit: str
    phases: tuple[str, ...] = ()


# RPM is not here: nothing delivers it
ALL: Final = (
    Measurand("Energy.Active.Import.Register", "Wh", LINES),
    Measurand("Energy.Active.Export.Register", "Wh"),
    Measurand("Energy.Reactive.Import.Register", "varh"),
    Measurand("Energy.Reactive.Export.Register", "varh"),
    Measurand("Energy.Active.Import.Interval", "Wh"),
    Measurand("Energy.Active.Export.Interval", "Wh"),
    Measurand("Energy.Reactive.Import.Interval", "varh"),
    Measurand("Energy.Reactive.Export.Interval", "varh"),
    Measurand("Power.Active.Import", "W", LINES),
    Measurand("Power.Active.Export", "W"),
    Measurand("Power.Reactive.Import", "var"),
    Measurand("Power.Reactive.Export", "var"),
    Measurand("Power.Factor", ""),
    Measurand("Power.Offered", "W"),
    Measurand("Current.Import", "A", (*LINES, *NEUTRAL)),
    Measurand("Current.Export", "A", LINES),
    Measurand("Current.Offered", "A", LINES),
    Measurand("Voltage", "V", (*TO_NEUTRAL, *BETWEEN)),
    Measurand("Frequency", "Hertz"),
    Measurand("Temperature", "Celsius"),
    Measurand("SoC", "Percent"),
)
BY_NAME: Final = {each.name: each for each in ALL}
NAMES: Final = tuple(BY_NAME)
# "Where applicable, the Measurand is combined with the optional phase; for instance: Voltage.L1" (OCPP 1.6 9.1.17)
OF_PHASES: Final = {f"{each.name}.{phase}": (each, phase) for each in ALL for phase in each.phases}


def parted(word: str) -> tuple[Measurand, str] | None:
    """The measurand that *word* names and the one phase it wants (empty: all there are); None: it names none."""
    whole = BY_NAME.get(word)
    return OF_PHASES.get(word) if whole is None else (whole, "")
