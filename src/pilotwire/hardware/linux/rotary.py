"""A rotary switch whose position is a binary number on a few lines."""

from __future__ import annotations

from pilotwire.hardware.linux.hardware import Hardware

UNREADABLE = "unreadable"  # no position of any switch: whoever asks falls back to the safest


class Rotary:
    """Taken when the station begins; read whenever somebody asks."""

    def __init__(self, hardware: Hardware) -> None:
        table = hardware.table
        self._name, self._bits = table.rotary_name, [hardware.input(pin) for pin in table.rotary_switch]

    def at(self, name: str) -> int | str | None:
        """Where the switch *name* stands, from 0; None: the board has no such switch."""
        if name != self._name or not self._bits:
            return None
        try:
            return sum(1 << bit for bit, line in enumerate(self._bits) if line.read())
        except OSError:
            return UNREADABLE
