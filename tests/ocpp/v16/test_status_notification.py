"""What a connector does, in the nine words of OCPP 1.6 (4.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pilotwire.core.moment import Stamp
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.effect import EFFECTS, Energy
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.phase import Operability
from pilotwire.core.report import Status, StatusChanged
from pilotwire.core.station import Station
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import MessageTriggered
from pilotwire.ocpp.dialect import Message
from pilotwire.ocpp.v16.dialect import V16, v16_of
from pilotwire.ocpp.v16.messages.status_notification import ChargePointErrorCode
from pilotwire.ocpp.v16.to_csms.error_code import ERROR_CODES
from pilotwire.personality.load import load
from pilotwire.store.volatile import VolatileLedger

BLOCKING = {fault for fault, effect in EFFECTS.items() if effect.energy is Energy.INTERRUPTED}
T0_TEXT = "2026-11-20T03:04:05.123Z"
STATUSES = {
    Charging.EMPTY: "Available",
    Charging.CLAIMED: "Preparing",
    Charging.RESERVED: "Reserved",
    Charging.PLUGGED: "Preparing",
    Charging.READY: "Preparing",
    Charging.CHARGING: "Charging",
    Charging.SUSPENDED_EV: "SuspendedEV",
    Charging.SUSPENDED_EVSE: "SuspendedEVSE",
    Charging.STOPPING: "SuspendedEVSE",
    Charging.FINISHED: "Finishing",
    Charging.FAULTED: "Faulted",
    Charging.UNAVAILABLE: "Unavailable",
}
# chargebyte guide 3.3.4 table 3, in its order; what it does not have follows, under the plain codes of the standard
PERSISTENCE = [
    "OpenFailed",
    "UnlinkDenied",
    "ReadOnly",
    "InvalidType",
    "CountError",
    "ClearError",
    "NoInsertRowId",
    "PrepareFailed",
    "UpdateFailed",
    "DropFailed",
    "TransactionFailed",
    "CreateFailed",
    "InsertFailed",
    "DeleteFailed",
    "TooManyTransactions",
    "FinalizeFailed",
]
STORE_FAULTS = [fault for fault in Fault if fault.name.startswith("STORE_")]
TOLD = {
    Fault.CONTACTOR_WELDED: ("PowerSwitchFailure", None),
    Fault.CONTACTOR_STUCK: ("PowerSwitchFailure", None),
    Fault.LOCK_UNCHARGED: ("ConnectorLockFailure", "PlugLockMotorCapNotCharged"),
    Fault.LOCK_FORCED_OPEN: ("ConnectorLockFailure", "PlugLockMotorUnexpectedOpen"),
    Fault.LOCK_FORCED_SHUT: ("ConnectorLockFailure", "PlugLockMotorUnexpectedClose"),
    Fault.CANNOT_LOCK: ("ConnectorLockFailure", "PlugLockCannotLock"),
    Fault.CANNOT_UNLOCK: ("ConnectorLockFailure", "PlugLockCannotUnlock"),
    Fault.METER_LOST: ("PowerMeterFailure", "CommunicationError"),
    Fault.METER_INTERNAL: ("PowerMeterFailure", "InternalError"),
    Fault.METER_IDLE: ("PowerMeterFailure", "IdleMeterError"),
    Fault.METER_ACTIVE: ("PowerMeterFailure", "ActiveMeterError"),
    Fault.READER_LOST: ("ReaderFailure", None),
    Fault.RCD_SPURIOUS: ("GroundFailure", "SpuriousRcdError"),
    Fault.RCD_TEST_FAILED: ("GroundFailure", "RcdTestError"),
    Fault.RESIDUAL_CURRENT: ("GroundFailure", "RcdGroundFailure"),
    Fault.EMERGENCY_STOP: ("OtherError", "EmergencyShutdown"),
    Fault.RECLOSER_LOST: ("OtherError", "RcdRecloserFailure"),
    **{fault: ("OtherError", f"Persistence{code}") for fault, code in zip(STORE_FAULTS, PERSISTENCE, strict=True)},
    Fault.LOCAL_LIST_CONFLICT: ("LocalListConflict", None),
    Fault.PROXIMITY_MISSING: ("OtherError", "ProximityNoCable"),
    Fault.PROXIMITY_INVALID: ("OtherError", "ProximityInvalid"),
    Fault.PROXIMITY_CHANGED: ("OtherError", "ProximityChanged"),
    Fault.PILOT_LOST: ("OtherError", "PilotLost"),
    Fault.DIODE_MISSING: ("OtherError", "DiodeMissing"),
    Fault.GROUND_MISSING: ("GroundFailure", "GroundMissing"),
    Fault.OVERCURRENT: ("OverCurrentFailure", None),
    Fault.OVERVOLTAGE: ("OverVoltage", None),
    Fault.UNDERVOLTAGE: ("UnderVoltage", None),
    Fault.OVER_TEMPERATURE: ("HighTemperature", None),
    Fault.VENTILATION_FAILED: ("OtherError", "VentilationFailed"),
    Fault.AUXILIARY: ("OtherError", "AuxiliaryProcessor"),
    Fault.INTERNAL: ("InternalError", None),
}

Changed = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def changed(
    v16: V16, station: Station, wire: Callable[[Message], dict[str, Any]], stamped: Callable[..., Stamp]
) -> Changed:
    """What is told when a connector goes from one status to another."""

    def tell(
        charging: Charging | Status,
        was: Charging | Status | None = None,
        *,
        fault: Fault | None = None,
        together: set[Fault] | None = None,
        evse: int = 1,
        by: V16 = v16,
    ) -> list[dict[str, Any]]:
        before = Status(was) if isinstance(was, Charging) else was
        now = charging if isinstance(charging, Status) else Status(charging, fault, frozenset(together or ()))
        fact = StatusChanged(evse, now, before, stamped())
        return [wire(message) for message in by.notify(fact, station, VolatileLedger())]

    return tell


@pytest.mark.req("CCC-MSG-008", "ABB-MSG-010")
def test_a_change_is_told_with_its_time(changed: Changed) -> None:
    assert changed(Charging.EMPTY) == [
        {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": T0_TEXT}
    ]


@pytest.mark.parametrize("charging", Charging)
def test_everything_a_connector_does_has_a_status(changed: Changed, charging: Charging) -> None:
    (told,) = changed(charging)
    assert told["status"] == STATUSES[charging]


def test_two_names_for_the_same_status_are_no_change(changed: Changed) -> None:
    assert changed(Charging.READY, was=Charging.PLUGGED) == []


def test_what_was_never_told_is_told(changed: Changed) -> None:
    assert len(changed(Charging.READY, was=None)) == 1


@pytest.mark.req("ALF-412-020")
def test_a_change_of_the_error_alone_is_told(changed: Changed) -> None:
    was = Status(Charging.FAULTED, Fault.CANNOT_LOCK)
    (told,) = changed(Charging.FAULTED, was=was, fault=Fault.CANNOT_UNLOCK)
    assert told["vendorErrorCode"] == "PlugLockCannotUnlock"


def test_a_contactor_that_sticks_and_one_that_is_welded_differ_in_the_info_alone(changed: Changed) -> None:
    was = Status(Charging.FAULTED, Fault.CONTACTOR_STUCK)
    (told,) = changed(Charging.FAULTED, was=was, fault=Fault.CONTACTOR_WELDED)
    assert (told["errorCode"], told["info"]) == ("PowerSwitchFailure", "contactor does not open")


def test_a_vehicle_that_leaves_its_transaction_is_told_and_one_that_is_back_is_no_news(changed: Changed) -> None:
    here, parted = Status(Charging.SUSPENDED_EV), Status(Charging.SUSPENDED_EV, is_parted=True)
    [told] = changed(parted, here)
    assert (told["status"], told["errorCode"], told["info"]) == ("SuspendedEV", "NoError", "EV side disconnected")
    assert changed(here, parted) == []


def test_the_moment_of_stopping_is_left_out(changed: Changed) -> None:
    assert changed(Charging.STOPPING, was=Charging.CHARGING) == []
    assert [told["status"] for told in changed(Charging.FINISHED, was=Charging.STOPPING)] == ["Finishing"]


def test_of_a_session_that_was_never_told_the_stopping_is(changed: Changed) -> None:
    assert [told["status"] for told in changed(Charging.STOPPING, was=Charging.EMPTY)] == ["SuspendedEVSE"]


def test_a_fault_in_the_moment_of_stopping_is_told(changed: Changed) -> None:
    (told,) = changed(Charging.STOPPING, was=Charging.CHARGING, fault=Fault.METER_LOST)
    assert (told["status"], told["errorCode"]) == ("SuspendedEVSE", "PowerMeterFailure")


def test_a_session_that_has_to_lock_its_plug_again_is_suspended_and_not_prepared(changed: Changed) -> None:
    assert [told["status"] for told in changed(Charging.READY, was=Charging.CHARGING)] == ["SuspendedEVSE"]
    assert changed(Charging.READY, was=Charging.SUSPENDED_EVSE) == []


@pytest.mark.parametrize(
    ("was", "now", "statuses"),
    [
        (Charging.FINISHED, Charging.READY, ["Preparing"]),
        (Charging.FINISHED, Charging.SUSPENDED_EVSE, ["Preparing", "SuspendedEVSE"]),
        (Charging.FINISHED, Charging.CHARGING, ["Preparing", "Charging"]),
        (Charging.STOPPING, Charging.READY, ["Finishing", "Preparing"]),
        (Charging.STOPPING, Charging.SUSPENDED_EVSE, ["Finishing", "Preparing", "SuspendedEVSE"]),
        (Charging.STOPPING, Charging.EMPTY, ["Available"]),
    ],
)
def test_who_begins_anew_goes_the_way_of_the_table(
    changed: Changed, was: Charging, now: Charging, statuses: list[str]
) -> None:
    assert [told["status"] for told in changed(now, was=was)] == statuses


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_has_an_error_code(changed: Changed, fault: Fault) -> None:
    (told,) = changed(Charging.FAULTED if fault in BLOCKING else Charging.PLUGGED, fault=fault)
    assert told["errorCode"] != "NoError"


def test_a_communication_error_is_a_warning_and_never_stands_beside_faulted() -> None:
    blocking = {ERROR_CODES[fault].code for fault in BLOCKING}
    assert ChargePointErrorCode.EV_COMMUNICATION_ERROR not in blocking


@pytest.mark.req("CCC-ADD-001")
def test_each_fault_is_told_as_the_guide_of_the_field_tells_it() -> None:
    said = {fault: (error.code.value, error.vendor) for fault, error in ERROR_CODES.items()}
    assert said == TOLD
    assert list(ERROR_CODES) == list(TOLD) == list(Fault)


@pytest.mark.parametrize(("operability", "status"), [("OPERATIVE", "Available"), ("INOPERATIVE", "Unavailable")])
def test_connector_0_is_available_or_not(
    v16: V16, station: Station, wire: Callable[[Message], dict[str, Any]], operability: str, status: str
) -> None:
    station = replace(station, operability=Operability[operability])
    told = [wire(each) for each in v16.notify(MessageTriggered(Wanted.STATUS, 0), station, VolatileLedger())]
    assert [(each["connectorId"], each["status"]) for each in told] == [(0, status), (1, "Available"), (2, "Available")]


def test_one_connector_can_be_asked_for(v16: V16, station: Station, wire: Callable[[Message], dict[str, Any]]) -> None:
    (message,) = v16.notify(MessageTriggered(Wanted.STATUS, 2), station, VolatileLedger())
    assert wire(message) == {"connectorId": 2, "errorCode": "NoError", "status": "Available"}


def test_who_asks_hears_of_the_error_too(
    v16: V16, station: Station, step: Callable[..., Any], wire: Callable[[Message], dict[str, Any]]
) -> None:
    station, _ = step(station, FaultSeen(1, Fault.EMERGENCY_STOP))
    (message,) = v16.notify(MessageTriggered(Wanted.STATUS, 1), station, VolatileLedger())
    assert wire(message) == {
        "connectorId": 1,
        "errorCode": "OtherError",
        "status": "Faulted",
        "info": "emergency stop",
        "vendorErrorCode": "EmergencyShutdown",
    }


@pytest.mark.req("CCC-LIM-013")
def test_a_personality_without_a_word_shows_another_and_no_change(changed: Changed) -> None:
    chargebyte = v16_of(load("chargebyte_charge_control_c"))
    (told,) = changed(Charging.SUSPENDED_EV, was=Charging.READY, by=chargebyte)
    assert told["status"] == "Charging"
    assert changed(Charging.SUSPENDED_EVSE, was=Charging.CHARGING, by=chargebyte) == []


# --- a vendor whose error codes are sums of bits


STORE_FULL = Fault.STORE_FULL
SUMS = [
    pytest.param({Fault.DIODE_MISSING}, "0x2", marks=pytest.mark.req("XCH-ERR-001")),
    pytest.param({STORE_FULL}, "0x100", marks=pytest.mark.req("XCH-ERR-002")),
    pytest.param({Fault.AUXILIARY}, "0x2000", marks=pytest.mark.req("XCH-ERR-003")),
    pytest.param({Fault.PILOT_LOST}, "0x4000", marks=pytest.mark.req("XCH-ERR-004")),
    pytest.param({Fault.CONTACTOR_WELDED}, "0x8000", marks=pytest.mark.req("XCH-ERR-005")),
    pytest.param({Fault.CONTACTOR_STUCK}, "0x8000", marks=pytest.mark.req("XCH-ERR-005")),
    pytest.param({Fault.RCD_TEST_FAILED}, "0x10000", marks=pytest.mark.req("XCH-ERR-006")),
    pytest.param({Fault.CONTACTOR_STUCK, Fault.PILOT_LOST}, "0xC000", marks=pytest.mark.req("XCH-CONF-009")),
    pytest.param({STORE_FULL, Fault.STORE_READ_ONLY, Fault.AUXILIARY}, "0x2100", marks=pytest.mark.req("XCH-CONF-009")),
    pytest.param({Fault.OVERCURRENT, Fault.AUXILIARY}, "0x2000", marks=pytest.mark.req("XCH-CONF-009")),
    pytest.param({Fault.OVERCURRENT}, None, marks=pytest.mark.req("XCH-CONF-009")),
]


@pytest.mark.parametrize(("faults", "code"), SUMS)
def test_the_bits_of_all_standing_faults_are_summed(
    faults: set[Fault], code: str | None, station: Station, step: Callable[..., Any], wire: Callable[..., Any]
) -> None:
    m3 = load("xcheng_m3")
    station = replace(station, rules=m3.ruled)
    for fault in faults:
        station, _ = step(station, FaultSeen(1, fault))
    (message,) = v16_of(m3).notify(MessageTriggered(Wanted.STATUS, 1), station, VolatileLedger())
    told = wire(message)
    first = next(fault for fault in Fault if fault in faults)
    assert (told.get("vendorErrorCode"), told["errorCode"]) == (code, ERROR_CODES[first].code.value)


@pytest.mark.req("XCH-CONF-009")
def test_a_fault_behind_a_more_important_one_is_told_where_codes_are_sums(changed: Changed) -> None:
    was = Status(Charging.FAULTED, Fault.CONTACTOR_STUCK, frozenset({Fault.CONTACTOR_STUCK}))
    both = {Fault.CONTACTOR_STUCK, Fault.AUXILIARY}
    (told,) = changed(
        Charging.FAULTED, was=was, fault=Fault.CONTACTOR_STUCK, together=both, by=v16_of(load("xcheng_m3"))
    )
    assert told["vendorErrorCode"] == "0xA000"


def test_a_sum_that_changes_in_the_moment_of_stopping_is_told(changed: Changed) -> None:
    was, by = Status(Charging.CHARGING, Fault.READER_LOST), v16_of(load("xcheng_m3"))
    kinds: dict[str, Any] = {"was": was, "fault": Fault.READER_LOST, "by": by}
    (told,) = changed(Charging.STOPPING, together={Fault.STORE_FAILED}, **kinds)
    assert (told["status"], told["vendorErrorCode"]) == ("SuspendedEVSE", "0x100")
    assert changed(Charging.STOPPING, **kinds) == []


def test_a_fault_behind_a_more_important_one_is_no_news_where_codes_are_words(
    v16: V16, station: Station, step: Callable[..., Any], wire: Callable[..., Any]
) -> None:
    station, _ = step(station, FaultSeen(1, Fault.EMERGENCY_STOP))
    station, said = step(station, FaultSeen(1, Fault.AUXILIARY))
    assert [fact for fact in said.facts if isinstance(fact, StatusChanged)] == []
    (message,) = v16.notify(MessageTriggered(Wanted.STATUS, 1), station, VolatileLedger())
    assert wire(message)["vendorErrorCode"] == "EmergencyShutdown"
