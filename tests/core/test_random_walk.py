"""Random walks among vehicles, drivers and failing hardware: what must never be never is, and everything is seen."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from tests.core.bench import Settings
from tests.core.witness import Witness
from tests.core.world import World

from pilotwire.core import registry
from pilotwire.core.port.pilot import Pilot
from pilotwire.core.port.proximity import Proximity
from pilotwire.core.rules import OrderlyReset, Rules, SecondCard

pytestmark = pytest.mark.xdist_group("random walk")
STEPS = 4000
SEEDS = 4
WAITS = Rules(second_card=SecondCard.WAITS, orderly_reset=OrderlyReset.STOPS_AT_ONCE)


def points(start: str, stop: str) -> Settings:
    return {registry.TX_START_POINT: tuple(start.split()), registry.TX_STOP_POINT: tuple(stop.split())}


STATIONS: tuple[tuple[Settings, Rules | None], ...] = (
    ({}, None),
    ({registry.ACCEPT_STATE_D: True, registry.BOOT_ON_RECONNECT: True, registry.AUTHORIZE_REMOTE_START: True}, WAITS),
    ({registry.USER_AUTHENTICATION: "free", registry.FAILSAFE_LIMIT_A: 10}, None),
    ({registry.UNKNOWN_OFFLINE: True, registry.CACHE_ENABLED: False, **points("EVConnected", "EVConnected")}, None),
    ({registry.STOP_ON_INVALID_ID: False, registry.STOP_ON_UNPLUG: False}, None),
    (points("Authorized", "Authorized"), None),
    (points("Authorized EVConnected", "PowerPathClosed"), None),
    (points("EnergyTransfer", "EnergyTransfer"), None),
    ({registry.RCD_ENABLED: True, registry.WAKE_UP_AFTER_TIMEOUT: True}, None),
    ({registry.PHASE_SWITCH_ENABLED: True, registry.FORCE_WAKE_UP: True, registry.USER_AUTHENTICATION: "free"}, None),
    ({registry.VENTILATION_ENABLED: True, registry.RCD_ENABLED: True, registry.STOP_ON_UNPLUG: False}, None),
    ({registry.CHARGING_TYPE: "basic+fake_highlevel_dc", registry.RCD_ENABLED: True}, None),
    ({registry.VENTILATION_ENABLED: True, registry.VENTILATION_CONTROL: "external"}, None),
    ({registry.USER_AUTHENTICATION: "mqtt", **points("Authorized", "Authorized")}, None),
    ({registry.USER_AUTHENTICATION: "key-switch"}, None),
)
EDGES = {
    "contactor": {
        "OPEN": "CLOSING WELDED",
        "CLOSING": "CLOSED OPENING STUCK",
        "CLOSED": "OPENING STUCK",
        "OPENING": "RESTING WELDED",
        "RESTING": "OPEN CLOSING WELDED",
        "STUCK": "WELDED",
        "WELDED": "STUCK",
    },
    "secondary": {
        "OPEN": "CLOSING WELDED",
        "CLOSING": "CLOSED",
        "CLOSED": "OPENING",
        "OPENING": "OPEN",
    },
    "switching": {"STEADY": "PAUSING WAITING", "PAUSING": "WAITING", "WAITING": "STEADY"},
    "rcd": {
        "READY": "GROUND_FAILURE SPURIOUS IDLE TESTING",
        "IDLE": "TESTING",
        "DUE": "TESTING",
        "TESTING": "CONFIRMED TEST_FAILED",
        "CONFIRMED": "READY IDLE",
        "GROUND_FAILURE": "READY SPURIOUS TESTING",
    },
    "ventilation": {"OFF": "STARTING RUNNING", "STARTING": "RUNNING", "RUNNING": "OFF"},
    "hlc": {"UNTRIED": "ASKING", "ASKING": "OVER UNTRIED", "OVER": "UNTRIED"},
    "waking": {
        "UNTRIED": "WAITING PULSING DONE",
        "WAITING": "UNTRIED DONE",
        "PULSING": "DONE UNTRIED",
        "DONE": "UNTRIED",
    },
    "lock": {
        "UNLOCKED": "LOCKING UNLOCKING FORCED_SHUT",
        "LOCKING": "LOCKED UNLOCKING CANNOT_LOCK",
        "LOCKED": "UNLOCKING FORCED_OPEN",
        "UNLOCKING": "UNLOCKED LOCKING CANNOT_UNLOCK",
        "CANNOT_LOCK": "BACKING_OPEN UNLOCKING",
        "BACKING_OPEN": "LOCKING_AGAIN",
        "LOCKING_AGAIN": "CANNOT_LOCK",
        "CANNOT_UNLOCK": "BACKING_SHUT",
        "BACKING_SHUT": "UNLOCKING_AGAIN",
        "UNLOCKING_AGAIN": "CANNOT_UNLOCK",
        "FORCED_OPEN": "LOCKED",
        "FORCED_SHUT": "UNLOCKED",
    },
    "grant": {
        "NONE": "GIVEN",
        "GIVEN": "STOPPING SPENT NONE WITHHELD",
        "WITHHELD": "SPENT NONE",
        "STOPPING": "SPENT NONE",
        "SPENT": "GIVEN NONE",
    },
    "availability": {
        "OPERATIVE": "LEAVING INOPERATIVE",
        "LEAVING": "INOPERATIVE OPERATIVE",
        "INOPERATIVE": "OPERATIVE",
    },
    "limits": {"SILENT": "HEARD"},
    "fault": {"HEALTHY": "FAULTY", "FAULTY": "HEALTHY"},
    "meter": {"SILENT": "READ"},
    "registration": {
        "OFFLINE": "ASKED",
        "ASKED": "PENDING REJECTED ACCEPTED OFFLINE",
        "PENDING": "ASKED ACCEPTED REJECTED OFFLINE",
        "REJECTED": "ASKED ACCEPTED PENDING OFFLINE",
        "ACCEPTED": "AWAY PENDING REJECTED",
        "AWAY": "ACCEPTED ASKED",
    },
    "resetting": {"NO": "WAITING STOPPING LEAVING", "WAITING": "STOPPING LEAVING", "STOPPING": "LEAVING"},
}
# What takes two mishaps at once: a hundred thousand steps may miss it, the million of `make bench` does not.
SELDOM = {
    "availability": {
        "OPERATIVE": "LEAVING_WITH_VEHICLE",
        "LEAVING": "LEAVING_WITH_VEHICLE",
        "LEAVING_WITH_VEHICLE": "INOPERATIVE OPERATIVE LEAVING",
    },
    "contactor": {"STUCK": "RESTING", "WELDED": "RESTING"},
    "secondary": {
        "CLOSING": "OPENING STUCK",
        "CLOSED": "STUCK",
        "OPENING": "WELDED",
        "WELDED": "STUCK OPEN",
        "STUCK": "WELDED OPEN",
    },
    "switching": {"PAUSING": "STEADY"},
    "rcd": {
        "IDLE": "DUE SPURIOUS",
        "READY": "DUE",
        "DUE": "SPURIOUS GROUND_FAILURE IDLE READY",
        "CONFIRMED": "TEST_FAILED",
        "GROUND_FAILURE": "DUE",
        "SPURIOUS": "READY DUE TESTING GROUND_FAILURE",
        "TEST_FAILED": "DUE GROUND_FAILURE SPURIOUS",
    },
    "ventilation": {"STARTING": "FAILED OFF", "RUNNING": "FAILED", "FAILED": "RUNNING OFF"},
    "waking": {"WAITING": "PULSING"},
    "lock": {
        "CANNOT_LOCK": "LOCKED LOCKING",
        "BACKING_OPEN": "UNLOCKING LOCKING",
        "LOCKING_AGAIN": "UNLOCKING LOCKED",
        "CANNOT_UNLOCK": "LOCKING UNLOCKED UNLOCKING",
        "BACKING_SHUT": "LOCKING",
        "UNLOCKING_AGAIN": "LOCKING UNLOCKED",
        "FORCED_OPEN": "UNLOCKING CANNOT_LOCK LOCKING",
        "FORCED_SHUT": "LOCKING CANNOT_UNLOCK",
    },
}
Edges = set[tuple[str, str, str]]


def edges_of(table: dict[str, dict[str, str]]) -> Edges:
    return {
        (name, old, new) for name, rows in table.items() for old, all_new in rows.items() for new in all_new.split()
    }


def reachable() -> Edges:
    edges = edges_of(EDGES)
    pilots = {("pilot", old.name, new.name) for old, new in permutations(Pilot, 2)}
    return edges | pilots | {("proximity", old.name, new.name) for old, new in permutations(Proximity, 2)}


def walked(number: int, seed: int) -> Witness:
    settings, rules = STATIONS[number]
    world, witness = World(100 * number + seed, settings, rules), Witness()
    for _ in range(STEPS):
        before = world.station
        event, said = world.step()
        witness.watch(before, event, world.station, said, world.bench.now_s)
        if world.restarts(said):
            world.restart()
            witness.hear_rows(world.begun)
    witness.assert_over(running.id for running in world.station.transactions.values())
    return witness


@pytest.fixture(scope="module")
def witnesses() -> list[Witness]:
    """Everything that was seen; that nothing wrong was is asserted on the way."""
    return [walked(number, seed) for number in range(len(STATIONS)) for seed in range(SEEDS)]


@pytest.mark.req("CCC-ADD-016", "TIM-009", "CCC-USE-001")
def test_nothing_that_must_never_be_was_seen_in_a_hundred_thousand_steps(witnesses: list[Witness]) -> None:
    assert sum(witness.steps for witness in witnesses) >= 100_000


def test_a_fifth_of_the_steps_was_energised(witnesses: list[Witness]) -> None:
    assert sum(witness.energised for witness in witnesses) >= 0.2 * sum(witness.steps for witness in witnesses)


def test_every_reachable_edge_of_every_machine_was_seen_and_no_other(witnesses: list[Witness]) -> None:
    seen: Counter[tuple[str, str, str]] = sum((witness.edges for witness in witnesses), Counter())
    assert reachable() - set(seen) == set()
    assert set(seen) - reachable() - edges_of(SELDOM) == set()


def test_transactions_of_every_kind_of_station_have_begun_and_ended(witnesses: list[Witness]) -> None:
    assert all(len(witness.rows) >= 10 for witness in witnesses), [len(witness.rows) for witness in witnesses]
