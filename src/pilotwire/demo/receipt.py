"""The receipt, and the proof that it is right: the same energy in the books of three who do not know each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

TOLERANCE = 0.01


@dataclass(frozen=True, slots=True)
class Books:
    """One session in three books, in watt-hours; None is a book that says nothing."""

    csms_wh: float | None
    """meterStop minus meterStart, as the central system was told."""
    meter_wh: float | None
    """The difference of the meter's register."""
    gained_wh: float | None
    """What the battery has gained ..."""
    lost_wh: float | None
    """... and what was lost on the way into it."""

    @property
    def vehicle_wh(self) -> float | None:
        """What came in through the plug, as the vehicle knows it."""
        return None if self.gained_wh is None or self.lost_wh is None else self.gained_wh + self.lost_wh

    def entries(self) -> Mapping[str, float | None]:
        """The three books by name."""
        return {
            "the CSMS's meterStop - meterStart": self.csms_wh,
            "the meter register's difference": self.meter_wh,
            "the vehicle's gain and losses": self.vehicle_wh,
        }


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the driver gets; times and token are those the central system was told."""

    token: str | None
    started_at: datetime | None
    stopped_at: datetime | None
    reason: str | None
    books: Books
    sent: int
    received: int
    of_transaction: int
    followed_s: float | None
    violations: tuple[str, ...] = ()

    @property
    def duration(self) -> timedelta | None:
        """From start to stop."""
        if self.started_at is None or self.stopped_at is None:
            return None
        return self.stopped_at - self.started_at


def difference(one_wh: float, other_wh: float) -> float:
    """How far the two are apart, as a part of the larger one."""
    larger_wh = max(abs(one_wh), abs(other_wh))
    return abs(one_wh - other_wh) / larger_wh if larger_wh > 0.0 else 0.0


def largest_difference(books: Books) -> float:
    """The largest difference of any two books that say something."""
    told = [energy_wh for energy_wh in books.entries().values() if energy_wh is not None]
    return max((difference(one, other) for one, other in combinations(told, 2)), default=0.0)


def disagreements(books: Books, tolerance: float = TOLERANCE) -> tuple[str, ...]:
    """One sentence for each thing wrong with *books*; none if all three say the same, and that something flowed."""
    entries = books.entries()
    silent = tuple(f"{name} is missing" for name, energy_wh in entries.items() if energy_wh is None)
    empty = tuple(
        f"{name} is {energy_wh:.1f} Wh: no energy flowed"
        for name, energy_wh in entries.items()
        if energy_wh is not None and energy_wh <= 0.0
    )
    told = [(name, energy_wh) for name, energy_wh in entries.items() if energy_wh is not None]
    differing = tuple(
        f"{one} ({one_wh:.1f} Wh) and {other} ({other_wh:.1f} Wh) differ by {100 * difference(one_wh, other_wh):.2f} %"
        for (one, one_wh), (other, other_wh) in combinations(told, 2)
        if difference(one_wh, other_wh) > tolerance
    )
    return silent + empty + differing


def complaints(receipt: Receipt) -> tuple[str, ...]:
    """Everything that makes a demo fail though it was played to the end."""
    missing = tuple(
        f"the CSMS was not told the {what}"
        for what, value in (
            ("token", receipt.token),
            ("start", receipt.started_at),
            ("stop", receipt.stopped_at),
            ("stop reason", receipt.reason),
        )
        if value is None
    )
    broken = tuple(f"the CSMS complains: {violation}" for violation in receipt.violations)
    return missing + disagreements(receipt.books) + broken
