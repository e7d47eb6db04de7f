"""rotaryencd.json: what the positions of the rotary switch SW2 mean (chargebyte guide 4.2.2 T16, 14.1 T50)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any, Final

from pilotwire.config.codec import PLAIN, MisspeltError
from pilotwire.config.customer import SCHEMA
from pilotwire.config.error import ConfigError, ConfigErrors
from pilotwire.config.jsonc import Document, JsoncError, Node, Path, Shape, parse, path_text
from pilotwire.config.recovery import text_of
from pilotwire.core.variable import Kind, Value, Variable
from pilotwire.core.wording import objection, shown
from pilotwire.durable_file import replace_file

NAME: Final = "rotaryencd.json"
SWITCH_NAME: Final = "SW2"  # as it is printed on the board
SWITCH: Final = "rotary_switch_1"
PHASE_COUNT: Variable[Any] = Variable("RotarySwitch.PhaseCount", Kind.INTEGER, 1, "", ((1, 1), (3, 3)))
CURRENT_LIMIT: Variable[Any] = Variable("RotarySwitch.CurrentLimit", Kind.INTEGER, 6, "A", ((1, 10000),))
FIELDS: Final[Mapping[str, Variable[Any]]] = {"phase_count": PHASE_COUNT, "current_limit": CURRENT_LIMIT}


@dataclass(frozen=True, slots=True)
class Position:
    """What the grid connection can carry, in A per phase, and how many phases it has."""

    current_limit: int
    phase_count: int


USUAL: Final[tuple[Position, ...]] = tuple(  # T16; the index is the position, 10 to 15 are printed A to F
    Position(limit_a, phases) for phases in (1, 3) for limit_a in (6, 10, 13, 16, 20, 32, 40, 63)
)


def position_at(positions: tuple[Position, ...], stands_at: object) -> Position:
    """What counts while the switch stands at *stands_at* (0 to 15).

    Anything else is a switch between two positions, or one that cannot be read: then the safest one counts.
    """
    if isinstance(stands_at, int) and not isinstance(stands_at, bool) and 0 <= stands_at < len(positions):
        return positions[stands_at]
    return min(positions, key=lambda each: (each.current_limit, each.phase_count))


def find_rotary(path: FilePath, backup: FilePath) -> tuple[tuple[Position, ...], tuple[ConfigError, ...]]:
    """The positions as the file at *path* has them, and why it cannot be used where *backup* had to stand in.

    No file: the usual ones. A good file becomes the backup.

    :raises ConfigErrors: the file is wrong and there is no backup that is right.
    """
    try:
        text = _text(path)
        positions = USUAL if text is None else read_rotary(text)
    except ConfigErrors as broken:
        return _from_backup(backup, broken), broken.errors
    if text is not None:
        return positions, _kept(backup, text)
    return positions, ()


def check_rotary(path: FilePath) -> tuple[ConfigError, ...]:
    """What is wrong with the file at *path*; nothing is where there is none."""
    try:
        text = _text(path)
        if text is not None:
            read_rotary(text)
    except ConfigErrors as errors:
        return errors.errors
    return ()


def _from_backup(backup: FilePath, broken: ConfigErrors) -> tuple[Position, ...]:
    try:
        text = _text(backup)
        if text is not None:
            return read_rotary(text)
    except ConfigErrors:
        pass
    raise broken


def _kept(backup: FilePath, text: str) -> tuple[ConfigError, ...]:
    """A disk that refuses is no reason not to start."""
    try:
        if _text(backup) != text:
            replace_file(backup, text)
    except (OSError, ConfigErrors) as error:
        return (ConfigError(0, "", f"{backup} cannot be written: {error}", NAME),)
    return ()


def _text(path: FilePath) -> str | None:
    try:
        return text_of(path)
    except ConfigErrors as errors:
        raise ConfigErrors(tuple(replace(error, file=NAME) for error in errors.errors)) from None


def read_rotary(text: str) -> tuple[Position, ...]:
    """The sixteen positions; what *text* does not say is as usual.

    :raises ConfigErrors: something in it is wrong; all of it is told.
    """
    try:
        document = parse(text)
    except JsoncError as error:
        raise ConfigErrors(
            (_error(error.fault.line, (), f"column {error.fault.column}: {error.fault.text}"),)
        ) from None
    reader = _Reader(document)
    positions = reader.read()
    if reader.errors:
        raise ConfigErrors(tuple(sorted(reader.errors, key=lambda error: error.line)))
    return positions


def _error(line: int, path: Path, text: str) -> ConfigError:
    return ConfigError(line, shown(path_text(path)), text, NAME)


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self.errors = [_error(fault.line, path, fault.text) for path, fault in document.duplicates]

    def read(self) -> tuple[Position, ...]:
        switch = self._members(self._document.root, (), (SWITCH, SCHEMA)).get(SWITCH)
        if switch is None:
            return USUAL
        if switch.shape is not Shape.ARRAY or len(switch.members) > len(USUAL):
            self._wrong(switch, (SWITCH,), f"must be a list of at most {len(USUAL)} positions, the first of them 0")
            return USUAL
        items = (member.node for member in switch.members)
        said = [self._position(node, index) for index, node in enumerate(items)]
        return (*said, *USUAL[len(said) :])

    def _position(self, node: Node, index: int) -> Position:
        path: Path = (SWITCH, index)
        members = self._members(node, path, tuple(FIELDS))
        values = {name: self._number(one, (*path, name), FIELDS[name]) for name, one in members.items()}
        return replace(USUAL[index], **{name: value for name, value in values.items() if value is not None})

    def _members(self, node: Node, path: Path, known: tuple[str, ...]) -> dict[str, Node]:
        if node.shape is not Shape.OBJECT:
            self._wrong(node, path, "must be an object in braces")
            return {}
        for member in node.members:
            if member.key not in known:
                line = self._document.line_of(member.start)
                self.errors.append(
                    _error(
                        line,
                        (*path, member.key),
                        f"is not known; known is {' and '.join(one for one in known if one != SCHEMA)}",
                    )
                )
        return {member.key: member.node for member in node.members if member.key in known}

    def _number(self, node: Node, path: Path, variable: Variable[Value]) -> int | None:
        try:
            value = PLAIN.read(variable, node.value)
            wrong = objection(variable, value)
        except MisspeltError as error:
            value, wrong = None, str(error)
        if wrong:
            self._wrong(node, path, wrong)
        return value if isinstance(value, int) and not wrong else None

    def _wrong(self, node: Node, path: Path, text: str) -> None:
        self.errors.append(_error(self._document.line_of(node.start), path, text))
