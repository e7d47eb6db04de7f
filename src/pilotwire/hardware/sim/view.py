"""What the simulated board is at one moment: plain values, ready for JSON by ``dataclasses.asdict``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VehicleView:
    """The vehicle at the end of the cable; ``offered_a`` is what it reads from the pilot."""

    state: str
    asks: str
    battery_kwh: float
    soc_pct: float
    current_a: float
    offered_a: float | None
    max_a: float
    min_a: float
    phases: int
    gained_wh: float
    lost_wh: float
    iso15118: bool
    mac: str | None
    asleep: bool


@dataclass(frozen=True, slots=True)
class MeterView:
    """What the meter shows."""

    energy_wh: float
    power_w: float
    voltage_v: tuple[float, ...]
    current_a: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class EvseView:
    """One EVSE; ``locked`` is None without a socket, ``proximity_ohm`` without a cable.

    ``secondary_closed`` is None where all phases go over one contactor, ``recloser_closed`` where there is none.
    """

    evse: int
    pilot_high_v: float
    pilot_low_v: float
    duty_pct: float
    pilot_dropped: bool
    proximity_ohm: float | None
    contactor_closed: bool
    secondary_closed: bool | None
    locked: bool | None
    rcd_tripped: bool
    fan_running: bool
    recloser_closed: bool | None
    meter: MeterView
    faults: tuple[str, ...]
    vehicle: VehicleView | None


@dataclass(frozen=True, slots=True)
class BoardView:
    """The whole board. ``lamps`` are on or off now, by name (``LED1``, ``gpio84``).

    ``refused`` says why the action this view answers was physically impossible.
    """

    now_s: float
    is_powered: bool
    evses: tuple[EvseView, ...]
    switches: dict[str, float | str | bool]
    lamps: dict[str, bool]
    refused: str | None = None
