"""Charging profiles in 2.0.1: set, reported, cleared, asked about, and with a remote start (K01, K05, K08 to K10)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from pilotwire.core import registry
from pilotwire.core.port.limits import offered_a
from pilotwire.ocpp.decode import RefusedPayload

if TYPE_CHECKING:
    from tests.ocpp.v2.conftest import Central, Payload

TOKEN = {"idToken": "DRIVER-1", "type": "KeyCode"}
START = "2027-01-15T08:00:00.000Z"  # when the clock of the central system shows 0
ACCEPTED = {"status": "Accepted"}


def profile(*limits: tuple[int, float], id: int = 1, level: int = 0, **different: Any) -> Payload:
    """A TxDefaultProfile in ampere, but for what is said to be different; a schedule's fields are among them."""
    names = ("startSchedule", "duration", "chargingRateUnit", "minChargingRate")
    schedule = {"id": 7, "chargingRateUnit": "A"} | {name: different.pop(name) for name in names if name in different}
    schedule["chargingSchedulePeriod"] = [{"startPeriod": start_s, "limit": limit_a} for start_s, limit_a in limits]
    least = {
        "id": id,
        "stackLevel": level,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute" if "startSchedule" in schedule else "Relative",
        "chargingSchedule": [schedule],
    }
    return {**least, **different}


def put(central: Central, wanted: Payload, evse: int = 0) -> Payload:
    return central.ask("SetChargingProfile", evseId=evse, chargingProfile=wanted)


def reported(central: Central, evse: int | None = None, **criteria: Any) -> list[tuple[int, list[int]]]:
    """(EVSE, ids) of every report that follows GetChargingProfiles."""
    before = len(central.told)
    where = {} if evse is None else {"evseId": evse}
    answer = central.ask("GetChargingProfiles", requestId=5, chargingProfile=criteria, **where)
    reports = [payload for action, payload in central.told[before:] if action == "ReportChargingProfiles"]
    assert answer["status"] == ("Accepted" if reports else "NoProfiles")
    assert [each.get("tbc") for each in reports] == [True] * (len(reports) - 1) + [None] * bool(reports)
    return [(each["evseId"], [profile["id"] for profile in each["chargingProfile"]]) for each in reports]


@pytest.mark.req("ALF-201G-004", "ALF-201-K01", "ALF-201-K02")
def test_a_profile_changes_what_the_vehicle_is_offered_and_not_only_the_answer(central: Central) -> None:
    central.ask("RequestStartTransaction", idToken=TOKEN, remoteStartId=77, evseId=1)
    central.pilot("B")
    central.charge()
    duty_pct = central.station.ports[0].duty_pct
    assert put(central, profile((0, 10.0), (60, 16.0), startSchedule=START), evse=1) == ACCEPTED
    assert central.station.ports[0].duty_pct == pytest.approx(10.0 / 0.6) != duty_pct


def test_every_field_of_a_profile_comes_back_as_it_was_set(central: Central) -> None:
    wanted = profile(
        (0, 6900.5),
        (60, 0.0),
        level=3,
        chargingProfileKind="Recurring",
        recurrencyKind="Weekly",
        validFrom="2027-01-01T00:00:00.000Z",
        validTo="2027-02-01T00:00:00.500Z",
        startSchedule=START,
        duration=86400,
        chargingRateUnit="W",
        minChargingRate=1380.5,
    )
    wanted["chargingSchedule"][0]["chargingSchedulePeriod"][0]["numberPhases"] = 3
    assert put(central, wanted, evse=2) == ACCEPTED
    assert reported(central) == [(2, [1])]
    report = central.events("ReportChargingProfiles")[-1]
    assert (report["requestId"], report["chargingLimitSource"]) == (5, "CSO")
    assert report["chargingProfile"] == [wanted]


def test_a_profile_of_a_transaction_is_told_with_its_transaction(central: Central) -> None:
    central.ask("RequestStartTransaction", idToken=TOKEN, remoteStartId=77, evseId=1)
    central.pilot("B")
    transaction = central.station.transactions[1].id
    own = profile((0, 10.0), chargingProfilePurpose="TxProfile", transactionId=transaction)
    assert put(central, own, evse=1) == ACCEPTED
    assert reported(central, chargingProfileId=[1]) == [(1, [1])]
    assert central.events("ReportChargingProfiles")[-1]["chargingProfile"][0]["transactionId"] == transaction
    other = profile((0, 10.0), chargingProfilePurpose="TxProfile", transactionId="another")
    assert put(central, other, evse=1)["status"] == "Rejected"  # K01.FR.33


