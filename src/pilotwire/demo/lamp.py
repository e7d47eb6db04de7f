"""The status LED of the demo: a leds.json of its own, and the colour a person sees."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pilotwire.core.led import Color, Condition
from pilotwire.leds.look import MIXED

GPIOS: Final = (84, 85, 86)
SHOWN: Final[Mapping[Condition, Color]] = {  # without blinking: at 25 times the speed nobody could see it
    Condition.ERROR: Color.RED,
    Condition.AUTH_REJECTED: Color.RED,
    Condition.AUTH_ACCEPTED: Color.WHITE,
    Condition.CHARGE: Color.CYAN,
    Condition.FINISHED: Color.YELLOW,
    Condition.CONNECTED: Color.MAGENTA,
    Condition.READY: Color.GREEN,
}
COLORS: Final = {lit: color for color, lit in MIXED.items()}


def write_leds(config_dir: Path) -> None:
    """Put the file where the station looks for it."""
    behaviors = [
        {"condition": condition.value, "mode": "solid", "color": color.value} for condition, color in SHOWN.items()
    ]
    config_dir.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"leds": [{"gpios": GPIOS, "behaviors": behaviors}]}, indent=2)
    (config_dir / "leds.json").write_text(text + "\n", encoding="utf-8")


def color_of(lamps: Mapping[str, bool]) -> Color:
    """The colour of the LED, of the lamps of the board by name."""
    red, green, blue = (lamps.get(f"gpio{gpio}", False) for gpio in GPIOS)
    return COLORS[red, green, blue]
