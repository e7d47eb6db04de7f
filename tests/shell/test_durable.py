"""First customer.json, then the ledger, and again until both have it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.shell.disk import REFUSAL, Disk
from tests.shell.history import History, connected

from pilotwire.app.durable import DurableStore
from pilotwire.config.configuration import Configuration, load
from pilotwire.config.writer import has_path
from pilotwire.core.csms import BootAnswered, LinkChanged, Registration
from pilotwire.core.registry import CONNECTION_TIMEOUT_S, HEARTBEAT_INTERVAL_S
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import ConfigurationEdited, VariablesWritten
from pilotwire.core.settings import Settings, Write
from pilotwire.personality.load import load as load_personality
from pilotwire.security.vault import Vault
from pilotwire.store.ledger import Ledger


@dataclass
class Room:
    path: Path
    ledger: Ledger
    configuration: Configuration
    store: DurableStore

    def text(self) -> str:
        return (self.path / "config" / "customer.json").read_text()

    def next_start(self) -> Settings:
        """The settings the next start finds."""
        kept = self.ledger.kept()
        return Settings(configured(self.path).layers, kept.settings, kept.settings)


def configured(path: Path) -> Configuration:
    (path / "config").mkdir(exist_ok=True)
    return load(path / "config", path / "data", load_personality("pilotwire"), {})


@pytest.fixture
def room(tmp_path: Path) -> Room:
    configuration = configured(tmp_path)
    ledger = Ledger(tmp_path / "transactions.db", has_path)
    return Room(
        tmp_path,
        ledger,
        configuration,
        DurableStore(ledger, configuration.writer, Settings(configuration.layers), Vault(tmp_path / "vault")),
    )


def write(history: History, value: int) -> None:
    history.hear(VariablesWritten(ReplyTo("r"), (Write(CONNECTION_TIMEOUT_S.name, value),)))


async def test_a_value_with_a_place_in_customer_json_is_found_there_by_the_next_start(room: Room) -> None:
    history, comments = connected(), room.text().count("//")
    write(history, 77)
    await room.store.keep(history.new())
    assert '"ConnectionTimeOut": 77' in room.text()
    assert room.text().count("//") == comments
    assert room.next_start().get(CONNECTION_TIMEOUT_S) == 77
    assert (CONNECTION_TIMEOUT_S.name, 0) not in room.ledger.kept().settings


async def test_a_value_without_a_place_there_is_found_in_the_ledger(room: Room) -> None:
    history, before = History(), room.text()
    history.new()
    history.hear(LinkChanged(online=True), BootAnswered(Registration.ACCEPTED, 123))
    await room.store.keep(history.new())
    assert room.text() == before
    assert room.next_start().get(HEARTBEAT_INTERVAL_S) == 123


async def test_while_customer_json_cannot_be_written_nothing_of_the_batch_is_durable(room: Room) -> None:
    history, before = connected(), room.text()
    tolds = history.session()
    write(history, 78)
    batch = [*tolds, *history.new()]
    for place in (room.path / "config" / "customer.json", room.path / "data" / "backups" / "customer.json"):
        place.unlink()
        place.mkdir()  # nobody, not even root, can put a file where a directory is
    with pytest.raises(OSError, match=r"customer\.json"):
        await room.store.keep(batch)
    assert room.ledger.unsent() == 0
    for place in (room.path / "config" / "customer.json", room.path / "data" / "backups" / "customer.json"):
        place.rmdir()
        place.write_text(before)
    await room.store.keep(batch)
    assert room.next_start().get(CONNECTION_TIMEOUT_S) == 78
    assert room.ledger.unsent() > 0


async def test_a_ledger_that_failed_after_the_file_was_written_is_tried_again(room: Room) -> None:
    history, disk = connected(), Disk(room.path / "transactions.db")
    tolds = history.session()
    write(history, 79)
    batch = [*tolds, *history.new()]
    disk.refuse()
    with pytest.raises(OSError, match=REFUSAL):
        await room.store.keep(batch)
    assert (disk.count("ledger"), disk.count("slice")) == (0, 0)
    disk.recover()
    await room.store.keep(batch)
    assert room.next_start().get(CONNECTION_TIMEOUT_S) == 79
    assert disk.count("ledger") == room.ledger.unsent() > 0


async def test_what_did_not_change_is_not_written_again(room: Room) -> None:
    history, path = connected(), room.path / "config" / "customer.json"
    write(history, 80)
    await room.store.keep(history.new())
    written = path.stat().st_mtime_ns, path.stat().st_ino
    history.go(100.0)
    write(history, 80)
    await room.store.keep(history.new())
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == written


async def test_a_value_written_again_after_a_person_has_edited_the_file_is_in_the_file_again(room: Room) -> None:
    history = connected()
    write(history, 77)
    await room.store.keep(history.new())
    file = room.path / "config" / "customer.json"
    file.write_text(room.text().replace('"ConnectionTimeOut": 77', '"ConnectionTimeOut": 66'))
    history.hear(ConfigurationEdited((Write(CONNECTION_TIMEOUT_S.name, 66),)))
    write(history, 77)
    await room.store.keep(history.new())
    assert '"ConnectionTimeOut": 77' in room.text()


async def test_what_a_person_has_edited_is_not_written_over(room: Room) -> None:
    history = connected()
    write(history, 77)
    await room.store.keep(history.new())
    file = room.path / "config" / "customer.json"
    file.write_text(room.text().replace('"ConnectionTimeOut": 77', '"ConnectionTimeOut": 66'))
    history.hear(ConfigurationEdited((Write(CONNECTION_TIMEOUT_S.name, 66),)))
    await room.store.keep(history.new())
    assert '"ConnectionTimeOut": 66' in room.text()
    assert room.next_start().get(CONNECTION_TIMEOUT_S) == 66
