"""Every frame to and fro, for whoever wants to watch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Way(Enum):
    """Which way a frame went, as the station sees it."""

    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame on the wire."""

    way: Way
    text: str


Watch = Callable[[Frame], None]


def unwatched(frame: Frame) -> None:
    """Nobody watches."""
