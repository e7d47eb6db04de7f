"""The lamps of the simulated board: what a person in front of it sees, as far as a program can look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pilotwire.core.lamp import BoardLed, Line

OUTPUTS: Final = range(84, 90)  # chargebyte guide table 28: PUSH_PULL_OUT_1 to 6
NAMES: Final = {BoardLed.BOOT: "LED1", BoardLed.UPDATE: "LED2", BoardLed.HEARTBEAT: "LED3"}  # chargebyte guide 4.1
BEAT_S: Final = 0.07  # Linux, ledtrig-heartbeat.c: two beats, and a rest that is shorter the more there is to do


def is_beating(now_s: float, load: float) -> bool:
    """The heartbeat LED at *now_s*, where *load* processes want to run (the first number of /proc/loadavg)."""
    period_s = 0.3 + 6.72 / (5.0 * load + 7.0)
    into_s = now_s % period_s
    return into_s < BEAT_S or 0.0 <= into_s - period_s / 4.0 < BEAT_S


def idle() -> float:
    """The load of a board that has nothing else to do."""
    return 0.0


class SimLamps:
    """Keeps which lamps are on. The heartbeat is looked at and never set, so that nothing has to move it."""

    __slots__ = ("_is_powered", "_lit", "_load")

    def __init__(self, load: Callable[[], float] = idle) -> None:
        self._load = load
        self._lit: dict[Line, bool] = dict.fromkeys((BoardLed.BOOT, BoardLed.UPDATE), False)
        self._is_powered = True

    def has(self, line: Line) -> bool:
        """The digital outputs, and the two LEDs that software lights."""
        return line in self._lit or line in OUTPUTS

    def light(self, line: Line, *, is_on: bool) -> None:
        """Turn the lamp at *line* on or off; without power, and without a lamp there, nothing happens."""
        if self._is_powered and self.has(line):
            self._lit[line] = is_on

    def set_power(self, *, is_on: bool) -> None:
        """The supply fails, and every lamp with it, or is back."""
        self._is_powered = is_on
        self._lit = dict.fromkeys(self._lit, False)

    def view(self, now_s: float) -> dict[str, bool]:
        """The lamps that were ever lit, by the names of the guide; those on the board always."""
        beats = self._is_powered and is_beating(now_s, self._load())
        lit = {**self._lit, BoardLed.HEARTBEAT: beats}
        return dict(sorted((name_of(line), is_on) for line, is_on in lit.items()))


def name_of(line: Line) -> str:
    """``gpio84``, ``LED1``."""
    return NAMES[line] if isinstance(line, BoardLed) else f"gpio{line}"
