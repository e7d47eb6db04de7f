"""A board on a clock that moves only when told: for tests, traces and whoever wants an hour in a millisecond."""

from __future__ import annotations

from pilotwire.core.command import HardwareCommand
from pilotwire.core.event import HardwareEvent
from pilotwire.hardware.sim.action import SimAction
from pilotwire.hardware.sim.board import SimBoard
from pilotwire.hardware.sim.view import BoardView, EvseView


class Rig:
    """Calls the board exactly when it is due and keeps what it said, with the time it was said."""

    def __init__(self, board: SimBoard) -> None:
        self.board = board
        self.now_s = 0.0
        self.heard: list[tuple[float, HardwareEvent]] = []

    def go(self, span_s: float) -> tuple[HardwareEvent, ...]:
        """Let *span_s* seconds pass; what was said meanwhile."""
        start, end_s = len(self.heard), self.now_s + span_s
        self._listen()
        while (due_s := self.board.next_due_s()) is not None and due_s <= end_s:
            self.now_s = max(self.now_s, due_s)
            self._listen()
        self.now_s = end_s
        self._listen()
        return tuple(event for _, event in self.heard[start:])

    def obey(self, *commands: HardwareCommand) -> None:
        """Command the board now."""
        for command in commands:
            self.board.obey(command, self.now_s)

    def act(self, action: SimAction) -> BoardView:
        """Do something to the board now."""
        return self.board.act(action, self.now_s)

    def evse(self, number: int = 1) -> EvseView:
        """EVSE *number* as it is now."""
        self.board.catch_up(self.now_s)
        return self.board.view().evses[number - 1]

    def _listen(self) -> None:
        self.heard.extend((self.now_s, event) for event in self.board.advance(self.now_s))
