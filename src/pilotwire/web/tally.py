"""What went by since the start, counted by its name."""

from __future__ import annotations

from collections import Counter

from pilotwire.web.door import Told
from pilotwire.web.plain import snake_case


class Tally:
    """Events heard, commands given, facts and replies told."""

    __slots__ = ("commands", "events", "facts", "replies")

    def __init__(self) -> None:
        self.events: Counter[type] = Counter()
        self.commands: Counter[type] = Counter()
        self.facts: Counter[type] = Counter()
        self.replies = 0

    def tell(self, told: Told) -> None:
        """Count what *told* holds."""
        self.events[type(told.event)] += 1
        for command in told.outcome.commands:
            self.commands[type(command)] += 1
        for fact in told.outcome.facts:
            self.facts[type(fact)] += 1
        self.replies += len(told.outcome.replies)


def by_name(counts: Counter[type]) -> dict[str, int]:
    """*counts* with names of the outside, in order."""
    return {name: count for name, count in sorted((snake_case(kind), count) for kind, count in counts.items())}
