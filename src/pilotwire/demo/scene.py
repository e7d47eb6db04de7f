"""Everything the display shows at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from pilotwire.core.led import Color
from pilotwire.demo.feed import Entry
from pilotwire.demo.step import Phase


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture. ``powers_w`` is the whole session from its beginning; None is a vehicle that is not there.

    ``lamp`` is the colour of the status LED.
    """

    version: str
    ocpp: str
    personality: str
    speed: float
    station_s: float
    phase: Phase
    progress: float
    note: str
    power_w: float
    energy_wh: float
    soc_pct: float | None
    offered_a: float | None
    drawn_a: float | None
    limit_a: float | None = None
    powers_w: tuple[float, ...] = ()
    entries: tuple[Entry, ...] = ()
    sent: int = 0
    received: int = 0
    lamp: Color = Color.BLACK


def clock(seconds: float) -> str:
    """``0:07:12``."""
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{second:02d}"
