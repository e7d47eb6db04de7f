"""What a board can light: the digital outputs nobody needs for anything else, and the LEDs on the board itself."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pilotwire.core.lamp import BoardLed, Line
from pilotwire.hardware.linux.hardware import Hardware
from pilotwire.hardware.linux.table import Pin

LEDS = Path("sys/class/leds")


class LinuxLamps:
    """A line is the number of a digital output, or a LED of the board by what it is for."""

    def __init__(self, hardware: Hardware, taken: Iterable[int]) -> None:
        table = hardware.table
        self._hardware = hardware
        self._outputs = frozenset(table.digital_outputs) - frozenset(taken)
        # whether the processor lives no program can say of itself: that LED stays the kernel's
        names = {led: name for led, name in table.board_leds.items() if led is not BoardLed.HEARTBEAT}
        places = {led: hardware.root / LEDS / name for led, name in names.items()}
        self._leds: dict[BoardLed, Path] = {led: place for led, place in places.items() if place.is_dir()}

    def has(self, line: Line) -> bool:
        """Whether *line* may be lit: a lamp must not move anything."""
        return line in self._leds if isinstance(line, BoardLed) else line in self._outputs

    def light(self, line: Line, *, is_on: bool) -> None:
        """Turn the lamp at *line* on or off at once. Raises OSError."""
        if not self.has(line):
            return
        if not isinstance(line, BoardLed):
            self._hardware.output(Pin(line)).set(is_on)
            return
        place = self._leds[line]
        (place / "trigger").write_text("none")  # or the kernel would go on blinking with it
        (place / "brightness").write_text("1" if is_on else "0")
