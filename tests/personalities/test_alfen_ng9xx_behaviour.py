"""What an Alfen NG9xx does and how it says so: as its release notes have it, and as stations were recorded."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from tests.core.bench import ALICE, BOB, CoreBench, online
from tests.core.profiles import clear, installed, profile, put
from tests.ocpp.talk import Frame, Talk, actions
from tests.ocpp.test_link import serving
from tests.ocpp.test_tls import ROOT, close, let_in, refused, shaking
from tests.ocpp.v16.conftest import READING
from tests.personalities.impersonated import Impersonated, NoNotes, defaults_of
from tests.security.authority import build, context_of, name

from pilotwire.core import registry
from pilotwire.core.csms import BootCause, SendBoot
from pilotwire.core.delivery import Delivered
from pilotwire.core.incident import Incident
from pilotwire.core.port.charging import Charging
from pilotwire.core.port.limits import offered_a
from pilotwire.core.port.meter import MeterRead
from pilotwire.core.profile import Purpose
from pilotwire.core.reading import Reading
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.request import VariablesWritten
from pilotwire.core.reset import Restart
from pilotwire.core.settings import Write
from pilotwire.core.stop import Reason
from pilotwire.core.token import Token, TokenInfo, TokenStatus
from pilotwire.core.transaction import Kind
from pilotwire.core.variable import Value, Variable
from pilotwire.ocpp.address import Tls
from pilotwire.ocpp.v16.dialect import v16_of
from pilotwire.ocpp.writer import Writer
from pilotwire.personality.load import load
from pilotwire.store.ledger import Ledger

NAME = "alfen_ng9xx"
Settings = dict[Variable[Any], Value]


def made(more: Settings | None = None, *, sockets: Sequence[bool] = (False,), variant: str | None = None) -> CoreBench:
    """The station as its data makes it, with *more* configured; accepted and idle."""
    station = load(NAME, variant)
    return online(
        {**defaults_of(station), **(more or {})}, rules=station.ruled, variables=station.changed(), sockets=sockets
    )


# --- the boot, as it was recorded: 5 s after the WebSocket, 10 s of silence after the answer, ids from 1


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A station that is offline, in plug and charge, and known to its central system as TWIN-7."""
    station = load(NAME)
    given = {**defaults_of(station), registry.IDENTITY: "TWIN-7", registry.FREE_VEND: True}
    ledger = Ledger(tmp_path / "transactions.db")
    yield Talk(
        "1.6",
        ledger,
        v16_of(station),
        settings=given,
        rules=station.ruled,
        variables=station.changed(),
        wire=station.wire,
        ids=iter(Writer(station.wire).new_id, None),
    )
    ledger.close()


async def test_it_boots_as_it_was_recorded(talk: Talk) -> None:
    assert await talk.up() == []
    assert await talk.wait(4.99) == []
    (boot,) = await talk.wait(0.01)
    assert boot == [
        2,
        "1",
        "BootNotification",
        {
            "chargePointVendor": "Alfen BV",
            "chargePointModel": "NG910-60023",
            "chargePointSerialNumber": "ACE0000000",
            "chargeBoxSerialNumber": "TWIN-7",
            "firmwareVersion": "6.5.0-4217",
        },
    ]
    assert await talk.answer() == []
    assert await talk.wait(9.99) == []
    (status,) = await talk.wait(0.01)
    assert (status[1], status[2], status[3]["connectorId"]) == ("2", "StatusNotification", 0)


async def test_in_plug_and_charge_the_tag_is_the_serial_number_and_the_register_is_that_of_its_life(talk: Talk) -> None:
    talk.history.hear(MeterRead(1, Reading(2145278.0)))
    talk.history.plug()
    talk.history.go(5.0)
    start = await first(talk, "StartTransaction")
    assert (start["idTag"], start["meterStart"] >= 2145278) == ("ACE0000000", True)
    assert len(start["timestamp"]) == len("2023-12-31T11:47:54Z")
    assert list(start) == ["timestamp", "connectorId", "meterStart", "idTag"]


