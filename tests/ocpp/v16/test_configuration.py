"""Configuration keys: names of Variables, read and written as text (OCPP 1.6 5.3, 5.8, 9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ocpp.v16.core_profile import CORE_PROFILE

from pilotwire.core import registry
from pilotwire.core.reply import Reply, ReplyTo, Verdict
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write, WriteVerdict
from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Kind, Refusal, Value, Variable, refusal_of
from pilotwire.ocpp.dialect import Answer, Taken
from pilotwire.ocpp.v16.dialect import V16, v16_of
from pilotwire.ocpp.v16.keys import Key, by_name, keys_of
from pilotwire.ocpp.v16.spelling import Unreadable, from_text
from pilotwire.ocpp.value_text import to_text
from pilotwire.personality.key import KeyEntry, OnInvalid, Split
from pilotwire.personality.load import load
from pilotwire.personality.model import Personality

R1 = ReplyTo("r1")
Ask = Callable[..., Taken]
Answered = Callable[..., dict[str, Any]]
Make = Callable[..., Station]
Step = Callable[..., Any]


def spoken_with(*keys: Key) -> V16:
    return V16(by_name(keys))


def values(told: Mapping[str, Any]) -> dict[str, str | None]:
    return {each["key"]: each.get("value") for each in told["configurationKey"]}


# --- reading


@pytest.mark.req("CCC-MSG-016")
def test_all_keys_are_told_but_hidden_and_secret_ones(answer: Answered) -> None:
    told = answer("GetConfiguration")
    assert values(told) == {
        "AllowOfflineTxForUnknownId": "false",
        "AuthorizeRemoteTxRequests": "false",
        "ClockAlignedDataInterval": "0",
        "ConnectionTimeOut": "60",
        "ConnectorPhaseRotation": "0.Unknown,1.Unknown,2.Unknown",
        "GetConfigurationMaxKeys": "50",
        "HeartbeatInterval": "600",
        "MeterValuesSampledData": "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage",
        "MeterValueSampleInterval": "60",
        "MeterValuesSampleInterval": "60",
        "NumberOfConnectors": "2",
        "StopTxnSampledData": "Energy.Active.Import.Register",
        "SupportedFeatureProfiles": "Core,RemoteTrigger",
    }
    assert "unknownKey" not in told


def test_an_empty_list_asks_for_all(answer: Answered) -> None:
    assert answer("GetConfiguration", {"key": []}) == answer("GetConfiguration")


def test_it_is_said_what_cannot_be_written(answer: Answered) -> None:
    told = answer("GetConfiguration")["configurationKey"]
    assert [each["key"] for each in told if each["readonly"]] == [
        "ConnectorPhaseRotation",
        "GetConfigurationMaxKeys",
        "NumberOfConnectors",
        "SupportedFeatureProfiles",
    ]


@pytest.mark.req("ABB-MSG-019", "ABB-CONF-012")
def test_who_asks_for_keys_hears_of_these_and_of_what_is_not_known(answer: Answered) -> None:
    told = answer("GetConfiguration", {"key": ["HeartbeatInterval", "Nonsense"]})
    assert told == {
        "configurationKey": [{"key": "HeartbeatInterval", "readonly": False, "value": "600"}],
        "unknownKey": ["Nonsense"],
    }


@pytest.mark.parametrize("asked", ["heartbeatINTERVAL", "HeartBeatIntervall", "MeterValuesSampleInterval"])
@pytest.mark.req("ABB-FV-002")
def test_case_does_not_matter_and_other_names_are_known(answer: Answered, asked: str) -> None:
    (told,) = answer("GetConfiguration", {"key": [asked]})["configurationKey"]
    assert told["key"].casefold() == asked.casefold()
    assert told["value"] in {"600", "60"}


@pytest.mark.req("XCH-CONF-001")
def test_a_hidden_key_is_told_to_who_asks_for_it_by_name(answer: Answered, make_station: Make) -> None:
    station = make_station(values={(registry.CSMS_URL.name, 0): "ws://csms"})
    assert "CentralSystemURI" not in values(answer("GetConfiguration", at=station))
    (told,) = answer("GetConfiguration", {"key": ["CentralSystemURI"]}, at=station)["configurationKey"]
    assert told == {"key": "CentralSystemURI", "readonly": False, "value": "ws://csms"}


def test_a_key_that_is_not_set_has_no_value(answer: Answered) -> None:
    told = answer("GetConfiguration", {"key": ["CentralSystemURI"]})
    assert told == {"configurationKey": [{"key": "CentralSystemURI", "readonly": False}]}


def test_a_secret_is_known_and_never_told(answer: Answered, make_station: Make) -> None:
    station = make_station(values={(registry.PASSWORD.name, 0): "swordfish"})
    told = answer("GetConfiguration", {"key": ["AuthorizationKey"]}, at=station)
    assert told == {"configurationKey": [{"key": "AuthorizationKey", "readonly": False}]}


def test_a_secret_variable_is_never_told_whatever_a_key_says_of_it(answer: Answered, make_station: Make) -> None:
    careless = spoken_with(Key("Password", (registry.PASSWORD,), access=Access.READ_WRITE))
    station = make_station(values={(registry.PASSWORD.name, 0): "swordfish"})
    assert answer("GetConfiguration", at=station, by=careless) == {"configurationKey": []}
    told = answer("GetConfiguration", {"key": ["Password"]}, at=station, by=careless)
    assert "swordfish" not in str(told)


def test_who_asks_twice_is_answered_once(answer: Answered) -> None:
    told = answer("GetConfiguration", {"key": ["X", "x", "NumberOfConnectors", "numberofconnectors"]})
    assert (len(told["unknownKey"]), len(told["configurationKey"])) == (1, 1)


def test_what_is_stored_is_told_even_where_it_does_not_apply_yet(
    answer: Answered, station: Station, step: Step
) -> None:
    uri = "wss://csms.example/ocpp"
    station, _ = step(station, VariablesWritten(R1, (Write(registry.CSMS_URL.name, uri),)))
    assert values(answer("GetConfiguration", {"key": ["CentralSystemURI"]}, at=station)) == {"CentralSystemURI": uri}


def test_one_phase_cannot_be_turned(answer: Answered, make_station: Make) -> None:
    station = make_station(evses=1, values={(registry.SUPPLY_PHASES.name, 1): 1})
    told = values(answer("GetConfiguration", at=station))
    assert told["ConnectorPhaseRotation"] == "0.NotApplicable,1.NotApplicable"


def test_a_value_too_long_for_1_6_is_cut(answer: Answered, make_station: Make) -> None:
    station = make_station(values={(registry.CSMS_URL.name, 0): "x" * 600})
    told = values(answer("GetConfiguration", {"key": ["CentralSystemURI"]}, at=station))
    assert told == {"CentralSystemURI": "x" * 500}


# --- writing


def change(answer: Answered, key: str, value: str, **more: Any) -> str:
    status: str = answer("ChangeConfiguration", {"key": key, "value": value}, **more)["status"]
    return status


@pytest.mark.req("CCC-MSG-012", "ABB-MSG-004")
def test_a_value_is_written(take: Ask, answer: Answered) -> None:
    taken = take("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "90"})
    assert taken == VariablesWritten(R1, (Write(registry.HEARTBEAT_INTERVAL_S.name, 90),))
    assert change(answer, "HeartbeatInterval", "90") == "Accepted"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("HeartbeatInterval", "0"),
        ("HeartbeatInterval", "-5"),
        ("HeartbeatInterval", "ten"),
        ("HeartbeatInterval", "1e3"),
        ("HeartbeatInterval", "1_0"),
        ("HeartbeatInterval", ""),
        ("AuthorizeRemoteTxRequests", "1"),
        ("MeterValuesSampledData", "Voltage,Horsepower"),
        ("NumberOfConnectors", "3"),
        ("GetConfigurationMaxKeys", "3"),
        ("SupportedFeatureProfiles", "Core"),
        ("AuthorizationKey", "x" * 41),
    ],
)
def test_what_cannot_be_is_rejected(answer: Answered, key: str, value: str) -> None:
    assert change(answer, key, value) == "Rejected"


@pytest.mark.req("ABB-CONF-012")
def test_an_unknown_key_is_not_supported(answer: Answered) -> None:
    assert change(answer, "Nonsense", "1") == "NotSupported"


def test_what_applies_after_a_reboot_needs_one(answer: Answered) -> None:
    assert change(answer, "CentralSystemURI", "wss://csms.example") == "RebootRequired"


def test_a_secret_can_be_written(answer: Answered) -> None:
    assert change(answer, "AuthorizationKey", "swordfish-swordfish") == "Accepted"


@pytest.mark.req("ALF-BE-001")
@pytest.mark.parametrize(("text", "status"), [("TRUE", "Accepted"), ("False", "Accepted"), ("yes", "Rejected")])
def test_booleans_are_true_and_false_in_any_case(answer: Answered, text: str, status: str) -> None:
    assert change(answer, "AuthorizeRemoteTxRequests", text) == status


def test_a_list_may_have_blanks_and_any_case_and_be_empty(take: Ask) -> None:
    taken = take("ChangeConfiguration", {"key": "MeterValuesSampledData", "value": "voltage, SoC,Voltage"})
    assert taken == VariablesWritten(R1, (Write(registry.SAMPLED.name, ("Voltage", "SoC")),))
    taken = take("ChangeConfiguration", {"key": "StopTxnSampledData", "value": ""})
    assert taken == VariablesWritten(R1, (Write(registry.SAMPLED_AT_END.name, ()),))


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ((WriteVerdict.ACCEPTED, WriteVerdict.ACCEPTED), "Accepted"),
        ((WriteVerdict.ACCEPTED, WriteVerdict.REBOOT_REQUIRED), "RebootRequired"),
        ((WriteVerdict.REBOOT_REQUIRED, WriteVerdict.REFUSED), "Rejected"),
        ((WriteVerdict.ACCEPTED, WriteVerdict.READ_ONLY), "Rejected"),
        ((WriteVerdict.ACCEPTED, WriteVerdict.PINNED), "Rejected"),
        ((), "Rejected"),
    ],
)
def test_a_key_of_several_variables_is_as_good_as_the_worst(
    spelled: Callable[[str, Reply], dict[str, Any]], verdicts: tuple[WriteVerdict, ...], status: str
) -> None:
    assert spelled("ChangeConfiguration", Reply(R1, Verdict.ACCEPTED, writes=verdicts)) == {"status": status}


# --- habits of personalities

DELAY = Variable("Vendor.Delay", Kind.INTEGER, 600, "s", ((0, 0), (4, 1800)))
MODE = Variable("Vendor.Mode", Kind.OPTION, "fixed", choices=("fixed", "random"))
NAME = Variable("Vendor.Name", Kind.TEXT, "pile", max_length=8)


def taken_by(take: Ask, key: Key, value: str) -> tuple[Value, ...] | str:
    taken = take("ChangeConfiguration", {"key": key.name, "value": value}, by=spoken_with(key))
    if isinstance(taken, VariablesWritten):
        return tuple(write.value for write in taken.writes)
    assert isinstance(taken, Answer)
    return "Rejected"


@pytest.mark.parametrize(("text", "value"), [("3", 4), ("1", 0), ("-9", 0), ("1801", 1800), ("7", 7)])
def test_a_number_can_be_clamped_to_what_is_allowed(take: Ask, text: str, value: int) -> None:
    assert taken_by(take, Key("Delay", (DELAY,), on_invalid=OnInvalid.CLAMP), text) == (value,)


def test_a_text_can_be_cut(take: Ask) -> None:
    assert taken_by(take, Key("Name", (NAME,), on_invalid=OnInvalid.TRUNCATE), "0123456789") == ("01234567",)


def test_a_bad_value_can_bring_back_the_default(take: Ask) -> None:
    assert taken_by(take, Key("Delay", (DELAY,), on_invalid=OnInvalid.RESTORE_DEFAULT), "3") == (600,)


def test_an_empty_text_can_bring_back_the_default(take: Ask) -> None:
    assert taken_by(take, Key("Name", (NAME,), empty_is_default=True), "") == ("pile",)


def test_a_key_can_stand_for_several_variables(take: Ask, answer: Answered) -> None:
    both = Key("RandomDelay", (DELAY, MODE), by=",")
    assert taken_by(take, both, "30,Random") == (30, "random")
    assert taken_by(take, both, "30") == "Rejected"
    assert taken_by(take, both, "30,sometimes") == "Rejected"
    assert values(answer("GetConfiguration", by=spoken_with(both))) == {"RandomDelay": "600,fixed"}


def test_a_key_knows_nothing_of_evses(take: Ask, answer: Answered, station: Station) -> None:
    key = Key("CurrentLimit", (registry.EVSE_LIMIT_A,))
    taken = take("ChangeConfiguration", {"key": "CurrentLimit", "value": "16"}, by=spoken_with(key))
    name = registry.EVSE_LIMIT_A.name
    assert taken == VariablesWritten(R1, (Write(name, 16, 1), Write(name, 16, 2)), together=True)
    assert values(answer("GetConfiguration", by=spoken_with(key))) == {"CurrentLimit": "32"}


def test_a_personality_says_which_keys_there_are() -> None:
    entries = (
        KeyEntry("Beat", variable=registry.HEARTBEAT_INTERVAL_S.name, allowed=((60, 86400),), aliases=("Pulse",)),
        KeyEntry("Both", split=Split(";", (registry.VENDOR.name, registry.MODEL.name))),
        KeyEntry("Retries", constant="0"),
    )
    keys = keys_of(Personality("acme", keys=entries))
    assert set(keys) == {"beat", "pulse", "both", "retries"}
    assert keys["pulse"].variables == (replace(registry.HEARTBEAT_INTERVAL_S, allowed=((60, 86400),)),)
    assert [keys[name].is_read_only for name in ("beat", "both", "retries")] == [False, True, True]


@pytest.mark.parametrize("name", ["pilotwire", "chargebyte_charge_control_c"])
def test_a_personality_that_ships_reports_the_core_profile(answer: Answered, station: Station, name: str) -> None:
    told = values(answer("GetConfiguration", at=station, by=v16_of(load(name))))
    assert set(CORE_PROFILE) <= set(told)


def test_in_what_ships_every_value_that_is_told_can_be_written_back(
    answer: Answered, take: Ask, station: Station
) -> None:
    pilotwire = v16_of(load("pilotwire"))
    for each in answer("GetConfiguration", at=station, by=pilotwire)["configurationKey"]:
        if not each["readonly"]:
            payload = {"key": each["key"], "value": each.get("value", "")}
            assert isinstance(take("ChangeConfiguration", payload, by=pilotwire), VariablesWritten), payload


# --- spelling


@given(st.sampled_from(sorted(registry.VARIABLES)), st.text(max_size=40))
def test_any_text_is_a_value_or_unreadable(name: str, text: str) -> None:
    variable = registry.VARIABLES[name]
    try:
        value = from_text(text, variable)
    except Unreadable:
        return
    assert refusal_of(variable, value) is not Refusal.WRONG_TYPE


@pytest.mark.parametrize("name", sorted(registry.VARIABLES))
def test_every_default_comes_back_from_its_text(name: str) -> None:
    variable = registry.VARIABLES[name]
    assert from_text(to_text(variable.default) or "", variable) == variable.default


@given(st.floats(-1e9, 1e9).map(lambda value: round(value, 6)))
def test_a_decimal_comes_back_from_its_text(value: float) -> None:
    variable: Variable[Any] = Variable("Vendor.Decimal", Kind.DECIMAL, 0.0)
    assert from_text(to_text(value) or "", variable) == pytest.approx(value, abs=1e-6)


# --- masks and their spelling (X-Cheng FAQ 3.1, 3.12, 3.13), and an invalid value that restores the default


@pytest.mark.req("XCH-MASK-011")
@pytest.mark.parametrize(
    ("text", "value"), [("768", "768"), ("0x300", "768"), ("0X1ff03", "130819"), (" 256 ", "256"), ("0", "0")]
)
def test_a_mask_is_taken_decimal_or_hexadecimal_and_told_decimal(
    make_station: Make, take: Ask, step: Step, answer: Answered, text: str, value: str
) -> None:
    m3, station = spoken_by("xcheng_m3", make_station)
    taken = take("ChangeConfiguration", {"key": "OEM_FaultMask", "value": text}, at=station, by=m3)
    station, said = step(station, taken)
    assert m3.reply("ChangeConfiguration", said.replies[0], taken, station).status.value == "Accepted"
    told = answer("GetConfiguration", {"key": ["OEM_FaultMask"]}, at=station, by=m3)
    assert told["configurationKey"] == [{"key": "OEM_FaultMask", "readonly": False, "value": value}]


NO_MASKS = ["128", "131072", "2147483648", "0x80", "-1", "4294967296", "1.0", "0x", "0xg", ""]
REFUSED = [("OEM_FaultMask", "4"), ("OEM_FunctionMask", "16")]  # each reserved in one of the two
REFUSED += [(key, text) for key in ("OEM_FaultMask", "OEM_FunctionMask") for text in NO_MASKS]


@pytest.mark.req("XCH-MASK-011")
@pytest.mark.parametrize(("key", "text"), REFUSED)
def test_a_mask_that_is_none_or_sets_what_is_reserved_is_rejected(
    make_station: Make, answer: Answered, key: str, text: str
) -> None:
    m3, station = spoken_by("xcheng_m3", make_station)
    assert answer("ChangeConfiguration", {"key": key, "value": text}, at=station, by=m3) == {"status": "Rejected"}


def test_masks_are_told_only_to_who_asks_for_them(make_station: Make, answer: Answered) -> None:
    m3, station = spoken_by("xcheng_m3", make_station)
    assert not {"OEM_FaultMask", "OEM_FunctionMask"} & set(values(answer("GetConfiguration", at=station, by=m3)))


def test_a_number_that_is_no_mask_is_written_decimal_only(answer: Answered) -> None:
    payload = {"key": "HeartbeatInterval", "value": "0x300"}
    assert answer("ChangeConfiguration", payload) == {"status": "Rejected"}


@pytest.mark.req("ALF-412-011")
@pytest.mark.parametrize("text", ["2", "0", "three", ""])
def test_an_invalid_value_restores_the_default_where_a_vendor_has_it_so_and_is_rejected_elsewhere(
    make_station: Make, take: Ask, answer: Answered, text: str
) -> None:
    payload, station = {"key": "MaxAllowedPhases", "value": text}, make_station()
    own = load("pilotwire")
    assert answer("ChangeConfiguration", payload, by=v16_of(own), at=station) == {"status": "Rejected"}
    keys = tuple(replace(key, on_invalid=OnInvalid.RESTORE_DEFAULT) for key in own.keys)
    taken = take("ChangeConfiguration", payload, by=v16_of(replace(own, keys=keys)), at=station)
    assert isinstance(taken, VariablesWritten)
    assert taken.writes == (Write(registry.MAX_PHASES.name, 3),)


def spoken_by(name: str, make_station: Make) -> tuple[V16, Station]:
    """How the personality *name* speaks, and a station of it."""
    personality, station = load(name), make_station()
    layers = replace(station.settings.layers, variables=personality.changed())
    settings = replace(station.settings, layers=layers)
    return v16_of(personality), replace(station, rules=personality.ruled, settings=settings)
