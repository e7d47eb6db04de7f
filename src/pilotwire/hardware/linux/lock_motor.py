"""The motors of plug locks: how long they run, and what their feedback says. Data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

Window = tuple[float, float]
ANY: Final[Window] = (0.0, 3300.0)


@dataclass(frozen=True, slots=True)
class LockMotor:
    """A type of motor: its time in seconds, and between which mV at the converter it is unlocked or locked."""

    drive_s: float
    unlocked_mv: Window
    locked_mv: Window

    @property
    def has_feedback(self) -> bool:
        """Whether its contact tells the two apart."""
        return self.unlocked_mv != self.locked_mv

    def is_locked(self, mv: float) -> bool | None:
        """What *mv* means; None between the windows, while it moves or when a wire is off."""
        if not self.has_feedback:
            return None
        if self.locked_mv[0] <= mv <= self.locked_mv[1]:
            return True
        return False if self.unlocked_mv[0] <= mv <= self.unlocked_mv[1] else None


# as the maker of the board publishes them for its own driver
KUESTER_02S: Final = LockMotor(0.6, (2900.0, 3300.0), (0.0, 700.0))
KUESTER_04S: Final = LockMotor(0.6, (2700.0, 3300.0), (0.0, 1950.0))
# its contact is normally closed, yet the windows are printed the same way round: the wiring turns it over
HELLA: Final = LockMotor(0.4, (2900.0, 3300.0), (0.0, 950.0))
SCAME_60BS: Final = LockMotor(0.5, (2900.0, 3300.0), (0.0, 700.0))
SCAME_61BP: Final = LockMotor(0.5, (2700.0, 3300.0), (0.0, 950.0))
SCAME_61BL: Final = LockMotor(0.5, ANY, ANY)

# chargebyte guide T47, ports[0]/plug_lock/type
LOCK_MOTORS: Final[Mapping[str, LockMotor]] = {
    "KUESTER-02S": KUESTER_02S,
    "KUESTER-04S": KUESTER_04S,
    "EV-T2M3S-E-LOCK12V": KUESTER_02S,
    "EV-T2M3SM-E-LOCK12V": KUESTER_02S,
    "HELLA-MICRO-ACTUATOR-1": HELLA,
    "WALTHER-WERKE-9798999009": HELLA,
    "INTRAMCO-603205": HELLA,
    "SCAME-200.23260BS": SCAME_60BS,
    "SCAME-200.23261BS": SCAME_60BS,
    "SCAME-200.23261BP": SCAME_61BP,
    "SCAME-200.23261BL": SCAME_61BL,
}
