"""What an X-Cheng M3 does differently, on the wire (FAQ of its manufacturer, and what others saw of such piles)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.conformance.ocpp16.csms import Csms
from tests.conformance.ocpp16.driver import Driver
from tests.conformance.ocpp16.station import Clock, Station

from pilotwire.core.registry import CSMS_URL

M3 = pytest.mark.station(personality="xcheng_m3")
START = "StartTransaction"


def charges(csms: Csms, driver: Driver, clock: Clock) -> None:
    """A driver charges, and everything about it is told."""
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(10)
    csms.forgets()


def measured(csms: Csms, clock: Clock) -> list[dict[str, Any]]:
    """The values of the next sample."""
    clock.passes(60)
    values: list[dict[str, Any]] = csms.heard("MeterValues")[-1]["meterValue"][0]["sampledValue"]
    csms.forgets()
    return values


# --- current


@M3
def test_its_greatest_current_can_be_set_while_it_charges(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    charges(csms, driver, clock)
    for text, current_a in (("6", 6.0), ("16.00", 16.0), ("12", 12.0), ("10", 10.0)):
        csms.configures("VendorMaxWorkCurrent", text)
        clock.passes(10)
        assert (station.current_a(), station.delivers_energy()) == (current_a, True)
    assert csms.reads("VendorMaxWorkCurrent") == "10.00"
    for text in ("5", "33", "5.99", "10.50", "", "many"):
        assert csms.sends("ChangeConfiguration", key="VendorMaxWorkCurrent", value=text) == "Rejected"
    assert station.current_a() == 10.0
    csms.expects_nothing()


@M3
def test_its_greatest_current_is_no_way_round_a_profile(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    charges(csms, driver, clock)
    csms.configures("VendorMaxWorkCurrent", "10")
    assert csms.sends("SetChargingProfile", connectorId=1, csChargingProfiles=profile(1, amperes=8.0)) == "Accepted"
    clock.passes(10)
    assert station.current_a() == 8.0
    csms.configures("VendorMaxWorkCurrent", "7")
    clock.passes(10)
    assert station.current_a() == 7.0
    csms.configures("VendorMaxWorkCurrent", "32")
    clock.passes(10)
    assert station.current_a() == 8.0


@M3
@pytest.mark.parametrize("value", ["0", "1", "2", "3", "1.00"])
def test_the_strength_of_its_lamps_is_rejected(csms: Csms, value: str) -> None:
    assert csms.sends("ChangeConfiguration", key="VendorLEDStrength", value=value) == "Rejected"


# --- plug and charge


@M3
@pytest.mark.req("XCH-CONF-007", "XCH-KEY-044")
@pytest.mark.parametrize(("on", "off"), [("true", "false"), ("1", "0"), ("1.0", "0.0")])
def test_who_plugs_in_charges_without_a_card_until_that_is_switched_off(
    station: Station, csms: Csms, driver: Driver, clock: Clock, on: str, off: str
) -> None:
    csms.configures("VendorDirectWorkMode", on)
    assert csms.reads("VendorDirectWorkMode") == "true"
    driver.plugs_in()
    clock.passes(10)
    assert station.delivers_energy()
    assert csms.reads("StopTransactionOnEVSideDisconnect") == "false"
    driver.unplugs()
    csms.expects_eventually("StopTransaction", reason="EVDisconnected")
    clock.passes(10)
    csms.configures("VendorDirectWorkMode", off)
    assert csms.reads("VendorDirectWorkMode") == "false"
    driver.plugs_in()
    clock.passes(60)
    assert not station.delivers_energy()
    csms.forgets()


@M3
@pytest.mark.req("XCH-SUP-004")
def test_offline_an_unknown_card_charges_as_delivered(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    station.goes_offline()
    driver.plugs_in()
    driver.shows("NOBODY")
    clock.passes(60)
    assert station.delivers_energy()
    station.goes_online()
    csms.forgets()


@M3
@pytest.mark.req("XCH-SUP-004")
def test_a_remote_start_is_not_asked_about_and_a_known_card_is_as_delivered(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    driver.plugs_in()
    csms.forgets()
    assert csms.sends("RemoteStartTransaction", idTag="XC_Remote_Tag", connectorId=1) == "Accepted"
    csms.expects_eventually(START, idTag="XC_Remote_Tag")
    assert csms.heard("Authorize") == []
    clock.passes(10)
    assert csms.sends("RemoteStopTransaction", transactionId=csms.transaction) == "Accepted"
    clock.passes(10)
    driver.unplugs()
    for _ in range(2):  # the cache does not help: LocalPreAuthorize is off
        driver.plugs_in()
        driver.shows("CARD")
        csms.expects_eventually("Authorize", idTag="CARD")
        clock.passes(10)
        driver.shows("CARD")
        clock.passes(10)
        driver.unplugs()
    csms.forgets()


@M3
@pytest.mark.req("XCH-SUP-005", "XCH-KEY-007")
def test_a_driver_who_does_not_plug_in_has_two_minutes(csms: Csms, driver: Driver, clock: Clock) -> None:
    driver.shows("CARD")
    csms.expects("Authorize", idTag="CARD")
    csms.expects("StatusNotification", connectorId=1, status="Preparing")
    csms.expects_nothing(for_s=119.0)
    csms.expects("StatusNotification", within_s=2.0, connectorId=1, status="Available")


@M3
@pytest.mark.req("XCH-SUP-005")
def test_a_transaction_outlasts_its_vehicle_as_delivered(csms: Csms, driver: Driver, clock: Clock) -> None:
    charges(csms, driver, clock)
    driver.unplugs()
    csms.expects("StatusNotification", connectorId=1, status="SuspendedEV")
    clock.passes(60)
    assert csms.heard("StopTransaction") == []
    driver.plugs_in()
    csms.sees_charging()


@M3
@pytest.mark.req("XCH-SUP-005")
def test_who_turns_out_to_be_unknown_is_stopped_as_delivered(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    csms.answers(START, idTagInfo={"status": "Invalid"})
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually("StopTransaction", reason="DeAuthorized")
    assert not station.delivers_energy()
    csms.forgets()


@M3
@pytest.mark.req("XCH-SUP-005")
def test_who_may_go_on_all_the_same_has_one_kilowatt_hour(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    csms.configures("StopTransactionOnInvalidId", False)
    csms.answers(START, idTagInfo={"status": "Invalid"})
    before_wh = station.energy_wh
    driver.plugs_in()
    driver.shows("CARD")
    clock.passes(1800)
    assert not station.delivers_energy()
    assert station.energy_wh - before_wh == pytest.approx(1000.0, abs=100.0)
    csms.forgets()


# --- the answer to StartTransaction


@M3
@pytest.mark.parametrize("answer", [{"transactionId": 7}, {"transactionId": 7, "idTagInfo": {}}])
def test_it_says_every_minute_that_it_charges_until_the_answer_says_what_it_thinks_of_the_driver(
    csms: Csms, driver: Driver, clock: Clock, answer: dict[str, Any]
) -> None:
    csms.answers_nonsense(START, answer)
    driver.plugs_in()
    driver.shows("CARD")
    csms.expects_eventually(START, idTag="CARD")
    clock.passes(2)
    csms.forgets()
    for _ in range(10):
        csms.expects_nothing(for_s=57.0)
        csms.expects(START, within_s=3.0, idTag="CARD")
    csms.answers_as_usual(START)
    csms.expects(START, within_s=61.0, idTag="CARD")
    told = len(csms.heard(START))
    clock.passes(600.0)
    assert len(csms.heard(START)) == told
    csms.forgets()  # what has happened meanwhile


# --- what it measures


@M3
@pytest.mark.req("XCH-SUP-006", "XCH-KEY-014")
def test_a_sample_has_eight_measurands_and_temperature_is_one_of_them(csms: Csms, driver: Driver, clock: Clock) -> None:
    charges(csms, driver, clock)
    values = measured(csms, clock)
    assert {value["measurand"]: value.get("unit") for value in values} == {
        "Power.Offered": "W",
        "Current.Offered": "A",
        "Current.Import": "A",
        "Energy.Active.Import.Register": "kWh",
        "Energy.Active.Import.Interval": "kWh",
        "Power.Active.Import": "W",
        "Temperature": "Celcius",
        "Voltage": "V",
    }


@M3
def test_its_interval_of_energy_counts_from_the_beginning_of_the_transaction(
    station: Station, csms: Csms, driver: Driver, clock: Clock
) -> None:
    csms.configures("MeterValuesSampledData", "Energy.Active.Import.Interval")
    start_wh = station.energy_wh
    charges(csms, driver, clock)
    for _ in range(3):
        [value] = measured(csms, clock)
    assert float(value["value"]) * 1000.0 == pytest.approx(station.energy_wh - start_wh, abs=200.0)
    assert float(value["value"]) > 0.5


@M3
@pytest.mark.req("XCH-KEY-004", "XCH-KEY-005")
def test_every_half_hour_it_tells_five_measurands(csms: Csms, driver: Driver, clock: Clock) -> None:
    csms.configures("MeterValueSampleInterval", 0)
    charges(csms, driver, clock)
    clock.passes(1800)
    [told] = csms.heard("MeterValues")
    assert told["meterValue"][0]["timestamp"][14:19] in ("00:00", "30:00")
    assert {value["measurand"] for value in told["meterValue"][0]["sampledValue"]} == {
        "Current.Import",
        "Energy.Active.Import.Interval",
        "Power.Active.Import",
        "Temperature",
        "Voltage",
    }


@M3
@pytest.mark.req("XCH-SUP-006", "XCH-KEY-023", "XCH-KEY-025")
@pytest.mark.parametrize("key", ["StopTxnAlignedData", "StopTxnSampledData"])
def test_the_greatest_length_of_these_lists_is_the_one_they_have(csms: Csms, key: str) -> None:
    for value, length in (("Voltage", "1"), ("Temperature,Voltage,Current.Import", "3"), ("", "0")):
        csms.configures(key, value)
        assert csms.reads(f"{key}MaxLength") == length


# --- charging profiles


def profile(number: int, level: int = 0, amperes: float = 16.0, periods: int = 1, unit: str = "A") -> dict[str, Any]:
    schedule = [{"startPeriod": second, "limit": amperes} for second in range(periods)]
    return {
        "chargingProfileId": number,
        "stackLevel": level,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {"chargingRateUnit": unit, "chargingSchedulePeriod": schedule},
    }


@M3
@pytest.mark.req("XCH-SUP-002", "XCH-KEY-035", "XCH-KEY-038")
@pytest.mark.parametrize(
    ("asked", "status"),
    [
        (profile(1, level=8), "Accepted"),
        (profile(1, level=9), "Rejected"),
        (profile(1, unit="W", amperes=11000.0), "Accepted"),
        (profile(1, periods=5000), "Accepted"),
    ],
)
def test_profiles_have_eight_levels_above_the_lowest_two_units_and_periods_for_a_week(
    csms: Csms, asked: dict[str, Any], status: str
) -> None:
    assert csms.sends("SetChargingProfile", connectorId=1, csChargingProfiles=asked) == status


@M3
@pytest.mark.req("XCH-SUP-002", "XCH-KEY-037")
def test_sixteen_profiles_can_be_there_and_no_more(csms: Csms) -> None:
    numbers = range(1, 18)
    places = [(number, number % 9, number // 9) for number in numbers]  # each at a level of its own
    answers = [
        csms.sends("SetChargingProfile", connectorId=connector, csChargingProfiles=profile(number, level))
        for number, level, connector in places
    ]
    assert answers == ["Accepted"] * 16 + ["Rejected"]


@M3
@pytest.mark.req("XCH-SC-002")
@pytest.mark.parametrize(
    ("seconds", "status"), [(59, "Rejected"), (60, "Accepted"), (86400, "Accepted"), (86401, "Rejected")]
)
def test_it_beats_between_once_a_minute_and_once_a_day(csms: Csms, seconds: int, status: str) -> None:
    assert csms.sends("ChangeConfiguration", key="HeartbeatInterval", value=f"{seconds}") == status


# --- the way out


CARD = {"Uplink.Iccid": "8949226120520073000", "Uplink.Imsi": "262011234567890"}


@pytest.mark.req("XCH-CONF-012", "XCH-SUP-007")
@pytest.mark.station(personality="xcheng_m3", settings={**CARD, "Network.Connectivity": "4G", "Uplink.Rssi": -71})
def test_over_4g_alone_the_boot_tells_the_card_whenever_it_is_asked_for(csms: Csms) -> None:
    assert csms.sends("TriggerMessage", requestedMessage="BootNotification", connectorId=0) == "Accepted"
    csms.expects("BootNotification", iccid="8949226120520073000", imsi="262011234567890")
    state = json.loads(csms.reads("OEM_NetState") or "")
    assert (state["connectivity"], state["4g-rssi"], state["ccid"]) == ("4G", "-71", "8949226120520073000")


@pytest.mark.req("XCH-CONF-012", "XCH-NET-001", "XCH-KEY-048")
@pytest.mark.station(
    personality="xcheng_m3",
    settings={
        **CARD,
        "Network.Connectivity": "WiFi",
        "Network.WifiRssi": -43,
        "Network.Address": "192.168.137.199",
    },
)
def test_over_wifi_it_tells_nothing_of_the_card_and_the_state_as_printed(csms: Csms) -> None:
    assert csms.sends("TriggerMessage", requestedMessage="BootNotification", connectorId=0) == "Accepted"
    assert not {"iccid", "imsi"} & set(csms.expects("BootNotification"))
    value = '{"connectivity":"WiFi","wifi-rssi":"-43","4g-rssi":"-1","ccid":"","imsi":"","ip":"192.168.137.199"}'
    answer = csms.asks("GetConfiguration", key=["OEM_NetState"])
    assert answer["configurationKey"] == [{"key": "OEM_NetState", "readonly": True, "value": value}]


@M3
@pytest.mark.req("XCH-CONF-006")
@pytest.mark.parametrize(
    ("settings", "url"),
    [
        ("WS,cpam3.x-cheng.net,80,/ocpp/,ocpp1.6,,,", "ws://cpam3.x-cheng.net:80/ocpp/"),
        ("WS,cpam3.x-cheng.net,443,/ocpp/,socpp1.6,,,", "wss://cpam3.x-cheng.net:443/ocpp/"),
    ],
)
def test_both_examples_of_an_address_are_accepted_as_printed(
    station: Station, csms: Csms, settings: str, url: str
) -> None:
    csms.configures("VendorWebsocketSettings", settings)
    assert csms.reads("VendorWebsocketSettings") == settings
    assert station.core.settings.get(CSMS_URL) == url


@M3
@pytest.mark.parametrize("receiver", ["8.209.68.26,8883", "logs.example,65535", ""])
def test_where_a_log_would_be_sent_is_kept(csms: Csms, receiver: str) -> None:
    csms.configures("DBGEnableInsight", "10.0.0.7,1")
    csms.configures("DBGEnableInsight", receiver)
    assert (csms.reads("DBGEnableInsight") or "") == receiver


@M3
@pytest.mark.parametrize(("text", "value"), [("0x1", "1"), ("1", "1"), ("0", "0")])
def test_the_buzzer_there_is_not_can_be_switched_off_and_on_all_the_same(csms: Csms, text: str, value: str) -> None:
    csms.configures("OEM_FunctionMask", text)
    assert csms.reads("OEM_FunctionMask") == value


# --- the upgrade


@M3
@pytest.mark.req("TIM-034", "XCH-FW-004")
def test_a_central_system_that_hears_nothing_for_twenty_seconds_can_ask(
    station: Station, csms: Csms, clock: Clock
) -> None:
    csms.asks("UpdateFirmware", location="http://8.209.68.26/download/XSmart.V2.0.110", retrieveDate=clock.shows())
    csms.expects_eventually("FirmwareStatusNotification", status="Downloading")
    station.breaks("transfer_stalls")
    csms.forgets()
    station.goes_offline()
    clock.passes(20)
    station.goes_online()
    csms.forgets()
    assert csms.sends("TriggerMessage", requestedMessage="FirmwareStatusNotification") == "Accepted"
    csms.expects_eventually("FirmwareStatusNotification", within_s=1.0, status="Downloading")
    csms.forgets()
