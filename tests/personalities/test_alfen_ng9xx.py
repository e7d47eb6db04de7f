"""Alfen NG9xx against its release notes 4.12.0 and 6.0.0: every key by firmware, and all messages."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.personalities.impersonated import TABLES, Impersonated
from tests.personalities.test_chargebyte_charge_control_c import OF_STATIONS, PAYLOADS

from pilotwire.core import registry
from pilotwire.core.reply import ReplyTo, Verdict
from pilotwire.core.request import VariablesWritten
from pilotwire.core.settings import Write
from pilotwire.ocpp.v16.messages import ACTIONS

NAME = "alfen_ng9xx"
NEW, OLD = None, "4.12.0"
MADE = {NEW: (6, 5, 0), "6.0.0": (6, 0, 0), "EVe-dual-5.8.1": (5, 8, 1), "NG910-4.15.7": (4, 15, 7), OLD: (4, 12, 0)}
STATUS = {"now": "Accepted", "reboot": "RebootRequired"}


@dataclass(frozen=True)
class Row:
    """One line of the table: what a key is, and in which firmware."""

    key: str
    access: str
    type: str
    default: str
    since: str
    until: str
    applies: str
    taken: str
    refused: str
    requirement: str

    def is_in(self, firmware: tuple[int, ...]) -> bool:
        return not (self.since and firmware < numbers(self.since)) and not (
            self.until and firmware >= numbers(self.until)
        )

    @property
    def told(self) -> tuple[str, bool, str | None]:
        return self.key, self.access == "R", None if self.default == "-" else self.default


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def lines() -> Iterator[Row]:
    with (TABLES / f"{NAME}.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";"):
            yield Row(**line)


TABLE = tuple(lines())


def words(text: str) -> list[str]:
    return text.split("|") if text else []


def rows(*accesses: str, gone: bool = False) -> list[object]:
    """Rows with one of these accesses, those that are *gone* in 6.0.0 or the others; with their requirement."""
    return [
        pytest.param(row, id=row.key, marks=[pytest.mark.req(row.requirement)] if row.requirement else [])
        for row in TABLE
        if row.access in accesses and bool(row.until) is gone
    ]


@pytest.fixture
def station() -> Impersonated:
    return Impersonated(NAME, has_socket=True)


@pytest.fixture
def old() -> Impersonated:
    return Impersonated(NAME, OLD, has_socket=True)


@pytest.mark.req("ALF-BE-003")
@pytest.mark.parametrize("variant", list(MADE))
def test_each_firmware_tells_the_keys_it_has_row_by_row(variant: str | None) -> None:
    station = Impersonated(NAME, variant, has_socket=True)
    serial = station.bench.station.settings.get(registry.SERIAL_NUMBER)
    there = [row.told for row in TABLE if row.is_in(MADE[variant]) and row.access != "W"]
    assert station.told() == [(*row[:2], serial) if row[0] == "PlugAndChargeIdentifier" else row for row in there]


@pytest.mark.parametrize("row", rows("RW"))
def test_what_is_in_range_is_taken_told_and_kept(station: Impersonated, row: Row) -> None:
    for value in words(row.taken):
        assert station.write(row.key, value) == STATUS[row.applies], value
        assert station.value(row.key) == (value.lower() if row.type == "boolean" else value)
    told = station.value(row.key)
    station.restart()
    if row.key != "HeartbeatInterval":  # comes with the answer to BootNotification
        assert station.value(row.key) == told


@pytest.mark.parametrize("row", rows("RW", "R"))
def test_what_is_out_of_range_or_of_another_type_is_rejected_and_changes_nothing(
    station: Impersonated, row: Row
) -> None:
    for value in words(row.refused):
        assert station.write(row.key, value) == "Rejected", value
    assert station.told(row.key) == [row.told]


# --- the firmware that has a key


@pytest.mark.parametrize("row", rows("RW", "W", gone=True))
def test_what_network_profiles_have_replaced_works_no_longer_and_writing_it_changes_nothing(
    station: Impersonated, old: Impersonated, row: Row
) -> None:
    before = station.bench.station
    for value in words(row.taken):
        assert station.write(row.key, value) == "NotSupported"
        assert old.write(row.key, value) == STATUS[row.applies]
        assert row.access == "W" or old.value(row.key) == value
    assert station.ask("GetConfiguration", {"key": [row.key]}) == {"unknownKey": [row.key]}
    assert station.bench.station.settings == before.settings


@pytest.mark.req("ALF-KEY-020")
def test_the_security_profile_is_no_key_any_more(station: Impersonated, old: Impersonated) -> None:
    assert old.value("SecurityProfile") == "0"
    assert station.write("SecurityProfile", "1") == "NotSupported"
    assert station.bench.station.settings.get(registry.SECURITY_PROFILE) == 0


@pytest.mark.req("ALF-KEY-001", "ALF-KEY-002")
@pytest.mark.parametrize("key", ["MasterPassGroupId", "MaxEnergyOnInvalidId", "2191_01"])
def test_what_six_has_added_is_not_in_four(old: Impersonated, key: str) -> None:
    assert old.write(key, "1") == "NotSupported"


@pytest.mark.parametrize(
    ("number", "taken", "refused"),
    [
        pytest.param("2191_01", "telnet", "modbus", marks=pytest.mark.req("ALF-KEY-021")),
        pytest.param("2191_02", "192.0.2.7", None, marks=pytest.mark.req("ALF-KEY-022")),
        pytest.param("2191_03", "2323", "65536", marks=pytest.mark.req("ALF-KEY-023")),
    ],
)
def test_an_object_of_the_dictionary_is_settable_by_its_number_and_told_to_who_asks(
    station: Impersonated, number: str, taken: str, refused: str | None
) -> None:
    assert station.write(f"OD {number}", taken) == "Accepted"
    assert refused is None or station.write(number, refused) == "Rejected"
    assert station.value(number) == taken
    assert number not in [name for name, _, _ in station.told()]


# --- what a value means


@pytest.mark.req("ALF-BE-001")
@pytest.mark.parametrize(("text", "meaning"), [("yes", "false"), ("1", "false"), ("", "false"), ("tRuE", "true")])
def test_until_six_whatever_was_not_true_was_false(old: Impersonated, text: str, meaning: str) -> None:
    assert old.write("LocalAuthListEnabled", text) == "Accepted"
    assert old.value("LocalAuthListEnabled") == meaning


@pytest.mark.req("ALF-KEY-003")
@pytest.mark.parametrize("text", ["2", "0", "many", ""])
def test_phases_that_are_neither_one_nor_three_are_three(station: Impersonated, text: str) -> None:
    station.write("MaxAllowedPhases", "1")
    assert station.write("MaxAllowedPhases", text) == "Accepted"
    assert station.value("MaxAllowedPhases") == "3"


@pytest.mark.req("ALF-KEY-006")
def test_the_name_ocpp_2_has_for_it_is_taken(station: Impersonated) -> None:
    assert station.write("StopTxOnInvalidId", "false") == "Accepted"
    assert station.value("StopTransactionOnInvalidId") == "false"


@pytest.mark.req("ALF-KEY-007")
@pytest.mark.parametrize(
    ("text", "stops", "unlocks"), [("abort", True, False), ("UNLOCK", False, True), ("", False, False)]
)
def test_the_disconnect_action_says_two_things_that_have_keys_of_their_own(
    station: Impersonated, text: str, stops: bool, unlocks: bool
) -> None:
    assert station.write("DisconnectAction", text) == "Accepted"
    assert station.value("StopTransactionOnEVSideDisconnect") == str(stops).lower()
    assert station.value("UnlockConnectorOnEVSideDisconnect") == str(unlocks).lower()
    station.write("StopTransactionOnEVSideDisconnect", "true")
    station.write("UnlockConnectorOnEVSideDisconnect", "true")
    assert station.value("DisconnectAction") == "abort unlock"


@pytest.mark.req("ALF-412-017", "ALF-KEY-007")
@pytest.mark.parametrize("text", ["abort", "unlock", ""])
def test_plug_and_charge_needs_to_abort_and_unlock(station: Impersonated, text: str) -> None:
    switch = VariablesWritten(ReplyTo("switch"), (Write(registry.FREE_VEND.name, value=True),))
    station.bench.hear(switch)
    assert station.write("DisconnectAction", text) == "Rejected"
    assert station.value("DisconnectAction") == "abort unlock"
    station.bench.hear(VariablesWritten(ReplyTo("off"), (Write(registry.FREE_VEND.name, value=False),)))
    assert station.write("DisconnectAction", text) == "Accepted"
    assert station.bench.hear(switch).replies[-1].verdict is Verdict.REJECTED
    assert not station.bench.station.settings.get(registry.FREE_VEND)


# --- messages


@pytest.mark.parametrize("action", sorted(set(ACTIONS) - OF_STATIONS - {"CertificateSigned"}))
def test_every_message_of_the_profiles_it_tells_and_of_the_whitepaper_is_answered(action: str) -> None:
    assert Impersonated(NAME).ask(action, PAYLOADS.get(action, {})) not in ("NotSupported", "NotImplemented")
