"""The H-bridge of a lock motor: M+ = IN1 and not IN2, M- = IN2 and not IN1 (chargebyte guide 7.6)."""

from __future__ import annotations

from pilotwire.hardware.linux.gpio import Output


class Motor:
    """Two inputs of a bridge. An inverted one (IN1 of X9) is the polarity of its pin, so the logic stands here once."""

    __slots__ = ("_in1", "_in2")

    def __init__(self, in1: Output, in2: Output) -> None:
        self._in1, self._in2 = in1, in2

    def forward(self) -> None:
        """M+: towards locked. Raises OSError."""
        self._in2.set(False)
        self._in1.set(True)

    def backward(self) -> None:
        """M-: towards unlocked. Raises OSError."""
        self._in1.set(False)
        self._in2.set(True)

    def rest(self) -> None:
        """No current. Raises OSError."""
        self._in1.set(False)
        self._in2.set(False)
