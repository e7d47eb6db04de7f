"""The status LED of the demo."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pilotwire.config.leds import read_leds
from pilotwire.core.led import Color, Mode
from pilotwire.demo.lamp import GPIOS, color_of, write_leds
from pilotwire.demo.picture import EXAMPLE, render_text


def test_the_file_of_the_demo_is_one_the_station_reads(tmp_path: Path) -> None:
    write_leds(tmp_path / "config")
    found = read_leds((tmp_path / "config" / "leds.json").read_text())
    (led,) = found.leds
    assert (led.gpios, found.warnings) == (GPIOS, ())
    assert {behavior.mode for behavior in led.behaviors} == {Mode.SOLID}


def test_the_colour_is_that_of_the_lamps() -> None:
    assert color_of({}) is Color.BLACK
    assert color_of({"LED1": True, "gpio84": False, "gpio85": True, "gpio86": True}) is Color.CYAN


@pytest.mark.parametrize("color", Color)
def test_the_header_shows_the_led_however_long_the_name_of_the_personality_is(color: Color) -> None:
    scene = replace(EXAMPLE, personality="chargebyte_charge_control_c", lamp=color)
    assert ("○" if color is Color.BLACK else "●") in render_text(scene).splitlines()[0]
