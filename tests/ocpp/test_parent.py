"""A parent the central system names binds nobody together where the station knows no parents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.core.bench import ALICE, BOB
from tests.ocpp.talk import Talk, actions

from pilotwire.app.dialects import dialect_of
from pilotwire.core.port.phase import Permit
from pilotwire.core.rules import Rules
from pilotwire.personality.load import load
from pilotwire.store.ledger import Ledger

FAMILY = {"idTagInfo": {"status": "Accepted", "parentIdTag": "FAMILY"}}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


@pytest.mark.req("CCC-LIM-004")
async def test_another_tag_of_the_same_parent_neither_stops_nor_is_spared_the_question(ledger: Ledger) -> None:
    vendor = load("chargebyte_charge_control_c")
    talk = Talk("1.6", ledger, dialect_of("1.6", vendor), rules=Rules(groups=vendor.rules.groups))
    await talk.accepted()
    talk.history.plug()
    talk.history.card(ALICE)
    await talk.settle()
    while talk.open is not None and talk.open[2] != "Authorize":
        await talk.answer()
    await talk.answer(FAMILY)
    talk.history.go(5.0)
    await talk.settle()
    await talk.fine()
    talk.history.card(BOB)
    asked = await talk.settle()
    assert actions(asked) == ["Authorize"]
    await talk.answer(FAMILY)
    talk.history.go(10.0)
    assert (talk.history.port().grant.permit, talk.history.port().grant.token) == (Permit.GIVEN, ALICE)
