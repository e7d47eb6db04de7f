"""A Variable of the vendor's own: what a key of theirs holds that means nothing to core."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.core.bench import CoreBench, online
from tests.personalities.impersonated import Impersonated, defaults_of

from pilotwire.core import registry
from pilotwire.core.restart import Kept
from pilotwire.personality.lint import lint
from pilotwire.personality.load import load

ACME = """
[messages]
supported = ["GetConfiguration", "ChangeConfiguration"]
source = "x"

[[variable]]
name = "Acme.ChargeBoxId"
kind = "string"
max_length = 63
source = "x"

[[variable]]
name = "Acme.ScreenOff"
kind = "integer"
unit = "s"
default = 120
allowed = [[0, 0], [10, 300]]
source = "x"

[[key]]
name = "VendorChargeBoxId"
type = "string"
variable = "Acme.ChargeBoxId"
fallback = "ChargingStation.Model"
source = "x"

[[key]]
name = "ScreenOff"
type = "integer"
variable = "Acme.ScreenOff"
source = "x"
"""


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Impersonated:
    (tmp_path / "acme.toml").write_text(ACME)
    monkeypatch.setattr(
        "tests.personalities.impersonated.load",
        lambda name, variant, with_limitations: load(name, variant, tmp_path, with_limitations=with_limitations),
    )
    assert lint(tmp_path) == ()
    return Impersonated("acme")


def test_it_is_stored_told_and_kept_and_an_empty_one_brings_back_what_was_told_before(acme: Impersonated) -> None:
    assert acme.value("VendorChargeBoxId") == "pilotwire"
    assert acme.write("VendorChargeBoxId", "x" * 63) == "Accepted"
    assert acme.write("VendorChargeBoxId", "y" * 64) == "Rejected"
    acme.restart()
    assert acme.value("VendorChargeBoxId") == "x" * 63
    assert acme.write("VendorChargeBoxId", "") == "Accepted"
    assert acme.value("VendorChargeBoxId") == "pilotwire"


def test_it_has_a_default_and_a_range(acme: Impersonated) -> None:
    answers = [acme.write("ScreenOff", text) for text in ("0", "10", "9", "301", "dark")]
    assert answers == ["Accepted", "Accepted", *["Rejected"] * 3]
    assert acme.value("ScreenOff") == "10"


def test_who_becomes_somebody_else_forgets_what_was_theirs(acme: Impersonated) -> None:
    acme.write("ScreenOff", "30")
    acme.write("VendorChargeBoxId", "box")
    kept = Kept(settings={**acme.bench.station.settings.stored, (registry.PING_INTERVAL_S.name, 0): 7})
    somebody = load("pilotwire")
    station = CoreBench(defaults_of(somebody), rules=somebody.ruled, variables=somebody.changed(), kept=kept)
    assert station.station.settings.get(registry.PING_INTERVAL_S) == 7
    assert not [name for name, _ in station.station.settings.stored if name.startswith("Acme")]
    station.connect()
    station.charge()


def test_nobody_else_has_it() -> None:
    assert "Acme.ScreenOff" not in online().station.settings.layers.variables
