"""The ledger is the outbox: what happened (rows), who has it (receipts), and what is open (slices), in one commit."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec
import structlog

from pilotwire.core.delivery import LedgerErased
from pilotwire.core.outcome import Receipt
from pilotwire.core.restart import Kept
from pilotwire.core.sampling import Sampled
from pilotwire.core.security import IncidentRecorded
from pilotwire.core.token import Cache
from pilotwire.core.told import Told
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.core.transaction_data import SampleKept
from pilotwire.core.variable import Key
from pilotwire.store import listed, samples
from pilotwire.store.database import StoreFailed, opened, transaction
from pilotwire.store.slices import Slices, kept_from

log = structlog.get_logger("pilotwire.store")
FACT = msgspec.json.Decoder(TransactionChanged)
INCIDENT = msgspec.json.Decoder(IncidentRecorded)
KEEP_INCIDENTS = 2000  # lines of the security log; the oldest make room (security whitepaper A04.FR.04)
KEEP_TRANSACTIONS = 500  # finished ones that stay readable


@dataclass(frozen=True, slots=True)
class Commit:
    """What one commit writes."""

    facts: tuple[TransactionChanged | LedgerErased | SampleKept, ...]
    receipts: tuple[Receipt, ...]
    slices: tuple[tuple[str, bytes], ...]
    tokens: listed.ListSwap
    incidents: tuple[IncidentRecorded, ...] = ()

    @property
    def rows(self) -> tuple[TransactionChanged, ...]:
        """The new rows."""
        return tuple(fact for fact in self.facts if isinstance(fact, TransactionChanged))

    @property
    def is_empty(self) -> bool:
        """Nothing to write: no need to wake the disk."""
        return not (self.facts or self.receipts or self.slices or self.tokens or self.incidents)


class Ledger:
    """Rows, receipts and slices in ``transactions.db``; one thread writes, reading is done where it is asked for."""

    def __init__(self, path: Path, has_path: Callable[[Key], bool] = lambda key: False) -> None:
        self._writer = opened(path)
        self._reader = opened(path)
        self._slices = Slices(has_path)
        self._listed: Cache | None = None  # the entries of the local list as they were written last
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")
        try:
            self.last_row = self._count("SELECT coalesce(max(row), 0) FROM ledger")
        except sqlite3.Error as error:
            raise StoreFailed(f"{path}: {error}") from error

    def close(self) -> None:
        """Finish what is being written and let go of the file."""
        self._thread.shutdown()
        self._writer.close()
        self._reader.close()

    async def keep(self, batch: Sequence[Told]) -> None:
        """Write everything durable of *batch* in one commit. Raises StoreFailed, having written nothing."""
        commit = self._commit_of(batch)
        if commit.is_empty:
            return
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._write, commit)
        except sqlite3.Error as error:
            self._slices.forget()
            self._listed = None
            raise StoreFailed(f"transactions.db: {error}") from error

    def _commit_of(self, batch: Sequence[Told]) -> Commit:
        kinds = (TransactionChanged, LedgerErased, SampleKept)
        said = tuple(fact for told in batch for fact in told.outcome.facts)
        facts = tuple(fact for fact in said if isinstance(fact, kinds))
        incidents = tuple(fact for fact in said if isinstance(fact, IncidentRecorded))
        receipts = tuple(receipt for told in batch for receipt in told.outcome.receipts)
        station = batch[-1].after
        tokens = listed.ListSwap(self._listed, station.local_list.entries)
        self._listed = station.local_list.entries
        return Commit(facts, receipts, tuple(self._slices.changed(station)), tokens, incidents)

    def _write(self, commit: Commit) -> None:
        with transaction(self._writer):
            self._insert(commit)
        self.last_row += len(commit.rows)

    def _insert(self, commit: Commit) -> None:
        for fact in commit.facts:  # in order: what comes behind an erasure is of a new time
            if isinstance(fact, LedgerErased):
                self._writer.execute("DELETE FROM ledger")
                self._writer.execute("DELETE FROM sample")
            elif isinstance(fact, SampleKept):
                samples.write(self._writer, fact)
            else:
                row = (fact.transaction, fact.kind is Kind.ENDED, msgspec.json.encode(fact))
                self._writer.execute("INSERT INTO ledger(tx, ended, fact) VALUES (?, ?, ?)", row)
        received = [(receipt.note, receipt.row) for receipt in commit.receipts]
        self._writer.executemany("UPDATE ledger SET receipt = 1, note = ? WHERE row = ?", received)
        samples.forget(self._writer, commit.receipts)
        self._writer.executemany("INSERT OR REPLACE INTO slice VALUES (?, ?)", commit.slices)
        if commit.tokens:
            listed.write(self._writer, commit.tokens.change)
        if any(fact.kind is Kind.ENDED for fact in commit.rows):
            self._forget_oldest()
        if commit.incidents:
            self._log(commit.incidents)

    def _log(self, incidents: tuple[IncidentRecorded, ...]) -> None:
        lines = [(msgspec.json.encode(each),) for each in incidents]
        self._writer.executemany("INSERT INTO incident(record) VALUES (?)", lines)
        self._writer.execute("DELETE FROM incident WHERE row <= (SELECT max(row) FROM incident) - ?", (KEEP_INCIDENTS,))

    def _forget_oldest(self) -> None:
        """Transactions that the central system has to the last row go, but for the newest few hundred."""
        self._writer.execute(
            "DELETE FROM ledger WHERE tx IN (SELECT tx FROM ledger GROUP BY tx"
            " HAVING min(receipt) > 0 AND max(ended) = 1 ORDER BY max(row) DESC LIMIT -1 OFFSET ?)",
            (KEEP_TRANSACTIONS,),
        )

    def kept(self) -> Kept:
        """What survived, for the one beginning. Raises StoreFailed if it cannot be read."""
        try:
            entries = listed.read(self._reader)
            kept = kept_from(dict(self._reader.execute("SELECT name, value FROM slice").fetchall()), entries)
        except (sqlite3.Error, msgspec.MsgspecError, ValueError) as error:
            raise StoreFailed(f"transactions.db: {error}") from error
        self._listed = entries
        return kept

    def speak(self, dialect: str) -> None:
        """Rows are told in *dialect* from now on: what was half told in another one is told again from its start.

        Raises StoreFailed.
        """
        try:
            self._give_up_unreadable()
            known = self._reader.execute("SELECT value FROM slice WHERE name = 'dialect'").fetchone()
            if known is None or known[0] != dialect:
                self._thread.submit(self._switch, dialect).result()
        except sqlite3.Error as error:
            raise StoreFailed(f"transactions.db: {error}") from error

    def _give_up_unreadable(self) -> None:
        """A row of another version of this program that nobody can read holds up none behind it, and stays on disk."""
        rows = self._reader.execute("SELECT row, tx, fact FROM ledger WHERE receipt = 0 ORDER BY row")
        unreadable = [(row, tx) for row, tx, fact in rows if not _read(fact)]
        for row, transaction_id in unreadable:
            log.error("given up: a row that cannot be read", row=row, transaction=transaction_id)
        if unreadable:
            self._thread.submit(self._pass_over, [(row,) for row, _ in unreadable]).result()

    def _pass_over(self, rows: list[tuple[int]]) -> None:
        with transaction(self._writer):
            self._writer.executemany("UPDATE ledger SET receipt = 2 WHERE row = ?", rows)

    def _switch(self, dialect: str) -> None:
        with transaction(self._writer):
            self._writer.execute(
                "UPDATE ledger SET receipt = 0, note = NULL WHERE receipt = 1"
                " AND EXISTS (SELECT 1 FROM slice WHERE name = 'dialect')"
                " AND tx NOT IN (SELECT tx FROM ledger WHERE ended = 1 AND receipt = 1)"
            )
            self._writer.execute("INSERT OR REPLACE INTO slice VALUES ('dialect', ?)", (dialect,))

    def next_unsent(self, after: int) -> tuple[int, TransactionChanged] | None:
        """The oldest row after row *after* that has no receipt, with its number."""
        query = "SELECT row, fact FROM ledger WHERE receipt = 0 AND row > ? ORDER BY row LIMIT 1"
        found = self._reader.execute(query, (after,)).fetchone()
        return None if found is None else (found[0], FACT.decode(found[1]))

    def unsent(self) -> int:
        """How many rows the central system does not have yet."""
        return self._count("SELECT count(*) FROM ledger WHERE receipt = 0")

    def waiting(self) -> int:
        """How many finished transactions the central system does not have to their last row."""
        return self._count("SELECT count(*) FROM ledger WHERE receipt = 0 AND ended = 1")

    def note_of(self, transaction: str) -> str | None:
        """The note that came with a receipt of *transaction*."""
        query = "SELECT note FROM ledger WHERE tx = ? AND note IS NOT NULL LIMIT 1"
        found = self._reader.execute(query, (transaction,)).fetchone()
        return None if found is None else str(found[0])

    def transaction_of(self, note: str) -> str | None:
        """The newest transaction that has *note*; one that runs before all that are over."""
        over = "EXISTS (SELECT 1 FROM ledger AS other WHERE other.tx = ledger.tx AND other.ended = 1)"
        query = f"SELECT tx FROM ledger WHERE note = ? ORDER BY {over}, row DESC LIMIT 1"
        found = self._reader.execute(query, (note,)).fetchone()
        return None if found is None else str(found[0])

    def samples_of(self, transaction: str) -> tuple[Sampled, ...]:
        """What is to be told with the end of *transaction*, in order."""
        return samples.read(self._reader, transaction)

    def rows_of(self, transaction: str) -> tuple[TransactionChanged, ...]:
        """Every row of *transaction*, in order."""
        found = self._reader.execute("SELECT fact FROM ledger WHERE tx = ? ORDER BY row", (transaction,))
        return tuple(row for (fact,) in found.fetchall() for row in _read(fact))

    def ends_of(self, transaction: str) -> tuple[tuple[TransactionChanged, ...], int]:
        """The first and the last row of *transaction*, and how many it has."""
        query = "SELECT min(row), max(row), count(*) FROM ledger WHERE tx = ?"
        first, last, count = self._reader.execute(query, (transaction,)).fetchone()
        found = self._reader.execute("SELECT fact FROM ledger WHERE row IN (?, ?) ORDER BY row", (first, last))
        return tuple(row for (fact,) in found.fetchall() for row in _read(fact)), count

    def transactions(self, newest: int = 100) -> tuple[str, ...]:
        """The ids of the *newest* transactions, the newest first."""
        query = "SELECT tx FROM ledger GROUP BY tx ORDER BY min(row) DESC LIMIT ?"
        return tuple(str(tx) for (tx,) in self._reader.execute(query, (newest,)).fetchall())

    def incidents(self) -> tuple[IncidentRecorded, ...]:
        """The security log, the oldest line first; when each was, :func:`pilotwire.core.clock.utc_s_of` knows best."""
        found = self._reader.execute("SELECT record FROM incident ORDER BY row").fetchall()
        return tuple(INCIDENT.decode(record) for (record,) in found)

    def _count(self, query: str) -> int:
        return int(self._reader.execute(query).fetchone()[0])


def _read(fact: bytes) -> tuple[TransactionChanged, ...]:
    """The row; none where another version of this program wrote it in a way that this one cannot read."""
    try:
        return (FACT.decode(fact),)
    except msgspec.MsgspecError:
        return ()
