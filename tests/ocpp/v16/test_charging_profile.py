"""Charging profiles on the wire: set, cleared, asked about, and with a remote start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pilotwire.core import registry
from pilotwire.core.composite import Composite
from pilotwire.core.profile import (
    ChargingProfile,
    Period,
    ProfileKind,
    Purpose,
    RateUnit,
    Recurrency,
    Schedule,
)
from pilotwire.core.remote import RemoteStartAsked
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.rules import StartProfile
from pilotwire.core.schedule import CompositeAsked, ProfilesClearAsked, ProfileSet
from pilotwire.core.station import Station
from pilotwire.core.token import Token
from pilotwire.ocpp.decode import RefusedPayload
from pilotwire.ocpp.dialect import Answer, Refused, Taken
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.dialect import v16_of
from pilotwire.ocpp.v16.keys import Keys, keys_of
from pilotwire.ocpp.v16.telling import reported
from pilotwire.personality.load import load

R1 = ReplyTo("r1")
Ask = Callable[..., Taken]
Answered = Callable[..., dict[str, Any]]
Make = Callable[..., Station]


def wire(**different: Any) -> dict[str, Any]:
    """The smallest profile there is, but for what is said to be different; a schedule's fields are among them."""
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}]}
    names = ("duration", "startSchedule", "chargingRateUnit", "minChargingRate", "chargingSchedulePeriod")
    schedule |= {name: different.pop(name) for name in names if name in different}
    least = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
    }
    return {**least, "chargingSchedule": schedule, **different}


def request(connector: int = 1, **different: Any) -> dict[str, Any]:
    return {"connectorId": connector, "csChargingProfiles": wire(**different)}


# --- SetChargingProfile


@pytest.mark.req("ABB-MSG-014")
def test_every_field_of_a_profile_arrives(take: Ask) -> None:
    full = request(
        connector=0,
        chargingProfileId=100,
        stackLevel=7,
        chargingProfileKind="Recurring",
        recurrencyKind="Weekly",
        validFrom="2026-11-20T00:00:00+01:00",
        validTo="2026-12-20T00:00:00.5Z",
        duration=86400,
        startSchedule="2013-01-01T00:00Z",
        chargingRateUnit="W",
        minChargingRate=1380.5,
        chargingSchedulePeriod=[
            {"startPeriod": 0, "limit": 11000.1},
            {"startPeriod": 9, "limit": 0, "numberPhases": 1},
        ],
    )
    schedule = Schedule(RateUnit.WATT, (Period(0, 11000.1), Period(9, 0.0, 1)), 86400, 1356998400.0, 1380.5)
    profile = ChargingProfile(
        100,
        7,
        Purpose.TX_DEFAULT,
        ProfileKind.RECURRING,
        schedule,
        Recurrency.WEEKLY,
        1795129200.0,
        1797724800.5,
    )
    taken = take("SetChargingProfile", full)
    assert isinstance(taken, ProfileSet)
    assert (taken.evse, taken.transaction, taken.profile) == (0, None, profile)


def test_a_profile_is_accepted_or_rejected(answer: Answered) -> None:
    assert answer("SetChargingProfile", request()) == {"status": "Accepted"}
    assert answer("SetChargingProfile", request(stackLevel=101)) == {"status": "Rejected"}


@pytest.mark.parametrize("connector", [3, -1])
def test_an_unknown_connector_is_an_error_of_whoever_asks(take: Ask, connector: int) -> None:
    """Errata 3.39."""
    taken = take("SetChargingProfile", request(connector))
    assert isinstance(taken, Refused)
    assert taken.kind is RpcErrorKind.PROPERTY_CONSTRAINT


@pytest.mark.parametrize("field", ["validFrom", "validTo", "startSchedule"])
def test_a_date_that_is_none_is_an_error_that_names_its_field(take: Ask, field: str) -> None:
    with pytest.raises(RefusedPayload, match=field) as refused:
        take("SetChargingProfile", request(**{field: "tomorrow"}))
    assert refused.value.kind is RpcErrorKind.PROPERTY_CONSTRAINT


@pytest.mark.parametrize(
    "wrong", [{"chargingRateUnit": "VA"}, {"chargingProfilePurpose": "Fun"}, {"chargingProfileKind": "Odd"}]
)
def test_an_unknown_word_is_an_error(take: Ask, wrong: dict[str, str]) -> None:
    """Errata 3.38."""
    with pytest.raises(RefusedPayload) as refused:
        take("SetChargingProfile", request(**wrong))
    assert refused.value.kind is RpcErrorKind.PROPERTY_CONSTRAINT


def test_the_number_of_a_transaction_is_the_note_of_its_start(take: Ask) -> None:
    payload = request(chargingProfilePurpose="TxProfile", transactionId=7)
    taken = take("SetChargingProfile", payload, notes={"b1-1": "7"})
    assert isinstance(taken, ProfileSet)
    assert taken.transaction == "b1-1"


