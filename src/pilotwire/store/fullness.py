"""A limit of finished transactions that wait for the central system: beyond it nothing begins any more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pilotwire.core.deadline import STATION
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.restart import Begun
from pilotwire.core.told import Told
from pilotwire.core.transaction import Kind, TransactionChanged


class Waiting(Protocol):
    """The ledger, as far as it is counted."""

    def waiting(self) -> int:
        """How many finished transactions the central system does not have to their last row."""


class Fullness:
    """Told like every adapter; says a fault when *most* transactions wait, and that it is over when fewer do."""

    def __init__(self, ledger: Waiting, most: int, say: Callable[[FaultSeen | FaultCleared], None]) -> None:
        self._ledger, self._most, self._say = ledger, most, say
        self._is_full = False

    def tell(self, told: Told) -> None:
        """Count again where the number may be another one now (chargebyte guide 3.3.2, 3.3.4.31)."""
        if not self._most or not _matters(told):
            return
        is_full = self._ledger.waiting() >= self._most
        if is_full is not self._is_full:
            self._is_full = is_full
            fault = FaultSeen if is_full else FaultCleared
            self._say(fault(STATION, Fault.STORE_TOO_MANY))


def _matters(told: Told) -> bool:
    said = told.outcome
    ended = any(isinstance(fact, TransactionChanged) and fact.kind is Kind.ENDED for fact in said.facts)
    return ended or bool(said.receipts) or isinstance(told.event, Begun)
