"""Faults before anybody charges, and those with a story of their own, on a whole core (chargebyte guide 3.3.4, 15)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.bench import ALICE, Settings
from tests.hardware.sim.yard import VEHICLE, Seen, Yard

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, FaultCleared, FaultSeen, first_fault
from pilotwire.core.port.phase import Rcd
from pilotwire.core.port.rcd import RcdTestAsked
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import ReplyTo
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import Kind, TransactionChanged
from pilotwire.hardware.sim.action import Break, HoldProximity, Move, Plug, Swipe, Turn, Unplug
from pilotwire.hardware.sim.fault import REPORTED, SimFault
from pilotwire.hardware.sim.vehicle import Ask

TESTED: Settings = {registry.RCD_ENABLED: True}
BENDER: Settings = {  # chargebyte guide table 72
    **TESTED,
    registry.RCD_TRIGGER_MS: 50,
    registry.RCD_TRIPPED_MS: 750,
    registry.RCD_NORMAL_MS: 2000,
}
FREE = Seen(closed=False, duty_pct=100, locked=False, charging=Charging.EMPTY)
HARMLESS = (SimFault.READER_LOST, SimFault.RECLOSER_LOST, SimFault.LOCAL_LIST_CONFLICT)
OPEN_OHM, BROKEN_OHM, CABLE_13A_OHM = 1e6, 50.0, 1500.0  # IEC 61851-1 table B.2


def began(yard: Yard) -> bool:
    """A driver tries: whether energy flows in the end."""
    if yard.rig.evse().vehicle is None:
        yard.plug()
    if not yard.station.transactions:
        yard.swipe()
    yard.go(20.0)
    return yard.rig.evse().contactor_closed


def ends(yard: Yard) -> list[TransactionChanged]:
    """The last words of transactions."""
    return [fact for fact in yard.facts if isinstance(fact, TransactionChanged) and fact.kind is Kind.ENDED]


# -- before anybody charges


@pytest.mark.req("CCC-ERR-002", "CCC-ERR-008", "CCC-ERR-009", "CCC-ERR-010", "CCC-ERR-015")
@pytest.mark.parametrize("name", [each for each in REPORTED if each not in HARMLESS])
def test_nobody_begins_to_charge_before_a_fault_is_over(name: SimFault) -> None:
    yard = Yard()
    yard.fault(name, active=True)
    assert not began(yard)
    assert first_fault(yard.port) is REPORTED[name]
    yard.fault(name, active=False)
    assert began(yard)


@pytest.mark.parametrize("name", HARMLESS)
def test_what_only_concerns_cards_or_the_recloser_hinders_no_energy(name: SimFault) -> None:
    yard = Yard({registry.USER_AUTHENTICATION: "free"})
    yard.fault(name, active=True)
    yard.plug()
    yard.go(10.0)
    assert yard.rig.evse().contactor_closed


@pytest.mark.req("CCC-ERR-005")
def test_a_plug_that_cannot_be_locked_gets_no_energy_until_it_can() -> None:
    yard = Yard()
    yard.fault(SimFault.LOCK_STUCK, active=True)
    assert not began(yard)
    assert yard.seen() == Seen(False, 100, False, Charging.FAULTED, Fault.CANNOT_LOCK)
    yard.fault(SimFault.LOCK_STUCK, active=False)
    yard.go(300.0)
    assert yard.seen().charging is Charging.CHARGING


def test_nobody_forces_a_lock_to_where_it_is() -> None:
    yard = Yard()
    assert yard.rig.act(Break(SimFault.LOCK_FORCED_OPEN, active=True)).refused == "the plug is not locked"
    yard.charge()
    answer = yard.rig.act(Break(SimFault.LOCK_FORCED_SHUT, active=True))
    assert answer.refused == "the plug is locked"
    assert answer.evses[0].faults == ()


# -- residual currents


@pytest.mark.req("CCC-ERR-012", "CCC-API-024", "CCC-ADD-054", "CCC-ADD-055")
def test_a_leak_without_a_vehicle_is_ours_and_must_be_looked_at() -> None:
    yard = Yard()
    yard.fault(SimFault.RCD_TRIP, active=True)
    yard.go(1.0)
    spurious = Seen(False, 0, False, Charging.FAULTED, Fault.RCD_SPURIOUS)
    assert yard.seen() == spurious
    yard.fault(SimFault.RCD_TRIP, active=False)
    assert not began(yard)
    assert yard.seen() == spurious
    yard.leave()
    assert yard.seen() == spurious
    yard.restart()
    assert began(yard)


@pytest.mark.req("CCC-ERR-014", "CCC-API-024", "CCC-ADD-054")
def test_a_leak_with_a_vehicle_holds_the_plug_and_is_over_with_the_vehicle() -> None:
    yard = Yard()
    yard.plug()
    yard.swipe()
    yard.fault(SimFault.RCD_TRIP, active=True)
    yard.go(0.1)
    ground = Seen(False, 100, True, Charging.FAULTED, Fault.RESIDUAL_CURRENT)
    assert yard.seen() == ground
    yard.fault(SimFault.RCD_TRIP, active=False)
    yard.go(10.0)
    assert yard.seen() == ground
    assert yard.rig.act(Unplug()).refused == "the plug is locked"
    yard.leave()
    assert yard.seen() == FREE
    assert began(yard)


@pytest.mark.req("CCC-API-024")
def test_a_leak_that_stays_when_the_vehicle_goes_is_ours() -> None:
    yard = Yard()
    yard.charge()
    yard.fault(SimFault.RCD_TRIP, active=True)
    yard.go(1.0)
    yard.leave()
    assert yard.seen() == Seen(False, 0, False, Charging.FAULTED, Fault.RCD_SPURIOUS)


@pytest.mark.req("CCC-API-023")
def test_a_monitor_that_is_never_tested_still_watches() -> None:
    yard = Yard({registry.RCD_ENABLED: True, registry.RCD_TEST_GPIO: -1})
    yard.charge()
    assert yard.port.build.rcd_test is None
    yard.fault(SimFault.RCD_TRIP, active=True)
    yard.go(0.1)
    assert first_fault(yard.port) is Fault.RESIDUAL_CURRENT
    assert not yard.rig.evse().contactor_closed


@pytest.mark.req("CCC-API-025", "CCC-API-026", "CCC-API-027")
@pytest.mark.parametrize("settings", [TESTED, BENDER], ids=["Western Automation RCM14-01", "Bender RCD-121"])
def test_both_monitors_of_the_guide_are_tested_at_the_start_before_a_session_and_every_day(settings: Settings) -> None:
    yard = Yard(settings)
    first_s = yard.port.rcd.tested_s
    assert first_s is not None
    yard.plug()
    yard.go(2.0)
    second_s = yard.port.rcd.tested_s
    assert second_s is not None
    assert second_s > first_s
    yard.leave()
    yard.go(24 * 3600.0 + 10.0)
    third_s = yard.port.rcd.tested_s
    assert third_s is not None
    assert third_s - second_s == pytest.approx(24 * 3600.0, abs=5.0)
    assert first_fault(yard.port) is None
    yard.charge()


@pytest.mark.req("CCC-ADD-045")
def test_during_a_test_a_tripped_monitor_is_no_fault() -> None:
    yard = Yard(TESTED)
    yard.hear(RcdTestAsked(1))
    yard.go(0.5)
    assert yard.rig.evse().rcd_tripped
    assert yard.port.rcd.phase is Rcd.TESTING
    assert yard.seen() == FREE


@pytest.mark.req("CCC-ERR-013", "CCC-STAT-010", "CCC-ADD-055")
def test_a_monitor_that_fails_its_test_holds_the_plug_until_the_vehicle_has_gone_and_never_again() -> None:
    yard = Yard(TESTED)
    yard.fault(SimFault.RCD_TEST, active=True)
    yard.swipe()
    yard.plug()
    assert yard.seen() == Seen(False, 100, True, Charging.FAULTED, Fault.RCD_TEST_FAILED)
    yard.leave()
    gone = Seen(False, 0, False, Charging.FAULTED, Fault.RCD_TEST_FAILED)
    assert yard.seen() == gone
    yard.fault(SimFault.RCD_TEST, active=False)
    assert not began(yard)
    assert yard.seen() == gone
    yard.leave()
    yard.restart()
    assert began(yard)


@pytest.mark.req("CCC-API-025")
def test_a_monitor_that_is_dead_at_the_start_is_found_out_without_a_vehicle() -> None:
    yard = Yard(TESTED)
    yard.fault(SimFault.RCD_TEST, active=True)
    yard.restart()
    assert yard.seen() == Seen(False, 0, False, Charging.FAULTED, Fault.RCD_TEST_FAILED)


# -- the emergency switch


@pytest.mark.req("CCC-API-022", "CCC-ERR-015")
def test_the_emergency_switch_ends_everything_at_once_and_is_turned_free_again() -> None:
    yard = Yard({registry.VENTILATION_ENABLED: True})
    yard.charge()
    yard.act(Move(state=Ask.VENTILATED))
    yard.go(10.0)
    assert yard.rig.evse().fan_running
    yard.act(Turn("emergency", value=True))
    yard.go(0.1)
    assert not yard.rig.evse().contactor_closed
    yard.go(2.0)
    assert yard.seen() == Seen(False, 0, False, Charging.FAULTED, Fault.EMERGENCY_STOP)
    assert not yard.rig.evse().fan_running
    assert [end.reason for end in ends(yard)] == [Reason.EMERGENCY_STOP]
    yard.act(Turn("emergency", value=False))
    yard.leave()
    assert began(yard)


def test_the_emergency_switch_is_the_fault_of_that_name_at_every_evse() -> None:
    yard = Yard()
    assert yard.rig.act(Turn("emergency", value=True)).evses[0].faults == ("emergency_stop",)
    assert FaultSeen(1, Fault.EMERGENCY_STOP) in yard.rig.go(0.1)
    assert yard.rig.act(Turn("emergency", value=False)).evses[0].faults == ()
    assert FaultCleared(1, Fault.EMERGENCY_STOP) in yard.rig.go(0.1)


# -- the meter and the reader


@pytest.mark.req("CCC-ERR-007")
def test_a_lost_meter_lets_nobody_begin_and_delays_the_end_of_a_transaction() -> None:
    yard = Yard()
    yard.charge()
    yard.fault(SimFault.METER_LOST, active=True)
    yard.swipe()
    yard.go(1.0)
    assert not yard.rig.evse().contactor_closed
    assert ends(yard) == []
    yard.go(60.0)
    assert len(ends(yard)) == 1
    yard.leave()
    assert not began(yard)
    assert first_fault(yard.port) is Fault.METER_LOST


@pytest.mark.req("CCC-ERR-011")
def test_without_a_reader_only_the_central_system_starts() -> None:
    yard = Yard()
    yard.charge()
    yard.fault(SimFault.READER_LOST, active=True)
    yard.go(10.0)
    assert yard.seen() == Seen(True, 53, True, Charging.CHARGING, Fault.READER_LOST)
    assert yard.rig.act(Swipe(ALICE, evse=1)).refused == "the reader does not answer"
    yard.act(Unplug(cable_stays=True))
    yard.go(5.0)
    yard.act(Unplug())
    yard.act(Plug(vehicle=VEHICLE))
    yard.go(2.0)
    yard.hear(RemoteStartAsked(ReplyTo("start"), ALICE, 1))
    yard.go(10.0)
    assert yard.seen().charging is Charging.CHARGING


# -- the cable of a socket


@pytest.mark.parametrize(
    ("ohms", "fault"),
    [
        pytest.param(OPEN_OHM, Fault.PROXIMITY_MISSING, marks=pytest.mark.req("CCC-ERR-034")),
        pytest.param(BROKEN_OHM, Fault.PROXIMITY_INVALID, marks=pytest.mark.req("CCC-ERR-035")),
    ],
)
def test_a_cable_that_cannot_be_read_holds_the_plug_where_it_is(ohms: float, fault: Fault) -> None:
    yard = Yard()
    yard.charge()
    yard.act(HoldProximity(ohms))
    yard.go(2.0)
    assert yard.seen() == Seen(False, 100, True, Charging.FAULTED, fault)
    yard.act(HoldProximity(None))
    yard.go(20.0)
    assert yard.seen() == Seen(True, 53, True, Charging.CHARGING)

    other = Yard()
    other.act(HoldProximity(ohms))
    assert not began(other)
    assert other.seen() == Seen(False, 100, False, Charging.FAULTED, fault)
    other.act(HoldProximity(None))
    other.go(1.0)
    assert began(other)


@pytest.mark.req("CCC-ERR-036")
def test_a_cable_that_becomes_another_one_is_worth_the_smaller_rating_until_the_vehicle_has_gone() -> None:
    yard = Yard()
    yard.charge()
    yard.act(HoldProximity(CABLE_13A_OHM))
    yard.go(2.0)
    reduced = Seen(True, 22, True, Charging.CHARGING, Fault.PROXIMITY_CHANGED)  # 13 A
    assert yard.seen() == reduced
    yard.act(HoldProximity(None))
    yard.go(10.0)
    assert yard.seen() == reduced
    yard.leave()
    assert yard.seen() == FREE
    yard.charge()
    assert yard.seen().duty_pct == 53


# -- several at once


def test_of_several_faults_the_most_important_one_is_told() -> None:
    yard = Yard()
    order = [fault for fault in Fault if fault in set(REPORTED.values())]
    names = {fault: name for name, fault in REPORTED.items()}
    for fault in reversed(order):
        yard.fault(names[fault], active=True)
        yard.go(0.1)
        assert first_fault(yard.port) is fault


# -- vehicles that sleep


def test_a_vehicle_that_sleeps_is_woken_by_the_pilot_and_charges() -> None:
    yard = Yard({registry.WAKE_UP_AFTER_TIMEOUT: True})
    yard.plug(replace(VEHICLE, sleeps=True))
    yard.swipe()
    yard.go(26.0)
    assert yard.seen().charging is Charging.SUSPENDED_EV
    assert yard.rig.evse().duty_pct > 50.0
    yard.go(4.0)
    assert yard.rig.evse().pilot_dropped
    assert yard.rig.evse().pilot_high_v == 0.0
    yard.go(10.0)
    assert yard.seen().charging is Charging.CHARGING


def test_a_vehicle_that_sleeps_does_not_wake_by_itself() -> None:
    yard = Yard()
    yard.plug(replace(VEHICLE, sleeps=True))
    yard.swipe()
    yard.go(600.0)
    assert yard.seen().charging is Charging.SUSPENDED_EV
