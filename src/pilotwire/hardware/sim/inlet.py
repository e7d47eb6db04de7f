"""The socket of an EVSE: which cable is in it, as its resistor tells, and the lock that holds it."""

from __future__ import annotations

from pilotwire.hardware.sim.chance import Chance
from pilotwire.hardware.sim.lock import PlugLock

# IEC 61851-1 table B.2: the nominal resistor of each cable, by ampere per phase
CABLE_OHM = {13.0: 1500.0, 20.0: 680.0, 32.0: 220.0, 63.0: 100.0}
TOLERANCE = 0.03  # IEC 61851-1 table B.2


class Inlet:
    """A socket-outlet of type 2; an EVSE with a fixed cable has none."""

    __slots__ = ("cable_ohm", "held_ohm", "lock", "told_ohm")

    def __init__(self) -> None:
        self.lock = PlugLock()
        self.cable_ohm: float | None = None
        self.held_ohm: float | None = None  # a tester at the contact
        self.told_ohm: float | None = None

    @property
    def ohm(self) -> float | None:
        """What is between proximity contact and earth; None: nothing."""
        return self.cable_ohm if self.held_ohm is None else self.held_ohm

    def insert(self, cable_a: float, chance: Chance) -> None:
        """A cable for *cable_a* is put in."""
        self.cable_ohm = round(CABLE_OHM[cable_a] * chance.between(1.0 - TOLERANCE, 1.0 + TOLERANCE), 1)

    def remove(self) -> None:
        """The cable is pulled."""
        self.cable_ohm = None

    def is_news(self) -> bool:
        """Whether the contact has changed since this was last asked."""
        is_changed = self.ohm != self.told_ohm
        self.told_ohm = self.ohm
        return is_changed