def test_the_number_of_no_transaction_is_rejected_and_the_log_will_say_why(take: Ask) -> None:
    taken = take("SetChargingProfile", request(chargingProfilePurpose="TxProfile", transactionId=7))
    assert isinstance(taken, Answer)
    assert (taken.payload.status.value, taken.why) == ("Rejected", "transaction 7 is not known")  # type: ignore[attr-defined]


def test_a_number_means_nothing_to_a_profile_that_is_not_of_a_transaction(take: Ask) -> None:
    assert isinstance(take("SetChargingProfile", request(transactionId=7)), ProfileSet)


# --- ClearChargingProfile


@pytest.mark.req("ABB-MSG-012")
def test_every_filter_arrives(take: Ask) -> None:
    payload = {"id": 3, "connectorId": 0, "chargingProfilePurpose": "ChargePointMaxProfile", "stackLevel": 2}
    assert take("ClearChargingProfile", payload) == ProfilesClearAsked(R1, 3, 0, Purpose.STATION_MAX, 2)
    assert take("ClearChargingProfile") == ProfilesClearAsked(R1)


@pytest.mark.req("ABB-MSG-012")
def test_clearing_nothing_is_told_apart(answer: Answered, spelled: Callable[..., dict[str, Any]]) -> None:
    assert answer("ClearChargingProfile") == {"status": "Unknown"}
    assert spelled("ClearChargingProfile", Reply(R1, Verdict.ACCEPTED)) == {"status": "Accepted"}


# --- GetCompositeSchedule


@pytest.mark.req("ABB-MSG-013")
def test_a_composite_schedule_is_told_from_now_on(answer: Answered) -> None:
    assert answer("GetCompositeSchedule", {"connectorId": 1, "duration": 300}) == {
        "status": "Accepted",
        "connectorId": 1,
        "scheduleStart": "2026-11-20T03:04:15.123Z",
        "chargingSchedule": {
            "duration": 300,
            "chargingRateUnit": "A",
            "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 32.0, "numberPhases": 3}],
        },
    }


@pytest.mark.parametrize(("unit", "limit"), [("A", 32.0), ("W", 22080.0)])
def test_a_composite_schedule_is_told_in_the_unit_that_is_asked_for(answer: Answered, unit: str, limit: float) -> None:
    told = answer("GetCompositeSchedule", {"connectorId": 1, "duration": 300, "chargingRateUnit": unit})
    assert told["chargingSchedule"]["chargingRateUnit"] == unit
    assert told["chargingSchedule"]["chargingSchedulePeriod"][0]["limit"] == limit


@pytest.mark.parametrize("connector", [3, -1])
def test_the_schedule_of_an_unknown_connector_is_rejected(answer: Answered, connector: int) -> None:
    assert answer("GetCompositeSchedule", {"connectorId": connector, "duration": 9}) == {"status": "Rejected"}


def test_where_only_watt_are_allowed_watt_are_told(take: Ask, make_station: Make, answer: Answered) -> None:
    station = make_station(values={(registry.RATE_UNITS.name, 0): ("W",)})
    told = answer("GetCompositeSchedule", {"connectorId": 0, "duration": 300}, at=station)
    assert told["chargingSchedule"]["chargingRateUnit"] == "W"
    assert isinstance(take("GetCompositeSchedule", {"connectorId": 0, "duration": 300}), CompositeAsked)


def test_limits_are_told_with_one_decimal(spelled: Callable[..., dict[str, Any]]) -> None:
    composite = Composite(1, 0.0, 60, RateUnit.AMPERE, (Period(0, 10.1, 3),))
    told = spelled("GetCompositeSchedule", Reply(R1, Verdict.ACCEPTED, composite=composite))
    assert told["chargingSchedule"]["chargingSchedulePeriod"] == [{"startPeriod": 0, "limit": 10.1, "numberPhases": 3}]


# --- RemoteStartTransaction


def test_a_remote_start_brings_its_profile_whatever_number_it_names(take: Ask) -> None:
    """Errata 3.41: the number SHALL NOT be set; there is no transaction yet that it could name."""
    profile = wire(chargingProfilePurpose="TxProfile", transactionId=7)
    taken = take("RemoteStartTransaction", {"idTag": "04E1FF", "connectorId": 2, "chargingProfile": profile})
    schedule = Schedule(RateUnit.AMPERE, (Period(0, 16.0),))
    expected = ChargingProfile(1, 0, Purpose.TX, ProfileKind.RELATIVE, schedule)
    assert taken == RemoteStartAsked(R1, Token("04E1FF"), 2, profile=expected)


