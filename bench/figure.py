"""One measured figure, and the promise it is held against."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """*text* is what was measured, *promise* what we say of it, *kept* whether it holds (None: no promise)."""

    name: str
    text: str
    promise: str = ""
    kept: bool | None = None


def per_call_us(work: Callable[[], object], seconds: float = 0.4) -> float:
    """Microseconds a call of *work* takes: the best of five rounds, so that a busy machine disturbs least."""
    work()
    started, calls = time.perf_counter(), 0
    while time.perf_counter() - started < seconds / 5:
        work()
        calls += 1
    best = float("inf")
    for _ in range(5):
        started = time.perf_counter()
        for _ in range(calls):
            work()
        best = min(best, (time.perf_counter() - started) / calls)
    return best * 1e6


def percentile(values: list[float], share: float) -> float:
    """The value below which *share* (0 to 1) of *values* lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
