"""A million steps among vehicles, drivers and breaking hardware: no rule is broken, and every edge is seen."""

from __future__ import annotations

import multiprocessing
from collections import Counter

from tests.core import test_random_walk as walks

from bench.figure import Figure

STEPS = 1_000_000
Seen = tuple[int, int, Counter[tuple[str, str, str]]]  # steps, energised ones, edges


def figures() -> list[Figure]:
    """What was seen; the witness of the tests asserts on the way that nothing wrong was."""
    rounds = -(-STEPS // (walks.STEPS * len(walks.STATIONS)))
    jobs = [(number, 1000 + seed) for number in range(len(walks.STATIONS)) for seed in range(rounds)]
    with multiprocessing.Pool() as pool:
        seen = pool.starmap(_walked, jobs)
    steps, energised = sum(each[0] for each in seen), sum(each[1] for each in seen)
    edges = set().union(*(each[2] for each in seen))
    known = walks.reachable() | walks.edges_of(walks.SELDOM)
    strange = ", ".join(sorted("/".join(edge) for edge in edges - known)) or "none"
    missed = ", ".join(sorted("/".join(edge) for edge in walks.reachable() - edges)) or "none"
    text = (
        f"{steps} steps, {energised / steps:.0%} energised, {len(edges)} edges, "
        f"{len(known - edges)} of the rarest not seen, missed: {missed}, unknown: {strange}"
    )
    kept = steps >= STEPS and energised >= steps / 5 and strange == missed == "none"
    return [Figure("random walk of two EVSEs, the rules checked after every step", text, "no rule broken, 20 %", kept)]


def _walked(number: int, seed: int) -> Seen:
    witness = walks.walked(number, seed)
    return witness.steps, witness.energised, witness.edges
