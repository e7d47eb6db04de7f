"""Every kind of mistake in the data of a personality is found, and told with file and entry."""

from pathlib import Path

import pytest

from pilotwire.personality.lint import lint
from pilotwire.personality.load import PersonalityError, load

PARENT = """
[rules]
status_gap_s = 5
source = "here"

[[variable]]
name = "OCPPCommCtrlr.HeartbeatInterval"
default = 900
source = "here"

[[key]]
name = "HeartbeatInterval"
variable = "OCPPCommCtrlr.HeartbeatInterval"
aliases = ["Heart"]
source = "here"

[[key]]
name = "Other"
constant = "1"
source = "here"

[messages]
supported = ["Reset"]
sent = ["Heartbeat"]
source = "here"
"""


def told(directory: Path, child: str) -> list[str]:
    (directory / "parent.toml").write_text(PARENT)
    (directory / "child.toml").write_text('inherits = "parent"\n' + child)
    return [str(error) for error in lint(directory)]


def test_nothing_is_found_where_nothing_is_wrong(tmp_path: Path) -> None:
    assert told(tmp_path, '[rules]\nstatus_gap_s = 10\nsource = "x"') == []


@pytest.mark.parametrize(
    ("child", "error"),
    [
        ("key = 5", "child.toml: key: must be written [[key]]"),
        ("colour = 1", "child.toml: colour: is not a table a personality has"),
        ("[rules", "child.toml: is no TOML"),
        ('[rules]\ngap = 1\nsource = "x"', "child.toml: rules: there is no gap"),
        ('[rules]\nstatus_gap_s = "x"\nsource = "x"', "child.toml: rules: status_gap_s cannot be 'x'"),
        ('[rules]\nsecond_card = "leaves"\nsource = "x"', "child.toml: rules: second_card cannot be 'leaves'"),
        ('[rules]\nsecond_card = "replaces"\nsource = "x"', "child.toml: rules: second_card is what it inherits"),
        ('[rules]\nstatus_gap_s = 5\nsource = "x"', "child.toml: rules: status_gap_s is what it inherits"),
        ("[rules]\nstatus_gap_s = 6", "child.toml: rules: has no source"),
        ('[wire]\nspacing = "wide"\nsource = "x"', "child.toml: wire: spacing cannot be 'wide': compact, spaced"),
        (
            '[[variable]]\nname = "Nobody.Nothing"\ndefault = 1\nsource = "x"',
            "child.toml: variable Nobody.Nothing: there is no such Variable",
        ),
        (
            '[[variable]]\nname = "OCPPCommCtrlr.HeartbeatInterval"\ndefault = 0\nsource = "x"',
            "child.toml: variable OCPPCommCtrlr.HeartbeatInterval: the default 0 is not allowed: out of range",
        ),
        (
            '[[variable]]\nname = "OCPPCommCtrlr.HeartbeatInterval"\ndefault = true\nsource = "x"',
            "child.toml: variable OCPPCommCtrlr.HeartbeatInterval: the default True is not allowed: wrong type",
        ),
        (
            '[[variable]]\nname = "OCPPCommCtrlr.HeartbeatInterval"\ndefault = 900\nsource = "x"',
            "child.toml: variable OCPPCommCtrlr.HeartbeatInterval: default is what it inherits",
        ),
        (
            '[[variable]]\nname = "TxCtrlr.StopTxOnInvalidId"\ndefault = true\nsource = "x"',
            "child.toml: variable TxCtrlr.StopTxOnInvalidId: default is as in core",
        ),
        (
            '[[variable]]\nname = "AuthCtrlr.UserAuthentication"\nchoices = ["ocpp", "magic"]\nsource = "x"',
            "child.toml: variable AuthCtrlr.UserAuthentication: core does not know magic",
        ),
        (
            '[[variable]]\nname = "TxCtrlr.StopTxOnInvalidId"\napplies = "later"\nsource = "x"',
            "child.toml: variable TxCtrlr.StopTxOnInvalidId: applies cannot be 'later'",
        ),
        (
            '[[variable]]\nname = "OCPPCommCtrlr.HeartbeatInterval"\nkind = "integer"\nsource = "x"',
            "child.toml: variable OCPPCommCtrlr.HeartbeatInterval: has a kind, but is a Variable of core",
        ),
        (
            '[[variable]]\nname = "Acme.Moon"\nkind = "integer"\neffect = "reboot"\nsource = "x"',
            "child.toml: variable Acme.Moon: has an effect or is executed, but core knows nothing of it",
        ),
        (
            '[[variable]]\nname = "Acme.Moon"\nkind = "integer"\ndefault = 7\nallowed = [[0, 5]]\nsource = "x"',
            "child.toml: variable Acme.Moon: the default 7 is not allowed: out of range",
        ),
        (
            '[[key]]\nname = "New"\nvariable = "Nobody.Nothing"\nsource = "x"',
            "child.toml: key New: there is no Variable Nobody.Nothing",
        ),
        (
            '[[key]]\nname = "New"\nsource = "x"',
            "child.toml: key New: must have one of variable, split, view, constant, counts, limits",
        ),
        (
            '[[key]]\nname = "Other"\nview = "number_of_connectors"\nconstant = "2"\nsource = "x"',
            "child.toml: key Other: must have one of variable, split, view, constant, counts, limits",
        ),
        ('[[key]]\nname = "New"\nconstant = "1"', "child.toml: key New: has no source"),
        ('[[key]]\nname = "New"\nview = "moon"\nsource = "x"', "child.toml: key New: view cannot be 'moon'"),
        ('[[key]]\nconstant = "1"\nsource = "x"', "child.toml: key number 3: name is missing"),
        ('[[key]]\nname = "Other"\nsource = "x"', "child.toml: key Other: says nothing"),
        (
            '[[key]]\nname = "heart"\nconstant = "1"\nsource = "x"',
            "child.toml: key heart: is the name of more than one key",
        ),
        (
            '[[key]]\nname = "Other"\nhidden = true\nsource = "x"\n' * 2,
            "child.toml: key Other: stands here twice",
        ),
        (
            '[[key]]\nname = "New"\nconstant = "1"\nallowed = [[5, 1]]\nsource = "x"',
            "child.toml: key New: a range ends before it begins",
        ),
        (
            '[[key]]\nname = "New"\nconstant = "1"\nallowed = [[5]]\nsource = "x"',
            "child.toml: key New: allowed must have 2 parts",
        ),
        ('[messages]\ntriggers = ["Reset"]\nsource = "x"', "child.toml: messages: Reset is triggered, but not sent"),
        (
            '[messages]\nerrors = { Reset = "NotSupported" }\nsource = "x"',
            "child.toml: messages: Reset is supported and has an error",
        ),
        ('[shipped]\n"a/b" = 2020-01-01\nsource = "x"', "child.toml: shipped: a/b has a value JSON cannot say"),
        (
            '[variants.old.rules]\nstatus_gap_s = 5\nsource = "x"',
            "child.toml: variant old rules: status_gap_s is what it inherits",
        ),
        (
            '[fault_mask]\nsource = "x"\n[fault_mask.bits]\n0 = ["overcurrents"]',
            "child.toml: fault_mask: bits.0 cannot be 'overcurrents'",
        ),
        (
            '[fault_mask]\nsource = "x"\n[fault_mask.bits]\n1 = ["overcurrent"]\n0x1 = ["overvoltage"]',
            "child.toml: fault_mask: bits says a number twice",
        ),
        (
            '[fault_mask]\nsource = "x"\n[fault_mask.bits]\none = ["overcurrent"]',
            "child.toml: fault_mask: bits.one has a name that is no number",
        ),
        (
            '[fault_mask]\nsource = "x"\n[fault_mask.bits]\n32 = ["overcurrent"]',
            "child.toml: fault_mask: there is no bit 32",
        ),
        (
            '[function_mask]\nsource = "x"\n[function_mask.bits]\n-1 = ["overcurrent"]',
            "child.toml: function_mask: there is no bit -1",
        ),
        (
            '[function_mask]\nsource = "x"\n[function_mask.bits]\n1 = ["overcurrent", "overcurrent"]',
            "child.toml: function_mask: bit 1 hides a fault twice",
        ),
        (
            '[function_mask]\nsource = "x"\n[function_mask.bits]\n1 = ["overcurrent"]',
            "child.toml: function_mask: no key writes FaultCtrlr.FunctionMask",
        ),
        ("[fault_bits.bits]\n0x1 = []", "child.toml: fault_bits: has no source"),
        (
            '[fault_bits]\nsource = "x"\n[fault_bits.bits]\n0x3 = ["overcurrent"]',
            "child.toml: fault_bits: 0x3 is not a single bit",
        ),
        (
            '[fault_bits]\nsource = "x"\n[fault_bits.bits]\n0x1 = ["overcurrent"]\n0x2 = ["overcurrent"]',
            "child.toml: fault_bits: overcurrent has more than one bit",
        ),
        (
            '[rules]\nfault_mask = { 1 = ["overcurrent"] }\nsource = "x"',
            "child.toml: rules: there is no fault_mask",
        ),
        ("variants = 1", "child.toml: variants: is not a table"),
    ],
)
def test_a_mistake_is_found(tmp_path: Path, child: str, error: str) -> None:
    errors = told(tmp_path, child)
    assert any(one.startswith(error) for one in errors), errors


def test_a_parent_that_is_not_there_is_found(tmp_path: Path) -> None:
    (tmp_path / "child.toml").write_text('inherits = "nobody"')
    assert "there is no such personality" in str(lint(tmp_path)[0])


def test_inheriting_in_a_circle_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('inherits = "b"')
    (tmp_path / "b.toml").write_text('inherits = "a"')
    assert "circle" in str(lint(tmp_path)[0])


def test_a_variant_lies_over_its_personality(tmp_path: Path) -> None:
    told(tmp_path, '[variants.old]\nwire = {spacing = "spaced", source = "x"}\n[rules]\nstatus_gap_s = 7\nsource = "x"')
    assert load("child", directory=tmp_path).variants == ("old",)
    old = load("child", "old", tmp_path)
    assert (old.wire.spacing.value, old.rules.status_gap_s) == ("spaced", 7.0)


def test_a_variant_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    told(tmp_path, "")
    with pytest.raises(PersonalityError, match="no such variant"):
        load("child", "new", tmp_path)


def test_wrong_data_does_not_load(tmp_path: Path) -> None:
    told(tmp_path, "[rules]\ngap = 1")
    with pytest.raises(PersonalityError, match="there is no gap"):
        load("child", directory=tmp_path)
