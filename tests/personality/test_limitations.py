"""What the original does that loses money or safety is there for who asks for it, and for nobody else."""

from __future__ import annotations

from pathlib import Path

import pytest

from pilotwire.cli.pins import pins_of
from pilotwire.core import registry
from pilotwire.personality.lint import lint
from pilotwire.personality.load import load

ACME = """
[rules]
status_gap_s = 5
source = "here"

[[key]]
name = "Attempts"
constant = "1"
source = "here"

[[transfer]]
name = "state"
vendor = "acme"
does = "recloser state"
source = "here"

[limitations.rules]
status_gap_s = 7
source = "there"

[[limitations.key]]
name = "Attempts"
hidden = true
source = "there"

[variants.old.rules]
unlock_timeout_s = 1
source = "here"
"""


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    (tmp_path / "acme.toml").write_text(ACME)
    (tmp_path / "child.toml").write_text('inherits = "acme"')
    return tmp_path


def test_limitations_wait_until_somebody_asks_for_them(acme: Path) -> None:
    plain, limited = load("acme", directory=acme), load("acme", directory=acme, with_limitations=True)
    assert (plain.rules.status_gap_s, plain.keys[0].hidden, plain.has_limitations) == (5.0, False, True)
    assert (limited.rules.status_gap_s, limited.keys[0].hidden) == (7.0, True)


def test_a_variant_has_the_limitations_of_its_personality(acme: Path) -> None:
    old = load("acme", "old", acme, with_limitations=True)
    assert (old.rules.status_gap_s, old.rules.unlock_timeout_s, old.variant) == (7.0, 1.0, "old")


@pytest.mark.parametrize("variant", [None, "old"])
def test_a_variant_with_limitations_understands_the_same_data_transfers(acme: Path, variant: str | None) -> None:
    assert [each.name for each in load("acme", variant, acme, with_limitations=True).transfers] == ["state"]
    assert load("child", directory=acme).transfers == ()


def test_limitations_are_not_inherited(acme: Path) -> None:
    child = load("child", directory=acme, with_limitations=True)
    assert (child.rules.status_gap_s, child.has_limitations) == (5.0, False)


def test_lint_reads_limitations_like_a_variant(acme: Path) -> None:
    assert lint(acme) == ()
    (acme / "acme.toml").write_text(ACME.replace("status_gap_s = 7", "status_gap_s = 5"))
    assert [str(error) for error in lint(acme)] == [
        "acme.toml: limitations rules: status_gap_s is what it inherits",
    ]
    (acme / "acme.toml").write_text("limitations = 1")
    assert [str(error) for error in lint(acme)] == ["acme.toml: limitations: is not a table a personality has"]


@pytest.mark.parametrize(("text", "is_on"), [("on", True), ("ON", True), ("true", True), ("off", False)])
def test_a_person_asks_for_them_by_a_setting_of_the_run(text: str, is_on: bool) -> None:
    pins = pins_of("pilotwire", (f"Limitations={text}",), {})
    assert pins == {(registry.LIMITATIONS.name, 0): is_on}
