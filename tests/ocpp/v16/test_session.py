"""What the central system hears of whole sessions, and of a world that moves by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.core.bench import ALICE, CoreBench, online
from tests.core.world import World

from pilotwire.core import registry
from pilotwire.core.fact import Fact
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.sampling import Sampled
from pilotwire.core.station import Station
from pilotwire.core.transaction import TransactionChanged
from pilotwire.ocpp.dialect import Message, Row
from pilotwire.ocpp.v16.dialect import V16

STEPS = 3000
Wire = Callable[[Message], dict[str, Any]]

# OCPP 1.6 4.9: from which status to which (a line of the table without the impossible)
TABLE = {
    "Available": {"Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Unavailable", "Faulted"},
    "Preparing": {"Available", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing", "Faulted"},
    "Charging": {"Available", "SuspendedEV", "SuspendedEVSE", "Finishing", "Unavailable", "Faulted"},
    "SuspendedEV": {"Available", "Charging", "SuspendedEVSE", "Finishing", "Unavailable", "Faulted"},
    "SuspendedEVSE": {"Available", "Charging", "SuspendedEV", "Finishing", "Unavailable", "Faulted"},
    "Finishing": {"Available", "Preparing", "Unavailable", "Faulted"},
    "Unavailable": {"Available", "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Faulted"},
    "Faulted": {"Available", "Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing", "Unavailable"},
}
# 4.9 has no line for a connector that is taken out of service, or put back, under a plug that charges nothing
BESIDE_THE_TABLE = {("Preparing", "Unavailable"), ("Unavailable", "Finishing")}


class Central:
    """Hears facts as a central system would, one transaction number after the other; the schema judges all."""

    def __init__(self, v16: V16, wire: Wire) -> None:
        self.v16, self.wire = v16, wire
        self.numbers: dict[str, str] = {}

    def note_of(self, transaction: str) -> str | None:
        return self.numbers.get(transaction)

    def samples_of(self, transaction: str) -> tuple[Sampled, ...]:
        return ()

    def transaction_of(self, note: str) -> str | None:
        return None

    def hear(self, fact: Fact, station: Station) -> Iterator[tuple[str, dict[str, Any]]]:
        is_row = isinstance(fact, TransactionChanged)
        messages = self.v16.render(Row(1, fact), station, self) if is_row else self.v16.notify(fact, station, self)
        for message in messages:
            if message.action == "StartTransaction":
                assert fact.transaction not in self.numbers
                self.numbers[fact.transaction] = str(len(self.numbers) + 1)
            yield message.action, self.wire(message)


@pytest.fixture
def central(v16: V16, wire: Wire) -> Central:
    return Central(v16, wire)


def heard(central: Central, bench: CoreBench) -> list[str]:
    """What was said about connector 1, in short."""
    told = [each for fact in bench.facts for each in central.hear(fact, bench.station)]
    return [payload.get("status", action) for action, payload in told if payload.get("connectorId", 1) == 1]


def test_after_its_acceptance_a_station_tells_the_status_of_all(central: Central) -> None:
    bench = CoreBench(sockets=(False, False))
    bench.connect()
    told = [each for fact in bench.facts for each in central.hear(fact, bench.station)]
    assert [(action, payload["connectorId"]) for action, payload in told] == [
        ("StatusNotification", 0),
        ("StatusNotification", 1),
        ("StatusNotification", 2),
    ]


def test_plug_first(central: Central) -> None:
    bench = online()
    bench.charge()
    bench.card(ALICE)
    bench.go(1.0)
    bench.vehicle(Pilot.CONNECTED)
    bench.go(10.0)
    bench.unplug()
    told = heard(central, bench)
    assert [each for each in told if each != "SuspendedEV"] == [
        "Preparing",
        "StartTransaction",
        "Charging",
        "StopTransaction",
        "Finishing",
        "Available",
    ]


def test_card_first(central: Central) -> None:
    bench = online()
    bench.authorize(ALICE, 1)
    bench.plug()
    bench.go(5.0)
    told = heard(central, bench)
    assert [each for each in told if each != "SuspendedEV"] == ["Preparing", "StartTransaction", "Charging"]


@pytest.mark.parametrize("stops_on_unplug", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_is_told_in_valid_words_and_an_order_of_the_table(
    seed: int, central: Central, *, stops_on_unplug: bool
) -> None:
    world = World(seed, {registry.STOP_ON_UNPLUG: stops_on_unplug})
    last, ended = dict[int, str](), set[str]()
    for _ in range(STEPS):
        was_online = world.station.registration
        _, said = world.step()
        for fact in said.facts:
            for action, payload in central.hear(fact, world.station):
                if action == "StopTransaction":
                    assert fact.transaction not in ended
                    ended.add(fact.transaction)
                if action == "StatusNotification" and payload["connectorId"] and "timestamp" in payload:
                    old, new = last.get(payload["connectorId"]), payload["status"]
                    is_step = old not in (None, new) and was_online is world.station.registration
                    assert not is_step or new in TABLE[str(old)] or (old, new) in BESIDE_THE_TABLE, (old, new, fact)
                    last[payload["connectorId"]] = new
        if world.restarts(said):
            world.restart()
            last.clear()
    assert ended, "nobody charged"
