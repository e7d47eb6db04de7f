"""JSON as people write it: ``//`` and ``/* */`` comments and trailing commas (chargebyte guide 14.1).

Reads a text into nodes that know where they stand, so that an error can name its line and an edit can leave
everything else alone.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

MAX_CHARS: Final = 1_000_000  # a customer.json of ten EVSEs has some 40,000
MAX_DEPTH: Final = 64
MAX_NUMBER_CHARS: Final = 300  # longer ones are no setting, and Python refuses to convert them at 4300

Scalar = bool | int | float | str | None
Json = Scalar | Sequence["Json"] | Mapping[str, "Json"]
Path = tuple[str | int, ...]

# Each text has one way only to match these, so they cannot run away. Possessive groups would say so more shortly, but
# the Python 3.11 of Debian 12 loses its place in them.
COMMENT: Final = r"/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*/"
_TRIVIA: Final = re.compile(rf"(?:[ \t\r\n]++|//[^\r\n]*+|{COMMENT})*")
_STRING: Final = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\.[^"\\\x00-\x1f]*+)*"')
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?(?![0-9A-Za-z_.+-])")
_WORD: Final = re.compile(r"[A-Za-z_][A-Za-z_0-9]*+")
_WORDS: Final[Mapping[str, Scalar]] = {"true": True, "false": False, "null": None}
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_PATH_PART: Final = re.compile(r"\[(\d{1,6})\]|/?([^/\[\]]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong where; lines and columns count from 1."""

    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.text}"


class JsoncError(ValueError):
    """The text cannot be read."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


class Shape(Enum):
    """What a node is."""

    OBJECT = "an object"
    ARRAY = "an array"
    SCALAR = "a single value"


@dataclass(frozen=True, slots=True)
class Node:
    """A value and the span of text it stands in."""

    shape: Shape
    start: int
    end: int
    scalar: Scalar = None
    members: tuple[Member, ...] = ()

    @property
    def value(self) -> Json:
        """The value as plain Python; of a key given twice the last one."""
        if self.shape is Shape.SCALAR:
            return self.scalar
        if self.shape is Shape.ARRAY:
            return [member.node.value for member in self.members]
        return {member.key: member.node.value for member in self.members}

    def child(self, step: str | int) -> Node | None:
        """The member called *step* of an object, the item *step* of an array; None when there is none."""
        if isinstance(step, int):
            is_inside = self.shape is Shape.ARRAY and 0 <= step < len(self.members)
            return self.members[step].node if is_inside else None
        return next((m.node for m in reversed(self.members) if self.shape is Shape.OBJECT and m.key == step), None)


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an object, or one item of an array (whose key is empty)."""

    key: str
    start: int
    node: Node


@dataclass(frozen=True, slots=True)
class Document:
    """A text that has been read. ``duplicates`` are keys an object has more than once: legal JSON, always a mistake."""

    text: str
    root: Node
    duplicates: tuple[tuple[Path, Fault], ...] = ()
    line_starts: tuple[int, ...] = field(default=(0,), repr=False)

    def line_of(self, position: int) -> int:
        """The number of the line *position* stands in."""
        return bisect_right(self.line_starts, position)

    def at(self, path: Path) -> Node | None:
        """The node at *path*; None when there is none."""
        node: Node | None = self.root
        for step in path:
            node = node and node.child(step)
        return node


def path_text(path: Path) -> str:
    """*path* as the guide writes it: ``ports[0]/meter/baudrate``."""
    parts = (f"[{step}]" if isinstance(step, int) else f"/{step}" for step in path)
    return "".join(parts).removeprefix("/")


def path_of(text: str) -> Path | None:
    """The path written as *text*; None when it is not one."""
    steps: list[str | int] = []
    position = 0
    while position < len(text):
        match = _PATH_PART.match(text, position)
        if match is None:
            return None
        steps.append(int(match[1]) if match[1] else match[2])
        position = match.end()
    return tuple(steps) or None


