"""Writes docs/reference/mutants.md from what `make mutants` found, and fails below the promise."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

PROMISE = 0.90
MUTMUT = ".venv-mutants/bin/mutmut"
PAGE = Path("docs/reference/mutants.md")
INTRO = """# Mutants

`make mutants` makes small mistakes in `core/port`, one at a time (a `not` that is lost, a `None` for a number, a comparison
turned round), and lets the sentences of `tests/core` look for them, without the random walks. **{score:.1%}** of {total}
were found (promised: {promise:.0%}).

| file | mistakes | found |
|---|---|---|
{rows}

What was not found, by function:

{survivors}
"""


def main() -> int:
    """0 if the promise is kept."""
    found = _results()
    total, killed = (
        Counter(_file(name) for name in found),
        Counter(_file(n) for n, what in found.items() if _is_found(what)),
    )
    score = killed.total() / total.total()
    rows = "\n".join(f"| {file}.py | {count} | {killed[file] / count:.0%} |" for file, count in sorted(total.items()))
    left = Counter(_function(name) for name, what in found.items() if not _is_found(what))
    survivors = "\n".join(f"- `{name}`: {count}" for name, count in sorted(left.items()))
    text = INTRO.format(score=score, total=total.total(), promise=PROMISE, rows=rows, survivors=survivors)
    PAGE.write_text(text, encoding="utf-8")
    print(f"{score:.1%} of {total.total()} mutants found; {PAGE}")
    return 0 if score >= PROMISE else 1


def _results() -> dict[str, str]:
    """What became of each mutant, by its name: ``pilotwire.core.port.lock.x_on_read__mutmut_1``."""
    done = subprocess.run([MUTMUT, "results", "--all", "true"], capture_output=True, text=True, check=True)
    pairs = (line.strip().rpartition(": ") for line in done.stdout.splitlines() if "__mutmut_" in line)
    return {name: what for name, _, what in pairs}


def _is_found(what: str) -> bool:
    return what in ("killed", "timeout")


def _file(name: str) -> str:
    return name.split(".")[3]


def _function(name: str) -> str:
    place, _, function = name.rpartition(".")
    return f"{place.split('.')[3]}.{function.removeprefix('x_').rpartition('__mutmut_')[0]}"


if __name__ == "__main__":
    sys.exit(main())