async def first(talk: Talk, action: str) -> dict[str, Any]:
    """The payload of the first *action* once it is online, everything before it answered as usual."""
    await talk.up()
    frames: list[Frame] = await talk.wait(5.0)
    frames += await talk.answer()
    frames += await talk.wait(10.0)
    while action not in actions(frames):
        frames += await talk.answer()
    return next(frame[3] for frame in frames if frame[2] == action)


@pytest.mark.parametrize(
    ("variant", "model", "serial", "firmware"),
    [
        ("NG910-4.15.7", "NG910-60023", "ace0000000", "4.15.7-4054"),
        ("EVe-dual-5.8.1", "EVe-dual", "ace0000000", "5.8.1-4123"),
    ],
)
def test_recorded_models_introduce_themselves_without_a_blank(
    variant: str, model: str, serial: str, firmware: str
) -> None:
    station, bench = load(NAME, variant), made({registry.IDENTITY: "TWIN-7"}, variant=variant)
    asked = v16_of(station).ask(SendBoot(BootCause.POWER_UP), bench.station)
    frame = Writer(station.wire).call("1", asked.action, asked.payload)  # type: ignore[arg-type]
    assert frame.decode() == (
        f'[2,"1","BootNotification",{{"chargePointVendor":"Alfen BV","chargePointModel":"{model}",'
        f'"chargePointSerialNumber":"{serial}","chargeBoxSerialNumber":"TWIN-7","firmwareVersion":"{firmware}"}}]'
    )


def test_without_a_name_of_its_own_it_is_known_by_its_serial_number() -> None:
    asked = v16_of(load(NAME)).ask(SendBoot(BootCause.POWER_UP), made().station)
    payload = msgspec.json.decode(msgspec.json.encode(asked.payload))
    assert payload["chargeBoxSerialNumber"] == payload["chargePointSerialNumber"] == "ACE0000000"


# --- meter values


