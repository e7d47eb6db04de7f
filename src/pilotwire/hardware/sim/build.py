"""What the simulated board is built of: fixed for its life."""

from __future__ import annotations

from dataclasses import dataclass

from pilotwire.core import registry
from pilotwire.core.settings import Settings
from pilotwire.hardware.sim.inlet import CABLE_OHM


@dataclass(frozen=True, slots=True)
class BoardBuild:
    """The hardware of one simulated EVSE.

    ``cable_a`` is what a cable carries that is plugged into the socket without saying more; ``grid_v`` is phase to
    neutral without load, ``grid_ohm`` the resistance of each line up to the meter; ``register_wh`` is what the meter
    has counted before the board was switched on; without ``has_meter`` it says nothing, because another one is used.
    Where it ``switches_phases``, L2 and L3 go over a contactor of their own. A contactor without feedback says nothing,
    a fan without it repeats its command (chargebyte guide 14.1).
    """

    has_socket: bool = False
    phases: int = 3
    cable_a: float = 32.0
    grid_v: float = 230.0  # IEC 60038
    grid_ohm: float = 0.1  # a sag of 3 V at 32 A: a house connection of ordinary length
    meter_period_s: float = 1.0
    register_wh: float = 0.0
    has_meter: bool = True
    switches_phases: bool = False
    has_contactor_feedback: bool = True
    has_fan_feedback: bool = True
    has_recloser: bool = False

    def __post_init__(self) -> None:
        """A build nobody can build is an error of the programmer."""
        if not 1 <= self.phases <= 3:
            raise ValueError(f"phases: {self.phases} is not 1, 2 or 3")
        if self.meter_period_s <= 0.0:
            raise ValueError(f"meter_period_s: {self.meter_period_s} is not positive")
        if self.grid_v <= 0.0 or self.grid_ohm < 0.0 or self.register_wh < 0.0:
            raise ValueError("grid_v, grid_ohm and register_wh are not negative, grid_v not zero")


def _brought_a(settings: Settings, evse: int) -> float:
    """A cable for what the EVSE is written to carry, where drivers have such a one, else a usual one."""
    limit_a = float(settings.get(registry.CABLE_LIMIT_A, evse))
    return limit_a if limit_a in CABLE_OHM else BoardBuild().cable_a


def board_of(settings: Settings, evse: int) -> BoardBuild:
    """The hardware of EVSE *evse* as the settings of the station describe it (chargebyte guide 14.1)."""
    return BoardBuild(
        has_socket=settings.get(registry.HAS_SOCKET, evse),
        phases=settings.get(registry.SUPPLY_PHASES, evse),
        cable_a=_brought_a(settings, evse),
        switches_phases=settings.get(registry.PHASE_SWITCH_ENABLED, evse),
        has_contactor_feedback=settings.get(registry.CONTACTOR_FEEDBACK, evse) != "none",
        has_recloser=settings.get(registry.RECLOSER_ENABLED, evse),
        has_fan_feedback=settings.get(registry.VENTILATION_FEEDBACK, evse) != "none",
    )
