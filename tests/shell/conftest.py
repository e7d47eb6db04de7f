"""A real ledger in a temporary directory, and its disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict
from tests.shell.disk import Disk

from pilotwire.store.ledger import Ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


@pytest.fixture
def disk(tmp_path: Path, ledger: Ledger) -> Disk:
    return Disk(tmp_path / "transactions.db")


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    """What was logged."""
    with capture_logs() as entries:
        yield cast("list[EventDict]", entries)
