"""The rhythms: pure functions of the time since something began."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.core.led import Mode

ROUNDING: Final = 1e-6  # of one turn: a lamp that is asked in the moment of its change has changed


@dataclass(frozen=True, slots=True)
class Pattern:
    """On for *half_s*, off for *half_s*, beginning with on; None: always the same."""

    half_s: float | None
    is_on: bool = True

    def is_lit(self, elapsed_s: float) -> bool:
        """Whether the lamp is on *elapsed_s* after it began."""
        return self.is_on if self.half_s is None else self._turns(elapsed_s) % 2 == 0

    def next_change_s(self, elapsed_s: float) -> float | None:
        """When it changes next, counted from its beginning as *elapsed_s* is; None: never by itself."""
        return None if self.half_s is None else (self._turns(elapsed_s) + 1) * self.half_s

    def _turns(self, elapsed_s: float) -> int:
        assert self.half_s is not None
        return int(elapsed_s / self.half_s + ROUNDING)


ON: Final = Pattern(None)
OFF: Final = Pattern(None, is_on=False)
PATTERNS: Final[Mapping[Mode, Pattern]] = {  # chargebyte guide table 49
    Mode.SOLID: ON,
    Mode.BLINK_SLOW: Pattern(1.0),
    Mode.BLINK_FAST: Pattern(0.1),
}
