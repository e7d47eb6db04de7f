"""The phases of a session, as the row of the display shows them."""

from __future__ import annotations

from enum import Enum


class Phase(Enum):
    """What is being played; the value is what the display says."""

    PLUG_IN = "Plug in"
    CARD = "Card"
    AUTHORISED = "Authorised"
    CHARGING = "Charging"
    LIMIT = "Limit"
    STOP = "Stop"
    RECEIPT = "Receipt"


PHASES = tuple(Phase)
SHARE = {  # of the whole session, for the progress bar
    Phase.PLUG_IN: 0.05,
    Phase.CARD: 0.02,
    Phase.AUTHORISED: 0.05,
    Phase.CHARGING: 0.43,
    Phase.LIMIT: 0.40,
    Phase.STOP: 0.05,
    Phase.RECEIPT: 0.0,
}


def progress(phase: Phase, part: float) -> float:
    """How much of the session is over when *part* of *phase* is, from 0 to 1."""
    before = sum(SHARE[each] for each in PHASES[: PHASES.index(phase)])
    return min(1.0, (before + SHARE[phase] * min(1.0, max(0.0, part))) / sum(SHARE.values()))
