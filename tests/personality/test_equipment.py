"""How devices on serial lines are spoken to: as is set, else as is usual for the protocol (chargebyte guide 7.3.2)."""

from __future__ import annotations

import pytest

from pilotwire.core import registry
from pilotwire.core.settings import Layers, Settings
from pilotwire.core.variable import Values
from pilotwire.personality.equipment import METER, METER_PROTOCOL, READER, READER_PROTOCOL, RECLOSER, Line, line_of


def settings(values: Values) -> Settings:
    return Settings(Layers(registry.VARIABLES, values))


@pytest.mark.parametrize(
    ("protocol", "line"),
    [
        ("abb", Line(9600, "even", 1)),
        ("sunspec", Line(19200, "even", 42)),
        ("gavazzi", Line(9600, "none", 1)),
        ("dzg", Line(9600, "none", None)),
        ("eastron", Line(9600, "none", 1)),
        ("iskra", Line(115200, "none", 33)),
        ("socomec", Line(38400, "none", 5)),
        ("klefr", Line(9600, "none", 1)),
    ],
)
def test_a_meter_of_which_nothing_is_said_is_spoken_to_as_it_leaves_its_factory(protocol: str, line: Line) -> None:
    assert line_of(settings({(METER_PROTOCOL.name, 2): protocol}), METER, 2) == line


def test_each_setting_wins_by_itself_over_what_is_usual() -> None:
    said: Values = {(METER_PROTOCOL.name, 1): "iskra", (registry.METER_PARITY.name, 1): "even"}
    assert line_of(settings(said), METER, 1) == Line(115200, "even", 33)
    assert line_of(settings({**said, (registry.METER_ADDRESS.name, 1): 7}), METER, 1) == Line(115200, "even", 7)
    assert line_of(settings({**said, (registry.METER_BAUD.name, 1): 2400}), METER, 1) == Line(2400, "even", 33)


@pytest.mark.req("CCC-MET-016")
def test_a_recloser_has_a_usual_line_too() -> None:
    assert line_of(settings({}), RECLOSER, 1) == Line(9600, "none", 3)


@pytest.mark.req("CCC-MET-017", "CCC-MET-018", "CCC-MET-019")
@pytest.mark.parametrize(
    ("protocol", "line"),
    [
        ("Stronglink", Line(9600, "none", None)),
        ("stronglink-modbus", Line(9600, "none", 17)),
        ("smarttec-mcr-legic", Line(9600, "none", None)),
    ],
)
def test_readers_have_usual_lines_too(protocol: str, line: Line) -> None:
    assert line_of(settings({(READER_PROTOCOL.name, 1): protocol}), READER, 1) == line


def test_another_evse_may_have_another_meter() -> None:
    said: Values = {(METER_PROTOCOL.name, 1): "iskra", (METER_PROTOCOL.name, 2): "abb"}
    assert [line_of(settings(said), METER, evse).baud for evse in (1, 2)] == [115200, 9600]


@pytest.mark.parametrize("device", [METER, RECLOSER, READER])
def test_every_protocol_customer_json_knows_has_a_usual_line(device: object) -> None:
    assert isinstance(device, type(METER))
    assert set(device.protocol.choices) == set(device.lines)
