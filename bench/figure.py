"""One measured figure, and the promise it is held against."""

from __future__ import annotations

import timeit
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """*text* is what was measured, *promise* what we say of it, *kept* whether it holds (None: no promise)."""

    name: str
    text: str
    promise: str = ""
    kept: bool | None = None


ROUNDS = 200  # short ones: on a shared machine the best of many is the one nobody disturbed


def per_call_us(work: Callable[[], object], calls: int = 300) -> float:
    """Microseconds a call of *work* takes, the best of many short rounds."""
    return min(timeit.repeat(work, number=calls, repeat=ROUNDS)) / calls * 1e6


def percentile(values: list[float], share: float) -> float:
    """The value below which *share* (0 to 1) of *values* lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
