"""As many finished transactions wait for the central system as the station may keep: then none begins any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.shell.history import History
from tests.store.test_ledger import OTHER, whole
from tests.store.test_ledger import told as told_rows

from pilotwire.core import registry
from pilotwire.core.delivery import Delivered
from pilotwire.core.event import Event
from pilotwire.core.outcome import NOTHING
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.report import StatusChanged
from pilotwire.core.restart import Begun
from pilotwire.core.told import Told
from pilotwire.core.transaction import Kind
from pilotwire.personality.load import load
from pilotwire.store.fullness import Fullness
from pilotwire.store.ledger import Ledger

SEEN, CLEARED = FaultSeen(0, Fault.STORE_TOO_MANY), FaultCleared(0, Fault.STORE_TOO_MANY)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "transactions.db")
    yield ledger
    ledger.close()


class Keeper:
    """A station, its ledger and who counts it, as a run puts them together."""

    def __init__(self, ledger: Ledger, most: int) -> None:
        self.ledger, self.said = ledger, list[Event]()
        self.fullness = Fullness(ledger, most, self.said.append)
        self.history = History(settings={registry.USER_AUTHENTICATION: "free"})

    async def settle(self) -> None:
        """Everything is durable and counted, and what was found is heard."""
        while tolds := self.history.new():
            await self.ledger.keep(tolds)
            for told in tolds:
                self.fullness.tell(told)
            heard = tuple(self.said)
            self.said.clear()
            self.history.hear(*heard)

    async def session(self) -> Charging:
        """Somebody comes, charges if they may, and goes; what they saw."""
        self.history.plug()
        self.history.go(8.0)
        seen = self.history.charging()
        self.history.unplug()
        self.history.go(8.0)
        await self.settle()
        return seen


@pytest.mark.req("CCC-LIM-024", "CCC-ADD-010")
async def test_beyond_the_limit_nobody_charges_until_one_transaction_is_delivered(ledger: Ledger) -> None:
    keeper = Keeper(ledger, 2)
    assert [await keeper.session() for _ in range(3)] == [Charging.CHARGING, Charging.CHARGING, Charging.FAULTED]
    keeper.history.connect()
    await keeper.settle()
    (status,) = [fact for fact in keeper.history.facts if isinstance(fact, StatusChanged) and fact.evse == 1]
    assert status.status.fault is Fault.STORE_TOO_MANY
    first = ledger.next_unsent(0)
    assert first is not None
    for row in range(first[0], ledger.last_row // 2 + 1):
        keeper.history.hear(Delivered(row, first[1].transaction))
    await keeper.settle()
    assert keeper.history.charging() is Charging.EMPTY
    assert await keeper.session() is Charging.CHARGING


@pytest.mark.req("CCC-LIM-024")
async def test_what_runs_when_the_last_place_is_taken_goes_on(ledger: Ledger) -> None:
    keeper = Keeper(ledger, 1)
    keeper.history = History(settings={registry.USER_AUTHENTICATION: "free"}, sockets=(False, False))
    for evse in (1, 2):
        keeper.history.plug(evse)
    keeper.history.go(8.0)
    keeper.history.unplug(1)
    keeper.history.go(8.0)
    await keeper.settle()
    assert (keeper.history.charging(1), keeper.history.charging(2)) == (Charging.FAULTED, Charging.CHARGING)


@pytest.mark.req("CCC-LIM-024")
async def test_the_336th_transaction_of_that_vendor_is_the_last_one(ledger: Ledger) -> None:
    most, said = load("chargebyte_charge_control_c").ruled.most_kept_transactions, list[Event]()
    fullness = Fullness(ledger, most, said.append)
    told = told_rows(*(fact for number in range(335) for fact in whole(f"t{number}")))
    running = told_rows(replace(OTHER, transaction="running", kind=Kind.STARTED))
    for each in (told, running):
        await ledger.keep([each])
        fullness.tell(each)
    assert (said, ledger.waiting()) == ([], 335)
    last = told_rows(replace(OTHER, transaction="running", kind=Kind.ENDED))
    await ledger.keep([last])
    fullness.tell(last)
    assert said == [SEEN]


@pytest.mark.req("CCC-ADD-010")
async def test_after_a_reset_it_is_counted_anew_and_an_empty_ledger_is_no_fault(ledger: Ledger) -> None:
    begun = replace(told_rows(), event=Begun(History().plan.cause))
    said = list[Event]()
    await ledger.keep([told_rows(*whole("a"))])
    for most in (1, 2):
        Fullness(ledger, most, said.append).tell(begun)
    assert said == [SEEN]


def test_without_a_limit_nothing_is_counted() -> None:
    class Uncountable:
        def waiting(self) -> int:
            raise AssertionError

    history = History()
    for event in (Begun(history.plan.cause), Delivered(1, "a")):
        Fullness(Uncountable(), 0, print).tell(Told(event, history.moment, history.station, history.station, NOTHING))
