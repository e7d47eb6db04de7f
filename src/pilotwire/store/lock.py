"""One station to a data directory: a second process would write into the same ledger."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from pilotwire.store.database import StoreFailed


def locked(directory: Path) -> IO[str]:
    """A lock on *directory* that lasts as long as the file is open, and ends with the process however it ends.

    Raises StoreFailed if another process has it, or the directory cannot be used.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        file = (directory / ".lock").open("w")
    except OSError as error:
        raise StoreFailed(f"{directory}: {error.strerror}") from error
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise StoreFailed(f"{directory}: another station runs on this data directory") from error
    return file
