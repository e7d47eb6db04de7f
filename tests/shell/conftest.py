"""A real ledger in a temporary directory, and its disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pilotwire.store.ledger import Ledger
from tests.shell.disk import Disk


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


@pytest.fixture
def disk(tmp_path: Path, ledger: Ledger) -> Disk:
    return Disk(tmp_path / "transactions.db")
