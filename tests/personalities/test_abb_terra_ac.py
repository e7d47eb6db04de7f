"""ABB Terra AC against its overview: every key of 3.2, 3.3, 3.4.2 and 5.2, every message of 3.1."""

from __future__ import annotations

import pytest
from tests.personalities.impersonated import Impersonated, Row, table

from pilotwire.ocpp.v16.messages import ACTIONS

NAME = "abb_terra_ac"
SCREEN = table("abb_terra_ac_display")
TABLES = {None: table(NAME), "display": SCREEN}  # what a variant has besides
SECRET = "AuthorizationKey"


def rows(*access: str) -> list[object]:
    """Rows of all tables as parameters, each with the id of its requirement."""
    return [
        pytest.param(variant, row, id=row.key, marks=pytest.mark.req(row.requirement))
        for variant, lines in TABLES.items()
        for row in lines
        if not access or row.access in access
    ]


def value(row: Row) -> str | None:
    """The default as it is told; a table cannot say that it is empty without a word."""
    return "" if row.default == "(empty)" else row.value


@pytest.fixture
def station() -> Impersonated:
    return Impersonated(NAME)


@pytest.mark.req("ABB-CONF-010", "ABB-SUP-002", "ABB-SEC-002", "ABB-KEY-050")
def test_the_answer_to_get_configuration_is_the_table_row_by_row(station: Impersonated) -> None:
    assert station.told() == [(row.key, row.is_read_only, value(row)) for row in TABLES[None]]


@pytest.mark.parametrize(("variant", "row"), rows())
def test_each_key_is_told_by_its_name(variant: str | None, row: Row) -> None:
    assert Impersonated(NAME, variant).told(row.key.lower()) == [(row.key, row.is_read_only, value(row))]


@pytest.mark.parametrize(("variant", "row"), rows("R"))
def test_what_is_read_only_cannot_be_written(variant: str | None, row: Row) -> None:
    station = Impersonated(NAME, variant)
    for text in (*row.refused, value(row) or ""):
        assert station.write(row.key, text) == "Rejected"
    assert station.value(row.key) == value(row)


@pytest.mark.parametrize(("variant", "row"), rows("RW"))
def test_what_is_in_range_is_taken_told_and_kept(variant: str | None, row: Row) -> None:
    station = Impersonated(NAME, variant)
    for text in row.taken:
        assert station.write(row.key, text) == "Accepted", text
        assert station.value(row.key) == (text.lower() if row.type == "boolean" else text)
    station.restart()
    if row.key != "HeartbeatInterval":  # comes with the answer to BootNotification
        assert (station.value(row.key) or "").lower() == row.taken[-1].lower()


@pytest.mark.parametrize(("variant", "row"), rows("RW"))
def test_what_is_out_of_range_or_of_another_type_is_rejected_and_changes_nothing(variant: str | None, row: Row) -> None:
    station = Impersonated(NAME, variant)
    for text in row.refused:
        assert station.write(row.key, text) == "Rejected", text
    assert station.value(row.key) == value(row)


@pytest.mark.req("ABB-CONF-004", "ABB-CONF-008", "ABB-US-001", "ABB-US-002")
@pytest.mark.parametrize(
    ("key", "text", "status"),
    [
        ("ClockAlignedDataInterval", "900", "Accepted"),
        ("ClockAlignedDataInterval", "29", "Rejected"),
        ("MeterValuesSampleInterval", "3", "Rejected"),
        ("MeterValueSampleInterval", "0", "Accepted"),
        ("WebSocketPingInterval", "-1", "Rejected"),
        ("ResetRetries", "0", "Accepted"),
        ("ResetRetries", "1", "Rejected"),
        ("ScreenDisplaySetting", "0,10", "Accepted"),
        ("ScreenDisplaySetting", "9,10", "Rejected"),
        ("ScreenBrightnessLevel", "2", "Accepted"),
        ("ScreenBrightnessLevel", "3", "Rejected"),
    ],
)
def test_ranges_are_those_of_the_overview(key: str, text: str, status: str) -> None:
    assert Impersonated(NAME, "display").write(key, text) == status


# --- keys with two names, without one, and with a secret


