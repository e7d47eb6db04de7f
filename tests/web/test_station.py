"""``GET /api/station``: the whole state in one view."""

import pytest

from pilotwire.core import registry
from pilotwire.core.csms import LinkChanged
from pilotwire.core.local_list import LocalListSent, Update
from pilotwire.core.profile import ChargingProfile, Period, ProfileKind, Purpose, RateUnit, Schedule
from pilotwire.core.reply import ReplyTo
from pilotwire.core.reservation import Reservation, ReservationAsked
from pilotwire.core.schedule import ProfileSet
from pilotwire.core.token import Token, TokenInfo, TokenStatus

CARD = {"token": "04A1B2"}


async def test_a_station_at_rest_is_shown_whole(client):
    status, station = await client.get("/api/station")
    assert status == 200
    assert station["registration"] == "offline"
    assert station["boot"] == "boot1"
    assert station["model"] == "pilotwire"
    assert station["settings"]["variables"] == len(registry.VARIABLES)
    (evse,) = station["evses"]
    assert evse["charging"] == "empty"
    assert evse["pilot"] == "A"
    assert evse["contactor"] == "resting"
    assert evse["lock"] == "unlocked"
    assert evse["duty_pct"] == 100.0
    assert (evse["offered_a"], evse["limited_by"]) == (32.0, "evse")
    assert evse["availability"] == {
        "state": "operative",
        "own": "operative",
        "station": "operative",
        "customer": "operative",
    }
    assert evse["transaction"] is None


async def test_a_vehicle_that_charges_is_seen_in_every_field(registered, client):
    await client.ask("POST", "/api/sim/plug", json={})
    await client.ask("POST", "/api/sim/swipe", json=CARD)
    registered.go(15)
    (evse,) = (await client.get("/api/station"))[1]["evses"]
    assert evse["charging"] == "charging"
    assert evse["pilot"] == "C"
    assert evse["contactor"] == "closed"
    assert evse["permit"] == "given"
    assert evse["token"] == "04A1B2"
    assert evse["is_offering"]
    assert evse["duty_pct"] == round(32 / 0.6, 3)
    assert evse["reading"]["power_w"] > 1000
    assert evse["transaction"]["id"].startswith("boot1-")
    assert evse["transaction"]["token"] == "04A1B2"
    assert evse["transaction"]["known_utc"].startswith("2026-01-01T00:00:")


async def test_faults_are_named_the_most_important_first(house, client):
    await client.ask("POST", "/api/sim/fault", json={"name": "meter_lost", "active": True})
    await client.ask("POST", "/api/sim/fault", json={"name": "rcd_trip", "active": True})
    house.go(1)
    (evse,) = (await client.get("/api/station"))[1]["evses"]
    assert evse["faults"] == ["meter lost", "residual current without a vehicle"]
    assert evse["fault"] == "meter lost"
    assert evse["is_blocked"]
    assert evse["charging"] == "faulted"


async def test_a_driver_who_waits_is_a_claim(registered, client):
    await client.ask("POST", "/api/sim/swipe", json=CARD)
    registered.go(1)
    _, station = await client.get("/api/station")
    assert station["is_online"]
    assert station["claims"] == [{"evse": 0, "token": "04A1B2", "kind": "ISO14443", "remote_start_id": None}]
    assert "claim" in [deadline["timer"] for deadline in station["deadlines"]]


async def test_no_secret_is_in_the_view(build, serve):
    base = {
        (registry.PASSWORD.name, 0): "geheim",
        (registry.CSMS_URL.name, 0): "wss://cp1:geheim@csms.example/ocpp",
    }
    async with serve(build(base=base)) as client, client.session.get(client.url + "/api/station") as response:
        text = await response.text()
    assert "geheim" not in text
    assert "wss://***@csms.example/ocpp" in text


async def test_what_waits_for_a_reboot_is_named(house, client):
    await client.put("EVSE@1.CurrentLimit", 16)
    _, station = await client.get("/api/station")
    assert station["settings"]["written"] == ["EVSE@1.CurrentLimit"]
    assert station["settings"]["waiting"] == ["EVSE@1.CurrentLimit"]


async def test_only_what_is_durable_is_shown(house, client):
    house.shut_gate()
    house.hear(LinkChanged(online=True))
    assert (await client.get("/api/station"))[1]["registration"] == "offline"
    house.open_gate()
    assert (await client.get("/api/station"))[1]["registration"] == "asked"


async def test_who_an_evse_is_kept_for_and_how_long_the_list_is(registered, client):
    wanted = Reservation(7, 1, Token("04A1B2", group="FAMILY"), 4e9)
    registered.hear(ReservationAsked(ReplyTo("r"), wanted))
    entries = (("04A1B2", TokenInfo(TokenStatus.ACCEPTED)),)
    registered.hear(LocalListSent(ReplyTo("r"), 3, Update.FULL, entries))
    registered.go(1)
    station = (await client.get("/api/station"))[1]
    assert station["reservations"] == [{"id": 7, "evse": 1, "token": "04A1B2", "group": "FAMILY", "expires_s": 4e9}]
    assert (station["list_version"], station["listed_tokens"], station["cached_tokens"]) == (3, 1, 0)
    assert station["evses"][0]["charging"] == "reserved"


@pytest.mark.req("ALF-IMP-007")
async def test_charging_profiles_are_shown_in_short_and_what_they_limit(house, client):
    schedule = Schedule(RateUnit.WATT, (Period(0, 6900.0), Period(60, 0.0)))
    profile = ChargingProfile(5, 2, Purpose.TX_DEFAULT, ProfileKind.RELATIVE, schedule, valid_to_utc_s=4e9)
    house.hear(ProfileSet(ReplyTo("r"), 0, profile))
    station = (await client.get("/api/station"))[1]
    shown = {"id": 5, "evse": 0, "purpose": "TxDefaultProfile", "stack_level": 2, "kind": "Relative", "unit": "W"}
    assert station["profiles"] == [shown | {"periods": 2, "valid_from_s": None, "valid_to_s": 4e9}]
    evse = station["evses"][0]
    assert (evse["limited_by"], evse["offered_a"]) == ("schedule", 10.0)
