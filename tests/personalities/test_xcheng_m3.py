"""X-Cheng M3 against the FAQ of its manufacturer: every key of 3.8, every key it hides, every message."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.core.bench import CoreBench, online
from tests.personalities.impersonated import Impersonated, Row, defaults_of, table

from pilotwire.app.ways import address_of
from pilotwire.core import registry
from pilotwire.ocpp.v16.messages import ACTIONS

NAME = "xcheng_m3"
TABLE = table(NAME)
PILE = "123456789"  # the number of 3.2.3
HIDDEN_FROM = next(number for number, row in enumerate(TABLE) if row.key == "VendorWebsocketSettings")
VISIBLE, HIDDEN = TABLE[:HIDDEN_FROM], TABLE[HIDDEN_FROM:]
BOOT_S = "600"  # HeartbeatInterval is what the answer to BootNotification said


def rows(wanted: Callable[[Row], bool] = lambda row: True) -> list[object]:
    """Rows of the table as parameters, each with the id of its requirement."""
    return [pytest.param(row, id=row.key, marks=pytest.mark.req(row.requirement)) for row in TABLE if wanted(row)]


def is_set(row: Row) -> str | None:
    """What is told of a key while nobody has written it."""
    return BOOT_S if row.key == "HeartbeatInterval" else row.value


@pytest.fixture(params=[None, "G2", "G3"])
def station(request: pytest.FixtureRequest) -> Impersonated:
    """A pile of this number, of each generation."""
    made = Impersonated(NAME, request.param)
    settings = {**defaults_of(made.personality), registry.SERIAL_NUMBER: PILE}
    made.bench = online(settings, rules=made.personality.ruled, variables=made.personality.changed())
    return made


# --- keys


@pytest.mark.req("XCH-CONF-001", "XCH-CONF-011")
def test_the_answer_to_get_configuration_is_the_list_row_by_row_and_nothing_of_the_vendor(
    station: Impersonated,
) -> None:
    assert station.told() == [(row.key, row.is_read_only, is_set(row)) for row in VISIBLE]


@pytest.mark.req("XCH-CONF-001")
@pytest.mark.parametrize("row", rows())
def test_each_key_is_told_by_its_name(station: Impersonated, row: Row) -> None:
    assert station.told(row.key.lower()) == [(row.key, row.is_read_only, is_set(row))]


@pytest.mark.req("XCH-KEY-010")
def test_before_a_central_system_says_otherwise_it_beats_every_fifteen_minutes(station: Impersonated) -> None:
    m3 = station.personality
    station.bench = CoreBench(defaults_of(m3), rules=m3.ruled, variables=m3.changed())
    assert station.value("HeartbeatInterval") == "900"


@pytest.mark.req("XCH-CONF-001")
def test_the_exchanges_of_the_faq_are_answered_as_printed(station: Impersonated) -> None:
    answer = station.ask("GetConfiguration", {"key": ["VendorWebsocketSettings"]})
    value = "WS,cpam3.x-cheng.net,443,/ocpp/,socpp1.6,,,"
    assert answer == {"configurationKey": [{"key": "VendorWebsocketSettings", "readonly": False, "value": value}]}
    assert station.told("OEM_NetState")[0][1] is True


def test_nobody_is_called_as_it_leaves_its_factory_although_it_has_an_address(station: Impersonated) -> None:
    settings = station.bench.station.settings
    assert settings.get(registry.CSMS_URL) == "wss://cpam3.x-cheng.net:443/ocpp/"
    assert address_of(settings) is None


@pytest.mark.parametrize("row", rows(lambda row: row.is_read_only))
def test_what_is_read_only_cannot_be_written(station: Impersonated, row: Row) -> None:
    for value in (*row.refused, row.value or ""):
        assert station.write(row.key, value) == "Rejected"
    assert station.value(row.key) == row.value


@pytest.mark.parametrize("row", rows(lambda row: not row.is_read_only))
def test_what_is_in_range_is_accepted_told_and_kept(station: Impersonated, row: Row) -> None:
    for value in row.taken:
        assert station.write(row.key, value) == "Accepted", value
        assert station.value(row.key) == (value.lower() if row.type == "boolean" else value)
    station.restart()
    if row.key != "HeartbeatInterval":  # comes with the answer to BootNotification
        assert (station.value(row.key) or "").lower() == row.taken[-1].lower()


@pytest.mark.parametrize("row", rows(lambda row: not row.is_read_only))
def test_what_is_out_of_range_or_of_another_type_is_rejected_and_changes_nothing(
    station: Impersonated, row: Row
) -> None:
    for value in row.refused:
        assert station.write(row.key, value) == "Rejected", value
    assert station.value(row.key) == is_set(row)


@pytest.mark.parametrize("row", rows(lambda row: not row.is_read_only))
def test_what_is_written_counts_at_once(station: Impersonated, row: Row) -> None:
    for value in (value for value in row.taken if value.lower() != (is_set(row) or "-").lower()):
        before = station.effective(row.key)
        assert station.write(row.key, value) == "Accepted"
        assert station.effective(row.key) != before


def test_a_key_there_is_not_is_rejected_and_unknown(station: Impersonated) -> None:
    """3.7.2: so answers a pile that does not support DBGEnableInsight."""
    assert station.write("AuthorizationKey", "0123456789abcdef") == "Rejected"
    assert station.ask("GetConfiguration", {"key": ["WebSocketPingInterval"]}) == {
        "unknownKey": ["WebSocketPingInterval"]
    }


# --- messages

ANSWERED = {
    "CancelReservation": {"reservationId": 1},
    "ChangeAvailability": {"connectorId": 1, "type": "Operative"},
    "ChangeConfiguration": {"key": "HeartbeatInterval", "value": "60"},
    "ClearCache": {},
    "ClearChargingProfile": {},
    "DataTransfer": {"vendorId": "acme"},
    "GetCompositeSchedule": {"connectorId": 1, "duration": 60},
    "GetConfiguration": {},
    "GetDiagnostics": {"location": "ftp://files.example/"},
    "GetLocalListVersion": {},
    "RemoteStartTransaction": {"idTag": "XC_Remote_Tag"},
    "RemoteStopTransaction": {"transactionId": 7},
    "ReserveNow": {"connectorId": 0, "expiryDate": "2026-11-20T09:00:00Z", "idTag": "A", "reservationId": 1},
    "Reset": {"type": "Soft"},
    "SendLocalList": {"listVersion": 1, "updateType": "Full"},
    "TriggerMessage": {"requestedMessage": "Heartbeat"},
    "UnlockConnector": {"connectorId": 1},
    "UpdateFirmware": {"location": "http://files.example/x", "retrieveDate": "2026-11-20T09:00:00Z"},
}
WHITEPAPER = {
    "CertificateSigned",
    "DeleteCertificate",
    "ExtendedTriggerMessage",
    "GetInstalledCertificateIds",
    "GetLog",
    "InstallCertificate",
    "SignedUpdateFirmware",
}


@pytest.mark.parametrize("action", sorted(ANSWERED))
def test_the_messages_of_its_feature_profiles_and_of_the_upgrade_are_answered(
    station: Impersonated, action: str
) -> None:
    assert isinstance(station.ask(action, ANSWERED[action]), dict)


@pytest.mark.parametrize("action", sorted(WHITEPAPER))
def test_messages_of_the_security_whitepaper_are_not_known(station: Impersonated, action: str) -> None:
    assert action in ACTIONS
    assert station.ask(action, {}) == "NotImplemented"


@pytest.mark.req("XCH-SUP-007")
def test_the_boot_can_be_asked_for_as_printed(station: Impersonated) -> None:
    payload = {"connectorId": 0, "requestedMessage": "BootNotification"}
    assert station.ask("TriggerMessage", payload) == {"status": "Accepted"}