def measured(station: Impersonated, *measurands: str) -> list[dict[str, Any]]:
    """What MeterValues says when it is triggered."""
    assert station.write("MeterValuesSampledData", ",".join(measurands)) == "Accepted"
    station.bench.charge()
    station.bench.hear(MeterRead(1, READING))
    station.bench.forget()
    station.ask("TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1})
    station.bench.go(3.0)
    facts = [fact for fact in station.bench.facts if getattr(fact, "samples", ())]
    (message,) = station.dialect.notify(facts[0], station.bench.station, NoNotes())  # type: ignore[arg-type]
    payload = msgspec.json.decode(msgspec.json.encode(message.payload))
    return list(payload["meterValue"][0]["sampledValue"])


def test_meter_values_have_the_form_that_was_recorded() -> None:
    wanted = ("Energy.Active.Import.Register", "Power.Active.Import", "Power.Factor", "Current.Import")
    values = measured(Impersonated(NAME), *wanted)
    assert [(each["measurand"], each.get("phase")) for each in values if each["measurand"] != "Power.Factor"] == [
        ("Energy.Active.Import.Register", None),
        *(("Power.Active.Import", phase) for phase in (None, "L1", "L2", "L3")),
        *(("Current.Import", phase) for phase in ("L1", "L2", "L3")),
    ]
    assert {len(each["value"].partition(".")[2]) for each in values} == {3}
    assert {each["location"] for each in values} == {"Outlet"}
    assert not [each for each in values if "format" in each]
    (factor,) = (each for each in values if each["measurand"] == "Power.Factor")
    assert "unit" not in factor


# --- certificates and ciphers


@pytest.fixture
def spoken() -> Tls:
    """What the station lets OpenSSL offer."""
    settings = made().station.settings
    return Tls(
        settings.get(registry.TLS_LEAST),
        settings.get(registry.TLS_MOST),
        settings.get(registry.CIPHER_SUITES),
        roots=(ROOT.pem,),
    )


def server(path: Path, cipher: str) -> ssl.SSLContext:
    """One that speaks nothing but *cipher*, with the RSA key such a cipher needs."""
    key = rsa.generate_private_key(65537, 2048)
    context = context_of(path, build(name("127.0.0.1"), key, ROOT, (-1.0, 10.0), host="127.0.0.1"), key)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(cipher)
    return context


@pytest.mark.req("ALF-412-001")
@pytest.mark.parametrize("cipher", ["AES256-GCM-SHA384", "AES128-GCM-SHA256", "AES256-SHA256"])
async def test_the_three_cipher_suites_of_the_notes_are_spoken(tmp_path: Path, spoken: Tls, cipher: str) -> None:
    async with serving(close, tls=server(tmp_path, cipher)) as peer:
        await let_in(peer.url, spoken)


@pytest.mark.req("ALF-412-001")
@pytest.mark.parametrize("cipher", ["AES128-SHA", "AES256-SHA", "AES128-SHA256"])
async def test_the_legacy_suite_and_others_are_not(tmp_path: Path, spoken: Tls, cipher: str) -> None:
    async with shaking(server(tmp_path, cipher)) as url:
        assert (await refused(url, spoken)).incident is Incident.INVALID_TLS_CIPHER_SUITE


# --- who may charge


@pytest.mark.req("ALF-BE-004", "ALF-KEY-001")
def test_the_master_pass_that_a_key_names_ends_every_transaction_and_begins_none() -> None:
    station = Impersonated(NAME)
    assert station.write("MasterPassGroupId", "POLICE") == "Accepted"
    bench = station.bench
    bench.plug()
    bench.authorize(BOB, group="POLICE")
    bench.go(2.0)
    assert bench.rows() == []
    bench.authorize(ALICE)
    bench.go(2.0)
    assert bench.charging() is Charging.CHARGING
    bench.authorize(BOB, group="POLICE")
    bench.go(10.0)
    assert [row.reason for row in bench.rows(Kind.ENDED)] == [Reason.MASTER_PASS]


@pytest.mark.req("ALF-BE-002")
def test_a_remote_start_may_have_a_tag_of_one_character() -> None:
    station = Impersonated(NAME)
    station.bench.plug()
    assert station.ask("RemoteStartTransaction", {"idTag": "7"}) == {"status": "Accepted"}
    station.bench.go(2.0)
    assert station.bench.station.transactions[1].token == Token("7")


@pytest.mark.req("ALF-BE-002")
def test_plug_and_charge_may_have_an_identifier_of_one_character() -> None:
    station = Impersonated(NAME)
    station.bench = made({registry.FREE_VEND: True})
    assert station.write("PlugAndChargeIdentifier", "7") == "Accepted"
    station.bench.plug()
    station.bench.go(2.0)
    token = station.bench.station.transactions[1].token
    assert token is not None
    assert token.id == "7"


@pytest.mark.req("ALF-201G-006", "ALF-KEY-002")
@pytest.mark.parametrize(("stops", "becomes"), [("false", Charging.CHARGING), ("true", Charging.STOPPING)])
def test_a_driver_whose_card_is_taken_back_has_so_much_energy_where_that_does_not_end_it(
    stops: str, becomes: Charging
) -> None:
    station = Impersonated(NAME)
    assert station.write("MaxEnergyOnInvalidId", "1000") == "Accepted"
    assert station.write("StopTxOnInvalidId", stops) == "Accepted"
    bench = station.bench
    bench.hear(MeterRead(1, Reading(5000.0)))
    bench.charge()
    bench.hear(Delivered(1, bench.station.transactions[1].id, None, ALICE, TokenInfo(TokenStatus.BLOCKED)))
    assert bench.charging() is becomes
    bench.hear(MeterRead(1, Reading(6001.0)))
    bench.go(1.0)
    assert bench.charging() is not Charging.CHARGING


# --- charging profiles and availability


@pytest.mark.req("ALF-201G-010")
def test_one_profile_is_for_every_transaction_that_runs() -> None:
    bench = made(sockets=(False, False))
    bench.charge(1)
    bench.charge(2, BOB)
    assert put(bench, profile(10.0, purpose=Purpose.TX)).verdict is Verdict.ACCEPTED
    assert [offered_a(bench.port(evse)) for evse in (1, 2)] == [10.0, 10.0]


def test_before_six_it_was_for_one_evse_alone() -> None:
    bench = made(sockets=(False, False), variant="4.12.0")
    bench.charge(1)
    assert put(bench, profile(10.0, purpose=Purpose.TX)).verdict is Verdict.REJECTED


@pytest.mark.req("ALF-201G-011")
def test_a_number_of_phases_it_does_not_have_is_rejected_and_no_error() -> None:
    period = {"startPeriod": 0, "limit": 16, "numberPhases": 2}
    wanted = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Relative",
        "chargingSchedule": {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]},
    }
    payload = {"connectorId": 1, "csChargingProfiles": wanted}
    assert Impersonated(NAME).ask("SetChargingProfile", payload) == {"status": "Rejected"}


