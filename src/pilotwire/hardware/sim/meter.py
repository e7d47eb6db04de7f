"""The energy meter: a register that never falls, and readings at their time."""

from __future__ import annotations

import math

from pilotwire.core.reading import Reading
from pilotwire.hardware.sim.grid import FREQUENCY_HZ, Grid

STEPS_PER_WH = 10.0  # the register is shown in tenths of a watt-hour
TEMPERATURE_C = 25.0  # inside the station
NEARLY = 1e-6  # a register of 0.7 must not be shown as 0.6 for the sake of a binary fraction


class Meter:
    """``register_wh`` counts without steps; only a reading has them."""

    __slots__ = ("is_lost", "period_s", "reads_s", "register_wh")

    def __init__(self, period_s: float, register_wh: float) -> None:
        self.period_s = period_s
        self.register_wh = register_wh
        self.reads_s = math.inf  # when the next periodic reading is due
        self.is_lost = False

    def reading(self, grid: Grid, now_s: float, current_a: tuple[float, ...]) -> Reading:
        """What the meter shows at *now_s* while *current_a* flows."""
        voltage_v = grid.voltage_v(now_s, current_a)
        phase_power_w = tuple(each_v * each_a for each_v, each_a in zip(voltage_v, current_a, strict=True))
        return Reading(
            energy_wh=math.floor(self.register_wh * STEPS_PER_WH + NEARLY) / STEPS_PER_WH,
            power_w=round(sum(phase_power_w), 1),
            voltage_v=tuple(round(each_v, 2) for each_v in voltage_v),
            current_a=tuple(round(each_a, 3) for each_a in current_a),
            frequency_hz=FREQUENCY_HZ,
            phase_power_w=tuple(round(each_w, 1) for each_w in phase_power_w),
            power_factor=1.0,  # the charger of the vehicle corrects it, and nothing flows back
            export_w=0.0,
            export_current_a=(0.0,) * len(current_a),
            export_wh=0.0,
            reactive_import_var=0.0,
            reactive_export_var=0.0,
            reactive_import_varh=0.0,
            reactive_export_varh=0.0,
            temperature_c=TEMPERATURE_C,
        )
