"""What is written down while the session is played, for the receipt."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notes:
    """Registers and what the vehicle had at its end; None: not yet known."""

    meter_start_wh: float = 0.0
    meter_stop_wh: float | None = None
    gained_wh: float | None = None
    lost_wh: float | None = None
    followed_s: float | None = None
    """Station time from the limit to the moment the vehicle was seen to keep it."""
