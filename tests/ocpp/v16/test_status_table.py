"""Every transition of the table of OCPP 1.6 4.9 that a station can make by itself, each with a story that leads to it.

Without a word of its own: A7, G and I7 are about reservations (``test_tc_046`` to ``test_tc_053``); B6 is for stations
that take a cable out of use which nobody has paid for in time, and ours goes on waiting for its driver.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.core.bench import ALICE, CoreBench, online

from pilotwire.core import registry
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.limits import DynamicLimitSet
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.reply import ReplyTo
from pilotwire.core.report import StatusChanged
from pilotwire.core.request import AvailabilityAsked
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.dialect import V16
from pilotwire.store.volatile import VolatileLedger

Story = Callable[[CoreBench, int], None]
FREE = {registry.USER_AUTHENTICATION: "free"}
STATUSES = {
    "1": "Available",
    "2": "Preparing",
    "3": "Charging",
    "4": "SuspendedEV",
    "5": "SuspendedEVSE",
    "6": "Finishing",
    "8": "Unavailable",
    "9": "Faulted",
}
FROM = dict(zip("ABCDEFHI", STATUSES.values(), strict=True))


def service(bench: CoreBench, evse: int, *, operative: bool) -> None:
    bench.hear(AvailabilityAsked(ReplyTo("a"), (evse,), operative))
    bench.go(8.0)


def limit(bench: CoreBench, evse: int, limit_a: float) -> None:
    bench.hear(DynamicLimitSet(evse, "house", limit_a))
    bench.go(8.0)


def breaks(bench: CoreBench, evse: int) -> None:
    bench.hear(FaultSeen(evse, Fault.OVERCURRENT))


def mends(bench: CoreBench, evse: int) -> None:
    bench.hear(FaultCleared(evse, Fault.OVERCURRENT))
    bench.go(8.0)


def leaves(bench: CoreBench, evse: int) -> None:
    bench.unplug(evse)
    bench.go(8.0)


def ends(bench: CoreBench, evse: int) -> None:
    bench.card(ALICE, evse)
    bench.go(8.0)


def pauses(bench: CoreBench, evse: int) -> None:
    bench.vehicle(Pilot.CONNECTED, evse)
    bench.go(8.0)


def resumes(bench: CoreBench, evse: int) -> None:
    bench.vehicle(Pilot.READY, evse)
    bench.go(8.0)


# How a connector comes to each status, for who may charge with a card
PREPARING: tuple[Story, ...] = (lambda bench, evse: bench.plug(evse),)
CHARGING: tuple[Story, ...] = (lambda bench, evse: bench.charge(evse),)
PAUSED = (*CHARGING, pauses)
LIMITED = (*CHARGING, lambda bench, evse: limit(bench, evse, 0.0))
FINISHED = (*CHARGING, ends)
OUT: tuple[Story, ...] = (lambda bench, evse: service(bench, evse, operative=False),)
BACK: Story = lambda bench, evse: service(bench, evse, operative=True)  # noqa: E731
LEAVING: Story = OUT[0]
UNLIMITED: Story = lambda bench, evse: limit(bench, evse, 32.0)  # noqa: E731
PLUG: Story = lambda bench, evse: (bench.plug(evse), bench.go(8.0))[0]  # noqa: E731
CALM_PLUG: Story = lambda bench, evse: (bench.plug(evse, asks=False), bench.go(8.0))[0]  # noqa: E731
FREE_LIMITED: tuple[Story, ...] = (lambda bench, evse: limit(bench, evse, 0.0),)
FREE_PAUSED: tuple[Story, ...] = (CALM_PLUG,)

# transition -> the story; the last part of it makes the transition
STORIES: dict[str, tuple[Story, ...]] = {
    "A2": PREPARING,
    "A8": OUT,
    "A9": (breaks,),
    "B1": (*PREPARING, leaves),
    "B3": (*PREPARING, lambda bench, evse: bench.authorize(ALICE, evse)),
    "B4": (CALM_PLUG, lambda bench, evse: bench.authorize(ALICE, evse)),
    "B5": (*FREE_LIMITED, *PREPARING, lambda bench, evse: bench.authorize(ALICE, evse)),
    "B9": (*PREPARING, breaks),
    "C1": (*CHARGING, leaves),
    "C4": PAUSED,
    "C5": LIMITED,
    "C6": FINISHED,
    "C8": (*CHARGING, LEAVING, leaves),
    "C9": (*CHARGING, breaks),
    "D1": (*PAUSED, leaves),
    "D3": (*PAUSED, resumes),
    "D5": (*PAUSED, lambda bench, evse: limit(bench, evse, 0.0)),
    "D6": (*PAUSED, ends),
    "D8": (*PAUSED, LEAVING, leaves),
    "D9": (*PAUSED, breaks),
    "E1": (*LIMITED, leaves),
    "E3": (*LIMITED, UNLIMITED),
    "E4": (*LIMITED, pauses, UNLIMITED),
    "E6": (*LIMITED, ends),
    "E8": (*LIMITED, LEAVING, leaves),
    "E9": (*LIMITED, breaks),
    "F1": (*FINISHED, leaves),
    "F2": (*FINISHED, lambda bench, evse: bench.authorize(ALICE, evse)),
    "F8": (*FINISHED, LEAVING),
    "F9": (*FINISHED, breaks),
    "H1": (*OUT, BACK),
    "H2": (*OUT, *PREPARING, BACK),
    "H9": (*OUT, breaks),
    "I1": (breaks, mends),
    "I2": (*PREPARING, breaks, mends),
    "I3": (*CHARGING, breaks, mends),
    "I4": (*PAUSED, breaks, mends),
    "I5": (*LIMITED, breaks, mends),
    "I6": (*FINISHED, breaks, mends),
    "I8": (*OUT, breaks, mends),
}
# where nobody is asked, and a plug is enough
FREE_STORIES: dict[str, tuple[Story, ...]] = {
    "A3": (PLUG,),
    "A4": FREE_PAUSED,
    "A5": (*FREE_LIMITED, PLUG),
    "H3": (*OUT, PLUG, BACK),
    "H4": (*OUT, CALM_PLUG, BACK),
    "H5": (*OUT, *FREE_LIMITED, PLUG, BACK),
}


class Hearer:
    """The statuses of one connector as they stand on the wire, those of the others apart."""

    def __init__(self, bench: CoreBench, v16: V16, wire: Callable[[Message], dict[str, Any]]) -> None:
        self._bench, self._v16, self._wire = bench, v16, wire

    def heard(self) -> dict[int, list[str]]:
        """All there is since the last look."""
        found: dict[int, list[str]] = {}
        for fact in self._bench.said(StatusChanged):
            for message in self._v16.notify(fact, self._bench.station, VolatileLedger()):
                payload = self._wire(message)
                found.setdefault(payload["connectorId"], []).append(payload["status"])
        self._bench.forget()
        return found


@pytest.mark.parametrize("evse", [1, 2])
@pytest.mark.parametrize("transition", [*STORIES, *FREE_STORIES])
def test_a_transition_of_the_table_happens_and_concerns_nobody_else(
    v16: V16, wire: Callable[[Message], dict[str, Any]], transition: str, evse: int
) -> None:
    bench = online(None if transition in STORIES else FREE, sockets=(False, False))
    hearer = Hearer(bench, v16, wire)
    *before, last = {**STORIES, **FREE_STORIES}[transition]
    was = "Available"
    for part in before:
        part(bench, evse)
        was = [was, *hearer.heard().get(evse, [])][-1]
    assert was == FROM[transition[0]], transition
    last(bench, evse)
    heard = hearer.heard()
    assert heard.keys() <= {evse}
    assert STATUSES[transition[1]] == heard[evse][0] or transition in PASSING, heard
    assert STATUSES[transition[1]] in heard[evse]


# Between them may stand what lasts no time: a vehicle that is offered energy and has not answered yet is SuspendedEV
PASSING = ("A3", "B3", "H3", "I3", "E3")


def test_connector_0_is_available_unavailable_or_faulted_and_nothing_else(
    v16: V16, wire: Callable[[Message], dict[str, Any]]
) -> None:
    bench = online(sockets=(False, False))
    hearer = Hearer(bench, v16, wire)
    for story in STORIES.values():
        for part in story:
            part(bench, 1)
        leaves(bench, 1)
        mends(bench, 1)
        service(bench, 1, operative=True)
        limit(bench, 1, 32.0)
    assert 0 not in hearer.heard()
    bench.hear(AvailabilityAsked(ReplyTo("a"), (0, 1, 2), False))
    assert hearer.heard() == {0: ["Unavailable"], 1: ["Unavailable"], 2: ["Unavailable"]}
