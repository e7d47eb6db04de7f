"""The factory default of customer.json: every path with what it means (chargebyte guide 14.1)."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.config.customer import TREE, Tree
from pilotwire.config.entry import Entry
from pilotwire.config.jsonc import Json
from pilotwire.core.variable import Kind, Value, Variable
from pilotwire.core.wording import allowed_text

HEAD: Final = """\
// customer.json: what this station is built of and how it behaves. Comments may stand anywhere and stay when the
// station itself changes a value. A line that is commented out counts with the default it shows.
"""
STEP: Final = "  "
WIDTH: Final = 100
SHIPPED_LISTS: Final = ("ports", "ports[]/rfid/remote_ports")  # T47: one remote port with a commented out uri
EXAMPLES: Final[Mapping[str, Json]] = {  # shown in comments, where there is no default to show
    "ports[]/rfid/remote_ports[]/uri": "mqtt://192.168.0.1:9001",
    **{
        f"ports[]/{device}/{name}": example
        for device in ("meter", "recloser", "rfid")
        for name, example in (("baudrate", 9600), ("parity", "none"), ("address", 1))
    },
    "ocpp/uri": "wss://example.com/ocpp/station1",
    "ocpp/identity": "station1",
    "ocpp/csDataTransfers[]/vendorId": "com.example",
    "ocpp/csDataTransfers[]/messageId": "message",
    "network/ipv4/address": "192.168.178.2/24",
    "network/ipv4/gateway": "192.168.178.254",
    "network/ipv4/dns": "192.168.178.254",
    "network/ntp": "pool.ntp.org",
}


@dataclass(frozen=True, slots=True)
class _Item:
    """A member of an object: its lines, and whether there is more than a comment in them."""

    lines: tuple[str, ...]
    is_real: bool


def factory_text(variables: Mapping[str, Variable[Value]], shipped: Mapping[str, Json]) -> str:
    """customer.json as it leaves the factory: *variables* with their defaults, *shipped* (by path) over them."""
    return HEAD + "\n".join(_Writer(variables, shipped).object(TREE, "")) + "\n"


@dataclass(frozen=True, slots=True)
class _Writer:
    variables: Mapping[str, Variable[Value]]
    shipped: Mapping[str, Json]

    def object(self, tree: Tree, pattern: str) -> tuple[str, ...]:
        items = [self._item(name, below, f"{pattern}/{name}".removeprefix("/")) for name, below in tree.items()]
        return ("{", *_joined(items), "}")

    def _item(self, name: str, below: Tree | Entry, pattern: str) -> _Item:
        if isinstance(below, Entry):
            return self._leaf(name, below)
        if "*" in below:
            return self._table(name, pattern)
        if "[]" not in below:
            return _named(name, self.object(below, pattern))
        return self._list(name, below["[]"], pattern)

    def _list(self, name: str, item: Tree | Entry, pattern: str) -> _Item:
        assert not isinstance(item, Entry)  # the table has lists of objects only
        lines = tuple(STEP + line for line in self.object(item, f"{pattern}[]"))
        whole = _named(name, ("[", *lines, "]"))
        is_real = pattern in SHIPPED_LISTS
        return whole if is_real else _Item(tuple(f"// {line}" for line in whole.lines), is_real=False)

    def _table(self, name: str, pattern: str) -> _Item:
        value = self.shipped.get(pattern, {})
        return _named(name, tuple(json.dumps(value, ensure_ascii=False, indent=len(STEP)).split("\n")))

    def _leaf(self, name: str, entry: Entry) -> _Item:
        variable = self.variables.get(entry.variable.name, entry.variable)
        is_real = entry.path in self.shipped or (entry.is_shipped and not entry.is_record)
        value = self.shipped.get(entry.path, EXAMPLES.get(entry.path, entry.codec.write(variable.default)))
        line = f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
        return _Item((*_about(entry, variable), line if is_real else f"// {line}"), is_real)


def _about(entry: Entry, variable: Variable[Value]) -> Iterator[str]:
    is_plain = variable.kind is Kind.BOOLEAN or not (variable.choices or variable.allowed)
    about = [part for part in (entry.about, "" if is_plain else f"({allowed_text(variable)})") if part]
    for line in textwrap.wrap(" ".join(about), WIDTH, break_long_words=False, break_on_hyphens=False):
        yield f"// {line}"


def _named(name: str, lines: tuple[str, ...]) -> _Item:
    return _Item((f"{json.dumps(name)}: {lines[0]}", *lines[1:]), is_real=True)


def _joined(items: list[_Item]) -> Iterator[str]:
    """All lines, with a comma behind each real item but the last."""
    last = max((index for index, item in enumerate(items) if item.is_real), default=-1)
    for index, item in enumerate(items):
        comma = "," if item.is_real and index != last else ""
        yield from (STEP + line for line in item.lines[:-1])
        yield STEP + item.lines[-1] + comma
