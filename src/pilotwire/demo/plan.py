"""What a demo is asked to be, and what follows from it: how much energy flows, and how long anything may take."""

from __future__ import annotations

from dataclasses import dataclass

IDENTITY = "pilotwire-demo"
CARD = "04A1B2C3D4E5F6"  # seven bytes, as an ISO 14443 card has them
LIMIT_NAME, LIMIT_A = "demo", 10
LIMIT_TOPIC = f"ci/global/dyn_current_limit/{LIMIT_NAME}"
FOLLOW_S = 5.0  # station time in which a vehicle follows a new offer (IEC 61851-1 table A.6)
USUAL_SPEED = 25.0
SAMPLE_INTERVAL_S = 30

MIN_GOAL_WH, MAX_GOAL_WH = 150.0, 1200.0  # less, and whole watt-hours in a StopTransaction would be more than 1 % of it
GOAL_WH_PER_SPEED = 40.0  # some twelve real seconds of 11 kW, whatever the speed
LIMITED_PART = 0.6  # the part of the first goal that flows under the limit
PATIENCE_S = 10.0  # real seconds for anything that depends on sockets and this computer alone
SLOW_POWER_W = 2000.0  # a session with less power than this has gone wrong


@dataclass(frozen=True, slots=True)
class Plan:
    """The flags of the command line."""

    ocpp: str = "1.6"
    personality: str = "pilotwire"
    speed: float = USUAL_SPEED
    keep: bool = False

    @property
    def goal_wh(self) -> float:
        """What flows before the limit is set."""
        return min(MAX_GOAL_WH, max(MIN_GOAL_WH, GOAL_WH_PER_SPEED * self.speed))

    @property
    def limited_goal_wh(self) -> float:
        """What flows under the limit."""
        return LIMITED_PART * self.goal_wh

    def patience_s(self, station_s: float = 0.0) -> float:
        """How many real seconds something may take that needs *station_s* of the station's time."""
        return PATIENCE_S + station_s / self.speed

    def charging_patience_s(self, energy_wh: float) -> float:
        """How many real seconds *energy_wh* may take."""
        return self.patience_s(3600.0 * energy_wh / SLOW_POWER_W)
