"""What an energy meter says, in SI units per phase."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signed:
    """What a meter has signed, exactly as it said it (OCA signed meter values 1.0, 3.2.1).

    ``data`` holds values and signature in the way ``encoding`` names; ``method`` is empty where the data names it.
    """

    data: str
    encoding: str = "OCMF"
    method: str = ""


@dataclass(frozen=True, slots=True)
class Registers:
    """What only ever grows, unless the meter is replaced; None: the meter has no such register."""

    energy_wh: float
    export_wh: float | None = None
    reactive_import_varh: float | None = None
    reactive_export_varh: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One consistent reading of the meter of an EVSE. None or nothing: the meter cannot tell.

    ``energy_wh`` is the import register, which never falls. ``voltage_v`` (phase to neutral), ``current_a``,
    ``phase_power_w`` and ``phase_energy_wh`` have one entry per phase L1, L2, L3 (three, or one on a single-phase
    station); ``line_voltage_v`` those of L1-L2, L2-L3, L3-L1. Import is what flows to the vehicle. ``current_sum_a`` is
    there only where the meter itself says it (chargebyte guide 3.3.6). ``soc_pct`` is the vehicle's state of charge
    where something knows it. ``public_key`` is the key of a meter that signs, DER in hexadecimal, empty where it
    cannot be read; None: it does not sign (chargebyte guide 3.3.7).
    """

    energy_wh: float
    power_w: float | None = None
    voltage_v: tuple[float, ...] = ()
    current_a: tuple[float, ...] = ()
    frequency_hz: float | None = None
    soc_pct: float | None = None
    phase_power_w: tuple[float, ...] = ()
    phase_energy_wh: tuple[float, ...] = ()
    line_voltage_v: tuple[float, ...] = ()
    current_sum_a: float | None = None
    neutral_current_a: float | None = None
    power_factor: float | None = None
    export_w: float | None = None
    export_current_a: tuple[float, ...] = ()
    export_wh: float | None = None
    reactive_import_var: float | None = None
    reactive_export_var: float | None = None
    reactive_import_varh: float | None = None
    reactive_export_varh: float | None = None
    temperature_c: float | None = None
    signed: Signed | None = None
    public_key: str | None = None

    @property
    def registers(self) -> Registers:
        """All that it counts."""
        return Registers(self.energy_wh, self.export_wh, self.reactive_import_varh, self.reactive_export_varh)