@pytest.mark.req("ABB-KEY-007")
def test_one_interval_has_the_two_names_that_are_printed(station: Impersonated) -> None:
    assert station.write("MeterValuesSampleInterval", "45") == "Accepted"
    assert station.told("MeterValueSampleInterval", "MeterValuesSampleInterval") == [
        ("MeterValueSampleInterval", False, "45"),
        ("MeterValuesSampleInterval", False, "45"),
    ]


NOT_SUPPORTED = {
    "AuthorizationCacheEnabled": "ABB-KEY-036",
    "MinimumStatusDuration": "ABB-KEY-037",
    "BlinkRepeat": "ABB-KEY-038",
    "ConnectorPhaseRotationMaxLength": "ABB-KEY-039",
    "LightIntensity": "ABB-KEY-040",
    "StopTxnAlignedDataMaxLength": "ABB-KEY-041",
    "SupportedFeatureProfilesMaxLength": "ABB-KEY-042",
    "ConnectorSwitch3to1PhaseSupported": "ABB-KEY-043",
    "ReserveConnectorZeroSupported": "ABB-KEY-044",
}


@pytest.mark.req("ABB-CONF-012", "ABB-MSG-019")
@pytest.mark.parametrize("key", [pytest.param(key, marks=pytest.mark.req(id)) for key, id in NOT_SUPPORTED.items()])
def test_a_key_that_is_not_supported_is_unknown_beside_one_that_is(station: Impersonated, key: str) -> None:
    answer = station.ask("GetConfiguration", {"key": [key, "NumberOfConnectors"]})
    known = {"key": "NumberOfConnectors", "readonly": True, "value": "1"}
    assert answer == {"configurationKey": [known], "unknownKey": [key]}
    assert station.write(key, "1") == "NotSupported"


def test_who_asks_for_what_is_known_or_for_what_is_not_gets_both_lists(station: Impersonated) -> None:
    """As recorded: both members are there, and one of them is empty."""
    answer = station.ask("GetConfiguration", {"key": ["NumberOfConnectors"]})
    assert answer == {
        "configurationKey": [{"key": "NumberOfConnectors", "readonly": True, "value": "1"}],
        "unknownKey": [],
    }
    assert station.ask("GetConfiguration", {"key": ["Moon"]}) == {"configurationKey": [], "unknownKey": ["Moon"]}


@pytest.mark.req("ABB-SEC-002", "ABB-KEY-050")
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("0123456789abcdefghij", "Accepted"),
        ("0123456789abcdefghijk", "Rejected"),
        ("é" * 11, "Rejected"),  # 22 bytes
        ("41" * 20, "Accepted"),
        ("41" * 21, "Rejected"),
        ("short", "Accepted"),
    ],
)
def test_a_password_has_at_most_20_bytes_and_is_never_told(station: Impersonated, text: str, status: str) -> None:
    assert station.write(SECRET, text) == status
    assert station.told(SECRET) == [(SECRET, False, None)]


@pytest.mark.req("ABB-SUP-003")
def test_the_screen_has_keys_where_there_is_one(station: Impersonated) -> None:
    names = [row.key for row in SCREEN]
    answer = station.ask("GetConfiguration", {"key": names})
    assert answer == {"configurationKey": [], "unknownKey": names}
    assert [name for name, _, _ in Impersonated(NAME, "display").told()][-2:] == names


@pytest.mark.req("ABB-MSG-028", "ABB-CONF-010")
@pytest.mark.parametrize(("variant", "level"), [(None, "3"), ("w7", "3"), ("w11", "3"), ("display", "16")])
def test_a_model_with_a_display_stacks_higher(variant: str | None, level: str) -> None:
    station = Impersonated(NAME, variant)
    assert station.value("ChargeProfileMaxStackLevel") == level
    assert station.value("MaxChargingProfilesInstalled") == level


# --- messages

