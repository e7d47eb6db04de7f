"""Reads customer.json (chargebyte guide 14.1): every value checked, everything wrong told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, cast

from pilotwire.config.codec import FALSE_ONLY, TRUE_ONLY, Codec, MisspeltError
from pilotwire.config.consistency import inconsistencies
from pilotwire.config.entry import Entry
from pilotwire.config.error import ConfigError, ConfigErrors
from pilotwire.config.hardware import GATHERED
from pilotwire.config.jsonc import Document, Fault, JsoncError, Member, Node, Path, Shape, parse, path_text
from pilotwire.config.suggestion import suggestion
from pilotwire.config.table import ENTRIES, MISPRINTS, MOST_ITEMS, MOST_PORTS, VARIABLES, instance_name
from pilotwire.core.variable import Key, Value, Values, Variable
from pilotwire.core.wording import objection, shown

MOST_ERRORS: Final = 100
SCHEMA: Final = "$schema"
LENIENT: Final[tuple[Codec, ...]] = (TRUE_ONLY, FALSE_ONLY)

Tree = Mapping[str, "Tree | Entry"]


@dataclass(frozen=True, slots=True)
class CustomerFile:
    """What customer.json says.

    ``values`` are those a Variable names; ``records`` those inside lists and tables of their own, by their path
    (``ocpp/csDataTransfers[0]/vendorId``); ``ports`` the number of EVSEs; ``lines`` where each value stands.
    """

    values: Values = field(default_factory=dict)
    records: Mapping[str, Value] = field(default_factory=dict)
    ports: int = 1
    warnings: tuple[ConfigError, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)


def read_customer(text: str, variables: Mapping[str, Variable[Value]] = VARIABLES) -> CustomerFile:
    """What *text* says; *variables* are those of the personality, whose ranges count.

    :raises ConfigErrors: something in it is wrong; all of it is told, except behind the first error of syntax.
    """
    try:
        document = parse(text)
    except JsoncError as error:
        raise ConfigErrors((syntax_error(error.fault),)) from None
    reader = _Reader(document, variables)
    reader.read()
    found = CustomerFile(reader.values, reader.records, reader.ports, tuple(reader.warnings), reader.lines)
    errors = reader.errors + list(inconsistencies(found.values, found.records, found.lines, variables))
    if errors:
        raise ConfigErrors(tuple(sorted(errors[:MOST_ERRORS], key=lambda error: error.line)))
    return found


def limited(file: CustomerFile, most: int) -> CustomerFile:
    """*file* as a station with at most *most* charging points reads it: what it says of more is passed over."""
    if file.ports <= most:
        return file
    text = f"has {file.ports} entries, but such a station has {most}; the others are passed over"
    line = min((line for path, line in file.lines.items() if path.startswith(f"ports[{most}]")), default=0)
    values = {key: value for key, value in file.values.items() if key[1] <= most}
    return replace(file, ports=most, values=values, warnings=(*file.warnings, ConfigError(line, "ports", text)))


def syntax_error(fault: Fault, file: str = "customer.json") -> ConfigError:
    """An error of syntax as one of the file."""
    return ConfigError(fault.line, "", f"column {fault.column}: {fault.text}", file)


def _grown(entries: tuple[Entry, ...]) -> Tree:
    """The table as a tree of steps; ``[]`` is any index, ``*`` any name."""
    root: dict[str, Tree | Entry] = {}
    for entry in entries:
        branch = root
        *steps, last = entry.path.replace("[]", "/[]").split("/")
        for step in steps:
            branch = branch.setdefault(step, {})  # type: ignore[assignment]
        branch[last] = entry
    return root


TREE: Final = _grown(ENTRIES)


class _Reader:
    """Walks through the document and the tree of the table together."""

    def __init__(self, document: Document, variables: Mapping[str, Variable[Value]]) -> None:
        self.document = document
        self.variables = variables
        self.values: dict[Key, Value] = {}
        self.records: dict[str, Value] = {}
        self.lines: dict[str, int] = {}
        self.errors: list[ConfigError] = []
        self.warnings: list[ConfigError] = []
        self.ports = 1

    def read(self) -> None:
        for path, fault in self.document.duplicates:
            self.errors.append(ConfigError(fault.line, shown(path_text(path)), fault.text))
        self._branch(self.document.root, TREE, (), "")

    def _error(self, node: Node, path: Path, text: str) -> None:
        self.errors.append(ConfigError(self.document.line_of(node.start), shown(path_text(path)), text))

    def _warn(self, position: int, path: Path, text: str) -> None:
        self.warnings.append(ConfigError(self.document.line_of(position), path_text(path), text))

    def _node(self, node: Node, below: Tree | Entry, path: Path, pattern: str) -> None:
        if isinstance(below, Entry):
            self._leaf(node, below, path)
        elif "[]" in below:
            self._items(node, below["[]"], path, pattern)
        else:
            self._branch(node, below, path, pattern)

    def _items(self, node: Node, below: Tree | Entry, path: Path, pattern: str) -> None:
        if node.shape is not Shape.ARRAY:
            self._error(node, path, "must be a list")
            return
        items = node.members[: MOST_ITEMS.get(pattern)]
        if pattern == "ports":
            items = self._ports(node, path)
        if pattern in GATHERED:
            self.values[_key(GATHERED[pattern], path)] = ()
        for index, item in enumerate(items):
            self._node(item.node, below, (*path, index), pattern + "[]")

    def _ports(self, node: Node, path: Path) -> tuple[Member, ...]:
        self.ports = len(node.members)
        if not 1 <= self.ports <= MOST_PORTS:
            self._error(node, path, f"must have 1 to {MOST_PORTS} entries, one for each charging point")
        return node.members[:MOST_PORTS]

    def _branch(self, node: Node, below: Tree, path: Path, pattern: str) -> None:
        if node.shape is not Shape.OBJECT:
            self._error(node, path, "must be an object in braces")
            return
        own_names = {member.key for member in node.members}
        # misprints first, so that what stands under the right name wins
        for member in sorted(node.members, key=lambda one: f"{pattern}/{one.key}" not in MISPRINTS):
            name = member.key
            if name == SCHEMA and not path:  # for editors; nothing to us
                continue
            right = MISPRINTS.get(f"{pattern}/{name}")
            if right is not None:
                over = ", which stands here too and wins where both say something" if right in own_names else ""
                self._warn(member.start, (*path, name), f"is read as {right}{over}")
                name = right
            self._member(member, name, below, path, pattern)

    def _member(self, member: Member, name: str, below: Tree, path: Path, pattern: str) -> None:
        child = below.get(name, below.get("*"))
        if child is not None:
            step = name if name in below else "*"
            self._node(member.node, child, (*path, name), f"{pattern}/{step}".removeprefix("/"))
        elif len(self.errors) < MOST_ERRORS:
            text = "is not known" + suggestion(path, name, tuple(below))
            line = self.document.line_of(member.start)
            self.errors.append(ConfigError(line, shown(path_text((*path, name))), text))

    def _leaf(self, node: Node, entry: Entry, path: Path) -> None:
        variable = self.variables.get(entry.variable.name, entry.variable)
        try:
            value = entry.codec.read(variable, node.value)
        except MisspeltError as error:
            self._error(node, path, str(error))
            return
        if entry.codec in LENIENT and not isinstance(node.value, bool):
            self._warn(node.start, path, f"is no boolean and counts as {'true' if value else 'false'}")
        value = self._cut(node, entry, path, value)
        wrong = objection(variable, value) or (entry.check and entry.check(value))
        if wrong:
            self._error(node, path, wrong)
        else:
            self._keep(node, entry, path, value)

    def _cut(self, node: Node, entry: Entry, path: Path, value: Value) -> Value:
        limit = entry.cut or entry.sent
        if limit is None or not isinstance(value, str) or len(value) <= limit:
            return value
        self._warn(node.start, path, f"is longer than {limit} characters and is {'cut' if entry.cut else 'sent cut'}")
        return value[: entry.cut]

    def _keep(self, node: Node, entry: Entry, path: Path, value: Value) -> None:
        self.lines[path_text(path)] = self.document.line_of(node.start)
        if not entry.is_record:
            self.values[_key(entry, path)] = value
            return
        self.records[path_text(path)] = value
        name = instance_name(entry, str(path[1]))
        if name is not None:
            self.values[name, 0] = value
        whole = GATHERED.get(entry.path.rpartition("[]/")[0])
        if whole is not None and value is not None:
            key = _key(whole, path)
            self.values[key] = (*cast("tuple[str, ...]", self.values[key]), str(value))


def _key(entry: Entry, path: Path) -> Key:
    return entry.variable.name, path[1] + 1 if isinstance(path[1], int) else 0
