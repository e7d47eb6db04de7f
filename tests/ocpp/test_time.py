"""Time on the wire: a row without a known time waits for it, on disk if need be; a status does without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.core.bench import UTC_S, Host
from tests.ocpp.talk import ROW, STATUS, Frame, Talk, actions

from pilotwire.core import registry
from pilotwire.core.rules import Rules
from pilotwire.ocpp.timestamp import to_wire
from pilotwire.store.ledger import Ledger

both = pytest.mark.parametrize("version", ["1.6", "2.0.1"])
WITHOUT_TIME = {
    registry.USER_AUTHENTICATION: "free",
    registry.OCPP_ENABLED: True,
    registry.TX_WITHOUT_TIME: True,
}
NO_SOURCE = {**WITHOUT_TIME, registry.CSMS_IS_CLOCK: False}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


def blind() -> Host:
    return Host(1000.0, is_trusted=False)


async def charged(talk: Talk) -> list[Frame]:
    """A vehicle comes and charges; everything that is said about it."""
    talk.history.plug()
    talk.history.go(5.0)
    await talk.settle()
    return await talk.fine()


@both
async def test_rows_wait_for_a_time_and_hold_up_nothing_else(version: str, ledger: Ledger) -> None:
    talk = Talk(version, ledger, settings=NO_SOURCE, host=blind())
    await talk.accepted()
    said = await charged(talk)
    assert STATUS in actions(said)
    assert ROW[version] not in actions(said)
    talk.history.host = Host()
    talk.history.go(600.0)
    await talk.settle()
    rows = [frame for frame in await talk.fine() if frame[2] == ROW[version]]
    assert rows[0][3]["timestamp"] == to_wire(UTC_S + 10.0)
    assert ledger.unsent() == 0


@both
async def test_rows_without_a_time_survive_a_restart_on_disk_and_are_told_with_the_right_one(
    version: str, ledger: Ledger
) -> None:
    talk = Talk(version, ledger, settings=WITHOUT_TIME, host=blind())
    await charged(talk)
    talk.history.unplug()
    await talk.settle()
    again = Talk(version, ledger, settings=WITHOUT_TIME, host=blind(), kept=ledger.kept(), boot="2", now_s=100.0)
    await again.up()
    now = {"status": "Accepted", "interval": 600, "currentTime": to_wire(UTC_S + again.history.now_s)}
    said = await again.answer(now)
    rows = [frame for frame in said + await again.fine() if frame[2] == ROW[version]]
    assert rows[0][3]["timestamp"] == to_wire(UTC_S + 10.0)
    assert ledger.unsent() == 0


@pytest.mark.req("CCC-STAT-002")
async def test_a_status_has_a_timestamp_only_if_the_time_is_known(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, settings=NO_SOURCE, host=blind())
    await talk.accepted()
    talk.history.plug(asks=False)
    await talk.settle()
    without = [frame for frame in await talk.fine() if frame[2] == STATUS]
    talk.history.host = Host()
    talk.history.unplug()
    await talk.settle()
    known = [frame for frame in await talk.fine() if frame[2] == STATUS]
    assert [("timestamp" in frame[3]) for frame in (without[0], known[-1])] == [False, True]


@pytest.mark.req("CCC-STAT-002")
async def test_the_timestamp_of_a_status_that_waited_is_that_of_its_sending(ledger: Ledger) -> None:
    talk = Talk("1.6", ledger, rules=Rules(status_gap_s=10.0))
    await talk.accepted()
    came_s = talk.history.now_s
    talk.history.plug(asks=False)
    talk.history.go(20.0)
    await talk.settle()
    (status,) = [frame for frame in await talk.fine() if frame[2] == STATUS]
    assert status[3]["timestamp"] == to_wire(UTC_S + came_s + 10.0)
