"""How long to wait before connecting again (OCPP 2.0.1 part 4, 5.3): a minimum, doubled a few times, plus chance."""

from __future__ import annotations

import random

from pilotwire.core import registry
from pilotwire.core.settings import Settings

LEAST_S = 0.1  # both settings may be 0, and a CSMS that is down must not keep us busy


class Backoff:
    """Counts failures; each wait is longer than the one before, and no two stations wait alike."""

    def __init__(self, chance: random.Random) -> None:
        self._chance, self._failures = chance, 0

    def succeeded(self) -> None:
        """The next wait is a short one again."""
        self._failures = 0

    def wait_s(self, settings: Settings) -> float:
        """The next wait, in seconds."""
        doublings = min(self._failures, settings.get(registry.BACKOFF_DOUBLINGS))
        self._failures += 1
        minimum_s = settings.get(registry.BACKOFF_MINIMUM_S)
        random_s = self._chance.random() * settings.get(registry.BACKOFF_RANDOM_S)
        return max(LEAST_S, float(minimum_s * 2**doublings) + random_s)
