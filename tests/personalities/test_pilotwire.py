"""pilotwire itself has the keys of the standard, each with its access and type (OCPP 1.6 9, security whitepaper 7)."""

from __future__ import annotations

import csv

import pytest
from tests.core.bench import online
from tests.personalities.impersonated import TABLES, Impersonated

from pilotwire.core import registry
from pilotwire.core.variable import Access
from pilotwire.personality.key import KeyType

ACCESS = {"RW": {Access.READ_WRITE}, "R": {Access.READ_ONLY}, "W": {Access.WRITE_ONLY}}
# what an owner may do without, and pilotwire does: there is one lamp language, leds.json; the list of profiles is short
LEFT_OUT = {
    "BlinkRepeat",
    "ConnectorPhaseRotationMaxLength",
    "LightIntensity",
    "StopTransactionMaxMeterValues",
    "SupportedFeatureProfilesMaxLength",
}
SECURITY = {"SecurityProfile"}  # written only under conditions: tests of its own


def standard() -> list[dict[str, str]]:
    with (TABLES / "ocpp16.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter=";"))


@pytest.fixture(scope="module")
def station() -> Impersonated:
    return Impersonated("pilotwire")


def test_no_required_key_is_missing_and_few_others() -> None:
    entries = {key.name for key in Impersonated("pilotwire").personality.keys}
    missing = {line["key"] for line in standard()} - entries
    assert not {line["key"] for line in standard() if line["required"] == "required"} & missing
    assert missing <= LEFT_OUT | SECURITY


@pytest.mark.parametrize(
    "line", [line for line in standard() if line["key"] not in LEFT_OUT | SECURITY], ids=lambda line: line["key"]
)
def test_a_key_of_the_standard_has_its_access_type_and_unit(station: Impersonated, line: dict[str, str]) -> None:
    entry = next(key for key in station.personality.keys if key.name == line["key"])
    allowed = set().union(*(ACCESS[word] for word in line["access"].split(" or ")))
    assert station.key(line["key"]).access in allowed
    assert entry.type is KeyType(line["type"])
    assert {"s": "seconds", "Wh": "Wh", "%": "%"}.get(entry.unit or "", "") == line["unit"].replace("times", "")


def test_the_answer_with_all_keys_can_be_asked_for_within_its_own_limit(station: Impersonated) -> None:
    told = station.told()
    names = [name for name, _, _ in told]
    most = int(station.value("GetConfigurationMaxKeys") or 0)
    for start in range(0, len(names), most):
        assert station.told(*names[start : start + most]) == told[start : start + most]
    assert station.ask("GetConfiguration", {"key": [f"k{number}" for number in range(most + 1)]}) == (
        "OccurenceConstraintViolation"
    )


@pytest.mark.parametrize(("has_socket", "value"), [(False, "false"), (True, "true")])
def test_only_a_plug_in_a_socket_can_be_given_back(has_socket: bool, value: str) -> None:
    station = Impersonated("pilotwire")
    station.bench = online(sockets=(has_socket,))
    assert station.value("UnlockConnectorOnEVSideDisconnect") == value


def test_lists_say_how_long_they_can_be(station: Impersonated) -> None:
    for name, variable in (
        ("MeterValuesSampledData", registry.SAMPLED),
        ("StopTxnAlignedData", registry.ALIGNED_AT_END),
    ):
        assert station.value(f"{name}MaxLength") == str(variable.max_length or len(variable.words))
