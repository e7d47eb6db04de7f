"""A relay: its coil and, where its contactor has one, the contact that tells what it did."""

from __future__ import annotations

from collections.abc import Callable

from pilotwire.hardware.linux.gpio import Output
from pilotwire.hardware.linux.wiring import Feedback


class Contact:
    """How to read a feedback contact of one kind."""

    __slots__ = ("_is_closed_when_active",)

    def __init__(self, feedback: Feedback) -> None:
        self._is_closed_when_active = feedback is not Feedback.NORMALLY_CLOSED

    def is_closed(self, is_active: bool) -> bool:
        """Whether the contactor is closed when its sense input is *is_active* (left open it is inactive)."""
        return is_active is self._is_closed_when_active


class Coil:
    """Switches at once; without a feedback contact the command itself is the only answer there is."""

    __slots__ = ("_echo", "_output")

    def __init__(self, output: Output, echo: Callable[[bool], None] | None) -> None:
        self._output, self._echo = output, echo

    def set(self, closed: bool) -> None:
        """Nothing stands before the write. Raises OSError."""
        self._output.set(closed)
        if self._echo is not None:
            self._echo(closed)
