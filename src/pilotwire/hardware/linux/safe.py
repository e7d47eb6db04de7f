"""``pilotwire safe``: open everything, without configuration, ledger or event loop. The stop hook of the unit.

It imports little on purpose: it stands between a dead process and an open contactor.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pilotwire.hardware.linux import DEFAULT_BOARD
from pilotwire.hardware.linux.catalogue import BOARDS
from pilotwire.hardware.linux.hardware import Hardware

SAFE, FAILED, USAGE = 0, 1, 2


def make_safe(root: Path, table: str) -> tuple[int, tuple[str, ...]]:
    """Open everything of board *table* below *root*: the exit status, and one line for whatever could not be done."""
    if table not in BOARDS:
        return USAGE, (f"--table {table}: no such board; there are {', '.join(BOARDS)}",)
    try:
        Hardware(BOARDS[table], root).close()  # taking a line makes it safe, and giving it back leaves it so
    except OSError as error:
        return FAILED, tuple(str(error).splitlines())
    return SAFE, ()


def main() -> int:
    """The usual board below ``/``, with failures on stderr."""
    status, failures = make_safe(Path("/"), DEFAULT_BOARD)
    for failure in failures:
        print(failure, file=sys.stderr)
    return status
