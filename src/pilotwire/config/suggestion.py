"""What somebody may have meant who wrote a name nobody knows."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Final

from pilotwire.config.jsonc import Path, path_text
from pilotwire.config.table import ENTRIES, NOT_KEPT

MAX_COMPARED: Final = 80
LEAVES: Final = tuple(entry.path for entry in ENTRIES)


def suggestion(path: Path, name: str, siblings: Sequence[str]) -> str:
    """``; did you mean ports[0]/meter/baudrate?`` or nothing. *siblings* are the names known below *path*."""
    name = name[:MAX_COMPARED]
    if name in {variable.rpartition(".")[2] for variable in NOT_KEPT}:
        return ": it is not kept in this file, the central system sets it at each start"
    known = [one for one in siblings if one not in ("[]", "*")]
    near = difflib.get_close_matches(name, known, 1, 0.7)
    if near:
        return f"; did you mean {path_text((*path, near[0]))}?"
    pattern = re.sub(r"\[\d+\]", "[]", path_text((*path[-MAX_COMPARED:], name)))[:MAX_COMPARED]
    same = [one for one in LEAVES if one.rpartition("/")[2].lower() == name.lower()]
    near = difflib.get_close_matches(pattern, same or LEAVES, 1, 0.0 if same else 0.8)
    return f"; did you mean {_with_indexes(near[0], path)}?" if near else ""


def _with_indexes(pattern: str, path: Path) -> str:
    index = path[1] if len(path) > 1 and isinstance(path[1], int) else 0
    return pattern.replace("[]", f"[{index}]", 1)
