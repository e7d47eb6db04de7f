"""Temperatures the kernel measures: of the processor, and on the 1-Wire bus (chargebyte guide 7.8)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pilotwire.hardware.linux.table import BoardTable

MILLI = 1000.0


def temperatures_c(table: BoardTable, root: Path) -> Mapping[str, float]:
    """Every temperature by the name of its sensor, in degrees Celsius; a sensor that does not answer is left out."""
    places = {"processor": root / table.thermal_zone}
    places |= {path.parent.name: path for path in sorted((root / table.one_wire).glob("*/temperature"))}
    read = {name: _celsius(path) for name, path in places.items()}
    return {name: value for name, value in read.items() if value is not None}


def fan_rpm(root: Path) -> float | None:
    """How fast the first fan turns that the kernel knows; it drives it by itself (chargebyte guide 7.10)."""
    for path in sorted((root / "sys/class/hwmon").glob("hwmon*/fan1_input")):
        try:
            return float(path.read_text())
        except (OSError, ValueError):
            continue
    return None


def _celsius(path: Path) -> float | None:
    try:
        return int(path.read_text()) / MILLI
    except (OSError, ValueError):
        return None
