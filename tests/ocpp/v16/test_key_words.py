"""Every word that a key of a personality can say: what is taken, and what is told (docs/howto/personalities.md)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pilotwire.core import registry
from pilotwire.core.event import Event
from pilotwire.core.outcome import Outcome
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Applies, Effect, Value, Variable
from pilotwire.ocpp.dialect import Answer, Refused, Taken
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.dialect import V16, v16_of
from pilotwire.personality.habit import Configuring, Spelling, TooMany, Unknown, UnknownWrite, Unset
from pilotwire.personality.key import Codec, KeyEntry, Split
from pilotwire.personality.load import load
from pilotwire.personality.model import Messages, Personality, VariableChange

Ask = Callable[..., Taken]
Answered = Callable[..., dict[str, Any]]
Step = Callable[[Station, Event], tuple[Station, Outcome]]
Make = Callable[..., Station]

FREE = registry.FREE_VEND
BEAT = registry.HEARTBEAT_INTERVAL_S


class Desk:
    """A station of a personality with a few keys, and a central system that reads and writes them."""

    def __init__(self, make: Make, take: Ask, step: Step, answer: Answered) -> None:
        self._take, self._step, self._answer, self.station = take, step, answer, make()
        self.speaker: V16 | None = None

    def open(self, *keys: KeyEntry, **tables: Any) -> Desk:
        """With *keys*, and *tables* of a personality."""
        messages = Messages(("GetConfiguration", "ChangeConfiguration"))
        personality = Personality("acme", keys=keys, messages=messages, **tables)
        layers = Layers(personality.changed(registry.VARIABLES))
        base = {(name, 0): layers.variables[name].default for name in personality.defaults}
        self.station = replace(self.station, settings=Settings(replace_base(layers, base)))
        self.speaker = v16_of(personality)
        return self

    def write(self, key: str, value: str) -> str:
        """The answer to ChangeConfiguration."""
        taken = self._take("ChangeConfiguration", {"key": key, "value": value}, at=self.station, by=self.speaker)
        if isinstance(taken, Answer):
            return str(taken.payload.status.value)  # type: ignore[attr-defined]
        assert self.speaker is not None
        self.station, said = self._step(self.station, taken)  # type: ignore[arg-type]
        reply = self.speaker.reply("ChangeConfiguration", said.replies[0], taken, self.station)  # type: ignore[arg-type]
        return str(reply.status.value)  # type: ignore[attr-defined]

    def read(self, *keys: str) -> dict[str, Any]:
        """The answer to GetConfiguration."""
        return self._answer("GetConfiguration", {"key": list(keys)} if keys else {}, at=self.station, by=self.speaker)

    def value(self, key: str) -> str | None:
        """What is told of one key."""
        told: Mapping[str, str] = self.read(key)["configurationKey"][0]
        return told.get("value")

    def get(self, variable: Variable[Any], evse: int = 0) -> Value:
        """What the station runs on."""
        value: Value = self.station.settings.get(variable, evse)
        return value


def replace_base(layers: Layers, base: dict[Any, Any]) -> Layers:
    return Layers(layers.variables, base)


@pytest.fixture
def desk(make_station: Make, take: Ask, step: Step, answer: Answered) -> Desk:
    return Desk(make_station, take, step, answer)


# --- what stands in a key is not what stands in its Variable


def test_a_boolean_can_be_inverted(desk: Desk) -> None:
    desk.open(KeyEntry("PaidOnly", variable=FREE.name, codec=Codec.INVERTED))
    assert desk.value("PaidOnly") == "true"
    assert desk.write("PaidOnly", "false") == "Accepted"
    assert (desk.value("PaidOnly"), desk.get(FREE)) == ("false", True)
    assert desk.write("PaidOnly", "maybe") == "Rejected"


def test_words_of_a_vendor_stand_for_those_of_the_variable(desk: Desk) -> None:
    desk.open(KeyEntry("WorkMode", variable=FREE.name, words={"Plug&Charge": "true", "Card": "false"}))
    assert desk.value("WorkMode") == "Card"
    assert desk.write("WorkMode", "plug&charge") == "Accepted"
    assert (desk.value("WorkMode"), desk.get(FREE)) == ("Plug&Charge", True)
    assert desk.write("WorkMode", "true") == "Rejected"


@pytest.mark.parametrize(("text", "seconds"), [("5", 300), ("0.5", 30), ("60", 3600)])
def test_a_key_can_have_another_unit(desk: Desk, text: str, seconds: int) -> None:
    desk.open(KeyEntry("BeatMinutes", variable=BEAT.name, scale=60))
    assert desk.value("BeatMinutes") == "10"
    assert desk.write("BeatMinutes", text) == "Accepted"
    assert (desk.value("BeatMinutes"), desk.get(BEAT)) == (text, seconds)


@pytest.mark.parametrize("text", ["0", "-1", "0.001", "many", "", "2000"])
def test_another_unit_is_no_way_round_the_range(desk: Desk, text: str) -> None:
    desk.open(KeyEntry("BeatMinutes", variable=BEAT.name, scale=60))
    assert desk.write("BeatMinutes", text) == "Rejected"
    assert desk.get(BEAT) == 600


@pytest.mark.parametrize(
    ("codec", "text", "meaning"),
    [
        (Codec.HEXADECIMAL_TEXT, "61626364", "abcd"),
        (Codec.BASE64_TEXT, "YWJjZA==", "abcd"),
        (Codec.TEXT_OR_HEXADECIMAL, "abcd", "abcd"),
        (Codec.TEXT_OR_HEXADECIMAL, "61" * 16, "a" * 16),
    ],
)
def test_a_text_can_be_coded(desk: Desk, codec: Codec, text: str, meaning: str) -> None:
    desk.open(KeyEntry("Card", variable=registry.FREE_VEND_TOKEN.name, codec=codec))
    assert desk.write("Card", text) == "Accepted"
    assert desk.get(registry.FREE_VEND_TOKEN) == meaning
    assert desk.value("Card") == (meaning if codec is Codec.TEXT_OR_HEXADECIMAL else text)


@pytest.mark.parametrize(("codec", "text"), [(Codec.HEXADECIMAL_TEXT, "6"), (Codec.BASE64_TEXT, "Y!")])
def test_what_is_no_code_is_rejected(desk: Desk, codec: Codec, text: str) -> None:
    desk.open(KeyEntry("Card", variable=registry.FREE_VEND_TOKEN.name, codec=codec))
    assert desk.write("Card", text) == "Rejected"


@pytest.mark.parametrize("text", ["900", "900.0", "900.00", " 900.000 "])
def test_a_number_can_be_told_with_decimals_that_say_nothing(desk: Desk, text: str) -> None:
    desk.open(KeyEntry("Beat", variable=BEAT.name, codec=Codec.TWO_DECIMALS))
    assert desk.value("Beat") == "600.00"
    assert desk.write("Beat", text) == "Accepted"
    assert (desk.get(BEAT), desk.value("Beat")) == (900, "900.00")


@pytest.mark.parametrize("text", ["900.5", "900.", ".00", "0.00", "", "many"])
def test_decimals_that_say_something_are_no_whole_number(desk: Desk, text: str) -> None:
    desk.open(KeyEntry("Beat", variable=BEAT.name, codec=Codec.TWO_DECIMALS))
    assert desk.write("Beat", text) == "Rejected"
    assert desk.get(BEAT) == 600


def test_the_rotation_of_phases_is_said_connector_by_connector(desk: Desk) -> None:
    both = Split(",", (registry.PHASE_ROTATION.name, registry.EVSE_PHASE_ROTATION.name))
    desk.open(KeyEntry("Rotation", split=both, codec=Codec.PHASE_ROTATION))
    assert desk.value("Rotation") == "0.Unknown,1.Unknown,2.Unknown"
    assert desk.write("Rotation", "0.RST, 2.rts") == "Accepted"
    assert desk.value("Rotation") == "0.RST,1.Unknown,2.RTS"
    assert [desk.get(registry.EVSE_PHASE_ROTATION, evse) for evse in (1, 2)] == [None, "RTS"]
    for wrong in ("3.RST", "1.XYZ", "RST", "1", "one.RST"):
        assert desk.write("Rotation", wrong) == "Rejected"


def test_blanks_between_the_parts_of_a_key_are_told_and_need_not_be_written(desk: Desk) -> None:
    desk.open(KeyEntry("Both", split=Split(", ", (BEAT.name, registry.PING_INTERVAL_S.name))))
    assert desk.value("Both") == "600, 60"
    assert [desk.write("Both", text) for text in ("30,40", "31, 41")] == ["Accepted", "Accepted"]
    assert desk.value("Both") == "31, 41"


# --- what a key says of other keys and Variables


def test_a_key_can_count_what_another_one_has_and_can_have(desk: Desk) -> None:
    desk.open(
        KeyEntry("StopTxnSampledData", variable=registry.SAMPLED_AT_END.name, max_length=3),
        KeyEntry("StopTxnSampledDataMaxLength", limits="StopTxnSampledData"),
        KeyEntry("StopTxnSampledDataLength", counts="StopTxnSampledData"),
        KeyEntry("Profiles", constant="Core, RemoteTrigger"),
        KeyEntry("ProfilesLength", counts="Profiles"),
    )
    assert [desk.value(key) for key in ("StopTxnSampledDataMaxLength", "StopTxnSampledDataLength")] == ["3", "1"]
    assert desk.write("StopTxnSampledData", "Voltage,Frequency") == "Accepted"
    assert [desk.value(key) for key in ("StopTxnSampledDataMaxLength", "StopTxnSampledDataLength")] == ["3", "2"]
    assert desk.write("StopTxnSampledData", "") == "Accepted"
    assert desk.value("StopTxnSampledDataLength") == "0"
    assert desk.value("ProfilesLength") == "2"
    assert desk.read("ProfilesLength")["configurationKey"][0]["readonly"] is True


def test_a_list_that_may_be_as_long_as_it_likes_has_room_for_each_word(desk: Desk) -> None:
    desk.open(
        KeyEntry("TxStopPoint", variable=registry.TX_STOP_POINT.name),
        KeyEntry("TxStopPointMaxLength", limits="TxStopPoint"),
    )
    assert desk.value("TxStopPointMaxLength") == str(len(registry.TX_POINTS))


def test_where_a_key_is_empty_another_variable_can_be_told(desk: Desk) -> None:
    entry = KeyEntry("FreevendIdTag", variable=registry.FREE_VEND_TOKEN.name, fallback=registry.MODEL.name)
    desk.open(entry)
    assert desk.value("FreevendIdTag") == "pilotwire"
    assert desk.write("FreevendIdTag", "TAG") == "Accepted"
    assert desk.value("FreevendIdTag") == "TAG"
    assert desk.write("FreevendIdTag", "") == "Accepted"
    assert desk.value("FreevendIdTag") == "pilotwire"


def test_what_a_key_says_of_its_variable_counts_for_whoever_reads_it() -> None:
    entry = KeyEntry(
        "HeartbeatInterval",
        variable=BEAT.name,
        default=120,
        applies=Applies.REBOOT,
        execute_min=10,
        effect=Effect.RECONNECT,
    )
    changed = Personality("acme", keys=(entry,)).changed()[BEAT.name]
    assert (changed.default, changed.applies, changed.effect) == (120, Applies.REBOOT, Effect.RECONNECT)
    assert changed.executed == (10, float("inf"))


def test_a_key_that_applies_after_a_reboot_says_so(desk: Desk) -> None:
    desk.open(KeyEntry("HeartbeatInterval", variable=BEAT.name, default=120, applies=Applies.REBOOT))
    assert desk.value("HeartbeatInterval") == "120"
    assert desk.write("HeartbeatInterval", "300") == "RebootRequired"
    assert (desk.value("HeartbeatInterval"), desk.get(BEAT)) == ("300", 120)


# --- keys come and go with the firmware


@pytest.mark.parametrize(
    ("firmware", "names"),
    [
        ("5.8.1", {"Always", "Old"}),
        ("6.0.0", {"Always", "New"}),
        ("V6.0", {"Always", "Old"}),
        ("6.5.0-4217", {"Always", "New"}),
        ("10.1", {"Always", "New"}),
    ],
)
def test_keys_come_and_go_with_the_firmware(tmp_path: Path, firmware: str, names: set[str]) -> None:
    (tmp_path / "acme.toml").write_text(
        f"""
        [identity]
        firmware_version = "A12::x"
        release = "{firmware}"
        source = "x"
        [[key]]
        name = "Always"
        constant = "1"
        source = "x"
        [[key]]
        name = "Old"
        constant = "1"
        until = "6.0.0"
        source = "x"
        [[key]]
        name = "New"
        constant = "1"
        since = "6.0.0"
        source = "x"
        """
    )
    assert {key.name for key in load("acme", directory=tmp_path).keys} == names


# --- how a vendor spells values and answers questions

SECRET = KeyEntry("AuthorizationKey", variable=registry.PASSWORD.name, access=Access.WRITE_ONLY)
LIMIT = KeyEntry("GetConfigurationMaxKeys", variable=registry.ITEMS_PER_MESSAGE.name)


def test_a_vendor_can_spell_booleans_and_lists_in_its_own_way(desk: Desk) -> None:
    sampled = KeyEntry("Sampled", variable=registry.SAMPLED.name)
    own = Spelling(true="TRUE", false="False", also_true=("1",), also_false=("0",), comma=", ")
    desk.open(KeyEntry("Free", variable=FREE.name), sampled, spelling=own)
    assert desk.value("Free") == "False"
    assert [desk.write("Free", text) for text in ("1", "true", "TRUE", "0", "no")] == [*["Accepted"] * 4, "Rejected"]
    assert desk.write("Sampled", "Voltage,Frequency") == "Accepted"
    assert desk.value("Sampled") == "Voltage, Frequency"


@pytest.mark.req("ALF-BE-001")
@pytest.mark.parametrize(
    ("text", "answer"), [("True", "Accepted"), ("FALSE", "Accepted"), ("1", "Rejected"), ("", "Rejected")]
)
def test_as_a_rule_a_boolean_is_true_or_false_in_any_case(desk: Desk, text: str, answer: str) -> None:
    desk.open(KeyEntry("Free", variable=FREE.name, default=True))
    assert desk.write("Free", text) == answer


def test_a_secret_is_written_and_never_told(desk: Desk) -> None:
    desk.open(SECRET)
    assert desk.write("AuthorizationKey", "0123456789abcdef") == "Accepted"
    assert desk.read("AuthorizationKey")["configurationKey"] == [{"key": "AuthorizationKey", "readonly": False}]
    assert desk.read()["configurationKey"] == []


def test_a_vendor_can_list_its_secrets_and_tell_what_is_not_set_as_empty(desk: Desk) -> None:
    desk.open(SECRET, configuration=Configuring(lists_secrets=True, unset=Unset.EMPTY))
    assert desk.read()["configurationKey"] == [{"key": "AuthorizationKey", "readonly": False, "value": ""}]


@pytest.mark.parametrize(
    ("habit", "asked", "unknown"),
    [
        (Unknown.TOLD, ("Moon", "MOON"), ["MOON"]),
        (Unknown.TOLD, ("GetConfigurationMaxKeys",), None),
        (Unknown.ALWAYS, ("GetConfigurationMaxKeys",), []),
        (Unknown.NEVER, ("Moon",), None),
    ],
)
def test_keys_there_are_not_are_told_as_the_vendor_does(
    desk: Desk, habit: Unknown, asked: tuple[str, ...], unknown: list[str] | None
) -> None:
    desk.open(LIMIT, configuration=Configuring(unknown=habit))
    assert desk.read(*asked).get("unknownKey") == unknown


@pytest.mark.parametrize("answer", list(UnknownWrite))
def test_writing_a_key_there_is_not_is_answered_as_the_vendor_does(desk: Desk, answer: UnknownWrite) -> None:
    desk.open(LIMIT, configuration=Configuring(unknown_write=answer))
    assert desk.write("Moon", "1") == answer.value


def few(habit: TooMany) -> dict[str, Any]:
    return {"configuration": Configuring(too_many=habit)}


def test_more_keys_than_the_limit_are_refused(desk: Desk, take: Ask) -> None:
    desk.open(replace(LIMIT, default=2), **few(TooMany.REFUSED))
    taken = take("GetConfiguration", {"key": ["a", "b", "c"]}, at=desk.station, by=desk.speaker)
    assert isinstance(taken, Refused)
    assert taken.kind is RpcErrorKind.OCCURRENCE_CONSTRAINT
    assert desk.read("a", "b")["unknownKey"] == ["a", "b"]
    assert desk.read("a", "A", "b")["unknownKey"] == ["A", "b"]


@pytest.mark.parametrize(("habit", "answered"), [(TooMany.FIRST, ["a", "b"]), (TooMany.ALL, ["a", "b", "c"])])
def test_or_as_many_are_answered_as_the_vendor_answers(desk: Desk, habit: TooMany, answered: list[str]) -> None:
    desk.open(replace(LIMIT, default=2), **few(habit))
    assert desk.read("a", "b", "c")["unknownKey"] == answered


def test_names_of_keys_have_no_case_unless_a_vendor_says_so(desk: Desk) -> None:
    desk.open(LIMIT)
    assert desk.value("getconfigurationMAXKEYS") == "50"
    desk.open(LIMIT, configuration=Configuring(case_sensitive=True))
    assert desk.read("getconfigurationMAXKEYS")["unknownKey"] == ["getconfigurationMAXKEYS"]
    assert desk.value("GetConfigurationMaxKeys") == "50"


# --- the address of the central system in one key

SOCKET = KeyEntry(
    "VendorWebsocketSettings",
    split=Split(",", (registry.CSMS_URL.name, registry.USERNAME.name, registry.PASSWORD.name)),
    codec=Codec.WEBSOCKET_SETTINGS,
    access=Access.READ_WRITE,
)


@pytest.mark.parametrize(
    "host", ["[bad", "bad]", "[::g]", "a b", "ho/st", "me@host", "h?x", "h#x", "a:1", "-", "a..b", "x" * 64, "[::1"]
)
def test_what_is_no_host_is_no_address(desk: Desk, host: str) -> None:
    desk.open(SOCKET)
    assert desk.write("VendorWebsocketSettings", f"WS,{host},80,/ocpp/,ocpp1.6,,,") == "Rejected"
    assert desk.station.settings.reported(registry.CSMS_URL) is None


@pytest.mark.parametrize("path", ["/", "/a/b?token=1", "/%20;x=1/"])
@pytest.mark.parametrize("host", ["[::1]", "10.0.0.7", "csms-1.example", "localhost"])
def test_an_address_is_told_as_it_was_written(desk: Desk, host: str, path: str) -> None:
    desk.open(SOCKET)
    text = f"WS,{host},8080,{path},ocpp1.6,,,"
    assert desk.write("VendorWebsocketSettings", text) == "RebootRequired"
    assert desk.value("VendorWebsocketSettings") == text


@pytest.mark.parametrize("url", ["ws://[bad", "ws://host:port/x", "ws://"])
def test_an_address_nobody_can_read_is_told_as_none(desk: Desk, url: str) -> None:
    desk.open(SOCKET, variables=(VariableChange(registry.CSMS_URL.name, default=url),))
    assert desk.value("VendorWebsocketSettings") == "WS,,,,,,,"


def test_an_address_can_be_one_key_in_parts(desk: Desk) -> None:
    desk.open(SOCKET)
    assert desk.write("VendorWebsocketSettings", "WS,cpam3.example,443,/ocpp/,socpp1.6,,") == "RebootRequired"
    assert desk.value("VendorWebsocketSettings") == "WS,cpam3.example,443,/ocpp/,socpp1.6,,,"
    assert desk.station.settings.reported(registry.CSMS_URL) == "wss://cpam3.example:443/ocpp/"
    assert desk.write("VendorWebsocketSettings", "WS,10.0.0.7,9000,/x,ocpp1.6,me,secret,") == "RebootRequired"
    assert desk.value("VendorWebsocketSettings") == "WS,10.0.0.7,9000,/x,ocpp1.6,me,,"
    settings = desk.station.settings
    assert settings.reported(registry.CSMS_URL) == "ws://10.0.0.7:9000/x"
    assert (settings.reported(registry.USERNAME), settings.reported(registry.PASSWORD)) == ("me", "secret")
    desk.write("VendorWebsocketSettings", "WS,10.0.0.8,9000,/x,ocpp1.6,,,")
    settings = desk.station.settings
    assert (settings.reported(registry.USERNAME), settings.reported(registry.PASSWORD)) == (None, "secret")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "WS,h,443,/,socpp1.6",
        "WS,h,443,/,socpp1.6,,,x",
        "TCP,h,443,/,socpp1.6,,",
        "WS,,443,/,socpp1.6,,",
        "WS,h,0,/,socpp1.6,,",
        "WS,h,65536,/,socpp1.6,,",
        "WS,h,port,/,socpp1.6,,",
        "WS,h,443,ocpp,socpp1.6,,",
        "WS,h,443,/,ocpp2.0.1,,",
        f"WS,h,443,/,socpp1.6,,{'p' * 41}",
    ],
)
def test_an_address_that_is_none_is_rejected(desk: Desk, text: str) -> None:
    desk.open(SOCKET)
    assert desk.write("VendorWebsocketSettings", text) == "Rejected"
    assert desk.station.settings.stored == {}


def test_a_key_of_several_variables_is_written_whole_or_not_at_all(desk: Desk) -> None:
    both = KeyEntry("Both", split=Split(",", (BEAT.name, registry.PING_INTERVAL_S.name)))
    desk.open(both)
    pinned = Layers(desk.station.settings.layers.variables, pinned={(registry.PING_INTERVAL_S.name, 0): 60})
    desk.station = replace(desk.station, settings=Settings(pinned))
    assert desk.write("Both", "30,40") == "Rejected"
    assert desk.get(BEAT) == 600
