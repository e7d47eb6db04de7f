"""The display fits into 80 columns and 24 rows, whatever it shows."""

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from rich.console import Console

from pilotwire.demo.chart import bars, squeezed
from pilotwire.demo.digits import GLYPHS, ROWS, big, figure
from pilotwire.demo.display import HEIGHT, WIDTH, picture
from pilotwire.demo.feed import Entry, Tone
from pilotwire.demo.picture import EXAMPLE, main, render_example, render_text
from pilotwire.demo.step import PHASES, SHARE, Phase, progress

LONG = Entry(86399.0, "→", "TransactionEvent", "Updated, " * 30)
WILD = replace(
    EXAMPLE,
    personality="a_personality_with_a_very_long_name_indeed",
    version="10.11.12rc13",
    ocpp="2.0.1",
    note="waiting for " + "something that takes long to say " * 5,
    power_w=123_456.0,
    energy_wh=1_234_567.0,
    soc_pct=100.0,
    offered_a=None,
    drawn_a=None,
    entries=(LONG,) * 20,
    powers_w=tuple(float(each % 300) for each in range(5000)),
)
EMPTY = replace(EXAMPLE, soc_pct=None, offered_a=None, drawn_a=None, limit_a=None, entries=(), powers_w=(), power_w=0.0)


@pytest.mark.parametrize("scene", [EXAMPLE, WILD, EMPTY], ids=["example", "wild", "empty"])
@pytest.mark.parametrize("width", [80, 200])
def test_every_scene_fits(scene, width):
    rows = render_text(scene, width).splitlines()
    assert len(rows) == HEIGHT
    assert max(len(row.rstrip()) for row in rows) <= width


@pytest.mark.parametrize("phase", PHASES)
def test_the_row_of_phases_has_one_lamp(phase):
    row = next(line for line in render_text(replace(EXAMPLE, phase=phase)).splitlines() if "Plug in" in line)
    assert f"● {phase.value}" in row
    assert row.count("●") == 1
    assert row.count("✓") == PHASES.index(phase)
    assert all(each.value in row for each in PHASES)


def test_the_example_shows_what_a_driver_wants_to_know():
    text = render_text()
    for word in ("pilotwire", "OCPP 1.6", "power kW", "energy kWh", "battery %", "limited A", "drawn A", "25x"):
        assert word in text
    assert "⇢ MQTT ci/global/dyn_current_limit/demo 10" in text
    assert "→ MeterValues 1124.7 Wh" in text


def test_the_newest_messages_are_the_ones_shown():
    entries = tuple(Entry(0.0, "←", f"Action{number}", "", Tone.ANSWER) for number in range(12))
    text = render_text(replace(EXAMPLE, entries=entries))
    assert re.findall(r"Action(\d+)", text) == [str(number) for number in range(4, 12)]


def test_text_of_a_message_is_text_and_no_markup():
    entry = Entry(0.0, "→", "DataTransfer", "[bold red]not red[/]")
    assert "[bold red]not red[/]" in render_text(replace(EXAMPLE, entries=(entry,)))


def test_the_example_is_a_picture_and_always_the_same(tmp_path, monkeypatch):
    svg = render_example()
    assert ET.fromstring(svg).tag.endswith("svg")
    assert svg == render_example()
    file = tmp_path / "a" / "demo.svg"
    monkeypatch.setattr("sys.argv", ["picture", str(file)])
    main()
    assert file.read_text(encoding="utf-8") == svg


def test_colours_are_left_out_where_there_are_none():
    file = io.StringIO()
    Console(file=file, width=WIDTH, color_system=None).print(picture(EXAMPLE))
    assert "\x1b" not in file.getvalue()


def test_digits_are_three_rows_of_equal_width():
    for glyph in GLYPHS.values():
        assert len(glyph) == ROWS
        assert len({len(row) for row in glyph}) == 1
    assert big("1.5").splitlines() == [" ▀█   █▀▀", "  █   ▀▀█", "  ▀ ▀ ▀▀▀"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0.00"), (1.644, "1.64"), (9.994, "9.99"), (9.996, "10.0"), (16.0, "16.0"), (99.96, "100"), (None, "-")],
)
def test_a_figure_has_three_digits(value, text):
    assert figure(value) == text


def test_bars_fill_from_below():
    assert bars([0.0, 4.0, 8.0], width=10, rows=2, top=8.0) == ("  █", " ██")
    assert bars([1.0], width=10, rows=1, top=8.0) == ("▁",)
    assert bars([], width=10, rows=2, top=8.0) == ("", "")
    assert bars([99.0, -1.0], width=10, rows=1, top=8.0) == ("█ ",)


def test_too_many_values_are_averaged():
    assert squeezed([1.0, 3.0, 5.0, 7.0], 2) == [2.0, 6.0]
    assert len(squeezed([0.0] * 1001, 74)) == 74


def test_progress_grows_from_nothing_to_everything():
    assert progress(Phase.PLUG_IN, 0.0) == 0.0
    assert progress(Phase.RECEIPT, 0.0) == 1.0
    steps = [progress(phase, part) for phase in PHASES for part in (0.0, 0.5, 2.0)]
    assert steps == sorted(steps)
    assert set(SHARE) == set(PHASES)
