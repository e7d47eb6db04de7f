"""Every fault from injection to clearing, on a whole core: what the chargebyte guide 3.3.4, 15.13 and 15.15 expect.

The expectations are written here once more by hand; they are not read from the tables of the core.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from tests.core.bench import Settings
from tests.hardware.sim.yard import Seen, Yard

from pilotwire.core import registry
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.fault import Fault, first_fault
from pilotwire.hardware.sim.action import Move
from pilotwire.hardware.sim.fault import BREAKAGES, SimFault
from pilotwire.hardware.sim.vehicle import Ask
from pilotwire.ocpp.v16.to_csms.error_code import error_code_of

FLOWING = Seen(closed=True, duty_pct=53, locked=True, charging=Charging.CHARGING)
OVER = Seen(closed=False, duty_pct=100, locked=False, charging=Charging.FINISHED)
GONE = Seen(closed=False, duty_pct=100, locked=False, charging=Charging.EMPTY)


def going_on(fault: Fault) -> Seen:
    """The fault is told, and nothing else changes."""
    return Seen(True, 53, True, Charging.CHARGING, fault)


def interrupted(fault: Fault) -> Seen:
    """Recoverable (15.13): no energy, 100 %, and the plug is held for the session that goes on."""
    return Seen(False, 100, True, Charging.FAULTED, fault)


def ended(fault: Fault) -> Seen:
    """Unrecoverable (15.13): no energy, 0 %, the plug is given back."""
    return Seen(False, 0, False, Charging.FAULTED, fault)


# -- what must happen before a fault can be seen at all


def nothing(yard: Yard) -> None:
    """It is seen at once."""


def pause(yard: Yard) -> None:
    """The vehicle pauses, and the contactors are to open."""
    yard.act(Move(state=Ask.NOTHING))
    yard.go(10.0)


def resume(yard: Yard) -> None:
    """... and are to close again."""
    pause(yard)
    yard.act(Move(state=Ask.ENERGY))
    yard.go(10.0)


def stop(yard: Yard) -> None:
    """The card is shown again, and the plug is to be given back."""
    yard.swipe()
    yard.go(5.0)


def next_vehicle(yard: Yard) -> None:
    """The next driver shows the card first; the plug is held before the test of the monitor is over."""
    stop(yard)
    yard.leave()
    yard.swipe()
    yard.plug()


def ventilated(yard: Yard) -> None:
    """The vehicle asks for ventilation, and gets it."""
    yard.act(Move(state=Ask.VENTILATED))
    yard.go(10.0)
    assert yard.rig.evse().fan_running


def welded(fault: Fault) -> Seen:
    """Like any unrecoverable one; but hazardous voltage may remain (3.3.4.1)."""
    return Seen(True, 0, False, Charging.FAULTED, fault)


def held(fault: Fault) -> Seen:
    """The session is over, and the plug is not to be had (3.3.4.6)."""
    return Seen(False, 100, True, Charging.FINISHED, fault)


def loose(fault: Fault) -> Seen:
    """No energy before the motor has locked again (3.3.4.3)."""
    return Seen(False, 100, False, Charging.FAULTED, fault)


def refused(fault: Fault) -> Seen:
    """No PWM for a vehicle that cannot be ventilated (15.19)."""
    return Seen(False, 100, True, Charging.SUSPENDED_EVSE, fault)


@dataclass(frozen=True)
class Case:
    """One fault while a vehicle charges: how it is provoked, what is seen when it is there and when it is mended."""

    name: SimFault
    broken: Seen
    mended: Seen = FLOWING
    before: Callable[[Yard], None] = nothing
    then: Callable[[Yard], None] = nothing
    look_s: float = 2.0
    settings: Settings = field(default_factory=dict)


SWITCHING: Settings = {registry.PHASE_SWITCH_ENABLED: True}
TESTED: Settings = {registry.RCD_ENABLED: True}
FAN: Settings = {registry.VENTILATION_ENABLED: True}
STUCK = ended(Fault.CONTACTOR_STUCK)
UNTESTED = interrupted(Fault.RCD_TEST_FAILED)

BY_ITSELF = (  # over as soon as what caused it is
    Case(SimFault.LOCK_UNCHARGED, interrupted(Fault.LOCK_UNCHARGED)),
    Case(SimFault.LOCK_FORCED_OPEN, loose(Fault.LOCK_FORCED_OPEN), look_s=0.3),
    Case(SimFault.LOCK_FORCED_SHUT, interrupted(Fault.LOCK_FORCED_SHUT), OVER, before=stop, look_s=0.3),
    Case(SimFault.LOCK_STUCK, held(Fault.CANNOT_UNLOCK), OVER, then=stop),
    Case(SimFault.METER_LOST, going_on(Fault.METER_LOST)),
    Case(SimFault.METER_INTERNAL, going_on(Fault.METER_INTERNAL)),
    Case(SimFault.METER_IDLE, going_on(Fault.METER_IDLE)),
    Case(SimFault.METER_ACTIVE, going_on(Fault.METER_ACTIVE)),
    Case(SimFault.READER_LOST, going_on(Fault.READER_LOST)),
    Case(SimFault.RECLOSER_LOST, going_on(Fault.RECLOSER_LOST)),
    Case(SimFault.STORE_OPEN_FAILED, going_on(Fault.STORE_OPEN_FAILED)),
    Case(SimFault.STORE_UNLINK_DENIED, going_on(Fault.STORE_UNLINK_DENIED)),
    Case(SimFault.STORE_READ_ONLY, going_on(Fault.STORE_READ_ONLY)),
    Case(SimFault.STORE_INVALID_TYPE, going_on(Fault.STORE_INVALID_TYPE)),
    Case(SimFault.STORE_COUNT_ERROR, going_on(Fault.STORE_COUNT_ERROR)),
    Case(SimFault.STORE_CLEAR_ERROR, going_on(Fault.STORE_CLEAR_ERROR)),
    Case(SimFault.STORE_NO_ROW, interrupted(Fault.STORE_NO_ROW)),
    Case(SimFault.STORE_PREPARE_FAILED, interrupted(Fault.STORE_PREPARE_FAILED)),
    Case(SimFault.STORE_UPDATE_FAILED, interrupted(Fault.STORE_UPDATE_FAILED)),
    Case(SimFault.STORE_DROP_FAILED, going_on(Fault.STORE_DROP_FAILED)),
    Case(SimFault.STORE_FAILED, going_on(Fault.STORE_FAILED)),
    Case(SimFault.STORE_CREATE_FAILED, going_on(Fault.STORE_CREATE_FAILED)),
    Case(SimFault.STORE_FULL, interrupted(Fault.STORE_FULL)),
    Case(SimFault.STORE_DELETE_FAILED, going_on(Fault.STORE_DELETE_FAILED)),
    Case(SimFault.STORE_TOO_MANY, going_on(Fault.STORE_TOO_MANY)),
    Case(SimFault.STORE_FINALIZE_FAILED, interrupted(Fault.STORE_FINALIZE_FAILED)),
    Case(SimFault.LOCAL_LIST_CONFLICT, going_on(Fault.LOCAL_LIST_CONFLICT)),
    Case(SimFault.EMERGENCY_STOP, ended(Fault.EMERGENCY_STOP), OVER),
    Case(SimFault.PILOT_SHORT, interrupted(Fault.PILOT_LOST)),
    Case(SimFault.GROUND_MISSING, interrupted(Fault.GROUND_MISSING)),
    Case(SimFault.OVERCURRENT, interrupted(Fault.OVERCURRENT)),
    Case(SimFault.OVERVOLTAGE, interrupted(Fault.OVERVOLTAGE)),
    Case(SimFault.UNDERVOLTAGE, interrupted(Fault.UNDERVOLTAGE)),
    Case(SimFault.OVER_TEMPERATURE, interrupted(Fault.OVER_TEMPERATURE)),
    Case(SimFault.FAN_STUCK, refused(Fault.VENTILATION_FAILED), before=ventilated, look_s=0.5, settings=FAN),
    Case(SimFault.AUXILIARY, interrupted(Fault.AUXILIARY)),
    Case(SimFault.INTERNAL, interrupted(Fault.INTERNAL)),
)
WITH_VEHICLE = (  # over when the vehicle has gone, if what caused it is
    Case(SimFault.RCD_TRIP, interrupted(Fault.RESIDUAL_CURRENT), interrupted(Fault.RESIDUAL_CURRENT)),
    Case(SimFault.DIODE, interrupted(Fault.DIODE_MISSING), interrupted(Fault.DIODE_MISSING)),
)
BY_RESTART = (  # not over before somebody has looked
    Case(SimFault.CONTACTOR_WELDED, welded(Fault.CONTACTOR_WELDED), STUCK, then=pause),
    Case(SimFault.CONTACTOR_STUCK, STUCK, STUCK, then=resume),
    Case(SimFault.SECONDARY_WELDED, ended(Fault.CONTACTOR_WELDED), STUCK, then=pause, settings=SWITCHING),
    Case(SimFault.SECONDARY_STUCK, STUCK, STUCK, then=resume, settings=SWITCHING),
    Case(SimFault.RCD_TEST, UNTESTED, UNTESTED, then=next_vehicle, settings=TESTED),
    Case(SimFault.RCD_STUCK, UNTESTED, UNTESTED, then=next_vehicle, settings=TESTED),
)
LOCK, METER, OTHER, POWER = "ConnectorLockFailure", "PowerMeterFailure", "OtherError", "PowerSwitchFailure"
TOLD: Mapping[SimFault, tuple[str | None, str, str | None]] = {  # requirement, OCPP 1.6 errorCode, vendorErrorCode
    SimFault.CONTACTOR_WELDED: ("CCC-ERR-001", POWER, None),
    SimFault.CONTACTOR_STUCK: ("CCC-ERR-001", POWER, None),
    SimFault.SECONDARY_WELDED: ("CCC-ERR-001", POWER, None),
    SimFault.SECONDARY_STUCK: ("CCC-ERR-001", POWER, None),
    SimFault.LOCK_UNCHARGED: ("CCC-ERR-002", LOCK, "PlugLockMotorCapNotCharged"),
    SimFault.LOCK_FORCED_OPEN: ("CCC-ERR-003", LOCK, "PlugLockMotorUnexpectedOpen"),
    SimFault.LOCK_FORCED_SHUT: ("CCC-ERR-004", LOCK, "PlugLockMotorUnexpectedClose"),
    SimFault.LOCK_STUCK: ("CCC-ERR-006", LOCK, "PlugLockCannotUnlock"),
    SimFault.METER_LOST: (None, METER, "CommunicationError"),  # ERR-007 and ERR-011 have a test of their own below
    SimFault.METER_INTERNAL: ("CCC-ERR-008", METER, "InternalError"),
    SimFault.METER_IDLE: ("CCC-ERR-009", METER, "IdleMeterError"),
    SimFault.METER_ACTIVE: ("CCC-ERR-010", METER, "ActiveMeterError"),
    SimFault.READER_LOST: (None, "ReaderFailure", None),
    SimFault.RCD_TEST: ("CCC-ERR-013", "GroundFailure", "RcdTestError"),
    SimFault.RCD_STUCK: ("CCC-ERR-013", "GroundFailure", "RcdTestError"),
    SimFault.RCD_TRIP: ("CCC-ERR-014", "GroundFailure", "RcdGroundFailure"),
    SimFault.EMERGENCY_STOP: ("CCC-ERR-015", OTHER, "EmergencyShutdown"),
    SimFault.RECLOSER_LOST: ("CCC-ERR-016", OTHER, "RcdRecloserFailure"),
    SimFault.STORE_OPEN_FAILED: ("CCC-ERR-017", OTHER, "PersistenceOpenFailed"),
    SimFault.STORE_UNLINK_DENIED: ("CCC-ERR-018", OTHER, "PersistenceUnlinkDenied"),
    SimFault.STORE_READ_ONLY: ("CCC-ERR-019", OTHER, "PersistenceReadOnly"),
    SimFault.STORE_INVALID_TYPE: ("CCC-ERR-020", OTHER, "PersistenceInvalidType"),
    SimFault.STORE_COUNT_ERROR: ("CCC-ERR-021", OTHER, "PersistenceCountError"),
    SimFault.STORE_CLEAR_ERROR: ("CCC-ERR-022", OTHER, "PersistenceClearError"),
    SimFault.STORE_NO_ROW: ("CCC-ERR-023", OTHER, "PersistenceNoInsertRowId"),
    SimFault.STORE_PREPARE_FAILED: ("CCC-ERR-024", OTHER, "PersistencePrepareFailed"),
    SimFault.STORE_UPDATE_FAILED: ("CCC-ERR-025", OTHER, "PersistenceUpdateFailed"),
    SimFault.STORE_DROP_FAILED: ("CCC-ERR-026", OTHER, "PersistenceDropFailed"),
    SimFault.STORE_FAILED: ("CCC-ERR-027", OTHER, "PersistenceTransactionFailed"),
    SimFault.STORE_CREATE_FAILED: ("CCC-ERR-028", OTHER, "PersistenceCreateFailed"),
    SimFault.STORE_FULL: ("CCC-ERR-029", OTHER, "PersistenceInsertFailed"),
    SimFault.STORE_DELETE_FAILED: ("CCC-ERR-030", OTHER, "PersistenceDeleteFailed"),
    SimFault.STORE_TOO_MANY: ("CCC-ERR-031", OTHER, "PersistenceTooManyTransactions"),
    SimFault.STORE_FINALIZE_FAILED: ("CCC-ERR-032", OTHER, "PersistenceFinalizeFailed"),
    SimFault.LOCAL_LIST_CONFLICT: (None, "LocalListConflict", None),
    SimFault.PILOT_SHORT: (None, OTHER, "PilotLost"),
    SimFault.DIODE: (None, OTHER, "DiodeMissing"),
    SimFault.GROUND_MISSING: (None, "GroundFailure", "GroundMissing"),
    SimFault.OVERCURRENT: (None, "OverCurrentFailure", None),
    SimFault.OVERVOLTAGE: (None, "OverVoltage", None),
    SimFault.UNDERVOLTAGE: (None, "UnderVoltage", None),
    SimFault.OVER_TEMPERATURE: (None, "HighTemperature", None),
    SimFault.FAN_STUCK: (None, OTHER, "VentilationFailed"),
    SimFault.AUXILIARY: (None, OTHER, "AuxiliaryProcessor"),
    SimFault.INTERNAL: (None, "InternalError", None),
}


def each(cases: tuple[Case, ...]) -> list[object]:
    """As parameters, with the requirement each of them proves."""
    marks = {case.name: [pytest.mark.req(id) for id in TOLD[case.name][:1] if id is not None] for case in cases}
    return [pytest.param(case, id=case.name.value, marks=marks[case.name]) for case in cases]


def mended(case: Case) -> Yard:
    """A vehicle charges; then something breaks, and is mended, and everything has had its time."""
    yard = Yard(case.settings)
    yard.charge()
    case.before(yard)
    yard.fault(case.name, active=True)
    case.then(yard)
    yard.go(case.look_s)
    assert yard.seen() == case.broken
    told = error_code_of(first_fault(yard.port))
    assert (told.code.value, told.vendor) == TOLD[case.name][1:]
    yard.fault(case.name, active=False)
    yard.go(20.0)
    assert yard.seen() == case.mended
    return yard


def test_every_fault_of_the_board_is_in_one_of_these_tables() -> None:
    cases = (*BY_ITSELF, *WITH_VEHICLE, *BY_RESTART)
    assert {case.name for case in cases} == set(SimFault) == set(TOLD)
    assert all(case.broken.fault in BREAKAGES[case.name].shows for case in cases)


@pytest.mark.parametrize("case", each(BY_ITSELF))
def test_a_fault_is_over_as_soon_as_its_cause_is(case: Case) -> None:
    assert first_fault(mended(case).port) is None


@pytest.mark.parametrize("case", each(WITH_VEHICLE))
def test_a_fault_of_the_vehicle_stays_until_the_vehicle_has_gone(case: Case) -> None:
    yard = mended(case)
    yard.leave()
    assert yard.seen() == GONE
    yard.charge()


@pytest.mark.req("CCC-API-020", "CCC-API-024", "CCC-ADD-055")
@pytest.mark.parametrize("case", each(BY_RESTART))
def test_a_fault_somebody_must_look_at_is_over_only_after_a_restart(case: Case) -> None:
    yard = mended(case)
    fault = case.mended.fault
    assert fault is not None
    yard.leave()
    assert yard.seen() == ended(fault)
    yard.plug()
    yard.swipe()
    yard.go(20.0)
    assert not yard.rig.evse().contactor_closed
    yard.leave()
    yard.restart()
    assert yard.seen() == GONE
    yard.charge()
