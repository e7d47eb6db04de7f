"""What this room needs of others: doors that the composition root opens, so that no adapter knows another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from pilotwire.core.outcome import Outcome
from pilotwire.core.station import Station
from pilotwire.core.transaction import TransactionChanged
from pilotwire.web.error import Unprocessable
from pilotwire.web.transaction_view import TransactionView

__all__ = [
    "CountsDoor",
    "Doors",
    "LogDoor",
    "LogLine",
    "SimDoor",
    "SimNames",
    "Told",
    "TransactionView",
    "TransactionsDoor",
    "Unprocessable",
]


class Told(Protocol):
    """What this room reads of one step that has passed the gate (the gate stands above the adapters)."""

    @property
    def event(self) -> object:
        """What was heard."""

    @property
    def before(self) -> Station:
        """The station before the step."""

    @property
    def after(self) -> Station:
        """The station after it."""

    @property
    def outcome(self) -> Outcome:
        """What the step said."""


@dataclass(frozen=True, slots=True)
class SimNames:
    """What can be done to the simulated board, and what can break on it."""

    actions: tuple[str, ...]
    faults: tuple[str, ...]


class SimDoor(Protocol):
    """The simulated board. What it returns is made of dataclasses, enums and plain values, ready for JSON."""

    def names(self) -> SimNames:
        """The names there are."""

    def act(self, name: str, body: Mapping[str, object]) -> object:
        """Do the action *name* and say what the board is then; raises Unprocessable where it makes no sense."""

    def view(self) -> object:
        """What the board is now."""


class TransactionsDoor(Protocol):
    """The ledger, read only."""

    async def transactions(self) -> Sequence[TransactionView]:
        """All that are known, the newest first."""

    async def transaction(self, id: str) -> Sequence[TransactionChanged]:
        """The rows of one, in order; none where it is not known."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log, already free of secrets; ``utc_s`` in seconds since 1970."""

    utc_s: float
    level: str
    logger: str
    text: str


class LogDoor(Protocol):
    """The newest lines of the log."""

    def lines(self, most: int) -> Sequence[LogLine]:
        """At most *most* lines, the newest last."""


class CountsDoor(Protocol):
    """Numbers that only rise, counted by other rooms: ``ocpp_messages_sent`` becomes a line of ``GET /metrics``."""

    def counts(self) -> Mapping[str, int]:
        """The counters by name, in snake_case."""


@dataclass(frozen=True, slots=True)
class Doors:
    """All of them; a door that is None answers 404."""

    transactions: TransactionsDoor | None = None
    log: LogDoor | None = None
    sim: SimDoor | None = None
    counts: CountsDoor | None = None
