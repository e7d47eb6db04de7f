"""The security log: durable with the step that noted it, in order, bounded, and read by whoever uploads it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.core.bench import UTC_S
from tests.shell.history import History

from pilotwire.core.incident import Incident
from pilotwire.core.rules import Rules
from pilotwire.core.security import IncidentSeen
from pilotwire.security.log import lines
from pilotwire.store.ledger import KEEP_INCIDENTS, Ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "transactions.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    ledger = Ledger(path)
    yield ledger
    ledger.close()


async def note(ledger: Ledger, history: History, *texts: str) -> None:
    for text in texts:
        history.go(1.0)
        history.hear(IncidentSeen(Incident.TAMPERING, text))
    await ledger.keep(history.new())


async def test_what_was_noted_is_found_in_order_after_a_restart(path: Path, ledger: Ledger) -> None:
    history = History(settle_s=0.0)
    await note(ledger, history, "one", "two")
    await note(ledger, history, "three")
    again = Ledger(path)
    assert [each.text for each in again.incidents()] == ["one", "two", "three"]
    again.close()


async def test_what_nobody_has_fetched_yet_is_kept_beside_the_log(path: Path, ledger: Ledger) -> None:
    history = History(rules=Rules(incidents_told=frozenset({Incident.TAMPERING})))
    await note(ledger, history, "one")
    assert ledger.kept().incidents == history.station.watch.waiting != ()


async def test_the_oldest_lines_make_room(ledger: Ledger) -> None:
    history = History()
    await note(ledger, history, *map(str, range(KEEP_INCIDENTS + 10)))
    kept = ledger.incidents()
    assert len(kept) == KEEP_INCIDENTS
    assert (kept[0].text, kept[-1].text) == ("10", str(KEEP_INCIDENTS + 9))


async def test_a_file_of_it_has_a_line_for_each_within_the_dates_that_are_wanted(ledger: Ledger) -> None:
    history = History(settle_s=0.0)
    await note(ledger, history, "one", "two", "three")
    written = list(lines(ledger.incidents(), history.station))
    assert written == [
        "2025-06-15T15:10:01.000+00:00 TamperDetectionActivated one",
        "2025-06-15T15:10:02.000+00:00 TamperDetectionActivated two",
        "2025-06-15T15:10:03.000+00:00 TamperDetectionActivated three",
    ]
    assert list(lines(ledger.incidents(), history.station, (UTC_S + 2.0, UTC_S + 2.5))) == written[1:2]


async def test_a_clock_that_was_learnt_later_corrects_the_file(ledger: Ledger) -> None:
    history = History(settle_s=0.0)
    await note(ledger, history, "one")
    (record,) = ledger.incidents()
    untrusted = replace(record, stamp=replace(record.stamp, utc_s=0.0, utc_trusted=False))
    assert list(lines((untrusted,), history.station)) == list(lines((record,), history.station))