@pytest.mark.req("XCH-SC-001")
def test_a_remote_start_with_another_purpose_is_rejected(answer: Answered) -> None:
    payload = {"idTag": "04E1FF", "connectorId": 2, "chargingProfile": wire()}
    assert answer("RemoteStartTransaction", payload) == {"status": "Rejected"}


# --- keys


def keys(name: str) -> Keys:
    return keys_of(load(name))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("ChargeProfileMaxStackLevel", "100"),
        ("ChargingScheduleAllowedChargingRateUnit", "Current,Power"),
        ("ChargingScheduleMaxPeriods", "1000"),
        ("MaxChargingProfilesInstalled", "100"),
        ("ConnectorSwitch3to1PhaseSupported", "false"),
    ],
)
def test_the_keys_of_smart_charging_are_told_and_cannot_be_written(station: Station, key: str, value: str) -> None:
    found = keys("pilotwire")[key.casefold()]
    assert (reported(found, station), found.is_read_only) == (value, True)


def test_a_station_that_can_switch_phases_says_so(make_station: Make) -> None:
    switch = {(registry.PHASE_SWITCH_ENABLED.name, evse): True for evse in (1, 2)}
    station = make_station(values=switch)
    assert reported(keys("pilotwire")["connectorswitch3to1phasesupported"], station) == "true"


@pytest.mark.req("CCC-OCPP-004", "TIM-004", "CCC-LIM-006", "CCC-PH-005")
def test_what_a_vendor_does_differently_is_data() -> None:
    personality = load("chargebyte_charge_control_c")
    assert personality.ruled.profile_persist_s == 60.0
    assert personality.ruled.start_profile is StartProfile.IGNORED
    assert personality.changed()[registry.PHASES_3TO1.name].default is False


@pytest.mark.req("ABB-RD-001")
@pytest.mark.parametrize(
    ("text", "status", "told"),
    [
        ("1800,1,2", "Accepted", "1800,1,2"),
        ("0,2,0", "Accepted", "0,2,0"),
        ("1801,1,1", "Rejected", "600,2,0"),
        ("600,3,1", "Rejected", "600,2,0"),
        ("600,0,1", "Rejected", "600,2,0"),
        ("600,1,3", "Rejected", "600,2,0"),
        ("600,1", "Rejected", "600,2,0"),
        ("600,1,1,1", "Rejected", "600,2,0"),
    ],
)
def test_a_random_delay_is_written_as_three_numbers(
    station: Station, take: Ask, step: Callable[..., Any], text: str, status: str, told: str
) -> None:
    by = v16_of(load("pilotwire"))
    taken = take("ChangeConfiguration", {"key": "RandomDelay", "value": text}, by=by)
    if isinstance(taken, Answer):
        answered, after = taken.payload, station
    else:
        after, said = step(station, taken)
        answered = by.reply("ChangeConfiguration", said.replies[0], taken, after)
    assert answered.status.value == status  # type: ignore[attr-defined, union-attr]
    assert reported(by.keys["randomdelay"], after) == told


@pytest.mark.req("CCC-OCPP-003", "CCC-LIM-007", "CCC-LIM-008", "CCC-LIM-009")
@pytest.mark.parametrize(
    ("different", "status"),
    [
        ({"chargingProfilePurpose": "ChargePointMaxProfile"}, "Accepted"),
        ({"chargingProfilePurpose": "TxDefaultProfile"}, "Rejected"),
        ({"chargingProfilePurpose": "ChargePointMaxProfile", "chargingRateUnit": "W"}, "Rejected"),
        ({"chargingProfilePurpose": "ChargePointMaxProfile", "stackLevel": 1}, "Rejected"),
        ({"chargingProfilePurpose": "ChargePointMaxProfile", "chargingProfileKind": "Absolute"}, "Rejected"),
        (
            {
                "chargingProfilePurpose": "ChargePointMaxProfile",
                "chargingProfileKind": "Recurring",
                "recurrencyKind": "Daily",
                "startSchedule": "2026-01-01T00:00:00Z",
            },
            "Rejected",
        ),
        (
            {
                "chargingProfilePurpose": "ChargePointMaxProfile",
                "chargingSchedulePeriod": [{"startPeriod": 0, "limit": 16}, {"startPeriod": 60, "limit": 10}],
            },
            "Rejected",
        ),
    ],
)
def test_a_vendor_takes_one_limit_and_no_schedule(
    make_station: Make, answer: Answered, different: dict[str, Any], status: str
) -> None:
    personality = load("chargebyte_charge_control_c")
    values = {
        (name, 0): variable.default for name, variable in personality.changed().items() if "SmartCharging" in name
    }
    station = make_station(evses=1, values=values, rules=personality.ruled)
    by = v16_of(personality)
    assert answer("SetChargingProfile", request(connector=0, **different), at=station, by=by) == {"status": status}
