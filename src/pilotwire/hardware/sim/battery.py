"""The traction battery of a vehicle: what it holds, what it gained, what was lost on the way."""

from __future__ import annotations

EFFICIENCY = 0.93  # from the plug into the cells with an on-board charger; chosen within the usual 0.90 to 0.95
TAPER_FROM = 0.80  # the charger slows down above this state of charge
TAPER_TO = 0.15  # what is left of its current in the end
FULL_WH = 0.01  # nearer to the capacity than this is full


class Battery:
    """Energy in watt-hours; ``gained_wh`` and ``lost_wh`` together are what came in through the plug."""

    __slots__ = ("capacity_wh", "gained_wh", "lost_wh", "stored_wh")

    def __init__(self, capacity_wh: float, soc_pct: float) -> None:
        self.capacity_wh = capacity_wh
        self.stored_wh = capacity_wh * soc_pct / 100.0
        self.gained_wh = 0.0
        self.lost_wh = 0.0

    @property
    def soc_pct(self) -> float:
        """The state of charge."""
        return 100.0 * self.stored_wh / self.capacity_wh

    @property
    def room_wh(self) -> float:
        """What would still have to come in through the plug until it is full."""
        return max(0.0, self.capacity_wh - self.stored_wh) / EFFICIENCY

    @property
    def is_full(self) -> bool:
        """Nothing more goes in."""
        return self.capacity_wh - self.stored_wh < FULL_WH

    def take(self, energy_wh: float) -> None:
        """Store what came in through the plug, less the losses."""
        gain_wh = energy_wh * EFFICIENCY
        self.stored_wh += gain_wh
        self.gained_wh += gain_wh
        self.lost_wh += energy_wh - gain_wh

    def set_soc(self, soc_pct: float) -> None:
        """Somebody has driven, or says so; the books of this charge stay as they are."""
        self.stored_wh = self.capacity_wh * soc_pct / 100.0

    def appetite(self, ahead_wh: float = 0.0) -> float:
        """Which part of the full current it takes (1 down to 0.15), once *ahead_wh* more has come in."""
        over = (self.stored_wh + ahead_wh * EFFICIENCY) / self.capacity_wh - TAPER_FROM
        return 1.0 if over <= 0.0 else max(TAPER_TO, 1.0 - over / (1.0 - TAPER_FROM) * (1.0 - TAPER_TO))
