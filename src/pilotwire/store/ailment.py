"""What a failing disk or database is called as a fault of the station (chargebyte guide 3.3.4.17 to 3.3.4.32)."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from pilotwire.core.port.fault import Fault

# SQLite's own names; one with an extension that is not here (SQLITE_READONLY_DBMOVED) counts as the one without
AILMENTS: Mapping[str, Fault] = {
    "SQLITE_CANTOPEN": Fault.STORE_OPEN_FAILED,
    "SQLITE_PERM": Fault.STORE_READ_ONLY,
    "SQLITE_READONLY": Fault.STORE_READ_ONLY,
    "SQLITE_MISMATCH": Fault.STORE_INVALID_TYPE,
    "SQLITE_CONSTRAINT_PRIMARYKEY": Fault.STORE_UPDATE_FAILED,
    "SQLITE_CONSTRAINT_UNIQUE": Fault.STORE_UPDATE_FAILED,
    "SQLITE_FULL": Fault.STORE_FULL,
    "SQLITE_CORRUPT": Fault.STORE_PREPARE_FAILED,
    "SQLITE_NOTADB": Fault.STORE_PREPARE_FAILED,
    "SQLITE_SCHEMA": Fault.STORE_PREPARE_FAILED,
}


def fault_of(error: BaseException | None) -> Fault:
    """Which fault *error* is, or whatever it was raised from; what has no name of its own is a failed transaction."""
    while error is not None:
        if isinstance(error, sqlite3.Error):
            name = getattr(error, "sqlite_errorname", None) or ""  # empty where the error was not SQLite's own
            return AILMENTS.get(name) or AILMENTS.get(_family(name), Fault.STORE_FAILED)
        error = error.__cause__ or error.__context__
    return Fault.STORE_FAILED


def _family(name: str) -> str:
    """``SQLITE_`` and the first word of *name*."""
    return "_".join(name.split("_")[:2])
