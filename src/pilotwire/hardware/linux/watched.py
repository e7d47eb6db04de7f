"""A digital input and what it means: told when it changes, and when somebody asks anew."""

from __future__ import annotations

from collections.abc import Callable

from pilotwire.core.event import HardwareEvent
from pilotwire.hardware.linux.gpio import Input


class Watched:
    """One input; ``meaning`` turns its level (active or not) into an event."""

    __slots__ = ("_input", "_meaning", "_told")

    def __init__(self, line: Input, meaning: Callable[[bool], HardwareEvent]) -> None:
        self._input, self._meaning = line, meaning
        self._told: bool | None = None

    @property
    def fd(self) -> int:
        """Becomes readable with every edge."""
        return self._input.fd

    def look(self) -> HardwareEvent | None:
        """What is new, or None. Raises OSError."""
        self._input.drain()
        now = self._input.read()
        if now is self._told:
            return None
        self._told = now
        return self._meaning(now)

    def forget(self) -> None:
        """Whatever is seen next is new."""
        self._told = None
