"""The local list on disk: one row for each token, so that a small change of a long list is a small write."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from pilotwire.core.token import Cache, TokenInfo, TokenStatus

TokenRow = tuple[str, str, float | None, str | None]


@dataclass(frozen=True, slots=True)
class ListChange:
    """What is different from the list that was written last; *is_new*: nothing of that one is left to build on."""

    gone: tuple[tuple[str], ...] = ()
    changed: tuple[TokenRow, ...] = ()
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class ListSwap:
    """The list as it was written last (None: nobody knows), and as it is now; looked at in detail by who writes it."""

    written: Cache | None
    entries: Cache

    def __bool__(self) -> bool:
        return self.written is not self.entries

    @property
    def change(self) -> ListChange:
        """What has to be written."""
        return change_of(self.written, self.entries)


def change_of(written: Cache | None, entries: Cache) -> ListChange:
    """What has to be written where *written* is on disk (None: nobody knows what is) and *entries* are to be.

    An entry that nobody has touched is the same object; so ten thousand are compared in less than a millisecond.
    """
    if written is entries:
        return ListChange()
    old: Cache = {} if written is None else written
    changed = tuple(_row(name, info) for name, info in entries.items() if old.get(name) is not info)
    if written is None or len(changed) == len(entries):
        return ListChange((), changed, is_new=True)
    return ListChange(tuple((name,) for name in old if name not in entries), changed)


def _row(name: str, info: TokenInfo) -> TokenRow:
    return name, info.status.value, info.expires_s, info.group


def write(connection: sqlite3.Connection, change: ListChange) -> None:
    """Carry *change* out, in a transaction of the caller's."""
    if change.is_new:
        connection.execute("DELETE FROM listed")
    connection.executemany("DELETE FROM listed WHERE name = ?", change.gone)
    connection.executemany("INSERT OR REPLACE INTO listed VALUES (?, ?, ?, ?)", change.changed)


def read(connection: sqlite3.Connection) -> Mapping[str, TokenInfo]:
    """The list as it was written. Raises sqlite3.Error, and ValueError for a status that does not exist."""
    rows = connection.execute("SELECT name, status, expires_s, family FROM listed")
    return {name: TokenInfo(TokenStatus(status), expires_s, family) for name, status, expires_s, family in rows}
