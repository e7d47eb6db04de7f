"""The ledger: what happened, who has it, and what is open, in one commit or not at all."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import fields, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from tests.core.bench import BOB
from tests.core.profiles import clear, daily, profile, put
from tests.shell.disk import Disk
from tests.shell.history import connected

from pilotwire.core.delivery import Delivered, LedgerErased
from pilotwire.core.local_list import LocalList
from pilotwire.core.moment import Moment, Stamp
from pilotwire.core.outcome import Outcome, Receipt
from pilotwire.core.profile import Purpose, RateUnit, Recurrency
from pilotwire.core.reading import Reading, Registers, Signed
from pilotwire.core.restart import kept_of
from pilotwire.core.sampling import Occasion, Offer, Sampled
from pilotwire.core.stop import Reason, Trigger
from pilotwire.core.token import Token, TokenInfo, TokenStatus
from pilotwire.core.told import Told
from pilotwire.core.transaction import ChargingState, Kind, TransactionChanged
from pilotwire.core.transaction_data import SampleKept
from pilotwire.store import samples
from pilotwire.store.database import StoreFailed, opened, transaction
from pilotwire.store.ledger import KEEP_TRANSACTIONS, Ledger
from pilotwire.store.volatile import VolatileLedger

STAMP = Stamp("b1", 12.5, 1_750_000_212.123, utc_trusted=True)
READING = Reading(5000.4, 11040.0, (230.0, 231.5, 229.96), (16.0, 15.9, 16.1), 50.02, 80.0)
FULL = TransactionChanged(
    transaction="b1-1",
    seq=7,
    kind=Kind.ENDED,
    trigger=Trigger.REMOTE_STOP,
    reason=Reason.REMOTE,
    stamp=STAMP,
    offline=True,
    evse=2,
    token=Token("04A11CE0"),
    names_token=True,
    charging=ChargingState.SUSPENDED_EVSE,
    becomes_chargeable=True,
    was_chargeable=True,
    remote_start_id=2**40,
    meter_wh=123456.789,
    samples=(Sampled(STAMP, Occasion.END, READING, Offer(15.5, 3565.0), ("Voltage", "SoC")),),
    reservation=12,
)
OTHER = replace(
    FULL,
    transaction="b1-2",
    kind=Kind.STARTED,
    reason=None,
    offline=False,
    token=None,
    names_token=False,
    becomes_chargeable=False,
    was_chargeable=False,
    remote_start_id=None,
    meter_wh=None,
    samples=(),
    reservation=None,
)
STATION = connected().station


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "transactions.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger(path)
    yield ledger
    ledger.close()


def told(*facts: TransactionChanged | SampleKept, receipts: tuple[Receipt, ...] = ()) -> Told:
    event = Delivered(0, "")
    return Told(event, Moment(0.0), STATION, STATION, Outcome(facts=facts, receipts=receipts))


def row(transaction: str, seq: int, kind: Kind = Kind.UPDATED) -> TransactionChanged:
    return replace(OTHER, transaction=transaction, seq=seq, kind=kind)


def whole(name: str) -> tuple[TransactionChanged, ...]:
    return row(name, 0, Kind.STARTED), row(name, 1), row(name, 2, Kind.ENDED)


def unsent(ledger: Ledger) -> list[tuple[str, int]]:
    """Transaction and seq of what is to be sent, in order."""
    found, after = [], 0
    while (following := ledger.next_unsent(after)) is not None:
        after = following[0]
        found.append((following[1].transaction, following[1].seq))
    return found


@pytest.mark.parametrize("fact", [FULL, OTHER], ids=["every field", "no field"])
async def test_a_row_comes_back_as_it_was(ledger: Ledger, fact: TransactionChanged) -> None:
    await ledger.keep([told(fact)])
    assert ledger.next_unsent(0) == (1, fact)
    assert ledger.rows_of(fact.transaction) == (fact,)


def test_the_full_row_leaves_no_field_at_its_least() -> None:
    empty = (None, False, (), 0)
    assert [field.name for field in fields(FULL) if getattr(FULL, field.name) in empty] == []


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("trigger", list(Trigger))
async def test_every_word_of_a_row_comes_back(ledger: Ledger, kind: Kind, trigger: Trigger) -> None:
    reasons, states = list(Reason), list(ChargingState)
    facts = [
        replace(FULL, kind=kind, trigger=trigger, reason=reasons[index % len(reasons)], charging=states[index % 5])
        for index in range(len(reasons))
    ]
    await ledger.keep([told(*facts)])
    assert list(ledger.rows_of(FULL.transaction)) == facts


async def test_rows_are_numbered_in_the_order_they_were_told_and_so_they_are_sent(ledger: Ledger) -> None:
    await ledger.keep([told(row("a", 0), row("b", 0)), told(row("a", 1))])
    await ledger.keep([told(row("b", 1))])
    assert unsent(ledger) == [("a", 0), ("b", 0), ("a", 1), ("b", 1)]
    assert (ledger.last_row, ledger.unsent()) == (4, 4)


async def test_the_ends_of_a_transaction_are_read_without_what_lies_between(ledger: Ledger) -> None:
    first, last = row("tx", 0, Kind.STARTED), row("tx", 3, Kind.ENDED)
    await ledger.keep([told(first, row("tx", 1), row("other", 0), row("tx", 2), last)])
    assert ledger.ends_of("tx") == ((first, last), 4)
    assert ledger.ends_of("other") == ((row("other", 0),), 1)


async def test_a_receipt_and_its_note_are_found_again(ledger: Ledger, path: Path) -> None:
    await ledger.keep([told(*whole("a"), *whole("b"))])
    await ledger.keep([told(receipts=(Receipt(1, "17"), Receipt(2)))])
    again = Ledger(path)
    assert unsent(again) == [("a", 2), ("b", 0), ("b", 1), ("b", 2)]
    assert (again.note_of("a"), again.note_of("b"), again.note_of("?")) == ("17", None, None)
    assert (again.transaction_of("17"), again.transaction_of("18")) == ("a", None)
    assert again.last_row == ledger.last_row == 6
    again.close()


async def test_a_note_given_twice_belongs_to_the_newest(ledger: Ledger) -> None:
    await ledger.keep([told(*whole("a"), *whole("b")), told(receipts=(Receipt(1, "17"), Receipt(4, "17")))])
    assert ledger.transaction_of("17") == "b"


async def test_a_note_given_twice_means_the_transaction_that_runs(ledger: Ledger) -> None:
    await ledger.keep([told(row("runs", 0, Kind.STARTED), *whole("over"))])
    await ledger.keep([told(receipts=(Receipt(1, "17"), Receipt(2, "17")))])
    assert ledger.transaction_of("17") == "runs"


async def test_a_fact_and_what_it_changed_in_the_state_are_one_commit(ledger: Ledger, path: Path) -> None:
    history, disk = connected(), Disk(path)
    tolds = history.session()
    await ledger.keep(connected().session()[:1])
    before = disk.count("ledger"), ledger.kept()
    for table in ("ledger", "slice"):
        disk.refuse(table)
        with pytest.raises(StoreFailed, match=r"transactions\.db: the disk is full"):
            await ledger.keep(tolds)
        disk.recover(table)
        assert (disk.count("ledger"), ledger.kept()) == before
        assert ledger.last_row == before[0]
    await ledger.keep(tolds)
    assert ledger.kept() == kept_of(history.station)
    assert ledger.last_row == disk.count("ledger") > before[0]


async def test_only_slices_that_changed_are_written(ledger: Ledger, path: Path) -> None:
    history, other = connected(), sqlite3.connect(path, isolation_level=None)
    history.plug(asks=False)
    await ledger.keep(history.new())
    other.execute("DELETE FROM slice")
    history.unplug()
    await ledger.keep(history.new())
    assert other.execute("SELECT name FROM slice").fetchall() == []
    history.charge()
    await ledger.keep(history.new())
    assert set(other.execute("SELECT name FROM slice").fetchall()) == {("cache",), ("transactions",)}
    other.close()


async def test_a_batch_that_says_and_changes_nothing_wakes_no_disk(ledger: Ledger, path: Path) -> None:
    await ledger.keep([told()])
    size = path.with_name("transactions.db-wal").stat().st_size
    await ledger.keep([told(), told()])
    assert path.with_name("transactions.db-wal").stat().st_size == size


async def test_a_station_kept_in_the_middle_of_everything_is_kept_whole(ledger: Ledger, path: Path) -> None:
    history = connected(sockets=(True, False))
    history.charge(1)
    history.plug(2)
    history.authorize(BOB, evse=2)
    history.go(5.0)
    await ledger.keep(history.new())
    other = Ledger(path)
    kept = other.kept()
    other.close()
    assert set(kept.transactions) == {1, 2}
    assert kept == kept_of(history.station)


async def test_charging_profiles_are_kept_before_they_are_answered_and_forgotten_when_they_are_cleared(
    ledger: Ledger, path: Path
) -> None:
    history = connected()
    every = {"unit": RateUnit.WATT, "duration_s": 60, "least": 6.5, "from_s": 1.5, "to_s": 9.25, "level": 3}
    put(history, daily((0, 11000.1), (30, 0.0, 1), recurrency=Recurrency.WEEKLY, **every))
    put(history, profile(20.0, id=2, purpose=Purpose.STATION_MAX))
    await ledger.keep(history.new())
    assert Ledger(path).kept().profiles == history.station.profiles
    clear(history, id=1)
    await ledger.keep(history.new())
    assert [each.profile.id for each in Ledger(path).kept().profiles] == [2]


# -- another version of OCPP


async def test_when_the_dialect_changes_open_transactions_are_told_again_from_their_start(ledger: Ledger) -> None:
    ledger.speak("ocpp1.6")
    await ledger.keep([told(*whole("done"), *whole("ended"), row("open", 0, Kind.STARTED), row("open", 1))])
    receipts = (Receipt(1, "7"), Receipt(2), Receipt(3), Receipt(4, "8"), Receipt(7, "9"))
    await ledger.keep([told(receipts=receipts)])
    ledger.speak("ocpp1.6")
    assert unsent(ledger) == [("ended", 1), ("ended", 2), ("open", 1)]
    ledger.speak("ocpp2.0.1")
    assert unsent(ledger) == [("ended", 0), ("ended", 1), ("ended", 2), ("open", 0), ("open", 1)]
    assert (ledger.note_of("done"), ledger.note_of("open"), ledger.note_of("ended")) == ("7", None, None)


async def test_the_first_dialect_ever_takes_no_receipt_away(ledger: Ledger) -> None:
    await ledger.keep([told(row("a", 0)), told(receipts=(Receipt(1, "7"),))])
    ledger.speak("ocpp1.6")
    assert (unsent(ledger), ledger.note_of("a")) == ([], "7")


async def test_a_dialect_cannot_change_on_a_disk_that_refuses(ledger: Ledger, path: Path) -> None:
    ledger.speak("ocpp1.6")
    await ledger.keep([told(row("a", 0)), told(receipts=(Receipt(1, "7"),))])
    disk = Disk(path)
    disk.refuse("slice")
    with pytest.raises(StoreFailed):
        ledger.speak("ocpp2.0.1")
    disk.recover("slice")
    assert unsent(ledger) == []


# -- forgetting


async def test_what_is_told_to_the_last_row_goes_but_for_the_newest(ledger: Ledger) -> None:
    names = [f"t{number}" for number in range(KEEP_TRANSACTIONS + 20)]
    await ledger.keep([told(*(fact for name in names for fact in whole(name)))])
    assert len(ledger.transactions(10_000)) == len(names)
    unsent_rows = {3 * 5 + 2, 3 * 7 + 3}  # a row of t5 and the last one of t7
    receipts = tuple(Receipt(number) for number in range(1, 3 * len(names) + 1) if number not in unsent_rows)
    await ledger.keep([told(receipts=receipts)])
    await ledger.keep([told(*whole("new"))])
    left = ledger.transactions(10_000)
    assert {"t5", "t7", "new", names[-1]} <= set(left)
    assert "t0" not in left
    assert len(left) == KEEP_TRANSACTIONS + 3
    assert unsent(ledger)[:2] == [("t5", 1), ("t7", 2)]


async def test_numbers_of_rows_are_never_given_again(ledger: Ledger, path: Path) -> None:
    await ledger.keep([told(*whole("a"))])
    other = sqlite3.connect(path)
    with other:
        other.execute("DELETE FROM ledger")
    other.close()
    await ledger.keep([told(*whole("b"))])
    assert ledger.next_unsent(0) == (4, row("b", 0, Kind.STARTED))


async def test_an_erased_ledger_holds_what_came_after_and_numbers_go_on(ledger: Ledger, path: Path) -> None:
    await ledger.keep([told(*whole("a")), told(receipts=(Receipt(1, "7"),))])
    erased = replace(told(), outcome=Outcome(facts=(row("b", 2, Kind.ENDED), LedgerErased("ws://old"))))
    await ledger.keep([erased, told(*whole("c"))])
    assert (unsent(ledger), ledger.transactions()) == ([("c", 0), ("c", 1), ("c", 2)], ("c",))
    assert (ledger.transaction_of("7"), ledger.next_unsent(0)) == (None, (5, whole("c")[0]))
    again = Ledger(path)
    assert (ledger.last_row, again.last_row, again.waiting()) == (7, 7, 1)
    again.close()


async def test_an_erasure_the_disk_refuses_erases_nothing(ledger: Ledger, path: Path) -> None:
    await ledger.keep([told(*whole("a"))])
    disk = Disk(path)
    disk.refuse()
    with pytest.raises(StoreFailed):
        await ledger.keep([replace(told(), outcome=Outcome(facts=(LedgerErased("ws://old"), *whole("b"))))])
    disk.recover()
    assert ledger.transactions() == ("a",)


async def test_a_ledger_in_memory_is_erased_too() -> None:
    ledger = VolatileLedger()
    await ledger.keep([told(*whole("a")), told(receipts=(Receipt(1, "7"),))])
    await ledger.keep([replace(told(), outcome=Outcome(facts=(LedgerErased("ws://old"),))), told(*whole("b"))])
    assert (ledger.next_unsent(0), ledger.transaction_of("7")) == ((4, whole("b")[0]), None)


# -- rows of another version of this program


@pytest.mark.req("CCC-STORE-002")
async def test_a_row_nobody_can_read_any_more_holds_up_none_behind_it_and_stays_on_disk(
    ledger: Ledger, path: Path
) -> None:
    await ledger.keep([told(*whole("a"), *whole("b"))])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("UPDATE ledger SET fact = ? WHERE row IN (2, 4)", (b'{"transaction": "of another version"}',))
    with capture_logs() as logs:
        ledger.speak("ocpp1.6")
    assert [(line["log_level"], line["row"], line["transaction"]) for line in logs] == [
        ("error", 2, "a"),
        ("error", 4, "b"),
    ]
    assert unsent(ledger) == [("a", 0), ("a", 2), ("b", 1), ("b", 2)]
    assert ([row.seq for row in ledger.rows_of("a")], ledger.ends_of("b")[1]) == ([0, 2], 3)
    ledger.speak("ocpp2.0.1")
    assert unsent(ledger) == [("a", 0), ("a", 2), ("b", 1), ("b", 2)]
    assert other.execute("SELECT count(*) FROM ledger").fetchone() == (6,)
    other.close()


# -- two hands at one file


# --- samples that wait for the end


def kept(transaction: str, energy_wh: float = 5000.4, occasion: Occasion = Occasion.PERIODIC) -> SampleKept:
    since = Registers(4000.0, 1.0, 2.0, 3.0)
    reading = replace(READING, energy_wh=energy_wh, signed=Signed("OCMF|{}|{}"))
    return SampleKept(transaction, Sampled(STAMP, occasion, reading, Offer(15.5, 3565.0), ("SoC",), since, True))


def registers(ledger: Ledger | VolatileLedger, transaction: str) -> list[float]:
    return [sample.reading.energy_wh for sample in ledger.samples_of(transaction)]


async def test_samples_come_back_as_they_were_and_in_order_also_after_a_restart(ledger: Ledger, path: Path) -> None:
    facts = [kept("a", 1.0, Occasion.BEGIN), kept("b", 2.0), kept("a", 3.0), kept("a", 4.0, Occasion.CLOCK)]
    await ledger.keep([told(*facts)])
    assert Ledger(path).samples_of("a") == tuple(each.sample for each in facts if each.transaction == "a")
    assert (registers(ledger, "b"), registers(ledger, "?")) == ([2.0], [])
    assert ledger.last_row == 0  # they are no rows: nobody is told of them by themselves


async def test_a_sample_nobody_can_read_any_more_is_left_out(ledger: Ledger, path: Path) -> None:
    await ledger.keep([told(kept("a", 1.0), kept("a", 2.0), kept("a", 3.0))])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("UPDATE sample SET sample = '{}' WHERE number = 2")
    other.close()
    assert registers(ledger, "a") == [1.0, 3.0]


async def test_samples_go_with_the_receipt_of_the_end_and_not_before(ledger: Ledger) -> None:
    await ledger.keep([told(kept("a"), kept("b"), *whole("a"))])
    await ledger.keep([told(receipts=(Receipt(1, "17"), Receipt(2)))])
    assert len(registers(ledger, "a")) == 1
    await ledger.keep([told(receipts=(Receipt(3),))])
    assert (registers(ledger, "a"), len(registers(ledger, "b"))) == ([], 1)


async def test_an_erased_ledger_has_no_samples_either(ledger: Ledger) -> None:
    await ledger.keep([told(kept("a"), LedgerErased("ws://b"), kept("b"))])
    assert (registers(ledger, "a"), len(registers(ledger, "b"))) == ([], 1)


async def test_of_too_many_samples_every_second_goes_but_never_the_first(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(samples, "MOST", 8)
    memory = VolatileLedger()
    for number in range(100):
        for each in (ledger, memory):
            await each.keep([told(kept("a", float(number)), kept("b", float(number)))])
        assert len(registers(ledger, "a")) <= 8
    assert registers(ledger, "a") == registers(ledger, "b") == registers(memory, "a")
    assert registers(ledger, "a")[0] == 0.0
    assert registers(ledger, "a")[-1] >= 98.0


async def test_a_ledger_in_memory_forgets_samples_with_the_end_and_the_erasure() -> None:
    memory = VolatileLedger()
    await memory.keep([told(kept("a"), kept("b"), *whole("a"))])
    await memory.keep([told(receipts=(Receipt(1), Receipt(2), Receipt(3)))])
    assert (registers(memory, "a"), len(registers(memory, "b"))) == ([], 1)
    await memory.keep([told(LedgerErased("ws://b"))])
    assert registers(memory, "b") == []


async def test_reading_sees_what_is_committed_while_the_next_commit_is_under_way(ledger: Ledger, path: Path) -> None:
    await ledger.keep([told(row("a", 0))])
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("DELETE FROM ledger")
    writing = asyncio.create_task(ledger.keep([told(row("a", 1))]))
    await asyncio.sleep(0)
    assert unsent(ledger) == [("a", 0)]
    other.execute("ROLLBACK")
    await writing
    assert unsent(ledger) == [("a", 0), ("a", 1)]
    other.close()


async def test_closing_finishes_the_commit_that_has_begun(path: Path) -> None:
    ledger, other = Ledger(path), sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(ledger.keep([told(row("a", 0))]))
    await asyncio.sleep(0)
    closing = asyncio.create_task(asyncio.to_thread(ledger.close))
    other.execute("ROLLBACK")
    await asyncio.gather(writing, closing)
    assert other.execute("SELECT count(*) FROM ledger").fetchone() == (1,)
    other.close()


# -- the file itself


def spoil_head(path: Path) -> None:
    path.write_bytes(b"this is no database" * 500)


def spoil_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    path.write_bytes(bytes(content))


def become_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("spoil", [spoil_head, spoil_middle, become_directory])
def test_a_file_that_is_no_database_is_refused_in_one_line(path: Path, spoil: Callable[[Path], None]) -> None:
    Ledger(path).close()
    spoil(path)
    with pytest.raises(StoreFailed, match=r"transactions\.db: [^\n]+$"):
        Ledger(path)


async def test_a_slice_that_cannot_be_read_is_refused(ledger: Ledger, path: Path) -> None:
    await ledger.keep(connected().session())
    other = sqlite3.connect(path)
    with other:
        other.execute("UPDATE slice SET value = '{' WHERE name = 'transactions'")
    other.close()
    with pytest.raises(StoreFailed):
        ledger.kept()


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    ledger = Ledger(path)
    assert (ledger.last_row, ledger.unsent(), ledger.kept().transactions) == (0, 0, {})
    ledger.close()


@pytest.mark.req("CCC-STAT-009", "CCC-STORE-002")
@pytest.mark.parametrize("spoil", [b"this is no database" * 500, b"SQLite format 3\0" + b"x" * 5000])
async def test_a_spoilt_file_that_somebody_deletes_is_made_anew_with_the_next_start(path: Path, spoil: bytes) -> None:
    ledger = Ledger(path)
    await ledger.keep([told(*whole("a"))])
    ledger.close()
    await asyncio.to_thread(path.write_bytes, spoil)
    with pytest.raises(StoreFailed, match=r"transactions\.db"):
        Ledger(path)
    await asyncio.to_thread(path.unlink)
    again = Ledger(path)
    await again.keep([told(*whole("b"))])
    assert (again.transactions(), again.waiting()) == (("b",), 1)
    again.close()


def test_a_second_start_migrates_nothing(path: Path) -> None:
    Ledger(path).close()
    other = sqlite3.connect(path)
    version = other.execute("PRAGMA user_version").fetchone()
    schema = other.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    Ledger(path).close()
    assert version == other.execute("PRAGMA user_version").fetchone() != (0,)
    assert other.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == schema
    other.close()


def test_the_file_is_durable_at_every_commit(path: Path) -> None:
    connection = opened(path)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    connection.close()


def test_a_commit_that_fails_leaves_nothing_and_the_next_one_works(path: Path) -> None:
    connection = opened(path)
    connection.executescript(
        "PRAGMA foreign_keys = ON; CREATE TABLE one(id INTEGER PRIMARY KEY);"
        "CREATE TABLE many(id REFERENCES one DEFERRABLE INITIALLY DEFERRED);"
    )
    with pytest.raises(sqlite3.IntegrityError), transaction(connection):
        connection.execute("INSERT INTO many VALUES (7)")  # nothing but COMMIT itself minds
    with transaction(connection):
        connection.execute("INSERT INTO one VALUES (1)")
    assert connection.execute("SELECT (SELECT count(*) FROM one), (SELECT count(*) FROM many)").fetchone() == (1, 0)
    connection.close()


# --- the local list


GOOD, BLOCKED = TokenInfo(TokenStatus.ACCEPTED), TokenInfo(TokenStatus.BLOCKED, 12.5, "FLEET")


def kept_list(version: int, entries: Mapping[str, TokenInfo]) -> Told:
    after = replace(STATION, local_list=LocalList(version, entries))
    return Told(Delivered(0, ""), Moment(0.0), STATION, after, Outcome())


def rows_written(path: Path) -> int:
    """How many rows of the list any connection has ever written; a trigger counts."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT count(*) FROM written").fetchone()[0])


