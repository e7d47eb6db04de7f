"""What an ABB Terra AC does otherwise than the standard, each as a sentence, at a station as its data makes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.core.bench import ALICE, BOB, Host
from tests.personalities.impersonated import Impersonated, NoNotes

from pilotwire.core import registry
from pilotwire.core.authorization import AskAuthorization
from pilotwire.core.delivery import Delivered
from pilotwire.core.firmware import (
    Download,
    DownloadEnded,
    FirmwareStatus,
    FirmwareStatusChanged,
    Install,
    InstallEnded,
)
from pilotwire.core.incident import Incident
from pilotwire.core.moment import Moment
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.reading import Reading
from pilotwire.core.reset import Restart
from pilotwire.core.rules import RefusedRows
from pilotwire.core.sampling import Occasion
from pilotwire.core.security import IncidentSeen
from pilotwire.core.stop import Reason
from pilotwire.core.token import TokenInfo, TokenStatus
from pilotwire.core.transaction import Kind
from pilotwire.core.trigger import MeterSampled
from pilotwire.ocpp.central_system import beat_of

NAME = "abb_terra_ac"


@pytest.fixture
def station() -> Impersonated:
    """One that wants cards, and does not wait."""
    return wanting_cards()


def wanting_cards(variant: str | None = None) -> Impersonated:
    station = Impersonated(NAME, variant)
    assert station.write("FreevendEnabled", "false") == "Accepted"
    assert station.write("RandomDelay", "600,2,0") == "Accepted"
    station.bench.forget()
    return station


def stack(level: int, periods: int = 1, **schedule: Any) -> dict[str, Any]:
    return {
        "connectorId": 1,
        "csChargingProfiles": {
            "chargingProfileId": level + 1,
            "stackLevel": level,
            "chargingProfilePurpose": "TxDefaultProfile",
            "chargingProfileKind": "Absolute",
            "chargingSchedule": {
                "startSchedule": "2025-06-15T15:00:00Z",
                "chargingRateUnit": "A",
                "chargingSchedulePeriod": [{"startPeriod": 60 * each, "limit": 16} for each in range(periods)],
                **schedule,
            },
        },
    }


# --- cards


@pytest.mark.req("ABB-MSG-001")
@pytest.mark.parametrize(
    ("status", "after"), [(TokenStatus.ACCEPTED, Charging.FINISHED), (TokenStatus.BLOCKED, Charging.CHARGING)]
)
def test_another_card_stops_if_the_central_system_accepts_it(
    station: Impersonated, status: TokenStatus, after: Charging
) -> None:
    station.bench.charge(token=ALICE)
    station.bench.forget()
    station.bench.card(BOB)
    assert [each.token for each in station.bench.said(AskAuthorization)] == [BOB]
    station.bench.answer(status)
    station.bench.go(10.0)
    assert station.bench.charging() is after


@pytest.mark.req("ABB-CONF-005", "ABB-KEY-013")
@pytest.mark.parametrize(("listed", "status"), [(False, "Blocked"), (True, "Accepted"), (True, "Invalid")])
def test_offline_only_the_local_list_lets_anybody_charge(station: Impersonated, listed: bool, status: str) -> None:
    assert station.write("AllowOfflineTxForUnknownId", "true") == "Accepted"
    entries = [{"idTag": ALICE.id, "idTagInfo": {"status": status}}] if listed else []
    payload = {"listVersion": 1, "updateType": "Full", "localAuthorizationList": entries}
    assert station.ask("SendLocalList", payload) == {"status": "Accepted"}
    station.bench.disconnect()
    station.bench.plug()
    station.bench.card(ALICE)
    station.bench.go(10.0)
    may = listed and status == "Accepted"
    assert station.bench.charging() is (Charging.CHARGING if may else Charging.PLUGGED)


@pytest.mark.req("ABB-CONF-006", "ABB-KEY-014")
def test_a_remote_start_asks_nobody_whatever_the_key_says(station: Impersonated) -> None:
    assert station.write("AuthorizeRemoteTxRequests", "true") == "Accepted"
    station.bench.plug()
    assert station.ask("RemoteStartTransaction", {"idTag": "04A11CE0", "connectorId": 1}) == {"status": "Accepted"}
    station.bench.go(5.0)
    assert station.bench.said(AskAuthorization) == []
    assert station.bench.charging() is Charging.CHARGING


@pytest.mark.req("ABB-MSG-017")
def test_there_is_no_cache_and_clearing_it_is_accepted(station: Impersonated) -> None:
    station.bench.charge()
    station.bench.unplug()
    assert station.ask("ClearCache", {}) == {"status": "Accepted"}
    assert not station.bench.station.settings.get(registry.CACHE_ENABLED)


@pytest.mark.req("ABB-MSG-026", "ABB-SUP-002")
def test_eight_tags_fit_into_a_message_and_sixteen_into_the_list(station: Impersonated) -> None:
    def send(version: int, kind: str, first: int, count: int, length: int = 20) -> object:
        tags = [f"{number:0{length}d}" for number in range(first, first + count)]
        entries = [{"idTag": tag, "idTagInfo": {"status": "Accepted"}} for tag in tags]
        return station.ask(
            "SendLocalList", {"listVersion": version, "updateType": kind, "localAuthorizationList": entries}
        )

    assert send(1, "Full", 0, 9) == {"status": "Failed"}
    assert send(1, "Full", 0, 8) == {"status": "Accepted"}
    assert send(2, "Differential", 8, 8) == {"status": "Accepted"}
    assert send(3, "Differential", 16, 1) == {"status": "Failed"}
    assert station.ask("GetLocalListVersion", {}) == {"listVersion": 2}
    assert isinstance(send(3, "Full", 0, 1, length=21), str)


@pytest.mark.req("ABB-FV-001", "ABB-FV-004", "ABB-KEY-045", "ABB-KEY-046")
def test_as_it_leaves_the_factory_a_plug_is_enough_and_the_serial_number_the_tag() -> None:
    station = Impersonated(NAME)
    station.bench.plug()
    station.bench.go(2.0)
    (row,) = station.bench.rows(Kind.STARTED)
    assert row.token is not None
    assert row.token.id == "TACW220000000000" == station.value("FreevendIdTag")
    assert station.bench.said(AskAuthorization) == []


# --- resets and the end of transactions


@pytest.mark.req("ABB-MSG-021")
@pytest.mark.parametrize(("kind", "reason"), [("Hard", Reason.RESET_AT_ONCE), ("Soft", Reason.RESET_ORDERLY)])
def test_each_reset_ends_the_session_in_order_first(station: Impersonated, kind: str, reason: Reason) -> None:
    station.bench.charge()
    station.bench.forget()
    assert station.ask("Reset", {"type": kind}) == {"status": "Accepted"}
    assert station.bench.said(Restart) == []
    station.bench.go(10.0)
    assert [row.reason for row in station.bench.rows(Kind.ENDED)] == [reason]
    assert len(station.bench.said(Restart)) == 1


@pytest.mark.req("ABB-CONF-011", "ABB-KEY-034", "ABB-KEY-035")
@pytest.mark.parametrize("key", ["StopTransactionOnEVSideDisconnect", "UnlockConnectorOnEVSideDisconnect"])
def test_a_vehicle_that_leaves_always_ends_its_transaction(station: Impersonated, key: str) -> None:
    assert station.write(key, "false") == "Accepted"
    station.bench.charge()
    station.bench.forget()
    station.bench.unplug()
    station.bench.go(10.0)
    assert [row.reason for row in station.bench.rows(Kind.ENDED)] == [Reason.VEHICLE_UNPLUGGED]


@pytest.mark.req("ABB-CONF-007", "ABB-KEY-023")
def test_a_row_the_central_system_refuses_is_kept_whatever_the_key_says(station: Impersonated) -> None:
    """tests/ocpp/test_delivery.py says what this rule does."""
    assert station.bench.station.rules.refused_rows is RefusedRows.KEPT
    assert station.value("TransactionMessageAttempts") == "10"


@pytest.mark.req("ABB-CONF-009", "ABB-KEY-025", "ABB-KEY-026")
@pytest.mark.parametrize(("stops", "ended"), [("true", 1), ("false", 0)])
def test_a_refused_start_ends_or_has_a_kilowatt_hour_left(station: Impersonated, stops: str, ended: int) -> None:
    assert station.write("StopTransactionOnInvalidId", stops) == "Accepted"
    assert station.bench.station.settings.get(registry.MAX_INVALID_WH) == 1000
    station.bench.charge()
    station.bench.forget()
    (transaction,) = station.bench.station.transactions.values()
    station.bench.hear(Delivered(3, transaction.id, "note", ALICE, TokenInfo(TokenStatus.INVALID)))
    station.bench.go(10.0)
    assert len(station.bench.rows(Kind.ENDED)) == ended
    assert station.bench.charging() is (Charging.FINISHED if ended else Charging.CHARGING)


# --- intervals


@pytest.mark.req("ABB-CONF-002", "ABB-KEY-004")
def test_a_short_heartbeat_interval_is_told_as_written_and_executed_as_ten_seconds(station: Impersonated) -> None:
    assert station.write("HeartbeatInterval", "5") == "Accepted"
    assert (station.value("HeartbeatInterval"), station.effective("HeartbeatInterval")) == ("5", (10,))


@pytest.mark.req("TIM-035", "ABB-WS-005")
@pytest.mark.parametrize(("text", "interval_s"), [(None, 60), ("0", 0), ("10", 10), ("65535", 65535)])
def test_the_socket_is_pinged_every_minute_unless_somebody_says_otherwise(
    station: Impersonated, text: str | None, interval_s: int
) -> None:
    assert text is None or station.write("WebSocketPingInterval", text) == "Accepted"
    assert beat_of(station.bench.station.settings).ping_s == interval_s


@pytest.mark.req("ABB-CONF-001", "ABB-KEY-001")
def test_a_quarter_of_an_hour_is_96_intervals_of_the_day_from_midnight(station: Impersonated) -> None:
    assert station.write("ClockAlignedDataInterval", "900") == "Accepted"
    station.bench.hear(MeterRead(1, Reading(5000.0)))
    station.bench.forget()
    station.bench.go(86400.0)
    at_s = [sample.stamp.utc_s for fact in station.bench.said(MeterSampled) for sample in fact.samples if fact.evse]
    assert len(at_s) == 96
    assert {round(each) % 900 for each in at_s if each is not None} == {0}


@pytest.mark.req("ABB-CONF-003")
@pytest.mark.parametrize(("interval_s", "count"), [(4, 15), (30, 2), (0, 0)])
def test_a_session_is_sampled_every_so_many_seconds_or_not_at_all(
    station: Impersonated, interval_s: int, count: int
) -> None:
    assert station.write("MeterValuesSampleInterval", str(interval_s)) == "Accepted"
    station.bench.charge()
    station.bench.forget()
    station.bench.go(60.0)
    periodic = [each for row in station.bench.rows() for each in row.samples if each.occasion is Occasion.PERIODIC]
    assert len(periodic) == count


# --- charging profiles and delays


@pytest.mark.req("ABB-RD-003")
@pytest.mark.parametrize(("variant", "status"), [("display", "Accepted"), (None, "Rejected")])
def test_the_printed_example_of_peak_hours_fits_models_with_a_display(variant: str | None, status: str) -> None:
    station = wanting_cards(variant)
    peaks = [(0, 32), (28800, 0), (39600, 32), (57600, 0), (79200, 32)]
    daily = {"duration": 86400, "startSchedule": "2022-06-15T00:00:00.0Z"}
    weekly = {"duration": 172800, "startSchedule": "2022-06-18T00:00:00.0Z"}
    for level, recurrency, schedule, periods in ((14, "Daily", daily, peaks), (15, "Weekly", weekly, [(0, 32)])):
        asked = stack(level, **schedule)
        asked["csChargingProfiles"] |= {"chargingProfileKind": "Recurring", "recurrencyKind": recurrency}
        asked["csChargingProfiles"]["chargingSchedule"]["chargingSchedulePeriod"] = [
            {"startPeriod": start_s, "limit": limit_a} for start_s, limit_a in periods
        ]
        assert station.ask("SetChargingProfile", asked) == {"status": status}


@pytest.mark.req("ABB-MSG-028", "ABB-MSG-014")
@pytest.mark.parametrize(("variant", "highest"), [(None, 2), ("w11", 2), ("w7", 2), ("display", 15)])
def test_the_highest_level_that_is_told_is_refused_as_recorded(variant: str | None, highest: int) -> None:
    station = wanting_cards(variant)
    assert station.ask("SetChargingProfile", stack(highest)) == {"status": "Accepted"}
    assert station.ask("SetChargingProfile", stack(highest + 1)) == {"status": "Rejected"}
    assert station.value("ChargeProfileMaxStackLevel") == str(highest + 1)


@pytest.mark.req("ABB-CONF-010", "ABB-KEY-019", "ABB-KEY-020")
@pytest.mark.parametrize(
    ("periods", "unit", "status"), [(25, "A", "Accepted"), (25, "W", "Accepted"), (26, "A", "Rejected")]
)
def test_a_schedule_has_up_to_25_periods_in_ampere_or_watt(
    station: Impersonated, periods: int, unit: str, status: str
) -> None:
    assert station.ask("SetChargingProfile", stack(0, periods, chargingRateUnit=unit)) == {"status": status}


@pytest.mark.req("ABB-CONF-010", "ABB-KEY-021")
def test_as_many_profiles_are_installed_as_there_are_levels(station: Impersonated) -> None:
    def put(id: int, connector: int) -> object:
        wanted = stack(0)
        wanted["csChargingProfiles"]["chargingProfileId"] = id
        wanted["csChargingProfiles"]["stackLevel"] = id % 3
        return station.ask("SetChargingProfile", {**wanted, "connectorId": connector})

    assert [put(id, 1) for id in (10, 11, 12)] == [{"status": "Accepted"}] * 3
    assert put(13, 0) == {"status": "Rejected"}


class Dice(Host):
    """A host whose random numbers are all as high as they can be."""

    def moment(self, now_s: float) -> Moment:
        return replace(super().moment(now_s), chance=0.999)


@pytest.mark.req("ABB-RD-001", "TIM-036", "ABB-KEY-051")
def test_a_new_station_begins_within_ten_minutes() -> None:
    station = Impersonated(NAME)
    station.bench.host = Dice()
    station.bench.plug()
    station.bench.go(590.0)
    assert station.bench.rows(Kind.STARTED)
    assert station.bench.charging() is Charging.SUSPENDED_EVSE
    station.bench.go(20.0)
    assert station.bench.charging() is Charging.CHARGING


@pytest.mark.req("ABB-RD-002", "ABB-KEY-052")
def test_who_cancels_the_delay_charges_at_once_and_only_this_time() -> None:
    station = Impersonated(NAME)
    station.write("RandomDelay", "1800,1,1")
    station.bench.plug()
    station.bench.go(60.0)
    assert station.bench.charging() is Charging.SUSPENDED_EVSE
    assert station.write("RandomDelayCancel", "true") == "Accepted"
    station.bench.go(5.0)
    assert station.bench.charging() is Charging.CHARGING
    station.bench.unplug()
    station.bench.go(10.0)
    assert station.value("RandomDelayCancel") == "false"


@pytest.mark.req("ABB-SUP-004")
def test_nobody_switches_phases_and_nobody_reserves(station: Impersonated) -> None:
    unknown = ["ConnectorSwitch3to1PhaseSupported", "ReserveConnectorZeroSupported"]
    assert station.ask("GetConfiguration", {"key": unknown}) == {"configurationKey": [], "unknownKey": unknown}
    assert not station.bench.station.settings.get(registry.PHASES_3TO1)
    reservation = {"connectorId": 0, "expiryDate": "2026-11-20T09:00:00Z", "idTag": "A", "reservationId": 1}
    assert station.ask("ReserveNow", reservation) == "NotSupported"


# --- firmware


def update(station: Impersonated, location: str) -> list[FirmwareStatus]:
    """What is told of an update from *location*, until something is to be fetched."""
    payload = {"location": location, "retrieveDate": "2025-06-15T15:00:00Z"}
    assert station.ask("UpdateFirmware", payload) == {}
    return [fact.status for fact in station.bench.said(FirmwareStatusChanged)]


@pytest.mark.req("ABB-FW-002", "ABB-MSG-015")
@pytest.mark.parametrize("code", ["", "&TAC22W910012345678"])
def test_the_address_says_how_many_slices_there_are(station: Impersonated, code: str) -> None:
    location = f"https://down.XXX.com/CE-N-22-1.4.2/?524{code}"
    assert update(station, location) == [FirmwareStatus.DOWNLOADING]
    assert [(each.location, each.slices) for each in station.bench.said(Download)] == [(location, 524)]


@pytest.mark.parametrize(
    "location",
    [
        "https://down.example/image.bin",
        "https://down.example/CE-N-22-1.4.2/",
        "https://down.example/CE-N-22-1.4.2/?",
        "https://down.example/CE-N-22-1.4.2/?0",
        "https://down.example/CE-N-22-1.4.2?524",
        "https://down.example/CE-N-22-1.4.2/?many",
        "ftp://down.example/CE-N-22-1.4.2/?524",
    ],
)
def test_from_any_other_address_nothing_is_fetched(station: Impersonated, location: str) -> None:
    assert update(station, location) == [FirmwareStatus.DOWNLOAD_FAILED]
    assert station.bench.said(Download) == []


@pytest.mark.parametrize(
    ("url", "scheme", "status"),
    [
        ("ws://csms.example", "http", FirmwareStatus.DOWNLOADING),
        ("ws://csms.example", "https", FirmwareStatus.DOWNLOAD_FAILED),
        ("wss://csms.example", "https", FirmwareStatus.DOWNLOADING),
        ("wss://csms.example", "http", FirmwareStatus.DOWNLOAD_FAILED),
    ],
)
def test_slices_are_fetched_as_the_central_system_is_spoken_to(url: str, scheme: str, status: FirmwareStatus) -> None:
    station = Impersonated(NAME, settings={registry.CSMS_URL: url})
    assert update(station, f"{scheme}://down.example:8080/CE-N-22-1.4.2/?524") == [status]


@pytest.mark.req("ABB-MSG-025")
def test_an_update_is_told_in_four_words(station: Impersonated) -> None:
    update(station, "https://down.example/CE-N-22-1.4.2/?524")
    station.bench.hear(DownloadEnded(station.bench.said(Download)[-1].id))
    station.bench.go(0.0)
    station.bench.hear(InstallEnded(station.bench.said(Install)[-1].id))
    station.bench.go(2.0)
    facts = [*station.bench.said(FirmwareStatusChanged)]
    station.restart()
    facts += station.bench.said(FirmwareStatusChanged)
    told = [
        message.payload.status.value
        for fact in facts
        for message in station.dialect.notify(fact, station.bench.station, NoNotes())
    ]
    assert told == ["Downloading", "Installed"]


# --- security

TOLD = {
    "FirmwareUpdated",
    "SettingSystemTime",
    "StartupOfTheDevice",
    "ResetOrReboot",
    "MemoryExhaustion",
    "SecurityLogWasCleared",
    "InvalidFirmwareSignature",
    "AttemptedReplayAttacks",
}


@pytest.mark.parametrize("incident", list(Incident), ids=lambda incident: incident.value)
def test_of_eight_events_the_central_system_hears(station: Impersonated, incident: Incident) -> None:
    waiting = station.bench.station.watch.waiting
    station.bench.hear(IncidentSeen(incident))
    heard = [record.incident for record in station.bench.station.watch.waiting[len(waiting) :]]
    assert heard == ([incident] if incident.value in TOLD else [])


@pytest.mark.req("ABB-SEC-001")
def test_it_speaks_tls_1_2_and_nothing_else(station: Impersonated) -> None:
    settings = station.bench.station.settings
    assert (settings.get(registry.TLS_LEAST), settings.get(registry.TLS_MOST)) == ("1.2", "1.2")


# --- older firmware


@pytest.mark.req("ABB-MSG-019")
def test_before_1_3_nothing_is_said_of_keys_there_are_not() -> None:
    station = Impersonated(NAME, "v1.2")
    known = {"key": "NumberOfConnectors", "readonly": True, "value": "1"}
    assert station.ask("GetConfiguration", {"key": ["LightIntensity", "NumberOfConnectors"]}) == {
        "configurationKey": [known]
    }


@pytest.mark.parametrize("action", ["GetLog", "ExtendedTriggerMessage"])
def test_before_1_6_6_nothing_is_known_of_security(action: str) -> None:
    station = Impersonated(NAME, "v1.2")
    wanted = {"logType": "SecurityLog", "requestId": 1, "log": {"remoteLocation": "http://files.example/"}}
    assert station.ask(action, wanted if action == "GetLog" else {"requestedMessage": "Heartbeat"}) == "NotImplemented"
    assert station.bench.station.rules.incidents_told == frozenset()
