"""What an energy meter says, in SI units per phase."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One consistent reading of the meter of an EVSE.

    ``energy_wh`` is the import register, which never falls. ``voltage_v`` (phase to neutral), ``current_a`` and
    ``phase_power_w`` have one entry per phase L1, L2, L3 (three, or one on a single-phase station), or none where the
    meter cannot tell. ``soc_pct`` is the vehicle's state of charge where something knows it.
    """

    energy_wh: float
    power_w: float = 0.0
    voltage_v: tuple[float, ...] = ()
    current_a: tuple[float, ...] = ()
    frequency_hz: float = 50.0
    soc_pct: float | None = None
    phase_power_w: tuple[float, ...] = ()