async def test_the_local_list_is_read_back_as_it_was(ledger: Ledger, path: Path) -> None:
    entries = {"a": GOOD, "b": BLOCKED}
    await ledger.keep([kept_list(7, entries)])
    again = Ledger(path)
    assert again.kept().local_list == LocalList(7, entries)
    again.close()


async def test_a_small_change_of_a_long_list_is_a_small_write(ledger: Ledger, path: Path) -> None:
    entries = {f"{number:x}": TokenInfo(TokenStatus.ACCEPTED) for number in range(1000)}
    await ledger.keep([kept_list(1, entries)])
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TABLE written(name);"
            "CREATE TRIGGER added AFTER INSERT ON listed BEGIN INSERT INTO written VALUES (new.name); END;"
            "CREATE TRIGGER gone AFTER DELETE ON listed BEGIN INSERT INTO written VALUES (old.name); END;"
        )
    entries = {name: info for name, info in entries.items() if name != "5"} | {"6": BLOCKED, "new": GOOD}
    await ledger.keep([kept_list(2, entries)])
    assert rows_written(path) == 3
    assert ledger.kept().local_list == LocalList(2, entries)


async def test_a_list_that_is_replaced_leaves_nothing_of_the_old_one(ledger: Ledger) -> None:
    await ledger.keep([kept_list(1, {"a": GOOD, "b": GOOD})])
    await ledger.keep([kept_list(2, {"c": BLOCKED})])
    assert ledger.kept().local_list == LocalList(2, {"c": BLOCKED})
    await ledger.keep([kept_list(3, {})])
    assert ledger.kept().local_list == LocalList(3, {})


async def test_a_list_whose_commit_failed_is_written_with_the_next(ledger: Ledger, path: Path) -> None:
    await ledger.keep([kept_list(1, {"a": GOOD})])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TRIGGER no BEFORE INSERT ON listed BEGIN SELECT raise(ABORT, 'no'); END")
    with pytest.raises(StoreFailed):
        await ledger.keep([kept_list(2, {"a": GOOD, "b": GOOD})])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER no")
    await ledger.keep([kept_list(2, {"a": GOOD, "b": GOOD})])
    assert ledger.kept().local_list == LocalList(2, {"a": GOOD, "b": GOOD})


async def test_a_list_with_a_status_that_does_not_exist_cannot_be_read(ledger: Ledger, path: Path) -> None:
    await ledger.keep([kept_list(1, {"a": GOOD})])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE listed SET status = 'Curious'")
    with pytest.raises(StoreFailed, match="Curious"):
        ledger.kept()
