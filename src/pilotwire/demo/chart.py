"""Bars of block characters for a series of values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

BLOCKS = " ▁▂▃▄▅▆▇█"
STEPS = len(BLOCKS) - 1


def bars(values: Sequence[float], width: int, rows: int, top: float) -> tuple[str, ...]:
    """*values* as *rows* lines, the upper one first, *top* as high as all of them; more than *width* are averaged."""
    heights = [round(max(0.0, min(value / top, 1.0)) * STEPS * rows) for value in squeezed(values, width)]
    return tuple(
        "".join(BLOCKS[max(0, min(STEPS, height - STEPS * row))] for height in heights) for row in reversed(range(rows))
    )


def squeezed(values: Sequence[float], width: int) -> list[float]:
    """At most *width* values: neighbours are averaged."""
    count = len(values)
    if count <= width:
        return list(values)
    edges = [index * count // width for index in range(width + 1)]
    return [sum(values[one:other]) / (other - one) for one, other in pairwise(edges)]