def decode(data: bytes) -> str:
    """The text of a file; a UTF-8 byte order mark is kept and does no harm.

    :raises JsoncError: it is not UTF-8, or is too long.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise JsoncError(Fault(1, 1, "is UTF-16; save it as UTF-8"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        raise JsoncError(Fault(before.count(b"\n") + 1, column, "is not UTF-8")) from None
    return text


def parse(text: str) -> Document:
    """Reads *text*.

    :raises JsoncError: it is not JSON with comments, or too long, or nested too deep.
    """
    if len(text) > MAX_CHARS:
        raise JsoncError(Fault(1, 1, f"has more than {MAX_CHARS:,} characters"))
    return _Reader(text).document()


class _Reader:
    """Walks through a text once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 1 if text.startswith("\ufeff") else 0
        self.line_starts = (0, *(match.end() for match in re.finditer("\n", text)))
        self.path: list[str | int] = []
        self.duplicates: list[tuple[Path, Fault]] = []

    def document(self) -> Document:
        self._skip_trivia()
        root = self._value()
        self._skip_trivia()
        if self.position < len(self.text):
            raise self._error("something stands behind the end")
        return Document(self.text, root, tuple(self.duplicates), self.line_starts)

    def _fault(self, text: str, position: int) -> Fault:
        line = bisect_right(self.line_starts, position)
        return Fault(line, position - self.line_starts[line - 1] + 1, text)

    def _error(self, text: str, position: int | None = None) -> JsoncError:
        return JsoncError(self._fault(text, self.position if position is None else position))

    def _skip_trivia(self) -> None:
        match = _TRIVIA.match(self.text, self.position)
        assert match is not None  # it matches the empty text
        self.position = match.end()
        if self.text.startswith("/*", self.position):
            raise self._error("the comment is not closed")

    def _next(self) -> str:
        return self.text[self.position : self.position + 1]

    def _value(self) -> Node:
        start = self.position
        match self._next():
            case "{":
                return self._container(Shape.OBJECT, "}")
            case "[":
                return self._container(Shape.ARRAY, "]")
            case '"':
                scalar: Scalar = self._string()
            case "":
                raise self._error("the text ends where a value should stand")
            case _:
                scalar = self._number_or_word()
        return Node(Shape.SCALAR, start, self.position, scalar)

    def _string(self) -> str:
        match = _STRING.match(self.text, self.position)
        if match is None:
            raise self._error("the string is not closed, or a control character stands in it")
        try:
            text: str = json.loads(match[0])
        except ValueError:
            raise self._error("there is a wrong escape in the string") from None
        if _SURROGATE.search(text):
            raise self._error("half a surrogate pair stands in the string")
        self.position = match.end()
        return text

    def _number_or_word(self) -> Scalar:
        word = _WORD.match(self.text, self.position)
        if word is not None and word[0] in _WORDS:
            self.position = word.end()
            return _WORDS[word[0]]
        match = _NUMBER.match(self.text, self.position)
        if match is None:
            raise self._error(f"a value is expected, not {word[0] if word else self._next()!r}")
        if len(match[0]) > MAX_NUMBER_CHARS:
            raise self._error("the number is too long")
        number: int | float = json.loads(match[0])
        if math.isinf(number):
            raise self._error("the number is too large")
        self.position = match.end()
        return number

    def _container(self, shape: Shape, end: str) -> Node:
        start = self.position
        if len(self.path) >= MAX_DEPTH:
            raise self._error(f"is nested deeper than {MAX_DEPTH} levels")
        self.position += 1
        members: list[Member] = []
        seen: set[str] = set()
        self._skip_trivia()
        while self._next() != end:
            members.append(self._member(len(members), seen) if shape is Shape.OBJECT else self._item(len(members)))
            self._skip_trivia()
            if self._next() == ",":
                self.position += 1
                self._skip_trivia()
            elif self._next() != end:
                raise self._error(f"',' or '{end}' is expected")
        self.position += 1
        return Node(shape, start, self.position, None, tuple(members))

    def _item(self, index: int) -> Member:
        start = self.position
        self.path.append(index)
        node = self._value()
        self.path.pop()
        return Member("", start, node)

    def _member(self, index: int, seen: set[str]) -> Member:
        start = self.position
        if self._next() != '"':
            raise self._error(
                "a name in double quotes is expected" if index else "a name in double quotes or '}' is expected"
            )
        key = self._string()
        self.path.append(key)
        if key in seen:
            self.duplicates.append((tuple(self.path), self._fault("stands here a second time", start)))
        seen.add(key)
        self._skip_trivia()
        if self._next() != ":":
            raise self._error("':' is expected")
        self.position += 1
        self._skip_trivia()
        node = self._value()
        self.path.pop()
        return Member(key, start, node)
