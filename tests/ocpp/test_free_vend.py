"""Free vend as the central system sees and switches it: nobody is asked, and the station has a token of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ocpp.talk import Talk, actions

from pilotwire.core import registry
from pilotwire.store.ledger import Ledger

SERIAL = {registry.SERIAL_NUMBER: "TACW2240123G0001"}


@pytest.fixture
async def talk(tmp_path: Path) -> Talk:
    talk = Talk("1.6", Ledger(tmp_path / "transactions.db"), settings=SERIAL)
    await talk.accepted()
    return talk


async def configured(talk: Talk, key: str, value: str) -> str:
    talk.hear(2, key + value, "ChangeConfiguration", {"key": key, "value": value})
    frames = await talk.settle()
    return str(frames[0][2]["status"])


async def id_tag(talk: Talk) -> object:
    """Of the session that follows; nobody may be asked about it."""
    talk.history.plug()
    talk.history.go(5.0)
    await talk.settle()
    said = await talk.fine()
    assert "Authorize" not in actions(said)
    return next((frame[3]["idTag"] for frame in said if frame[2] == "StartTransaction"), None)


@pytest.mark.req("ABB-FV-001")
async def test_free_vend_is_told_under_the_serial_number_or_the_tag_that_was_written(talk: Talk) -> None:
    assert await configured(talk, "FreevendEnabled", "true") == "Accepted"
    assert await id_tag(talk) == "TACW2240123G0001"
    talk.history.unplug()
    await talk.settle()
    await talk.fine()
    assert await configured(talk, "FreevendIdTag", "x" * 21) == "Rejected"
    assert await configured(talk, "FreevendIdTag", "GUEST") == "Accepted"
    assert await id_tag(talk) == "GUEST"


async def test_without_free_vend_the_vehicle_waits_for_a_card(talk: Talk) -> None:
    assert await id_tag(talk) is None


@pytest.mark.req("ABB-FV-002")
@pytest.mark.parametrize("spelt", ["FreeVendEnabled", "freevendenabled"])
async def test_older_spellings_are_taken(talk: Talk, spelt: str) -> None:
    assert await configured(talk, spelt, "true") == "Accepted"
    assert await id_tag(talk) == "TACW2240123G0001"
