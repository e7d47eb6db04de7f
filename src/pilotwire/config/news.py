"""What is new in a customer.json that a person has edited while the station runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pilotwire.config.customer import CustomerFile
from pilotwire.config.jsonc import path_text
from pilotwire.config.table import entry_of
from pilotwire.core.settings import Settings, Write
from pilotwire.core.variable import Applies, Key, Value, Variable


@dataclass(frozen=True, slots=True)
class News:
    """``changes`` are the values that are others now; the rest are paths, by when they count.

    ``waiting`` ones count with the next transaction, or when nobody charges; ``later`` ones after a restart; ``held``
    ones not in this run, because a flag holds them.
    """

    changes: tuple[Write, ...] = ()
    now: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def is_any(self) -> bool:
        """Whether anything is new."""
        return bool(self.changes or self.later)


def news_of(old: CustomerFile, new: CustomerFile, settings: Settings) -> News:
    """What *new* says that *old* did not, as far as *settings* do not report it already.

    A value that is gone from the file counts with its default. What the station itself has written is no news.
    """
    changed = {key: value for key, value in _changed(old, new, settings) if not _is_known(key, value, settings)}
    paths: dict[str, list[str]] = {"now": [], "waiting": [], "later": [], "held": []}
    for key in changed:
        paths[_when(key, settings)].append(_path(key))
    paths["later"] += [path for path in _changed_records(old, new) if path not in paths["later"]]
    if old.ports != new.ports:
        paths["later"].append("ports")
    writes = tuple(Write(name, value, evse) for (name, evse), value in changed.items())
    return News(writes, **{when: tuple(those) for when, those in paths.items()})


def _changed(old: CustomerFile, new: CustomerFile, settings: Settings) -> Iterator[tuple[Key, Value]]:
    variables: Mapping[str, Variable[Value]] = settings.layers.variables
    for key in dict.fromkeys((*old.values, *new.values)):
        if key[0] not in variables:  # a name in a table that there was not at the start
            continue
        before, after = (file.values.get(key, variables[key[0]].default) for file in (old, new))
        if before != after and key[1] <= old.ports:
            yield key, after


def _is_known(key: Key, value: Value, settings: Settings) -> bool:
    variable = settings.layers.variables[key[0]]
    return settings.reported(variable, key[1]) == value


def _when(key: Key, settings: Settings) -> str:
    if key in settings.layers.pinned:
        return "held"
    match settings.layers.variables[key[0]].applies:
        case Applies.NOW:
            return "now"
        case Applies.REBOOT:
            return "later"
        case _:
            return "waiting"


def _changed_records(old: CustomerFile, new: CustomerFile) -> list[str]:
    """Paths inside lists and tables of their own; those the station has as one value are told as that value."""
    paths = dict.fromkeys((*old.records, *new.records))
    return [path for path in paths if "/rfid/" not in path and old.records.get(path) != new.records.get(path)]


def _path(key: Key) -> str:
    entry = entry_of(key)
    assert entry is not None  # it was read from the file
    return path_text(entry.at(key[1]))
