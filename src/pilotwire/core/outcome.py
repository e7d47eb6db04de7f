"""What a step says: commands leave at once; facts, replies and receipts pass the gate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pilotwire.core.command import Command
    from pilotwire.core.fact import Fact
    from pilotwire.core.reply import Reply


@dataclass(frozen=True, slots=True)
class Receipt:
    """The central system has ledger row *row*. *note* is the dialect's own word about it, never read by the core."""

    row: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything one step says, in order."""

    commands: tuple[Command, ...] = ()
    facts: tuple[Fact, ...] = ()
    replies: tuple[Reply, ...] = ()
    receipts: tuple[Receipt, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        """First this, then *other*."""
        if other is NOTHING:
            return self
        if self is NOTHING:
            return other
        return Outcome(
            self.commands + other.commands,
            self.facts + other.facts,
            self.replies + other.replies,
            self.receipts + other.receipts,
        )


NOTHING = Outcome()
