"""Cards while nobody can be asked, as the central system wants it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.core.bench import ALICE, BOB
from tests.ocpp.talk import Talk

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.store.ledger import Ledger

KEYS = ("LocalAuthorizeOffline", "LocalPreAuthorize", "AuthorizationCacheEnabled", "AllowOfflineTxForUnknownId")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


async def known_offline(talk: Talk) -> Talk:
    """Alice has charged before; now nobody can be asked, and a vehicle waits."""
    await talk.accepted()
    talk.history.card(ALICE)
    await talk.settle()
    await talk.fine()
    talk.history.card(ALICE)  # and withdraws
    await talk.settle()
    return talk


@pytest.mark.req("XCH-CONF-008")
@pytest.mark.parametrize("is_off", [True, False])
async def test_offline_cards_are_switched_off_by_four_keys(ledger: Ledger, is_off: bool) -> None:
    talk = await known_offline(Talk("1.6", ledger, settings={registry.UNKNOWN_OFFLINE: True}))
    for key in KEYS if is_off else ():
        talk.hear(2, key, "ChangeConfiguration", {"key": key, "value": "false"})
        assert [3, key, {"status": "Accepted"}] in await talk.settle()
    await talk.down()
    talk.history.plug()
    for token in (ALICE, BOB):
        talk.history.card(token)
    talk.history.go(1.0)
    assert talk.history.charging() is (Charging.PLUGGED if is_off else Charging.CHARGING)
