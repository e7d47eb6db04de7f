"""``python -m pilotwire.demo.picture [FILE]``: the display as an SVG, for the README."""

from __future__ import annotations

import io
import math
import sys
from pathlib import Path

from rich.console import Console

from pilotwire import __version__
from pilotwire.core.led import Color
from pilotwire.demo.display import HEIGHT, WIDTH, picture
from pilotwire.demo.feed import Entry, Tone
from pilotwire.demo.plan import LIMIT_TOPIC
from pilotwire.demo.scene import Scene
from pilotwire.demo.step import Phase, progress

USUAL_FILE = Path("docs/pictures/demo.svg")
LIMITED_AT_S = 330

EXAMPLE = Scene(
    version=__version__,
    ocpp="1.6",
    personality="pilotwire",
    speed=25.0,
    station_s=398.0,
    phase=Phase.LIMIT,
    progress=progress(Phase.LIMIT, 0.22),
    note="waiting for 600 Wh to flow under the limit",
    power_w=6899.0,
    energy_wh=1130.4,
    soc_pct=44.6,
    offered_a=10.0,
    drawn_a=10.0,
    lamp=Color.CYAN,
    limit_a=10.0,
    powers_w=tuple(
        min(1.0, second / 8) * (10990.0 if second < LIMITED_AT_S else 6880.0) + 40.0 * math.sin(second / 9)
        for second in range(1, 398)
    ),
    entries=(
        Entry(304.0, "←", "Heartbeat", "14:05:04", Tone.ANSWER),
        Entry(331.0, "⇢", "MQTT", f"{LIMIT_TOPIC} 10", Tone.OTHER),
        Entry(335.0, "→", "MeterValues", "1010.1 Wh 6912.0 W 10 A"),
        Entry(335.0, "←", "MeterValues", "", Tone.ANSWER),
        Entry(365.0, "→", "MeterValues", "1067.4 Wh 6853.4 W 10 A"),
        Entry(365.0, "←", "MeterValues", "", Tone.ANSWER),
        Entry(395.0, "→", "MeterValues", "1124.7 Wh 6899.0 W 10 A"),
        Entry(395.0, "←", "MeterValues", "", Tone.ANSWER),
    ),
    sent=22,
    received=22,
)


def render_example() -> str:
    """The SVG of a session that is half-way."""
    console = Console(record=True, width=WIDTH, height=HEIGHT, file=io.StringIO(), force_terminal=True, highlight=False)
    console.print(picture(EXAMPLE))
    return console.export_svg(title="pilotwire demo", unique_id="pilotwire-demo")  # the same picture, the same bytes


def render_text(scene: Scene = EXAMPLE, width: int = WIDTH) -> str:
    """The display as plain text."""
    console = Console(record=True, width=width, height=HEIGHT, file=io.StringIO(), highlight=False)
    console.print(picture(scene))
    return console.export_text()


def main() -> None:
    """Write it where the README looks for it, or to the file that is named."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else USUAL_FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(render_example(), encoding="utf-8")
    print(f"{file}: written")


if __name__ == "__main__":
    main()
