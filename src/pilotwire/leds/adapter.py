"""The shell of the lamps: is told what is true, and looks again when a lamp changes, never in between."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

import structlog

from pilotwire.core.lamp import Lamps, Line
from pilotwire.core.led import Led
from pilotwire.core.restart import Begun
from pilotwire.core.told import Told
from pilotwire.core.update import update_of
from pilotwire.leds.board import BoardScene, board_look, board_scene_after
from pilotwire.leds.look import NEVER, Look, look
from pilotwire.leds.scene import Scene, beginning, scenes_after

log = structlog.get_logger("pilotwire.leds")


class Clock(Protocol):
    """The clock of the station, which may run faster than the real one."""

    def now_s(self) -> float:
        """Seconds since any beginning, never backwards."""

    def real_delay_s(self, until_s: float) -> float:
        """How many real seconds from now until this clock shows *until_s*; 0 when it already does."""


class LedAdapter:
    """An adapter like the others. The first LED belongs to EVSE 1, the second to EVSE 2, and so on."""

    def __init__(self, lamps: Lamps, clock: Clock, leds: Sequence[Led] = ()) -> None:
        self._lamps, self._clock = lamps, clock
        self._leds: Mapping[int, Led] = {}
        self._scenes: Mapping[int, Scene] = {}
        self._board = BoardScene()
        self._shown: dict[Line, bool | None] = {}  # None: nobody knows what this lamp does
        self._woken = asyncio.Event()
        self.begin()
        self.use(leds)

    def begin(self) -> None:
        """The station begins, perhaps again: until somebody is told of it nothing is known, not even of the lamps."""
        now_s = self._clock.now_s()
        self._scenes = dict.fromkeys(self._leds, beginning(now_s))
        self._board = BoardScene(ready_s=now_s, update_s=now_s)
        self._shown = dict.fromkeys(self._shown)
        self._woken.set()

    def use(self, leds: Sequence[Led]) -> None:
        """From now on these are the LEDs; a line that belongs to none any more goes dark."""
        self._leds = dict(enumerate(leds, start=1))
        for evse, led in self._leds.items():
            self._scenes = {evse: beginning(self._clock.now_s()), **self._scenes}
            for gpio in led.gpios:
                if not self._lamps.has(gpio):
                    log.warning("leds.json: this board has no such output for a LED", gpio=gpio)
        self._woken.set()

    def tell(self, told: Told) -> None:
        """Take note of *told*; a step that changes and says nothing, such as a mere receipt, changes no lamp."""
        if told.before is told.after and not told.outcome.facts and not isinstance(told.event, Begun):
            return
        self._scenes = scenes_after(self._scenes, told)
        self._board = board_scene_after(self._board, update_of(told.after), told.moment.mono_s)
        self._woken.set()

    async def run(self) -> None:
        """Light the lamps until cancelled; raises OSError when the board refuses, and begins anew after that."""
        self._shown = dict.fromkeys(self._shown)
        while True:
            self._woken.clear()
            await self._rest(self.show(self._clock.now_s()))

    def show(self, now_s: float) -> float:
        """Light what has changed at *now_s*; when to look again. Raises OSError when the board refuses."""
        looks = self._looks(now_s)
        lit = {line: is_on for each in looks for line, is_on in each.lit.items() if self._lamps.has(line)}
        for line in self._shown.keys() - lit.keys():
            lit[line] = False
        for line, is_on in lit.items():
            if self._shown.get(line) is not is_on:
                self._lamps.light(line, is_on=is_on)
                self._shown[line] = is_on
        return min(each.next_change_s for each in looks)

    def _looks(self, now_s: float) -> list[Look]:
        evses = self._leds.keys() & self._scenes.keys()
        return [
            *(look(self._leds[evse], self._scenes[evse], now_s) for evse in sorted(evses)),
            board_look(self._board, now_s),
        ]

    async def _rest(self, until_s: float) -> None:
        """Until a lamp changes or something has become true."""
        if until_s == NEVER:
            await self._woken.wait()
            return
        timer = asyncio.get_running_loop().call_later(self._clock.real_delay_s(until_s), self._woken.set)
        try:
            await self._woken.wait()
        finally:
            timer.cancel()
