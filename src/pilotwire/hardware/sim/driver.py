"""The shell of the simulated board: one task and at most one timer, and neither while nothing moves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from pilotwire.core.command import Command, HardwareCommand
from pilotwire.core.event import HardwareEvent
from pilotwire.hardware.sim.action import SimAction
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.view import BoardView


class SimClock(Protocol):
    """The clock of the station, which may run faster than the real one."""

    def now_s(self) -> float:
        """Seconds since any beginning, never backwards."""

    def real_delay_s(self, until_s: float) -> float:
        """How many real seconds from now until this clock shows *until_s*; 0 when it already does."""


class SimDriver:
    """A :class:`pilotwire.core.driver.Driver`: obeys at once, says what the sensors see from its own task."""

    __slots__ = ("_board", "_clock", "_say", "_woken", "lamps")

    def __init__(self, board: SimBoard, say: Callable[[HardwareEvent], None], clock: SimClock) -> None:
        self._board = board
        self._say = say
        self._clock = clock
        self._woken = asyncio.Event()
        self.lamps = board.lamps

    def obey(self, command: Command) -> None:
        """Hand *command* to the board; what became of it is said later. Commands for others are ignored."""
        if isinstance(command, HardwareCommand):
            self._board.obey(command, self._clock.now_s())
            self._woken.set()

    def act(self, action: SimAction) -> BoardView:
        """Do *action* now; raises ActionError when the board knows no such thing."""
        view = self._board.act(action, self._clock.now_s())
        self._woken.set()
        return view

    def view(self) -> BoardView:
        """What the board is now."""
        self._board.catch_up(self._clock.now_s())
        self._woken.set()
        return self._board.view()

    def switch(self, name: str) -> float | str | bool | None:
        """Where the switch *name* stands; None: this board has none that anybody has turned."""
        return self._board.switch(name)

    def cut_power(self) -> None:
        """The supply of the station fails."""
        self._board.cut_power(self._clock.now_s())
        self._woken.set()

    def restore_power(self) -> None:
        """The supply is back."""
        self._board.restore_power(self._clock.now_s())
        self._woken.set()

    def close(self) -> None:
        """Nobody else waits for a simulated board."""

    async def run(self) -> None:
        """Say what the sensors see, when they see it, until cancelled."""
        while True:
            self._woken.clear()
            for event in self._board.advance(self._clock.now_s()):
                self._say(event)
            await self._rest()

    async def _rest(self) -> None:
        """Until the board is due or somebody has done something to it."""
        due_s = self._board.next_due_s()
        if due_s is None:
            await self._woken.wait()
            return
        timer = asyncio.get_running_loop().call_later(self._clock.real_delay_s(due_s), self._woken.set)
        try:
            await self._woken.wait()
        finally:
            timer.cancel()
