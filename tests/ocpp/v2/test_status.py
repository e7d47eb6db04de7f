"""StatusNotification: what changes for the next driver, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pilotwire.core import registry
from pilotwire.core.moment import Stamp
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.report import Status, StatusChanged
from pilotwire.store.volatile import VolatileLedger

if TYPE_CHECKING:
    from tests.ocpp.v2.conftest import Central

NOW = Stamp("boot", 0.0, 1_800_000_000.0, True)


def statuses(central: Central) -> list[tuple[int, str]]:
    """EVSE and status of every StatusNotification so far."""
    told = central.events("StatusNotification")
    assert all(each["connectorId"] == 1 for each in told)
    return [(each["evseId"], each["connectorStatus"]) for each in told]


@pytest.mark.req("ALF-201-G01")
def test_a_vehicle_occupies_and_frees_the_connector(central: Central) -> None:
    central.pilot("B")
    central.pilot("A")
    assert statuses(central) == [(1, "Occupied"), (1, "Available")]


def test_a_fault_is_told_and_its_end_too(central: Central) -> None:
    central.happen(FaultSeen(2, Fault.RESIDUAL_CURRENT), FaultCleared(2, Fault.RESIDUAL_CURRENT))
    assert statuses(central) == [(2, "Faulted"), (2, "Available")]


def test_a_fault_that_forbids_nothing_is_no_news(central: Central) -> None:
    central.happen(FaultSeen(2, Fault.READER_LOST))
    assert statuses(central) == []


@pytest.mark.req("ALF-201-G01")
def test_a_session_is_one_occupation(central: Central) -> None:
    central.ask("RequestStartTransaction", idToken={"idToken": "A", "type": "Central"}, remoteStartId=1)
    central.pilot("B")
    central.charge()
    central.pilot("B")
    assert statuses(central) == [(1, "Occupied")]


def test_locking_the_plug_frees_nothing(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.HAS_SOCKET: True})
    central.happen(LockRead(1, locked=False), ProximityMeasured(1, 220.0))
    central.ask("RequestStartTransaction", idToken={"idToken": "A", "type": "Central"}, remoteStartId=1)
    central.pilot("B")
    assert statuses(central)[-1] == (1, "Occupied")
    central.happen(LockRead(1, locked=True))
    central.charge()
    assert {status for evse, status in statuses(central) if evse == 1} == {"Occupied"}


def test_who_has_not_plugged_in_yet_occupies_nothing(central: Central) -> None:
    central.ask("RequestStartTransaction", idToken={"idToken": "A", "type": "Central"}, remoteStartId=1, evseId=2)
    assert [status for _, status in statuses(central) if status != "Available"] == []
    central.pilot("B", 2)
    assert statuses(central)[-1] == (2, "Occupied")


@pytest.mark.parametrize("charging", Charging)
def test_every_state_has_a_word_in_this_version(central: Central, charging: Charging) -> None:
    (message,) = central.dialect.notify(
        StatusChanged(1, Status(charging), None, NOW), central.station, VolatileLedger()
    )
    assert central.hear(message)["timestamp"] == "2027-01-15T08:00:00.000Z"


def test_the_station_itself_has_no_connector(central: Central) -> None:
    fact = StatusChanged(0, Status(Charging.UNAVAILABLE), None, NOW)
    assert central.dialect.notify(fact, central.station, VolatileLedger()) == ()


def test_what_sounds_the_same_is_not_said_twice(central: Central) -> None:
    fact = StatusChanged(1, Status(Charging.FINISHED), Status(Charging.CHARGING), NOW)
    assert central.dialect.notify(fact, central.station, VolatileLedger()) == ()


def test_after_each_acceptance_everything_is_told(central: Central) -> None:
    fact = StatusChanged(1, Status(Charging.EMPTY), None, NOW)
    assert len(central.dialect.notify(fact, central.station, VolatileLedger())) == 1
