"""``make bench``: measure, print, and write docs/reference/benchmarks.md. Exit 1 if a promise is not kept."""

from __future__ import annotations

import logging
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bench import fleet, latency, local_list, month, replay, schedule, start, step, walk, wire
from bench.figure import Figure

PAGE = Path("docs/reference/benchmarks.md")
PARTS: dict[str, Callable[[], list[Figure]]] = {
    "wire": wire.figures,
    "step": step.figures,
    "schedule": schedule.figures,
    "latency": latency.figures,
    "list": local_list.figures,
    "start": start.figures,
    "replay": replay.figures,
    "month": month.figures,
    "fleet": fleet.figures,
    "walk": walk.figures,
}
INTRO = """# Benchmarks

Measured by `make bench` on {day} with Python {python} on {machine}. Ratios are against a peer measured in the same run;
absolute times are of this machine. The peer on the wire is the `ocpp` library: its objects, its schema validation, its
routing.

| what | measured | promised | kept |
|---|---|---|---|
"""


def main() -> int:
    """Measure the parts named on the command line, or all; only all of them write the page."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    wanted = sys.argv[1:] or list(PARTS)
    figures = [figure for name in wanted for figure in _shown(PARTS[name]())]
    if wanted == list(PARTS):
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(_page(figures), encoding="utf-8")
    return 1 if any(figure.kept is False for figure in figures) else 0


def _shown(figures: list[Figure]) -> list[Figure]:
    for figure in figures:
        mark = {True: "kept", False: "NOT KEPT", None: ""}[figure.kept]
        print(
            f"{figure.name}\n    {figure.text}" + (f"   [{figure.promise}: {mark}]" if figure.promise else ""),
            flush=True,
        )
    return figures


def _page(figures: list[Figure]) -> str:
    day = datetime.now(UTC).date().isoformat()
    head = INTRO.format(day=day, python=platform.python_version(), machine=f"{platform.machine()}, two shared cores")
    mark = {True: "yes", False: "**no**", None: ""}
    rows = (f"| {each.name} | {each.text} | {each.promise} | {mark[each.kept]} |" for each in figures)
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
