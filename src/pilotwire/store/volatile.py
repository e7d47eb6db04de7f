"""A ledger in memory: for fleets and tests, where nothing needs to survive the process."""

from __future__ import annotations

from collections.abc import Sequence

from pilotwire.core.delivery import LedgerErased
from pilotwire.core.restart import Kept, kept_of
from pilotwire.core.sampling import Sampled
from pilotwire.core.told import Told
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.core.transaction_data import SampleKept
from pilotwire.store.samples import thinned


class VolatileLedger:
    """The same doors as the ledger on disk; a transaction is forgotten with its last receipt."""

    def __init__(self) -> None:
        self.last_row = 0
        self._unsent: dict[int, TransactionChanged] = {}
        self.notes: dict[str, str] = {}
        self._samples: dict[str, list[Sampled]] = {}
        self._kept = Kept()

    async def keep(self, batch: Sequence[Told]) -> None:
        """Remember everything of *batch*."""
        for told in batch:
            for fact in told.outcome.facts:
                if isinstance(fact, TransactionChanged):
                    self.last_row += 1
                    self._unsent[self.last_row] = fact
                elif isinstance(fact, LedgerErased):
                    self._unsent.clear()
                    self.notes.clear()
                    self._samples.clear()
                elif isinstance(fact, SampleKept):
                    kept = [*self._samples.get(fact.transaction, ()), fact.sample]
                    self._samples[fact.transaction] = thinned(kept)
            for receipt in told.outcome.receipts:
                self._received(receipt.row, receipt.note)
        self._kept = kept_of(batch[-1].after)

    def _received(self, row: int, note: str | None) -> None:
        fact = self._unsent.pop(row, None)
        if fact is None:
            return
        if note is not None:
            self.notes[fact.transaction] = note
        if fact.kind is Kind.ENDED:
            self.notes.pop(fact.transaction, None)
            self._samples.pop(fact.transaction, None)

    def samples_of(self, transaction: str) -> tuple[Sampled, ...]:
        """What is to be told with the end of *transaction*, in order."""
        return tuple(self._samples.get(transaction, ()))

    def kept(self) -> Kept:
        """What a power cut would leave, if this were a disk."""
        return self._kept

    def next_unsent(self, after: int) -> tuple[int, TransactionChanged] | None:
        """The oldest row after row *after* without a receipt."""
        return next(((row, fact) for row, fact in self._unsent.items() if row > after), None)

    def unsent(self) -> int:
        """How many rows have no receipt."""
        return len(self._unsent)

    def note_of(self, transaction: str) -> str | None:
        """The note that came with a receipt of *transaction*."""
        return self.notes.get(transaction)

    def transaction_of(self, note: str) -> str | None:
        """The newest transaction with *note*."""
        return next((tx for tx, each in reversed(self.notes.items()) if each == note), None)
