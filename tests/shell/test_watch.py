"""customer.json edited while the station runs: what applies now counts now, and a broken file changes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.real.living import Living, living

from pilotwire.app import watch
from pilotwire.app.watch import CustomerWatch
from pilotwire.config.configuration import Configuration, load
from pilotwire.core import registry
from pilotwire.core.event import Event
from pilotwire.core.reply import ReplyTo
from pilotwire.core.request import ConfigurationEdited, VariablesWritten
from pilotwire.core.settings import Settings, Write
from pilotwire.durable_file import replace_file
from pilotwire.personality.load import load as load_personality

TIMEOUT, EVSE_LIMIT = registry.CONNECTION_TIMEOUT_S, registry.EVSE_LIMIT_A
EDITED = "customer.json was edited"
BROKEN = "customer.json cannot be used; everything stays as it was"


@pytest.fixture
async def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Living]:
    monkeypatch.setattr(watch, "LOOK_S", 0.02)
    async with living(tmp_path, None, "1.6") as station:
        yield station


def file_of(station: Living) -> Path:
    return station.app.options.config_dir / "customer.json"


def edit(station: Living, old: str, new: str) -> str:
    text = file_of(station).read_text()
    assert old in text
    replace_file(file_of(station), text.replace(old, new))
    return text


async def test_what_applies_now_counts_without_a_restart_and_the_rest_is_said_to_need_one(station: Living) -> None:
    text = edit(station, '"ConnectionTimeOut": 60', '"ConnectionTimeOut": 33')
    await station.until(lambda now: now.settings.get(TIMEOUT) == 33)
    edit(station, '"evse_current_limit": 32', '"evse_current_limit": 16')
    await station.until(lambda now: now.settings.reported(EVSE_LIMIT, 1) == 16)
    now = station.app.station
    assert (now.settings.get(EVSE_LIMIT, 1), now.ports[0].build.evse_a) == (32, 32.0)
    told = [line for line in station.logs if line["event"] == EDITED]
    assert [line.get("now") for line in told] == [["ocpp/ConnectionTimeOut"], None]
    assert told[1]["after_a_restart"] == ["ports[0]/evse_current_limit"]
    assert file_of(station).read_text().count("//") == text.count("//")


async def test_a_good_edit_becomes_the_backup(station: Living) -> None:
    edit(station, '"ConnectionTimeOut": 60', '"ConnectionTimeOut": 33')
    await station.until_logged(EDITED)
    backup = station.app.options.data_dir / "backups" / "customer.json"
    assert backup.read_text() == file_of(station).read_text()


@pytest.mark.req("CCC-ADD-028")
@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"ConnectionTimeOut": 60', '"ConnectionTimeOut": 33, "enable": "yes"', "ocpp/enable: must be true or false"),
        ('"ConnectionTimeOut": 60', '"ConnectionTimeOut": 33,,', "column"),
    ],
)
async def test_a_broken_file_leaves_everything_as_it_was_and_is_told_with_its_line(
    station: Living, old: str, new: str, words: str
) -> None:
    backup = station.app.options.data_dir / "backups" / "customer.json"
    before = station.app.station.settings, backup.read_text()
    text = edit(station, old, new)
    line = await station.until_logged(BROKEN)
    number = text[: text.index(old)].count("\n") + 1
    assert line["error"].startswith(f"customer.json:{number}: ")
    assert words in str([one["error"] for one in station.logs if one["event"] == BROKEN])
    assert (station.app.station.settings, backup.read_text()) == before
    replace_file(file_of(station), text.replace(old, '"ConnectionTimeOut": 34'))
    await station.until(lambda now: now.settings.get(TIMEOUT) == 34)


async def test_a_file_that_is_gone_changes_nothing(station: Living) -> None:
    before = station.app.station.settings
    file_of(station).unlink()
    line = await station.until_logged(BROKEN)
    assert (line["error"], station.app.station.settings) == ("customer.json: is missing or empty", before)


async def test_what_the_station_writes_itself_is_not_told_as_an_edit(station: Living) -> None:
    station.app.inbox.put(VariablesWritten(ReplyTo("w"), (Write(TIMEOUT.name, 77),)))
    await station.until(lambda now: now.settings.get(TIMEOUT) == 77)
    edit(station, '"ConnectionTimeOut": 77', '"ConnectionTimeOut": 78')
    await station.until(lambda now: now.settings.get(TIMEOUT) == 78)
    assert [line.get("now") for line in station.logs if line["event"] == EDITED] == [["ocpp/ConnectionTimeOut"]]


class Look:
    """The watch by itself: each look when the test says so."""

    def __init__(self, directory: Path, text: str = "{}") -> None:
        self.path = directory / "customer.json"
        self.path.write_text(text)
        self.configuration: Configuration = load(directory, directory / "data", load_personality("pilotwire"), {})
        self.events: list[Event] = []
        self.settings = Settings(self.configuration.layers)
        self._watch = CustomerWatch(self.configuration, lambda: self.settings, self.events.append, 32)

    async def look(self, times: int = 2) -> None:
        for _ in range(times):
            await self._watch._look()


async def test_a_file_that_is_still_being_written_is_not_read(tmp_path: Path) -> None:
    looking = Look(tmp_path)
    await looking.look()
    looking.path.write_text('{"ocpp": {"ConnectionTimeOut": 4')
    await looking.look(1)
    looking.path.write_text('{"ocpp": {"ConnectionTimeOut": 40}}')
    await looking.look()
    assert looking.events == [ConfigurationEdited((Write(TIMEOUT.name, 40),))]


async def test_a_file_that_stays_as_it_is_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looking, reads = Look(tmp_path), []
    reread = watch.reread
    monkeypatch.setattr(watch, "reread", lambda *given: reads.append(1) or reread(*given))
    await looking.look(10)
    assert reads == [1]


@settings(max_examples=150, deadline=None)
@given(junk=st.binary(max_size=200) | st.just(b"{" * 5000) | st.just(b"\xff\xfe{}") | st.just(b"[" + b"1," * 300_000))
async def test_whatever_the_file_becomes_nothing_is_half_applied(
    tmp_path_factory: pytest.TempPathFactory, junk: bytes
) -> None:
    looking = Look(tmp_path_factory.mktemp("looked"), '{"ocpp": {"ConnectionTimeOut": 40}}')
    await looking.look()
    looking.path.write_bytes(b'{"ocpp": {"ConnectionTimeOut": 50}, "nobody knows": ' + junk)
    await looking.look()
    assert looking.events == []
