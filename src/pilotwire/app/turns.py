"""Threads take turns often: what another one does for long must not keep the event loop from opening a contactor."""

from __future__ import annotations

import sys
from typing import Final

TURN_S: Final = 0.0005  # Python's own is 5 ms: so long whoever wants to run waits for a thread that computes


def take_short_turns() -> None:
    """From now on, for the whole process."""
    sys.setswitchinterval(TURN_S)
