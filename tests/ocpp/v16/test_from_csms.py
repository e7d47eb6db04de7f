"""What the central system asks, and what it is answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from pilotwire.core import registry
from pilotwire.core.csms import Registration
from pilotwire.core.port.availability import AvailabilityChosen, Voice
from pilotwire.core.port.fault import Fault, FaultSeen
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.phase import Operability
from pilotwire.core.remote import RemoteStartAsked, RemoteStopAsked
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.report import status_of
from pilotwire.core.request import AvailabilityAsked, CacheClearAsked
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.station import Station
from pilotwire.core.token import Token
from pilotwire.core.trigger import Message as Wanted
from pilotwire.core.trigger import TriggerAsked
from pilotwire.core.unlock import UnlockAsked, WhileCharging
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Answer, Refused, Taken
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16 import messages
from pilotwire.ocpp.v16.dialect import V16, v16_of
from pilotwire.ocpp.v16.requests import REPLIES, TAKES
from pilotwire.personality.load import load
from pilotwire.personality.model import Messages, Unsupported
from pilotwire.store.volatile import VolatileLedger

R1 = ReplyTo("r1")
Ask = Callable[..., Taken]
Answered = Callable[..., dict[str, Any]]
Spelled = Callable[[str, Reply], dict[str, Any]]
Step = Callable[..., Any]
Wire = Callable[..., dict[str, Any]]
Make = Callable[..., Station]


# --- ChangeAvailability


@pytest.mark.req("CCC-MSG-011", "ABB-MSG-003")
def test_a_connector_goes_out_of_service_and_back(take: Ask, answer: Answered) -> None:
    payload = {"connectorId": 2, "type": "Inoperative"}
    assert take("ChangeAvailability", payload) == AvailabilityAsked(R1, (2,), operative=False)
    assert answer("ChangeAvailability", payload) == {"status": "Accepted"}
    assert take("ChangeAvailability", {"connectorId": 2, "type": "Operative"}) == AvailabilityAsked(R1, (2,), True)


def test_connector_0_is_the_station_and_all_connectors(take: Ask, station: Station, step: Step) -> None:
    asked = take("ChangeAvailability", {"connectorId": 0, "type": "Inoperative"})
    assert asked == AvailabilityAsked(R1, (0, 1, 2), operative=False)
    after, _ = step(station, asked)
    assert {status_of(after, evse).charging.value for evse in (0, 1, 2)} == {"unavailable"}


def test_connector_0_brings_back_a_connector_that_was_out_alone(take: Ask, station: Station, step: Step) -> None:
    out, _ = step(station, AvailabilityChosen(1, Voice.OWN, operative=False))
    back, _ = step(out, take("ChangeAvailability", {"connectorId": 0, "type": "Operative"}, at=out))
    assert back.ports[0].availability.own is Operability.OPERATIVE


@pytest.mark.parametrize("connector", [3, -1])
def test_the_availability_of_an_unknown_connector_is_rejected(answer: Answered, connector: int) -> None:
    payload = {"connectorId": connector, "type": "Inoperative"}
    assert answer("ChangeAvailability", payload) == {"status": "Rejected"}


def test_a_change_that_waits_for_a_transaction_is_scheduled(spelled: Spelled) -> None:
    assert spelled("ChangeAvailability", Reply(R1, Verdict.SCHEDULED)) == {"status": "Scheduled"}


# --- ClearCache, DataTransfer, GetLocalListVersion


@pytest.mark.req("CCC-MSG-013")
def test_the_cache_is_cleared_where_there_is_one(take: Ask, answer: Answered, spelled: Spelled) -> None:
    assert take("ClearCache") == CacheClearAsked(R1)
    assert answer("ClearCache") == {"status": "Accepted"}
    assert spelled("ClearCache", Reply(R1, Verdict.REJECTED)) == {"status": "Rejected"}


@pytest.mark.req("CCC-MSG-015")
def test_no_vendor_is_known(answer: Answered) -> None:
    assert answer("DataTransfer", {"vendorId": "com.acme", "data": "x"}) == {"status": "UnknownVendorId"}


# --- RemoteStartTransaction and RemoteStopTransaction


@pytest.mark.req("CCC-MSG-019", "ABB-MSG-006")
def test_somebody_is_to_charge_at_a_connector_or_anywhere(take: Ask, answer: Answered) -> None:
    there = {"idTag": "04E1FF", "connectorId": 2}
    assert take("RemoteStartTransaction", there) == RemoteStartAsked(R1, Token("04E1FF"), 2)
    assert take("RemoteStartTransaction", {"idTag": "04E1FF"}) == RemoteStartAsked(R1, Token("04E1FF"), 0)
    assert answer("RemoteStartTransaction", there) == {"status": "Accepted"}


@pytest.mark.parametrize("connector", [0, -1, 3])
def test_nobody_can_charge_at_a_connector_there_is_not(answer: Answered, connector: int) -> None:
    payload = {"idTag": "04E1FF", "connectorId": connector}
    assert answer("RemoteStartTransaction", payload) == {"status": "Rejected"}


def test_while_pending_nobody_can_be_started_or_stopped(answer: Answered, station: Station) -> None:
    pending = replace(station, registration=Registration.PENDING)
    assert answer("RemoteStartTransaction", {"idTag": "A"}, at=pending) == {"status": "Rejected"}
    stop = answer("RemoteStopTransaction", {"transactionId": 42}, at=pending, notes={"b1-1": "42"})
    assert stop == {"status": "Rejected"}


def test_a_faulted_connector_starts_nobody(answer: Answered, station: Station, step: Step) -> None:
    broken, _ = step(station, FaultSeen(1, Fault.OVERCURRENT))
    assert answer("RemoteStartTransaction", {"idTag": "A", "connectorId": 1}, at=broken) == {"status": "Rejected"}


@pytest.mark.req("CCC-MSG-020", "ABB-MSG-007")
def test_a_transaction_is_stopped_by_its_number(take: Ask, spelled: Spelled) -> None:
    asked = take("RemoteStopTransaction", {"transactionId": 42}, notes={"b1-1": "42"})
    assert asked == RemoteStopAsked(R1, "b1-1")
    assert spelled("RemoteStopTransaction", Reply(R1, Verdict.ACCEPTED)) == {"status": "Accepted"}


def test_a_number_nobody_gave_stops_nothing(answer: Answered) -> None:
    assert answer("RemoteStopTransaction", {"transactionId": 7}, notes={"b1-1": "42"}) == {"status": "Rejected"}


# --- Reset


@pytest.mark.req("CCC-MSG-021")
@pytest.mark.parametrize(("kind", "how"), [("Soft", How.ORDERLY), ("Hard", How.AT_ONCE)])
def test_a_reset_is_soft_or_hard(take: Ask, answer: Answered, kind: str, how: How) -> None:
    assert take("Reset", {"type": kind}) == ResetAsked(R1, how)
    assert answer("Reset", {"type": kind}) == {"status": "Accepted"}


# --- UnlockConnector


@pytest.mark.req("CCC-MSG-024")
@pytest.mark.parametrize(
    ("verdict", "status"),
    [
        (Verdict.UNLOCKED, "Unlocked"),
        (Verdict.UNLOCK_FAILED, "UnlockFailed"),
        (Verdict.NOT_SUPPORTED, "NotSupported"),
        (Verdict.UNKNOWN_EVSE, "NotSupported"),
        (Verdict.ONGOING_TRANSACTION, "UnlockFailed"),
    ],
)
def test_a_plug_is_given_back_or_not(take: Ask, spelled: Spelled, verdict: Verdict, status: str) -> None:
    assert take("UnlockConnector", {"connectorId": 1}) == UnlockAsked(R1, 1, WhileCharging.STOP_FIRST)
    assert spelled("UnlockConnector", Reply(R1, verdict)) == {"status": status}


@pytest.mark.parametrize("connector", [0, 3, -1])
def test_a_connector_there_is_not_cannot_be_unlocked(answer: Answered, connector: int) -> None:
    assert answer("UnlockConnector", {"connectorId": connector}) == {"status": "NotSupported"}


@pytest.mark.req("ABB-MSG-022")
def test_a_socket_gives_its_plug_back_and_a_fixed_cable_cannot(
    v16: V16, take: Ask, answer: Answered, make_station: Make, step: Step, spelled: Spelled
) -> None:
    assert answer("UnlockConnector", {"connectorId": 1}) == {"status": "NotSupported"}
    socket = make_station(values={(registry.HAS_SOCKET.name, 1): True})
    trying, said = step(socket, take("UnlockConnector", {"connectorId": 1}, at=socket))
    assert said.replies == ()  # the motor runs
    _, said = step(trying, LockRead(1, locked=False))
    assert [spelled("UnlockConnector", reply) for reply in said.replies] == [{"status": "Unlocked"}]


# --- TriggerMessage


@pytest.mark.req("ABB-MSG-029")
@pytest.mark.parametrize(
    ("requested", "wanted"),
    [
        ("BootNotification", Wanted.BOOT),
        ("Heartbeat", Wanted.HEARTBEAT),
        ("MeterValues", Wanted.METER_VALUES),
        ("StatusNotification", Wanted.STATUS),
    ],
)
def test_a_message_can_be_asked_for(take: Ask, requested: str, wanted: Wanted) -> None:
    assert take("TriggerMessage", {"requestedMessage": requested}) == TriggerAsked(R1, wanted, 0)


@pytest.mark.req("XCH-SUP-007")
@pytest.mark.parametrize("connector", [0, 1, 9])
def test_a_connector_is_ignored_where_the_message_has_no_use_for_it(
    v16: V16, take: Ask, answer: Answered, station: Station, step: Step, connector: int
) -> None:
    payload = {"requestedMessage": "BootNotification", "connectorId": connector}
    assert answer("TriggerMessage", payload) == {"status": "Accepted"}
    after, said = step(station, take("TriggerMessage", payload))
    assert [message.action for fact in said.facts for message in v16.notify(fact, after, VolatileLedger())] == [
        "BootNotification"
    ]


def test_the_status_of_a_connector_can_be_asked_for(take: Ask, answer: Answered) -> None:
    payload = {"requestedMessage": "StatusNotification", "connectorId": 2}
    assert take("TriggerMessage", payload) == TriggerAsked(R1, Wanted.STATUS, 2)
    assert answer("TriggerMessage", payload) == {"status": "Accepted"}


def test_the_status_of_connector_0_is_that_of_the_station_alone(take: Ask, answer: Answered, wire: Wire) -> None:
    payload = {"requestedMessage": "StatusNotification", "connectorId": 0}
    assert answer("TriggerMessage", payload) == {"status": "Accepted"}
    taken = take("TriggerMessage", payload)
    assert isinstance(taken, Answer)
    assert [wire(message)["connectorId"] for message in taken.then] == [0]


@pytest.mark.parametrize(
    ("requested", "connector"), [("StatusNotification", 3), ("MeterValues", -1), ("MeterValues", 0)]
)
def test_of_a_connector_there_is_not_nothing_can_be_asked(answer: Answered, requested: str, connector: int) -> None:
    payload = {"requestedMessage": requested, "connectorId": connector}
    assert answer("TriggerMessage", payload) == {"status": "Rejected"}


def test_readings_that_nobody_has_are_not_promised(answer: Answered) -> None:
    assert answer("TriggerMessage", {"requestedMessage": "MeterValues"}) == {"status": "Rejected"}


@pytest.mark.req("ABB-MSG-029")
@pytest.mark.parametrize("requested", ["DiagnosticsStatusNotification", "FirmwareStatusNotification"])
def test_jobs_that_do_not_run_are_idle(take: Ask, answer: Answered, wire: Wire, requested: str) -> None:
    payload = {"requestedMessage": requested}
    assert answer("TriggerMessage", payload) == {"status": "Accepted"}
    taken = take("TriggerMessage", payload)
    assert isinstance(taken, Answer)
    assert [(message.action, wire(message)) for message in taken.then] == [(requested, {"status": "Idle"})]


# --- what is not done


@pytest.mark.parametrize("action", sorted(set(messages.ACTIONS) - set(TAKES)))
def test_what_1_6_knows_and_the_station_does_not_do_is_not_supported(take: Ask, action: str) -> None:
    taken = take(action)
    assert isinstance(taken, Refused)
    assert taken.kind is RpcErrorKind.NOT_SUPPORTED


@pytest.mark.parametrize("action", ["NotifyReport", "", "get_configuration", "__class__", "x" * 1000])
def test_what_1_6_does_not_know_is_not_implemented(take: Ask, action: str) -> None:
    taken = take(action)
    assert isinstance(taken, Refused)
    assert taken.kind is RpcErrorKind.NOT_IMPLEMENTED
    assert len(taken.text) < 100


@pytest.mark.req("ALF-412-003")
@pytest.mark.parametrize(
    ("action", "payload", "kind"),
    [
        ("Reset", {"type": "Warm"}, RpcErrorKind.PROPERTY_CONSTRAINT),
        ("Reset", {}, RpcErrorKind.OCCURRENCE_CONSTRAINT),
        ("Reset", {"type": 1}, RpcErrorKind.TYPE_CONSTRAINT),
        ("Reset", {"type": "Soft", "why": "x"}, RpcErrorKind.FORMAT_VIOLATION),
        ("UnlockConnector", {"connectorId": "1"}, RpcErrorKind.TYPE_CONSTRAINT),
        ("RemoteStartTransaction", {"idTag": "x" * 21}, RpcErrorKind.PROPERTY_CONSTRAINT),
        ("RemoteStartTransaction", {"idTag": "A", "connectorId": None}, RpcErrorKind.TYPE_CONSTRAINT),
        ("TriggerMessage", {"requestedMessage": "StopTransaction"}, RpcErrorKind.PROPERTY_CONSTRAINT),
        ("ChangeConfiguration", {"key": "k" * 51, "value": ""}, RpcErrorKind.PROPERTY_CONSTRAINT),
    ],
)
def test_a_broken_request_is_told_what_is_broken(
    take: Ask, action: str, payload: dict[str, Any], kind: RpcErrorKind
) -> None:
    with pytest.raises(RefusedPayload) as refused:
        take(action, payload)
    assert refused.value.kind is kind


def test_every_event_for_the_core_has_a_reply() -> None:
    assert set(TAKES) - set(REPLIES) == {"GetConfiguration", "GetLocalListVersion"}


# --- personalities


@pytest.fixture
def chargebyte() -> V16:
    return v16_of(load("chargebyte_charge_control_c"))


@pytest.mark.req("CCC-MSG-026")
def test_a_trigger_a_personality_does_not_know_is_not_implemented(answer: Answered, chargebyte: V16) -> None:
    for known in ("BootNotification", "Heartbeat", "StatusNotification"):
        assert answer("TriggerMessage", {"requestedMessage": known}, by=chargebyte) == {"status": "Accepted"}
    for other in ("MeterValues", "DiagnosticsStatusNotification", "FirmwareStatusNotification"):
        assert answer("TriggerMessage", {"requestedMessage": other}, by=chargebyte) == {"status": "NotImplemented"}
    (profiles,) = answer("GetConfiguration", {"key": ["SupportedFeatureProfiles"]}, by=chargebyte)["configurationKey"]
    assert "RemoteTrigger" not in profiles["value"]


@pytest.mark.req("CCC-MSG-027")
@pytest.mark.parametrize("action", ["ReserveNow", "CancelReservation", "GetCompositeSchedule"])
def test_a_request_a_personality_does_not_take_gets_its_error(take: Ask, chargebyte: V16, action: str) -> None:
    taken = take(action, by=chargebyte)
    assert isinstance(taken, Refused)
    assert taken.kind is RpcErrorKind.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("ClearCache", RpcErrorKind.NOT_IMPLEMENTED),
        ("Reset", RpcErrorKind.NOT_SUPPORTED),
    ],
)
def test_a_personality_has_an_error_for_each_request(take: Ask, v16: V16, action: str, kind: RpcErrorKind) -> None:
    wanted = Messages(
        supported=("UnlockConnector",),
        unsupported=Unsupported.NOT_IMPLEMENTED,
        errors={"Reset": Unsupported.NOT_SUPPORTED},
    )
    taken = take(action, by=replace(v16, wanted=wanted))
    assert isinstance(taken, Refused)
    assert taken.kind is kind
