"""The one table of customer.json: which path names which Variable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pilotwire.config import hardware, software
from pilotwire.config.entry import PORTS, Entry
from pilotwire.config.hardware import GATHERED
from pilotwire.core import registry
from pilotwire.core.variable import Access, Key, Value, Variable

# chargebyte guide 3.3.7: it always comes with the answer to BootNotification, so the file does not have it
NOT_KEPT: Final = (registry.HEARTBEAT_INTERVAL_S.name,)
# T47 prints rzd_monitor where it means rcd_monitor, in four of eight rows
MISPRINTS: Final[Mapping[str, str]] = {"ports[]/rzd_monitor": "rcd_monitor"}
# T47: "supports up to three remote objects, surplus objects are silently ignored"
MOST_ITEMS: Final[Mapping[str, int]] = {"ports[]/rfid/remote_ports": 3}
MOST_PORTS: Final = 32


def derived(entries: Iterable[Entry], variables: Mapping[str, Variable[Value]]) -> Iterator[Entry]:
    """A path for each writable Variable that the table forgets, so that none is lost at a restart."""
    entries = tuple(entries)
    named = {entry.variable.name for entry in (*entries, *GATHERED.values())}
    taken = {entry.path for entry in entries}
    for variable in variables.values():
        if variable.access is Access.READ_ONLY or variable.name in named or variable.name in NOT_KEPT:
            continue
        component, _, last = variable.name.rpartition(".")
        if last == "Enabled":  # by itself it says nothing
            last = component.removesuffix("Ctrlr") + last
        prefix = PORTS if variable.per_evse else "ocpp/"
        short = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", last).lower() if variable.per_evse else last
        path = prefix + (short if prefix + short not in taken else variable.name)
        taken.add(path)
        yield Entry(path, variable, "", "pilotwire", by_ocpp=False, is_ours=True, is_shipped=False)


_DOCUMENTED: Final = hardware.ENTRIES + software.ENTRIES
ENTRIES: Final[tuple[Entry, ...]] = _DOCUMENTED + tuple(derived(_DOCUMENTED, registry.VARIABLES))
# all that have a key: the values of single paths, and lists gathered into one value
KEYED: Final[tuple[Entry, ...]] = tuple(entry for entry in ENTRIES if not entry.is_record) + tuple(GATHERED.values())
BY_VARIABLE: Final[Mapping[str, Entry]] = {entry.variable.name: entry for entry in KEYED}
# the registry and the settings of rooms that do not exist yet
VARIABLES: Final[Mapping[str, Variable[Value]]] = {
    **registry.VARIABLES,
    **{entry.variable.name: entry.variable for entry in KEYED},
}


TABLE: Final = "fake_highlevel_dc_vendors"  # a person chooses the names in it: each is an instance of a component
_INSTANCE: Final = re.compile(r"(?P<component>[A-Za-z]+)\.(?P<instance>[A-Za-z0-9_-]{1,40})\.(?P<variable>[A-Za-z]+)")
_ROWS: Final[Mapping[str, Entry]] = {entry.variable.name: entry for entry in ENTRIES if "*" in entry.path}


def instance_name(entry: Entry, name: str) -> str | None:
    """The name of the Variable that row *entry* of a table has for *name*; None where it is no name for one."""
    component, _, variable = entry.variable.name.partition(".")
    full = f"{component}.{name}.{variable}"
    return full if "*" in entry.path and _INSTANCE.fullmatch(full) else None


def instances(name: str) -> dict[str, Variable[Value]]:
    """All Variables that the name *name* of a table has."""
    named = ((instance_name(entry, name), entry.variable) for entry in _ROWS.values())
    return {full: replace(variable, name=full) for full, variable in named if full is not None}


def _instance_entry(full: str) -> Entry | None:
    match = _INSTANCE.fullmatch(full)
    row = _ROWS.get(f"{match['component']}.{match['variable']}") if match else None
    if match is None or row is None:
        return None
    return replace(row, path=row.path.replace("*", match["instance"]), variable=replace(row.variable, name=full))


def entry_of(key: Key) -> Entry | None:
    """The line of the table that says where *key* is kept; None when customer.json does not have it."""
    entry = BY_VARIABLE.get(key[0]) or _instance_entry(key[0])
    return entry if entry is not None and (key[1] != 0) is entry.variable.per_evse else None
