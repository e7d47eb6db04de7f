"""A ledger whose disk can be made to refuse and to hesitate, from outside, by SQLite itself."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from pilotwire.core.told import Told
from pilotwire.store.ledger import Ledger

REFUSAL = "the disk is full"


class Disk:
    """The database file, as another process can spoil it."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)

    def refuse(self, table: str = "ledger") -> None:
        """Every insert into *table* fails from now on."""
        text = f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(FAIL, '{REFUSAL}'); END"
        self._connection.execute(text)

    def recover(self, table: str = "ledger") -> None:
        """There is space again."""
        self._connection.execute(f"DROP TRIGGER full_{table}")

    def count(self, table: str) -> int:
        """What has been committed."""
        return int(self._connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


class SlowLedger:
    """A ledger on a disk that begins a commit only when :attr:`free` is set, and tells how many it made."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.free, self.begun = asyncio.Event(), asyncio.Event()
        self.batches: list[tuple[Told, ...]] = []

    async def keep(self, batch: Sequence[Told]) -> None:
        """Sooner or later."""
        self.begun.set()
        await self.free.wait()
        await self._ledger.keep(batch)
        self.batches.append(tuple(batch))
