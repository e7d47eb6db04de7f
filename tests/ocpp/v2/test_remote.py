"""What the central system asks of the station: starting, stopping, unlocking, resetting, availability, triggers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from pilotwire.core import registry
from pilotwire.core.csms import BootAnswered, Registration
from pilotwire.core.deadline import Due, Timer
from pilotwire.core.port.lock import LockRead
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.port.proximity import ProximityMeasured
from pilotwire.core.reading import Reading
from pilotwire.core.reset import How, ResetAsked
from pilotwire.core.trigger import MeterSampled
from pilotwire.core.unlock import UnlockAsked, WhileCharging
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v2 import messages
from pilotwire.ocpp.v2.dialect import REPLIERS, TAKERS
from pilotwire.store.volatile import VolatileLedger

if TYPE_CHECKING:
    from tests.ocpp.v2.conftest import Central, Payload

TOKEN = {"idToken": "DRIVER-1", "type": "KeyCode"}


def start(central: Central, **more: object) -> Payload:
    """Somebody is to charge."""
    return central.ask("RequestStartTransaction", idToken=TOKEN, remoteStartId=77, **more)


@pytest.mark.req("ALF-201-F02", "ALF-201G-021")
def test_a_remote_start_before_the_vehicle_begins_with_remotestart_and_its_number(central: Central) -> None:
    assert start(central, evseId=1) == {"status": "Accepted"}
    central.pilot("B")
    started = central.events()[0]
    assert (started["eventType"], started["triggerReason"]) == ("Started", "RemoteStart")
    assert started["transactionInfo"]["remoteStartId"] == 77
    assert started["idToken"] == TOKEN


@pytest.mark.req("ALF-201-F01")
def test_a_remote_start_after_the_vehicle_gets_the_id_of_what_has_begun(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.TX_START_POINT: ("EVConnected",)})
    central.pilot("B")
    answer = start(central, evseId=1)
    started, updated = central.events()[:2]
    assert answer == {"status": "Accepted", "transactionId": started["transactionInfo"]["transactionId"]}
    assert "remoteStartId" not in started["transactionInfo"]
    assert (updated["triggerReason"], updated["transactionInfo"]["remoteStartId"]) == ("RemoteStart", 77)
    central.charge()
    assert "remoteStartId" not in central.events()[-1]["transactionInfo"]


@pytest.mark.parametrize("evse", [0, -1, 3])
def test_a_remote_start_at_an_evse_that_is_not_there_is_rejected(central: Central, evse: int) -> None:
    assert start(central, evseId=evse) == {"status": "Rejected", "statusInfo": {"reasonCode": "UnknownEvse"}}


def test_a_charging_profile_is_ignored_where_there_is_no_smart_charging(central: Central) -> None:
    period = {"startPeriod": 0, "limit": 6.0}
    schedule = {"id": 1, "chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
    profile = {
        "id": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": [schedule],
    }
    assert start(central, chargingProfile=profile)["status"] == "Accepted"


@pytest.mark.req("ALF-201-B02")
def test_while_pending_nobody_is_started(central: Central) -> None:
    central.happen(BootAnswered(Registration.PENDING, 600))
    assert start(central)["status"] == "Rejected"


@pytest.mark.req("ALF-201-F03")
def test_a_remote_stop_ends_the_transaction_it_names(central: Central) -> None:
    start(central)
    central.pilot("B")
    transaction = central.events()[0]["transactionInfo"]["transactionId"]
    assert central.ask("RequestStopTransaction", transactionId=transaction) == {"status": "Accepted"}
    central.happen(MeterRead(1, Reading(1300.0)))
    ended = central.events()[-1]
    assert (ended["eventType"], ended["triggerReason"]) == ("Ended", "RemoteStop")
    assert ended["transactionInfo"]["stoppedReason"] == "Remote"


def test_a_remote_stop_of_an_unknown_transaction_is_rejected(central: Central) -> None:
    assert central.ask("RequestStopTransaction", transactionId="nobody") == {"status": "Rejected"}


@pytest.mark.req("ALF-201-F05")
def test_a_fixed_cable_cannot_be_unlocked(central: Central) -> None:
    assert central.ask("UnlockConnector", evseId=1, connectorId=1) == {
        "status": "UnlockFailed",
        "statusInfo": {"reasonCode": "FixedCable"},
    }


@pytest.mark.parametrize(("evse", "connector"), [(0, 1), (3, 1), (-1, 1), (1, 2), (1, 0)])
def test_only_connectors_that_are_there_can_be_unlocked(central: Central, evse: int, connector: int) -> None:
    assert central.ask("UnlockConnector", evseId=evse, connectorId=connector) == {"status": "UnknownConnector"}


@pytest.mark.req("ALF-201-F05")
def test_nobody_is_unlocked_while_charging(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.HAS_SOCKET: True})
    start(central)
    central.happen(LockRead(1, locked=False))
    central.happen(ProximityMeasured(1, 220.0))
    central.pilot("B")
    assert central.ask("UnlockConnector", evseId=1, connectorId=1) == {"status": "OngoingAuthorizedTransaction"}


@pytest.mark.req("ALF-201-F05")
def test_the_answer_to_an_unlock_waits_for_the_motor(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.HAS_SOCKET: True})
    taken = central.take("UnlockConnector", evseId=1, connectorId=1)
    assert taken == UnlockAsked(taken.reply_to, 1, WhileCharging.REFUSE)
    assert central.happen(taken).replies == ()
    (reply,) = central.happen(LockRead(1, locked=False)).replies
    assert central.answer("UnlockConnector", reply, taken) == {"status": "Unlocked"}
    taken = central.take("UnlockConnector", evseId=2, connectorId=1)
    central.happen(taken)
    (reply,) = central.happen(Due(2, Timer.UNLOCK)).replies
    assert central.answer("UnlockConnector", reply, taken) == {"status": "UnlockFailed"}


@pytest.mark.req("ALF-201-B11")
def test_an_idle_station_resets_at_once(central: Central) -> None:
    assert central.ask("Reset", type="OnIdle") == {"status": "Accepted"}


@pytest.mark.req("ALF-201-B12")
def test_a_reset_on_idle_waits_for_the_transaction(central: Central) -> None:
    start(central)
    central.pilot("B")
    assert central.ask("Reset", type="OnIdle") == {"status": "Scheduled"}
    assert len(central.events()) == 1


@pytest.mark.req("ALF-201-B12")
def test_an_immediate_reset_ends_the_transaction(central: Central) -> None:
    start(central)
    central.pilot("B")
    assert central.ask("Reset", type="Immediate") == {"status": "Accepted"}
    central.happen(MeterRead(1, Reading(1300.0)))
    ended = central.events()[-1]
    assert (ended["triggerReason"], ended["transactionInfo"]["stoppedReason"]) == ("ResetCommand", "ImmediateReset")


def test_the_kinds_of_reset_are_the_cores(central: Central) -> None:
    kinds = [central.take("Reset", type=each) for each in ("Immediate", "OnIdle")]
    assert [kind.how for kind in kinds if isinstance(kind, ResetAsked)] == [How.AT_ONCE, How.WHEN_IDLE]


def test_a_single_evse_cannot_be_reset(central: Central) -> None:
    assert central.ask("Reset", type="Immediate", evseId=1)["status"] == "Rejected"


@pytest.mark.req("ALF-201-G03")
def test_an_evse_goes_out_of_service_and_back(central: Central) -> None:
    for status in ("Inoperative", "Operative"):
        answer = central.ask("ChangeAvailability", operationalStatus=status, evse={"id": 2, "connectorId": 1})
        assert answer == {"status": "Accepted"}
    told = [(each["evseId"], each["connectorStatus"]) for each in central.events("StatusNotification")]
    assert told == [(2, "Unavailable"), (2, "Available")]


@pytest.mark.req("ALF-201-G04")
def test_the_whole_station_goes_out_of_service(central: Central) -> None:
    assert central.ask("ChangeAvailability", operationalStatus="Inoperative") == {"status": "Accepted"}
    told = [(each["evseId"], each["connectorStatus"]) for each in central.events("StatusNotification")]
    assert sorted(told) == [(1, "Unavailable"), (2, "Unavailable")]


@pytest.mark.req("ALF-201-G03")
def test_a_transaction_is_finished_before_its_evse_leaves(central: Central) -> None:
    start(central)
    central.pilot("B")
    answer = central.ask("ChangeAvailability", operationalStatus="Inoperative", evse={"id": 1})
    assert answer == {"status": "Scheduled"}


@pytest.mark.parametrize("evse", [{"id": 3}, {"id": 0}, {"id": -1}, {"id": 1, "connectorId": 2}])
def test_the_availability_of_what_is_not_there_cannot_be_changed(central: Central, evse: Payload) -> None:
    assert central.ask("ChangeAvailability", operationalStatus="Inoperative", evse=evse)["status"] == "Rejected"


@pytest.mark.req("ALF-201-C11")
def test_the_cache_is_cleared_where_there_is_one(central_with: Callable[..., Central]) -> None:
    assert central_with().ask("ClearCache") == {"status": "Accepted"}
    assert central_with({registry.CACHE_ENABLED: False}).ask("ClearCache") == {"status": "Rejected"}


def test_data_transfer_knows_no_vendor(central: Central) -> None:
    assert central.ask("DataTransfer", vendorId="com.example", data={"a": 1}) == {"status": "UnknownVendorId"}


def test_there_is_no_local_list_yet(central: Central) -> None:
    assert central.ask("GetLocalListVersion") == {"versionNumber": 0}


@pytest.mark.req("ALF-201-F06")
def test_a_status_can_be_triggered_for_one_evse_or_all(central: Central) -> None:
    central.pilot("B", 2)
    central.told.clear()
    evse = {"id": 2, "connectorId": 1}
    assert central.ask("TriggerMessage", requestedMessage="StatusNotification", evse=evse) == {"status": "Accepted"}
    assert central.ask("TriggerMessage", requestedMessage="StatusNotification") == {"status": "Accepted"}
    told = [(each["evseId"], each["connectorStatus"]) for each in central.events("StatusNotification")]
    assert told == [(2, "Occupied"), (1, "Available"), (2, "Occupied")]
    assert {each["timestamp"] for each in central.events("StatusNotification")} == {"2027-01-15T08:01:40.000Z"}


@pytest.mark.req("ALF-201G-018", "ALF-201-F06")
def test_meter_values_can_be_triggered(central: Central) -> None:
    assert central.ask("TriggerMessage", requestedMessage="MeterValues", evse={"id": 1}) == {"status": "Accepted"}
    (values,) = central.events("MeterValues")
    assert values["evseId"] == 1
    assert {each["context"] for each in values["meterValue"][0]["sampledValue"]} == {"Trigger"}


@pytest.mark.req("ALF-201-J01")
def test_readings_outside_a_transaction_name_their_evse(central: Central) -> None:
    central.ask("TriggerMessage", requestedMessage="MeterValues")
    assert [each["evseId"] for each in central.events("MeterValues")] == [1, 2]


def test_readings_without_a_known_value_are_not_told(central: Central) -> None:
    assert central.dialect.notify(MeterSampled(1, (), None), central.station, VolatileLedger()) == ()


@pytest.mark.req("ALF-201-F06")
def test_a_transaction_can_be_triggered(central: Central) -> None:
    start(central)
    central.pilot("B")
    assert central.ask("TriggerMessage", requestedMessage="TransactionEvent")["status"] == "Accepted"
    event = central.events()[-1]
    assert event["triggerReason"] == "Trigger"
    assert "chargingState" in event["transactionInfo"]
    assert event["meterValue"]


def test_a_transaction_that_is_not_there_cannot_be_triggered(central: Central) -> None:
    assert central.ask("TriggerMessage", requestedMessage="TransactionEvent") == {"status": "Rejected"}
    assert central.told == []


def test_a_heartbeat_can_be_triggered_whatever_the_evse(central: Central) -> None:
    answer = central.ask("TriggerMessage", requestedMessage="Heartbeat", evse={"id": 9})
    assert answer == {"status": "Accepted"}
    assert central.told == [("Heartbeat", {})]


def test_a_boot_can_be_triggered_only_until_it_was_accepted(central: Central) -> None:
    assert central.ask("TriggerMessage", requestedMessage="BootNotification")["status"] == "Rejected"
    central.happen(BootAnswered(Registration.PENDING, 600))
    assert central.ask("TriggerMessage", requestedMessage="BootNotification") == {"status": "Accepted"}
    assert central.events("BootNotification")[-1]["reason"] == "Triggered"


@pytest.mark.parametrize("wanted", ["FirmwareStatusNotification", "SignCombinedCertificate"])
def test_what_is_not_there_cannot_be_triggered(central: Central, wanted: str) -> None:
    assert central.ask("TriggerMessage", requestedMessage=wanted) == {"status": "NotImplemented"}


@pytest.mark.parametrize("evse", [{"id": 3}, {"id": 0}, {"id": -1}, {"id": 1, "connectorId": 2}])
def test_nothing_can_be_triggered_for_what_is_not_there(central: Central, evse: Payload) -> None:
    answer = central.ask("TriggerMessage", requestedMessage="StatusNotification", evse=evse)
    assert answer["status"] == "Rejected"


@pytest.mark.parametrize("action", sorted(set(messages.ACTIONS) - set(TAKERS)))
def test_the_rest_of_the_version_is_known_and_not_supported(central: Central, action: str) -> None:
    taken = central.take(action)
    assert isinstance(taken, Refused)
    assert taken.kind is RpcErrorKind.NOT_SUPPORTED


def test_what_the_version_does_not_know_is_not_implemented(central: Central) -> None:
    taken = central.take("MakeCoffee")
    assert isinstance(taken, Refused)
    assert central.dialect.code(taken.kind) == "NotImplemented"


@pytest.mark.parametrize("action", sorted(TAKERS))
def test_a_field_nobody_knows_is_refused(central: Central, action: str) -> None:
    with pytest.raises(RefusedPayload):
        central.take(action, surprise=1)


def test_whoever_is_answered_by_the_core_has_words_for_its_verdict() -> None:
    assert set(REPLIERS) <= set(TAKERS)


def test_the_version_says_how_it_is_called_and_what_it_forbids(central: Central) -> None:
    assert central.dialect.subprotocol == "ocpp2.0.1"
    assert central.dialect.error_while_rejected is RpcErrorKind.SECURITY_ERROR
    assert central.dialect.answers_unreadable
