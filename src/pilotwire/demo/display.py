"""A scene as a picture of 80 columns and 24 rows."""

from __future__ import annotations

from rich.align import Align
from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from pilotwire.core.led import Color
from pilotwire.demo.chart import bars
from pilotwire.demo.digits import big, figure
from pilotwire.demo.feed import ENTRIES, Entry, Tone
from pilotwire.demo.scene import Scene, clock
from pilotwire.demo.step import PHASES, Phase

WIDTH, HEIGHT = 80, 24
CHART_ROWS = 2
CHART_WIDTH = WIDTH - 4
ACCENT, QUIET, WARM = "bright_cyan", "bright_black", "yellow"
TONES = {Tone.CALL: "bold", Tone.ANSWER: "green", Tone.ERROR: "bold red", Tone.OTHER: "bold yellow"}
ARROWS = {"→": "cyan", "←": "magenta", "⇢": "yellow"}


def picture(scene: Scene) -> RenderableType:
    """The whole display."""
    return Group(header(scene), Text(), phases(scene.phase), figures(scene), chart(scene), messages(scene), foot(scene))


def header(scene: Scene) -> RenderableType:
    """Who plays, and how fast."""
    grid = Table.grid(expand=False, padding=(0, 1))
    grid.width = WIDTH
    grid.add_column(ratio=1, no_wrap=True)
    grid.add_column(justify="right", no_wrap=True)
    left = Text.assemble(
        (" pilotwire ", "bold black on bright_cyan"),
        " ",
        lamp(scene.lamp),
        (f" {scene.version}  OCPP {scene.ocpp}  ", ""),
        (scene.personality, ACCENT),
    )
    right = Text.assemble((f"{scene.speed:g}x ", WARM), (clock(scene.station_s), "bold"), (" station time", QUIET))
    grid.add_row(left, right)
    return grid


def lamp(color: Color) -> tuple[str, str]:
    """The status LED: a disc in its colour, a ring while it is dark."""
    return ("○", QUIET) if color is Color.BLACK else ("●", f"bright_{color.value}")


def phases(now: Phase) -> Text:
    """The row of phases, the present one lit."""
    line, index = Text(" ", no_wrap=True), PHASES.index(now)
    for number, phase in enumerate(PHASES):
        if number:
            line.append(" ─ ", QUIET)
        if number < index:
            line.append(f"✓ {phase.value}", "green")
        elif number == index:
            line.append(f"● {phase.value}", f"bold {ACCENT}")
        else:
            line.append(f"○ {phase.value}", QUIET)
    return line


def figures(scene: Scene) -> RenderableType:
    """Five numbers that can be read from afar."""
    grid = Table.grid(padding=0)
    grid.width = WIDTH
    offered = "offered A" if scene.limit_a is None else "limited A"
    boxes = (
        ("power kW", figure(scene.power_w / 1000.0), ACCENT),
        ("energy kWh", figure(scene.energy_wh / 1000.0), "bright_green"),
        ("battery %", figure(scene.soc_pct), "bright_green"),
        (offered, figure(scene.offered_a), "bright_white" if scene.limit_a is None else WARM),
        ("drawn A", figure(scene.drawn_a), ACCENT),
    )
    for _ in boxes:
        grid.add_column(width=WIDTH // len(boxes))
    grid.add_row(*(_box(*box) for box in boxes))
    return grid


def _box(title: str, value: str, style: str) -> Panel:
    shown = Text(big(value), style, no_wrap=True)
    return Panel(Align.center(shown), title=title, border_style=QUIET, title_align="left", box=ROUNDED, padding=0)


def chart(scene: Scene) -> Panel:
    """Power over time."""
    top_w = max(1000.0, *scene.powers_w, scene.power_w)
    rows = bars(scene.powers_w, CHART_WIDTH, CHART_ROWS, top_w)
    title = f"power over time, up to {top_w / 1000.0:.1f} kW"
    shown = Text("\n".join(rows), ACCENT, no_wrap=True)
    return Panel(shown, title=title, width=WIDTH, title_align="left", border_style=QUIET, box=ROUNDED, padding=(0, 1))


def messages(scene: Scene) -> Panel:
    """The newest messages, the newest last."""
    lines = [_line(entry) for entry in scene.entries[-ENTRIES:]]
    lines += [Text() for _ in range(ENTRIES - len(lines))]
    title = f"messages: {scene.sent} → CSMS, {scene.received} ← CSMS"
    return Panel(
        Group(*lines), title=title, width=WIDTH, title_align="left", border_style=QUIET, box=ROUNDED, padding=(0, 1)
    )


def _line(entry: Entry) -> Text:
    line = Text(no_wrap=True, overflow="ellipsis")
    line.append(f"{clock(entry.at_s)} ", QUIET)
    line.append(f"{entry.arrow} ", ARROWS.get(entry.arrow, ""))
    line.append(f"{entry.action} ", TONES[entry.tone])
    return line.append(entry.words, QUIET if entry.tone is Tone.ANSWER else "")


def foot(scene: Scene) -> RenderableType:
    """What is waited for, and how much of the session is over."""
    bar = ProgressBar(
        100.0, 100.0 * scene.progress, width=WIDTH - 6, complete_style=ACCENT, finished_style="bright_green"
    )
    grid = Table.grid(padding=(0, 1))
    grid.add_row(bar, Text(f"{100 * scene.progress:3.0f} %", "bold", no_wrap=True))
    return Group(Text(f" {scene.note}", "italic", no_wrap=True, overflow="ellipsis"), grid)