@pytest.mark.parametrize(
    ("wanted", "evse", "code"),
    [
        (profile((0, 10.0), chargingProfilePurpose="TxProfile"), 0, "InvalidProfile"),  # K01.FR.16
        (profile((0, 10.0), chargingProfilePurpose="TxProfile"), 1, "InvalidProfile"),  # K01.FR.09
        (profile((0, 10.0)), 3, "UnknownEvse"),  # K01.FR.28
        (profile((0, 10.0), chargingProfilePurpose="ChargingStationMaxProfile"), 0, "InvalidProfile"),  # K01.FR.38
        (profile((0, 10.0), chargingProfilePurpose="ChargingStationExternalConstraints"), 0, "InvalidProfile"),
        (profile((0, 10.0), chargingProfileKind="Absolute"), 0, "InvalidProfile"),  # K01.FR.40
        (profile((0, 10.0), startSchedule=START, chargingProfileKind="Relative"), 0, "InvalidProfile"),  # K01.FR.41
        (profile((0, 10.0), (0, 9.0)), 0, "InvalidProfile"),  # K01.FR.35
        (profile((5, 10.0)), 0, "InvalidProfile"),  # K01.FR.31
    ],
)
def test_what_cannot_be_is_rejected_with_a_reason(central: Central, wanted: Payload, evse: int, code: str) -> None:
    answer = put(central, wanted, evse)
    assert (answer["status"], answer["statusInfo"]["reasonCode"]) == ("Rejected", code)
    assert answer["statusInfo"]["additionalInfo"]
    assert central.station.profiles == ()


def test_more_than_one_schedule_is_for_vehicles_that_choose(central: Central) -> None:
    wanted = profile((0, 10.0))
    wanted["chargingSchedule"] *= 2
    assert put(central, wanted)["status"] == "Rejected"  # K01.FR.34


@pytest.mark.req("ALF-201G-011")
@pytest.mark.parametrize("field", ["numberPhases", "phaseToUse"])
def test_phases_that_cannot_be_kept_are_rejected_and_no_error(central: Central, field: str) -> None:
    wanted = profile((0, 10.0))
    wanted["chargingSchedule"][0]["chargingSchedulePeriod"][0][field] = 2
    assert put(central, wanted)["status"] == "Rejected"  # K01.FR.43, K01.FR.48


def test_one_phase_is_accepted_where_it_can_be_had(central_with: Callable[..., Central]) -> None:
    central = central_with({registry.PHASE_SWITCH_ENABLED: True})
    wanted = profile((0, 10.0))
    wanted["chargingSchedule"][0]["chargingSchedulePeriod"][0]["numberPhases"] = 1
    assert put(central, wanted) == ACCEPTED


@pytest.mark.parametrize(("first", "second"), [(0, 1), (1, 0)])
def test_defaults_of_one_evse_and_of_all_on_one_level_exclude_each_other(
    central: Central, first: int, second: int
) -> None:
    """K01.FR.52, K01.FR.53."""
    assert put(central, profile((0, 10.0)), first) == ACCEPTED
    answer = put(central, profile((0, 10.0), id=2), second)
    assert (answer["status"], answer["statusInfo"]["reasonCode"]) == ("Rejected", "DuplicateProfile")
    assert put(central, profile((0, 10.0), id=2, level=1), second) == ACCEPTED
    assert put(central, profile((0, 10.0), id=1), second) == ACCEPTED


def test_a_date_that_is_none_is_an_error(central: Central) -> None:
    with pytest.raises(RefusedPayload, match=r"chargingProfile\.validTo"):
        central.take("SetChargingProfile", evseId=0, chargingProfile=profile((0, 1.0), validTo="soon"))


