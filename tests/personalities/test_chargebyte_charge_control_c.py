"""chargebyte Charge Control C against its guide: every key of table 6, every message of table 1 (3.3, 3.3.1, 3.3.7)."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from tests.core.bench import ALICE
from tests.personalities.impersonated import Impersonated, Row, table

from pilotwire.core.authorization import AskAuthorization, AuthorizationAnswered
from pilotwire.core.csms import BootAnswered, BootCause, Registration, SendBoot
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.ocpp.v16.messages import ACTIONS

NAME = "chargebyte_charge_control_c"
TABLE = table(NAME)
STATUS = {"Immediately": "Accepted", "Next transaction": "Accepted", "After reboot": "RebootRequired"}


def rows(wanted: Callable[[Row], bool] = lambda row: True) -> list[object]:
    """Rows of the table as parameters, each with the id of its requirement."""
    return [pytest.param(row, id=row.key, marks=pytest.mark.req(row.requirement)) for row in TABLE if wanted(row)]


@pytest.fixture
def station() -> Impersonated:
    return Impersonated(NAME)


@pytest.mark.req("CCC-ADD-011", "CCC-ADD-012", "CCC-KEY-027")
def test_the_answer_to_get_configuration_is_the_table_row_by_row(station: Impersonated) -> None:
    assert station.told() == [(row.key, row.is_read_only, row.value) for row in TABLE]


@pytest.mark.parametrize("row", rows())
def test_each_key_is_told_by_its_name(station: Impersonated, row: Row) -> None:
    assert station.told(row.key.lower()) == [(row.key, row.is_read_only, row.value)]


@pytest.mark.req("CCC-ADD-011")
@pytest.mark.parametrize("row", rows(lambda row: row.is_read_only))
def test_what_is_read_only_cannot_be_written(station: Impersonated, row: Row) -> None:
    for value in (*row.refused, row.value or ""):
        assert station.write(row.key, value) == "Rejected"
    assert station.value(row.key) == row.value


@pytest.mark.parametrize("row", rows(lambda row: not row.is_read_only))
def test_what_is_in_range_is_taken_told_and_kept(station: Impersonated, row: Row) -> None:
    for value in row.taken:
        assert station.write(row.key, value) == STATUS[row.applies], value
        told = station.value(row.key)
        assert told == (value.lower() if row.type == "boolean" else value)
    station.restart()
    if row.key != "HeartbeatInterval":  # comes with the answer to BootNotification
        assert (station.value(row.key) or "").lower() == row.taken[-1].lower()


@pytest.mark.parametrize("row", rows(lambda row: not row.is_read_only))
def test_what_is_out_of_range_or_of_another_type_is_rejected_and_changes_nothing(
    station: Impersonated, row: Row
) -> None:
    for value in row.refused:
        assert station.write(row.key, value) == "Rejected", value
    assert station.value(row.key) == row.value


def other(row: Row, station: Impersonated) -> str:
    """A value that is allowed and is not the one the station runs on."""
    return next(value for value in row.taken if value.lower() != (row.value or "-").lower())


def charge(station: Impersonated) -> None:
    """A transaction begins: as it leaves its factory it asks nobody."""
    station.bench.plug()
    station.bench.go(2.0)
    assert station.bench.station.transactions


@pytest.mark.req("CCC-CONF-002")
@pytest.mark.parametrize("row", rows(lambda row: row.applies == "Immediately"))
def test_what_applies_immediately_counts_at_once(station: Impersonated, row: Row) -> None:
    before = station.effective(row.key)
    station.write(row.key, other(row, station))
    assert station.effective(row.key) != before


@pytest.mark.req("CCC-CONF-002")
@pytest.mark.parametrize("row", rows(lambda row: row.applies == "Next transaction"))
def test_what_applies_to_the_next_transaction_waits_for_it(station: Impersonated, row: Row) -> None:
    before = station.effective(row.key)
    station.write(row.key, other(row, station))
    assert station.effective(row.key) == before
    charge(station)
    assert station.effective(row.key) != before


@pytest.mark.req("CCC-CONF-002")
@pytest.mark.parametrize("row", rows(lambda row: row.applies == "After reboot"))
def test_what_applies_after_a_reboot_waits_for_it(station: Impersonated, row: Row) -> None:
    before = station.effective(row.key)
    station.write(row.key, other(row, station))
    charge(station)
    assert station.effective(row.key) == before
    station.restart()
    assert station.effective(row.key) != before


@pytest.mark.req("CCC-REV-009")
def test_more_than_ten_keys_in_one_request_are_not_answered(station: Impersonated) -> None:
    names = [row.key for row in TABLE]
    assert len(station.told(*names[:10])) == 10
    assert [name for name, _, _ in station.told(*names[:11])] == names[:10]


def test_a_key_of_the_standard_that_the_table_does_not_have_is_unknown(station: Impersonated) -> None:
    answer = station.ask("GetConfiguration", {"key": ["MinimumStatusDuration", "LightIntensity"]})
    assert answer == {"unknownKey": ["MinimumStatusDuration", "LightIntensity"]}
    assert station.write("MinimumStatusDuration", "5") == "NotSupported"


# --- messages

ANSWERED = {
    "ChangeAvailability": "CCC-MSG-011",
    "ChangeConfiguration": "CCC-MSG-012",
    "ClearCache": "CCC-MSG-013",
    "ClearChargingProfile": "CCC-MSG-014",
    "DataTransfer": "CCC-MSG-015",
    "GetConfiguration": "CCC-MSG-016",
    "GetDiagnostics": "CCC-MSG-017",
    "GetLocalListVersion": "CCC-MSG-018",
    "RemoteStartTransaction": "CCC-MSG-019",
    "RemoteStopTransaction": "CCC-MSG-020",
    "Reset": "CCC-MSG-021",
    "SendLocalList": "CCC-MSG-022",
    "SetChargingProfile": "CCC-MSG-023",
    "UnlockConnector": "CCC-MSG-024",
    "UpdateFirmware": "CCC-MSG-025",
    "TriggerMessage": "CCC-MSG-026",
}
PROFILE = {
    "chargingProfileId": 1,
    "stackLevel": 0,
    "chargingProfilePurpose": "ChargePointMaxProfile",
    "chargingProfileKind": "Relative",
    "chargingSchedule": {
        "chargingRateUnit": "A",
        "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}],
    },
}
PAYLOADS = {
    "ChangeAvailability": {"connectorId": 1, "type": "Operative"},
    "ChangeConfiguration": {"key": "HeartbeatInterval", "value": "60"},
    "DataTransfer": {"vendorId": "acme"},
    "GetDiagnostics": {"location": "ftp://files.example/"},
    "RemoteStartTransaction": {"idTag": "A"},
    "RemoteStopTransaction": {"transactionId": 7},
    "Reset": {"type": "Soft"},
    "SendLocalList": {"listVersion": 1, "updateType": "Full"},
    "SetChargingProfile": {"connectorId": 0, "csChargingProfiles": PROFILE},
    "TriggerMessage": {"requestedMessage": "Heartbeat"},
    "UnlockConnector": {"connectorId": 1},
    "UpdateFirmware": {"location": "http://files.example/x", "retrieveDate": "2026-11-20T09:00:00Z"},
    "CancelReservation": {"reservationId": 1},
    "GetCompositeSchedule": {"connectorId": 1, "duration": 60},
    "ReserveNow": {"connectorId": 1, "expiryDate": "2026-11-20T09:00:00Z", "idTag": "A", "reservationId": 1},
}
ERRORS = ("NotSupported", "NotImplemented")
OF_STATIONS = {  # what a central system is asked, and never asks
    "Authorize",
    "BootNotification",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "LogStatusNotification",
    "MeterValues",
    "SecurityEventNotification",
    "SignCertificate",
    "SignedFirmwareStatusNotification",
    "StartTransaction",
    "StatusNotification",
    "StopTransaction",
}


@pytest.mark.parametrize("action", [pytest.param(action, marks=pytest.mark.req(id)) for action, id in ANSWERED.items()])
def test_what_the_table_names_is_answered(station: Impersonated, action: str) -> None:
    answer = station.ask(action, PAYLOADS.get(action, {}))
    assert answer not in ERRORS


@pytest.mark.req("CCC-MSG-027")
@pytest.mark.parametrize("action", sorted(set(ACTIONS) - set(ANSWERED) - OF_STATIONS))
def test_what_the_table_does_not_name_gets_an_error(station: Impersonated, action: str) -> None:
    assert station.ask(action, PAYLOADS.get(action, {})) in ERRORS


@pytest.mark.req("CCC-MSG-026")
@pytest.mark.parametrize("message", ["BootNotification", "Heartbeat", "StatusNotification"])
def test_three_messages_can_be_triggered(station: Impersonated, message: str) -> None:
    assert station.ask("TriggerMessage", {"requestedMessage": message}) == {"status": "Accepted"}


@pytest.mark.req("CCC-MSG-026")
@pytest.mark.parametrize("message", ["MeterValues", "DiagnosticsStatusNotification", "FirmwareStatusNotification"])
def test_other_messages_cannot_be_triggered_and_the_profile_is_not_claimed(station: Impersonated, message: str) -> None:
    assert station.ask("TriggerMessage", {"requestedMessage": message}) == {"status": "NotImplemented"}
    assert "RemoteTrigger" not in (station.value("SupportedFeatureProfiles") or "")


# --- times


def retrieve(date: str) -> dict[str, object]:
    profile = {**PROFILE, "validFrom": date}
    return {"connectorId": 0, "csChargingProfiles": profile}


@pytest.mark.req("CCC-LIM-017")
@pytest.mark.parametrize(
    "date", ["2026-11-20T09:00:00.000Z", "2026-11-20T09:00:00Z", "2026-11-20T09:00:00", "2026-11-20T09:00:00.5"]
)
def test_a_plain_time_is_taken(station: Impersonated, date: str) -> None:
    assert isinstance(station.ask("SetChargingProfile", retrieve(date)), dict)


ODD = ["2026-11-20T09:00:00+01:00", "2026-11-20T09:00Z", "20261120T090000Z", "2026-W47-5", "2026-11-20t09:00:00z"]


@pytest.mark.req("CCC-LIM-017")
@pytest.mark.parametrize("date", ODD)
def test_any_other_time_of_iso_8601_is_refused(station: Impersonated, date: str) -> None:
    assert station.ask("SetChargingProfile", retrieve(date)) == "PropertyConstraintViolation"
    assert isinstance(Impersonated("pilotwire").ask("SetChargingProfile", retrieve(date)), dict)


@pytest.mark.req("CCC-LIM-017")
@pytest.mark.parametrize(("date", "utc_s"), [("2026-11-20T09:00:00Z", 1795165200.0), *((odd, None) for odd in ODD)])
def test_an_answer_with_another_time_counts_without_it(station: Impersonated, date: str, utc_s: float | None) -> None:
    payload = msgspec.json.encode({"status": "Accepted", "currentTime": date, "interval": 300})
    assert station.dialect.answered(SendBoot(BootCause.POWER_UP), payload) == BootAnswered(
        Registration.ACCEPTED, 300, utc_s
    )
    info = {"idTagInfo": {"status": "Accepted", "expiryDate": date}}
    heard = station.dialect.answered(AskAuthorization("ask", ALICE), msgspec.json.encode(info))
    assert heard == AuthorizationAnswered("ask", TokenInfo(TokenStatus.ACCEPTED, utc_s))
