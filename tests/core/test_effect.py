"""What each fault does, judged by the guide's own sentences (chargebyte guide 3.3.4, 15.13)."""

from __future__ import annotations

from typing import Final

import pytest
from tests.core.bench import BOB, CoreBench, online

from pilotwire.core.port.charging import Charging
from pilotwire.core.port.contactor import SetContactor
from pilotwire.core.port.effect import EFFECTS
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen, FaultsMasked, first_fault
from pilotwire.core.port.lock import DriveLock
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind

# "charging is interrupted / not possible": what flows stops
INTERRUPTING: Final = [
    Fault.STORE_NO_ROW,
    Fault.STORE_PREPARE_FAILED,
    Fault.STORE_UPDATE_FAILED,
    Fault.STORE_FULL,
    Fault.STORE_FINALIZE_FAILED,
    Fault.LOCK_UNCHARGED,
    Fault.GROUND_MISSING,
    Fault.OVERCURRENT,
    Fault.OVERVOLTAGE,
    Fault.UNDERVOLTAGE,
    Fault.OVER_TEMPERATURE,
    Fault.AUXILIARY,
    Fault.INTERNAL,
]
# "charging not possible": nothing begins, and nothing is said of what flows
DELAYING: Final = [
    Fault.METER_LOST,
    Fault.METER_INTERNAL,
    Fault.METER_IDLE,
    Fault.METER_ACTIVE,
    Fault.STORE_OPEN_FAILED,
    Fault.STORE_UNLINK_DENIED,
    Fault.STORE_READ_ONLY,
    Fault.STORE_INVALID_TYPE,
    Fault.STORE_COUNT_ERROR,
    Fault.STORE_CLEAR_ERROR,
    Fault.STORE_DROP_FAILED,
    Fault.STORE_FAILED,
    Fault.STORE_CREATE_FAILED,
    Fault.STORE_DELETE_FAILED,
    Fault.STORE_TOO_MANY,
]
# "ongoing charging isn't interrupted"
HARMLESS: Final = [Fault.READER_LOST, Fault.RECLOSER_LOST, Fault.LOCAL_LIST_CONFLICT]
IDS: Final = {
    "CCC-ERR-007": Fault.METER_LOST,
    "CCC-ERR-008": Fault.METER_INTERNAL,
    "CCC-ERR-009": Fault.METER_IDLE,
    "CCC-ERR-010": Fault.METER_ACTIVE,
}
STORE_IDS: Final = tuple(f"CCC-ERR-{number:03}" for number in range(17, 33))


def charging(**kinds: tuple[bool, ...]) -> CoreBench:
    bench = online(**kinds)
    bench.charge()
    bench.forget()
    return bench


@pytest.mark.req(*STORE_IDS)
@pytest.mark.parametrize("fault", INTERRUPTING)
def test_a_fault_that_interrupts_opens_in_the_same_step_and_charging_goes_on_when_it_is_over(fault: Fault) -> None:
    bench = charging()
    assert bench.hear(FaultSeen(1, fault)).commands[0] == SetContactor(1, closed=False)
    assert (bench.charging(), bench.port().duty_pct) == (Charging.FAULTED, 100.0)
    bench.go(10.0)
    bench.hear(FaultCleared(1, fault))
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING
    assert bench.rows(Kind.ENDED) == []


@pytest.mark.req(*STORE_IDS, *IDS)
@pytest.mark.parametrize("fault", DELAYING)
def test_a_fault_that_lets_nothing_begin_lets_what_flows_flow(fault: Fault) -> None:
    bench = charging()
    bench.hear(FaultSeen(1, fault))
    assert (bench.charging(), first_fault(bench.port())) == (Charging.CHARGING, fault)
    assert bench.said(SetContactor) == []


@pytest.mark.req(*STORE_IDS, *IDS)
@pytest.mark.parametrize("fault", [*DELAYING, *INTERRUPTING])
def test_with_a_fault_that_lets_nothing_begin_nothing_begins_until_it_is_over(fault: Fault) -> None:
    bench = online()
    bench.hear(FaultSeen(1, fault))
    bench.plug()
    bench.authorize()
    assert (bench.charging(), bench.said(SetContactor)) == (Charging.FAULTED, [])
    bench.hear(FaultCleared(1, fault))
    bench.authorize()
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-ERR-011", "CCC-ERR-016", "CCC-ADD-006")
@pytest.mark.parametrize("fault", HARMLESS)
def test_a_harmless_fault_is_told_and_forbids_nothing(fault: Fault) -> None:
    bench = online()
    bench.hear(FaultSeen(1, fault))
    bench.charge()
    assert first_fault(bench.port()) is fault


@pytest.mark.req("CCC-API-022", "CCC-ERR-015")
def test_an_emergency_stop_opens_ends_the_session_gives_the_plug_back_and_shows_state_f() -> None:
    bench = charging(sockets=(True,))
    said = bench.hear(FaultSeen(1, Fault.EMERGENCY_STOP))
    assert said.commands[0] == SetContactor(1, closed=False)
    assert bench.port().duty_pct == 0.0
    bench.go(5.0)
    (ended,) = bench.rows(Kind.ENDED)
    assert ended.reason is Reason.EMERGENCY_STOP
    assert DriveLock(1, locked=False) in bench.commands
    assert not bench.evses[0].is_locked


def test_after_an_emergency_stop_nobody_charges_without_being_asked_again() -> None:
    bench = charging()
    bench.hear(FaultSeen(1, Fault.EMERGENCY_STOP))
    bench.go(10.0)
    bench.hear(FaultCleared(1, Fault.EMERGENCY_STOP))
    bench.go(10.0)
    assert (first_fault(bench.port()), bench.charging()) == (None, Charging.FINISHED)
    bench.authorize()
    bench.go(1.0)
    assert bench.charging() is Charging.CHARGING


@pytest.mark.req("CCC-API-022")
def test_an_emergency_stop_of_the_station_stops_every_evse() -> None:
    bench = online(sockets=(False, False))
    bench.charge(1)
    bench.charge(2, BOB)
    said = bench.hear(FaultSeen(0, Fault.EMERGENCY_STOP))
    assert {SetContactor(1, closed=False), SetContactor(2, closed=False)} <= set(said.commands)


@pytest.mark.parametrize("fault", INTERRUPTING)
def test_what_is_masked_is_not_noticed_and_what_is_unmasked_is(fault: Fault) -> None:
    bench = charging()
    bench.hear(FaultsMasked(1, frozenset({fault})), FaultSeen(1, fault))
    assert (first_fault(bench.port()), bench.charging()) == (None, Charging.CHARGING)
    said = bench.hear(FaultsMasked(1, frozenset()))
    assert said.commands[0] == SetContactor(1, closed=False)


def test_every_fault_has_its_effect() -> None:
    assert list(EFFECTS) == list(Fault)
