"""Opening the database: durable, migrated, and with a clear word when that is not possible."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path


class StoreFailed(OSError):
    """The data directory cannot be used; the text says why in one line."""


def opened(path: Path) -> sqlite3.Connection:
    """A connection to the database at *path*, created and migrated as needed. Raises StoreFailed."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        _migrate(connection)
    except (OSError, sqlite3.Error) as error:
        raise StoreFailed(f"{path}: {error}") from error
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """What is executed inside is committed at its end, or none of it is."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # SQLite itself may have rolled back already
            connection.execute("ROLLBACK")
        raise


def _migrate(connection: sqlite3.Connection) -> None:
    """Run the scripts this database has not seen yet; each is one transaction with its new version number."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    scripts = sorted(resources.files("pilotwire.store").joinpath("migrations").iterdir(), key=lambda file: file.name)
    for number, script in enumerate((file for file in scripts if file.name.endswith(".sql")), 1):
        if number > version:
            text = script.read_text(encoding="utf-8")
            connection.executescript(f"BEGIN IMMEDIATE;\n{text}\nPRAGMA user_version = {number};\nCOMMIT;")