@pytest.mark.req("ALF-IMP-010")
def test_a_cleared_profile_is_neither_followed_nor_told_and_its_record_stays() -> None:
    bench = made()
    put(bench, profile(10.0, id=1))
    put(bench, profile(12.0, id=2, level=1))
    assert clear(bench, id=2).verdict is Verdict.ACCEPTED
    put(bench, profile(9.0, id=3, level=2))
    for one in (bench, bench.restarted()):
        assert installed(one) == [(0, 1), (0, 3)]
        assert [(each.profile.id, each.valid) for each in one.station.stored_profiles] == [
            (1, True),
            (3, True),
            (2, False),
        ]
        assert clear(one, id=2).verdict is Verdict.NOT_FOUND
    clear(bench)
    bench.connect()
    bench.charge()
    assert offered_a(bench.port()) == 32.0


@pytest.mark.req("ALF-IMP-010")
def test_there_are_never_more_records_than_there_may_be_profiles() -> None:
    bench = made({registry.PROFILE_ENTRIES: 2})
    for number in range(1, 5):
        put(bench, profile(10.0, id=number))
        clear(bench)
    assert [each.profile.id for each in bench.station.stored_profiles] == [3, 4]


@pytest.mark.req("ALF-201G-016")
def test_taking_it_out_of_service_while_somebody_charges_is_scheduled() -> None:
    station = Impersonated(NAME)
    station.bench.charge()
    asked = {"connectorId": 1, "type": "Inoperative"}
    assert station.ask("ChangeAvailability", asked) == {"status": "Scheduled"}
    assert station.bench.charging() is Charging.CHARGING


@pytest.mark.req("ALF-412-021")
def test_the_second_socket_has_the_limit_that_is_its_own() -> None:
    bench = made(sockets=(False, False))
    writes = (Write(registry.EVSE_LIMIT_A.name, limit_a, evse) for evse, limit_a in ((1, 16), (2, 10)))
    bench.hear(VariablesWritten(ReplyTo("limits"), tuple(writes)))
    bench = bench.restarted()
    bench.connect()
    bench.charge(1)
    bench.charge(2, BOB)
    assert [offered_a(bench.port(evse)) for evse in (1, 2)] == [16.0, 10.0]


@pytest.mark.req("TIM-032")
def test_a_day_and_five_minutes_without_a_link_it_starts_anew() -> None:
    bench = made({registry.OCPP_ENABLED: True})
    bench.disconnect()
    bench.go(86_699.0)
    assert bench.said(Restart) == []
    bench.go(3.0)
    assert bench.said(Restart) == [Restart(BootCause.WATCHDOG)]