@pytest.mark.req("ALF-201-K09")
def test_profiles_are_found_by_evse_level_purpose_source_and_id(central: Central) -> None:
    put(central, profile((0, 10.0), id=1), 1)
    put(central, profile((0, 10.0), id=2, level=1), 1)
    put(central, profile((0, 10.0), id=3, level=2))
    maximum = profile((0, 10.0), id=4, startSchedule=START, chargingProfilePurpose="ChargingStationMaxProfile")
    put(central, maximum)
    assert reported(central) == [(0, [3, 4]), (1, [1, 2])]
    assert reported(central, evse=0) == [(0, [3, 4])]
    assert reported(central, evse=1) == [(1, [1, 2])]
    assert reported(central, evse=2) == []
    assert reported(central, chargingProfileId=[2, 4, 9]) == [(0, [4]), (1, [2])]
    assert reported(central, stackLevel=0) == [(0, [4]), (1, [1])]
    assert reported(central, chargingProfilePurpose="ChargingStationMaxProfile") == [(0, [4])]
    assert reported(central, evse=1, chargingLimitSource=["CSO"]) == [(1, [1, 2])]
    assert reported(central, chargingLimitSource=["EMS", "SO"]) == []


def test_many_profiles_are_told_in_parts(central: Central) -> None:
    for number in range(12):
        put(central, profile((0, 10.0), id=number, level=number), 1)
    assert [len(ids) for _, ids in reported(central)] == [5, 5, 2]


@pytest.mark.req("ALF-201-K10")
def test_profiles_are_cleared_by_id_and_by_criteria(central: Central) -> None:
    for number in range(4):
        put(central, profile((0, 10.0), id=number, level=number), number % 2)
    assert central.ask("ClearChargingProfile", chargingProfileId=2) == ACCEPTED
    assert central.ask("ClearChargingProfile", chargingProfileId=2) == {"status": "Unknown"}
    criteria = {"evseId": 1, "stackLevel": 3, "chargingProfilePurpose": "TxDefaultProfile"}
    assert central.ask("ClearChargingProfile", chargingProfileCriteria=criteria) == ACCEPTED
    assert [each.profile.id for each in central.station.profiles] == [0, 1]
    assert central.ask("ClearChargingProfile") == ACCEPTED
    assert central.station.profiles == ()


@pytest.mark.req("ALF-201-K08")
def test_a_composite_schedule_counts_from_now(central: Central) -> None:
    put(central, profile((0, 10.0), (60, 16.0), startSchedule=START), 1)
    now_s = central.now_s + 1.0
    answer = central.ask("GetCompositeSchedule", evseId=1, duration=120, chargingRateUnit="W")
    schedule = answer["schedule"]
    assert (schedule["evseId"], schedule["duration"], schedule["chargingRateUnit"]) == (1, 120, "W")
    assert schedule["scheduleStart"] == f"2027-01-15T08:00:{now_s:06.3f}Z"
    periods = [(each["startPeriod"], each["limit"]) for each in schedule["chargingSchedulePeriod"]]
    assert periods == [(0, 6900.0), (60 - round(now_s), 11040.0)]


@pytest.mark.parametrize(("evse", "units"), [(3, ("A", "W")), (1, ("W",))])
def test_what_cannot_be_told_is_rejected(
    central_with: Callable[..., Central], evse: int, units: tuple[str, ...]
) -> None:
    """K08.FR.05, K08.FR.07."""
    central = central_with({registry.RATE_UNITS: units})
    answer = central.ask("GetCompositeSchedule", evseId=evse, duration=120, chargingRateUnit="A")
    assert answer["status"] == "Rejected"
    assert "schedule" not in answer


@pytest.mark.req("ALF-201-K05")
def test_a_remote_start_brings_its_profile(central: Central) -> None:
    central.pilot("B")
    own = profile((0, 10.0), chargingProfilePurpose="TxProfile")
    answer = central.ask("RequestStartTransaction", idToken=TOKEN, remoteStartId=77, evseId=1, chargingProfile=own)
    assert answer["status"] == "Accepted"
    assert offered_a(central.station.ports[0]) == 10.0
    assert central.station.ports[0].duty_pct == pytest.approx(10.0 / 0.6)


def test_a_remote_start_with_another_purpose_is_rejected(central: Central) -> None:
    central.pilot("B")
    other = profile((0, 10.0))
    answer = central.ask("RequestStartTransaction", idToken=TOKEN, remoteStartId=77, evseId=1, chargingProfile=other)
    assert answer["status"] == "Rejected"  # F01.FR.10
