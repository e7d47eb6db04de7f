"""The TOML files of personalities, and what one inherits from another."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

DATA: Final[Traversable] = files("pilotwire.personality") / "data"
# arrays of tables: in TOML in the singular
ENTRIES: Final = {"key": "keys", "variable": "variables", "transfer": "transfers"}
OF_ONE_FILE: Final = ("inherits", "variants", "limitations", "only_own_keys", "transfer")  # not inherited
MOST_ANCESTORS: Final = 5
# what a key is; who says it anew says all of it anew, down to what was true of a Variable it names no more
WAYS: Final = ("variable", "split", "view", "constant", "counts", "limits")
OF_WAY: Final = (*WAYS, "codec", "words", "scale", "fallback", "default", "effect", "execute_min", "execute_max")

SUFFIX: Final = ".toml"
Raw = dict[str, Any]


class SourceError(Exception):
    """The file of a personality is not there, is no TOML, or inherits from nobody."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{name}.toml: {text}")
        self.name = name
        self.text = text


def names(directory: Traversable = DATA) -> tuple[str, ...]:
    """The personalities there are."""
    files_there = directory.iterdir() if directory.is_dir() else ()
    return tuple(sorted(one.name.removesuffix(SUFFIX) for one in files_there if one.name.endswith(SUFFIX)))


def place_of(name: str, directory: Traversable = DATA) -> tuple[str, Traversable]:
    """The name and the directory that *name* stands for: a file of one's own is named by its path."""
    path = Path(name)
    return (path.stem, path.parent) if path.suffix == SUFFIX else (name, directory)


def own(name: str, directory: Traversable = DATA) -> Raw:
    """What the file of *name* itself says.

    :raises SourceError: there is none, or it is no TOML.
    """
    if name not in names(directory):
        if name not in names():
            known = sorted({*names(directory), *names()})
            raise SourceError(name, f"there is no such personality; there are {', '.join(known)}")
        directory = DATA  # one's own may inherit from those that are shipped
    try:
        return tomllib.loads((directory / f"{name}{SUFFIX}").read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(name, f"is no TOML: {error}") from None


def whole(name: str, directory: Traversable = DATA, depth: int = 0) -> Raw:
    """What *name* says with all it inherits.

    :raises SourceError: a file is missing or wrong, or inherits in a circle.
    """
    raw = own(name, directory)
    parent = raw.get("inherits")
    if parent is None:
        return raw
    if depth >= MOST_ANCESTORS:
        raise SourceError(name, "inherits in a circle")
    return merged(whole(str(parent), directory, depth + 1), raw)


def merged(parent: Raw, child: Raw) -> Raw:
    """*child* over *parent*: entries by name, tables by field, all else whole."""
    result = {key: value for key, value in parent.items() if key not in OF_ONE_FILE}
    for key, value in child.items():
        if key in ENTRIES and _are_tables(value) and _are_tables(result.get(key, [])):
            only_own = key == "key" and child.get("only_own_keys") is True
            result[key] = _entries(result.get(key, []), value, only_own=only_own)
        else:
            result[key] = _over(result.get(key), value)
    return result


def _are_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(entry, dict) for entry in value)


def _over(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{key: _over(old.get(key), value) for key, value in new.items()}}
    return new


def _entries(parent: list[Raw], child: list[Raw], *, only_own: bool) -> list[Raw]:
    inherited = by_name(parent)
    own_entries = [_entry(inherited.get(str(entry.get("name")), {}), entry) for entry in child]
    if only_own:
        return own_entries
    changed = by_name(own_entries)
    kept = [changed.get(name, entry) for name, entry in inherited.items()]
    return kept + [entry for name, entry in changed.items() if name not in inherited]


def _entry(parent: Raw, child: Raw) -> Raw:
    """*child* over *parent*, field by field."""
    is_anew = any(way in child for way in WAYS)
    kept = {field: value for field, value in parent.items() if not (is_anew and field in OF_WAY)}
    return {**kept, **child}


def by_name(entries: Any) -> Mapping[str, Raw]:
    """Entries by their names; nothing of what are no entries."""
    return {str(entry.get("name")): entry for entry in entries} if _are_tables(entries) else {}