PROFILE = {
    "chargingProfileId": 1,
    "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile",
    "chargingProfileKind": "Absolute",
    "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}]},
}
PAYLOADS = {
    "CancelReservation": {"reservationId": 1},
    "ChangeAvailability": {"connectorId": 1, "type": "Operative"},
    "ChangeConfiguration": {"key": "HeartbeatInterval", "value": "60"},
    "DataTransfer": {"vendorId": "acme"},
    "GetCompositeSchedule": {"connectorId": 1, "duration": 60},
    "GetDiagnostics": {"location": "http://files.example/"},
    "GetLog": {"logType": "SecurityLog", "requestId": 1, "log": {"remoteLocation": "http://files.example/"}},
    "RemoteStartTransaction": {"idTag": "A"},
    "RemoteStopTransaction": {"transactionId": 7},
    "ReserveNow": {"connectorId": 1, "expiryDate": "2026-11-20T09:00:00Z", "idTag": "A", "reservationId": 1},
    "Reset": {"type": "Soft"},
    "SendLocalList": {"listVersion": 1, "updateType": "Full"},
    "SetChargingProfile": {"connectorId": 0, "csChargingProfiles": PROFILE},
    "TriggerMessage": {"requestedMessage": "Heartbeat"},
    "UnlockConnector": {"connectorId": 1},
    "UpdateFirmware": {"location": "http://files.example/x", "retrieveDate": "2026-11-20T09:00:00Z"},
}
SUPPORTED = {  # of which the overview says no more
    "ChangeAvailability": "ABB-MSG-003",
    "ChangeConfiguration": "ABB-MSG-004",
    "ClearChargingProfile": "ABB-MSG-012",
    "GetCompositeSchedule": "ABB-MSG-013",
    "GetLocalListVersion": "ABB-MSG-011",
    "RemoteStartTransaction": "ABB-MSG-006",
    "RemoteStopTransaction": "ABB-MSG-007",
    "SetChargingProfile": "ABB-MSG-014",
    "UpdateFirmware": "ABB-MSG-015",
}
OTHERS = (
    *("ClearCache", "DataTransfer", "GetConfiguration", "GetDiagnostics", "GetLog", "Reset", "SendLocalList"),
    "TriggerMessage",
)
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


@pytest.mark.parametrize(
    "action", [*OTHERS, *(pytest.param(action, marks=pytest.mark.req(id)) for action, id in SUPPORTED.items())]
)
def test_what_the_overview_names_is_answered(station: Impersonated, action: str) -> None:
    assert station.ask(action, PAYLOADS.get(action, {})) not in ERRORS


@pytest.mark.req("ABB-MSG-027", "ABB-WS-006")
@pytest.mark.parametrize("action", ["ReserveNow", "CancelReservation"])
def test_reservations_are_known_and_not_supported(station: Impersonated, action: str) -> None:
    assert station.ask(action, PAYLOADS[action]) == "NotSupported"


@pytest.mark.req("ABB-WS-006")
def test_every_profile_that_is_offered_is_there_and_no_other(station: Impersonated) -> None:
    profiles = (station.value("SupportedFeatureProfiles") or "").split(",")
    assert profiles == ["Core", "FirmwareManagement", "LocalAuthListManagement", "SmartCharging", "RemoteTrigger"]


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - {"UnlockConnector", *SUPPORTED, *OTHERS} - OF_STATIONS))
def test_what_the_overview_does_not_name_gets_an_error(station: Impersonated, action: str) -> None:
    assert station.ask(action, PAYLOADS.get(action, {})) in ERRORS


TRIGGERS = [
    "BootNotification",
    "DiagnosticsStatusNotification",
    "FirmwareStatusNotification",
    "Heartbeat",
    "MeterValues",
    "StatusNotification",
]


@pytest.mark.req("ABB-MSG-029")
@pytest.mark.parametrize("message", TRIGGERS)
def test_six_messages_can_be_triggered(station: Impersonated, message: str) -> None:
    assert station.ask("TriggerMessage", {"requestedMessage": message}) == {"status": "Accepted"}


@pytest.mark.req("ABB-MSG-018")
def test_nobody_elses_data_is_understood(station: Impersonated) -> None:
    assert station.ask("DataTransfer", {"vendorId": "com.in-tech.smartcharging", "messageId": "x"}) == {
        "status": "UnknownVendorId"
    }


@pytest.mark.req("ABB-MSG-031")
def test_no_log_but_the_security_log_is_sent(station: Impersonated) -> None:
    wanted = {**PAYLOADS["GetLog"], "logType": "DiagnosticsLog"}
    assert station.ask("GetLog", wanted) == {"status": "Rejected"}
    answer = station.ask("GetLog", PAYLOADS["GetLog"])
    assert isinstance(answer, dict)
    assert answer["status"] == "Accepted"


@pytest.mark.req("ABB-MSG-022")
def test_a_cable_cannot_be_unlocked(station: Impersonated) -> None:
    assert station.ask("UnlockConnector", {"connectorId": 1}) == {"status": "NotSupported"}
