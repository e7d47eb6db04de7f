"""Words of a key that mean nothing where they stand, or promise what is not so, are found."""

from pathlib import Path

import pytest

from pilotwire.personality.lint import lint

PARENT = """
[[variable]]
name = "OCPPCommCtrlr.HeartbeatInterval"
default = 900
source = "here"
"""
BEAT, PING = 'variable = "OCPPCommCtrlr.HeartbeatInterval"', 'variable = "OCPPCommCtrlr.WebSocketPingInterval"'
FREE, ONE = 'variable = "AuthCtrlr.FreeVendEnabled"', 'constant = "1"'
URL = 'split = { by = ",", variables = ["OCPPCommCtrlr.CentralSystemUrl"] }'
TWO = "needs two Variables: that of the station, and one that each EVSE has"
PARTS = "OCPPCommCtrlr.CentralSystemUrl, SecurityCtrlr.BasicAuthUsername, SecurityCtrlr.BasicAuthPassword"

MISTAKES = [
    ((BEAT, "execute_min = 10", "execute_max = 5"), "execute_min is above execute_max"),
    ((BEAT, 'pattern = "("'), "the pattern '(' is no regular expression"),
    ((ONE, 'since = "new"'), "since 'new' is no version"),
    ((ONE, 'since = "6.0"', 'until = "5.9"'), "until is not behind since"),
    ((FREE, 'codec = "two decimals"'), "has two decimals, but is no number"),
    ((ONE, "default = 5"), "has a default, but not one Variable"),
    ((ONE, "execute_min = 5"), "has bounds of what is executed, but not one Variable"),
    ((ONE, 'effect = "reboot"'), "has an effect, but not one Variable"),
    ((ONE, 'applies = "reboot"'), "has applies, but not one Variable"),
    (
        (BEAT, "allowed = [[0, 5]]"),
        "allows what OCPPCommCtrlr.HeartbeatInterval does not: say it of the Variable",
    ),
    (
        ('variable = "TxCtrlr.TxStopPoint"', 'choices = ["Moon"]'),
        "has choices that TxCtrlr.TxStopPoint does not: say it of the Variable",
    ),
    (
        ('variable = "DeviceDataCtrlr.ItemsPerMessage"', 'access = "ReadWrite"'),
        "can be written, but DeviceDataCtrlr.ItemsPerMessage cannot",
    ),
    ((BEAT, 'type = "boolean"'), "is no boolean, but integer"),
    ((FREE, "scale = 60"), "has a scale, which is for numbers, and above 0"),
    ((PING, "scale = 0"), "has a scale, which is for numbers, and above 0"),
    ((PING, 'codec = "inverted"'), "is inverted, but is no boolean"),
    (
        (FREE, 'words = { a = "true" }', 'codec = "inverted"'),
        "has words and something else that says how it is spelled",
    ),
    ((URL, 'codec = "phase rotation"'), TWO),
    ((URL, 'codec = "websocket settings"'), f"needs the Variables {PARTS}"),
    ((FREE, 'on_invalid = "clamp"'), "is clamped, but nothing says to what"),
    (('variable = "ClockCtrlr.TimeOffset"', 'on_invalid = "truncate"'), "is truncated, but nothing says to what"),
    (('counts = "Moon"',), "counts Moon, which is no key"),
    (('limits = "Moon"',), "limits Moon, which is no key"),
    ((FREE, 'fallback = "Moon.Light"'), "falls back to Moon.Light, which is no Variable"),
]


def found(directory: Path, child: str) -> list[str]:
    (directory / "parent.toml").write_text(PARENT)
    (directory / "child.toml").write_text(f'inherits = "parent"\n{child}')
    return [str(error) for error in lint(directory)]


@pytest.mark.parametrize(("lines", "text"), MISTAKES, ids=[text[:40] for _, text in MISTAKES])
def test_a_mistake_is_found(tmp_path: Path, lines: tuple[str, ...], text: str) -> None:
    entry = "\n".join(("[[key]]", 'name = "New"', 'source = "x"', *lines))
    assert f"child.toml: key New: {text}" in found(tmp_path, entry)


def test_a_default_that_is_said_twice_is_found(tmp_path: Path) -> None:
    entry = f'[[key]]\nname = "New"\nsource = "x"\n{BEAT}\ndefault = 5'
    text = "child.toml: variable OCPPCommCtrlr.HeartbeatInterval: has more than one default"
    assert text in found(tmp_path, entry)


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ('[configuration]\ntoo_many = "shout"', "configuration: too_many cannot be 'shout'"),
        ("[spelling]\ncomma = 1", "spelling: comma cannot be 1"),
        ('[wire]\nmembers = { Moon = ["a"] }', "wire: no station sends a Moon"),
        ('[meter_values]\norder = ["Moon"]', "meter_values: Moon is no measurand"),
        ('[meter_values]\ndecimals = { "Moon.Offered" = 0 }', "meter_values: Moon.Offered is no measurand"),
        ('[messages]\ntech_info = { Moon = "a" }', "messages: Moon has a tech_info, but is not told"),
        ('[spelling]\ntrue = "true"', "spelling: true is what it inherits"),
    ],
)
def test_a_mistake_in_a_habit_is_found(tmp_path: Path, table: str, text: str) -> None:
    assert any(error.startswith(f"child.toml: {text}") for error in found(tmp_path, f'{table}\nsource = "x"'))


def test_right_words_are_no_mistake(tmp_path: Path) -> None:
    words = (PING, 'type = "integer"', "scale = 60", "execute_min = 10", 'since = "1.0"', 'effect = "reconnect"')
    assert found(tmp_path, "\n".join(("[[key]]", 'name = "New"', 'source = "x"', *words))) == []
