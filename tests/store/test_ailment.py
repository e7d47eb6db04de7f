"""A disk that fails has the name the field gives it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pilotwire.core.port.fault import Fault
from pilotwire.store.ailment import fault_of
from pilotwire.store.database import StoreFailed, opened


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "transactions.db"
    opened(path).close()
    return path


def failing(path: Path, uri: str = "", statement: str = "CREATE TABLE other (x INTEGER)") -> Fault:
    """The fault *statement* runs into."""
    connection = sqlite3.connect(uri or f"file:{path}", uri=True, isolation_level=None)
    with pytest.raises(sqlite3.Error) as failed:
        connection.execute(statement)
    connection.close()
    return fault_of(failed.value)


@pytest.mark.req("CCC-ERR-019")
def test_a_database_that_may_only_be_read_is_read_only(database: Path) -> None:
    assert failing(database, f"file:{database}?mode=ro") is Fault.STORE_READ_ONLY


@pytest.mark.req("CCC-ERR-029", "CCC-ADD-009")
def test_a_disk_without_room_is_full(database: Path) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("CREATE TABLE heap (x BLOB)")
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(sqlite3.Error) as failed:
        connection.execute("INSERT INTO heap VALUES (zeroblob(1000000))")
    connection.close()
    assert fault_of(failed.value) is Fault.STORE_FULL


@pytest.mark.req("CCC-ERR-024")
def test_a_file_that_is_no_database_prepares_nothing(tmp_path: Path) -> None:
    path = tmp_path / "transactions.db"
    path.write_bytes(b"not a database " * 100)
    assert failing(path) is Fault.STORE_PREPARE_FAILED


@pytest.mark.req("CCC-ERR-017")
def test_a_place_that_does_not_exist_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    with pytest.raises(StoreFailed) as failed:
        opened(tmp_path / "data" / "deeper" / "transactions.db")
    assert fault_of(failed.value) is Fault.STORE_FAILED, "the folder itself failed: no word of SQLite"
    with pytest.raises(sqlite3.Error) as other:
        sqlite3.connect(tmp_path / "nowhere" / "transactions.db").execute("SELECT 1")
    assert fault_of(other.value) is Fault.STORE_OPEN_FAILED


@pytest.mark.req("CCC-ERR-025")
def test_a_number_that_is_not_unique_cannot_be_updated(database: Path) -> None:
    statement = "CREATE TABLE one (x INTEGER PRIMARY KEY)"
    sqlite3.connect(database).execute(statement).connection.execute("INSERT INTO one VALUES (1)").connection.commit()
    assert failing(database, statement="INSERT INTO one VALUES (1)") is Fault.STORE_UPDATE_FAILED


def test_what_has_no_name_of_its_own_is_a_failed_transaction(database: Path) -> None:
    assert failing(database, statement="NONSENSE") is Fault.STORE_FAILED
    assert fault_of(OSError("the disk is full")) is Fault.STORE_FAILED
    assert fault_of(None) is Fault.STORE_FAILED


def test_the_cause_of_an_error_counts(database: Path) -> None:
    failed = StoreFailed("cannot keep")
    failed.__cause__ = sqlite3.OperationalError("unable to open database file")
    failed.__cause__.sqlite_errorname = "SQLITE_CANTOPEN_ISDIR"
    assert fault_of(failed) is Fault.STORE_OPEN_FAILED
