"""Changes one value of a text and leaves every other character alone: comments, layout, the order of keys."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pilotwire.config.jsonc import COMMENT, Document, Json, Member, Node, Path, Shape, parse, path_text

_STEP: Final = "  "
_STRING_OR_COMMENT: Final = re.compile(rf'"[^"\\]*+(?:\\.[^"\\]*+)*"|(//[^\r\n]*+|{COMMENT})')
_BEFORE_COMMA: Final = re.compile(rf"(?:[ \t\r\n]++|//[^\r\n]*+|{COMMENT})*,")
_ON_ONE_LINE: Final = r"/\*[^*\r\n]*+\*++(?:[^/*\r\n][^*\r\n]*+\*++)*/"
_REST_OF_LINE: Final = re.compile(rf"(?:[ \t]++|//[^\r\n]*+|{_ON_ONE_LINE})*(?=\r?\n)")
_LAST_LINE: Final = re.compile(r"[ \t]*\Z")

New = tuple[str | None, Json]  # a member of an object, or an item of a list (whose key is None)


class EditError(ValueError):
    """The value cannot be set at this path."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Replace the text from *start* to *end*."""

    start: int
    end: int
    text: str


def set_value(text: str, path: Path, value: Json) -> str:
    """*text* with *value* at *path*; objects and lists on the way are created.

    Only what differs is touched, so a comment inside a list survives a change of the list.

    :raises JsoncError: *text* cannot be read, before or after the change (nested too deep).
    :raises EditError: no object or list stands where the path needs one, or a key is there twice.
    """
    document = parse(text)
    if document.duplicates:
        raise EditError(f"{path_text(document.duplicates[0][0])} {document.duplicates[0][1].text}")
    node, depth = document.root, 0
    while depth < len(path) and (child := node.child(path[depth])) is not None:
        node, depth = child, depth + 1
    if depth == len(path):
        splices = tuple(_changed(document, node, value))
    else:
        splices = tuple(_inserted(document, node, path, depth, value))
    for splice in sorted(splices, key=lambda one: (one.start, one.end), reverse=True):
        text = text[: splice.start] + splice.text + text[splice.end :]
    return parse(text).text


def _inserted(document: Document, node: Node, path: Path, depth: int, value: Json) -> Iterator[Splice]:
    for step in reversed(path[depth + 1 :]):
        if isinstance(step, int) and step != 0:
            raise EditError(f"{path_text(path)}: the list does not exist yet and cannot begin with [{step}]")
        value = {step: value} if isinstance(step, str) else [value]
    step = path[depth]
    wanted = Shape.ARRAY if isinstance(step, int) else Shape.OBJECT
    if node.shape is not wanted:
        raise EditError(f"{path_text(path)}: {node.shape.value} stands where {wanted.value} is needed")
    if isinstance(step, int) and step != len(node.members):
        raise EditError(f"{path_text(path)}: the list has {len(node.members)} items")
    yield from _grown(document, node, node.members, [(step if isinstance(step, str) else None, value)])


def _changed(document: Document, node: Node, value: Json) -> Iterator[Splice]:
    """The splices that make *node* be *value*."""
    if isinstance(value, Mapping) and node.shape is Shape.OBJECT:
        yield from _changed_object(document, node, value)
    elif _is_list(value) and node.shape is Shape.ARRAY:
        yield from _changed_array(document, node, list(value))  # type: ignore[arg-type]
    elif node.shape is not Shape.SCALAR or type(node.scalar) is not type(value) or node.scalar != value:
        indent = _indent(document.text, node.start)
        yield Splice(
            node.start, node.end, _comments(document, node.start, node.end) + _rendered(document, value, indent)
        )


def _is_list(value: Json) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _changed_object(document: Document, node: Node, value: Mapping[str, Json]) -> Iterator[Splice]:
    kept = tuple(member for member in node.members if member.key in value)
    for member in kept:
        yield from _changed(document, member.node, value[member.key])
    there = {member.key for member in kept}
    yield from _resized(document, node, kept, [(key, one) for key, one in value.items() if key not in there])


def _changed_array(document: Document, node: Node, value: list[Json]) -> Iterator[Splice]:
    kept = node.members[: len(value)]
    for member, item in zip(kept, value, strict=False):
        yield from _changed(document, member.node, item)
    yield from _resized(document, node, kept, [(None, item) for item in value[len(kept) :]])


def _resized(document: Document, node: Node, kept: tuple[Member, ...], new: list[New]) -> Iterator[Splice]:
    for member in node.members:
        if member not in kept:
            yield Splice(member.start, member.node.end, _comments(document, member.start, member.node.end))
            yield from _without_comma(document, member)
    if new:
        yield from _grown(document, node, kept, new)
    elif kept and kept[-1] is not node.members[-1]:
        yield from _without_comma(document, kept[-1])


def _without_comma(document: Document, member: Member) -> Iterator[Splice]:
    comma = _comma_end(document, member)
    if comma is not None:
        yield Splice(comma - 1, comma, "")


def _comma_end(document: Document, member: Member) -> int | None:
    match = _BEFORE_COMMA.match(document.text, member.node.end)
    return match.end() if match else None


def _comments(document: Document, start: int, end: int) -> str:
    """The comments of a piece that goes away, so that they stay."""
    found = (match[1] for match in _STRING_OR_COMMENT.finditer(document.text, start, end) if match[1])
    return "".join(comment + (_newline(document) if comment.startswith("//") else " ") for comment in found)


def _grown(document: Document, node: Node, kept: Sequence[Member], new: list[New]) -> Iterator[Splice]:
    """Puts *new* behind the last member that stays, on lines of their own where that one has its own."""
    if not kept:
        yield _first(document, node, new)
        return
    last = kept[-1]
    comma = _comma_end(document, last)
    trailing = "," if comma is not None and last is node.members[-1] else ""
    place = comma or last.node.end
    before = "" if comma else ","
    own_line = _LAST_LINE.search(document.text[document.line_starts[document.line_of(last.start) - 1] : last.start])
    is_on_own_line = own_line is not None and own_line.start() == 0
    rest = _REST_OF_LINE.match(document.text, place) if is_on_own_line else None
    if rest is None:
        yield Splice(place, place, before + " " + _joined(document, new, ", ", None) + trailing)
        return
    indent = _indent(document.text, last.start)
    separator = _newline(document) + indent
    rest_of_line = document.text[place : rest.end()]
    grown = before + rest_of_line + separator + _joined(document, new, "," + separator, indent) + trailing
    yield Splice(place, rest.end(), grown)


def _first(document: Document, node: Node, new: list[New]) -> Splice:
    """Puts *new* into a list or object that has nothing (any more)."""
    place = node.start + 1
    inside = document.text[place : node.end - 1]
    outer = _indent(document.text, node.start)
    is_small = node.shape is Shape.ARRAY and not any(isinstance(value, Mapping) for _, value in new)
    if "\n" not in inside and (is_small or inside.strip() or "\n" not in document.text):
        return Splice(place, place, _joined(document, new, ", ", None) + (" " if inside.strip() else ""))
    separator = _newline(document) + outer + _STEP
    end = "" if "\n" in inside else _newline(document) + outer
    return Splice(place, place, separator + _joined(document, new, "," + separator, outer + _STEP) + end)


def _joined(document: Document, new: list[New], separator: str, indent: str | None) -> str:
    return separator.join(
        ("" if key is None else json.dumps(key, ensure_ascii=False) + ": ") + _rendered(document, value, indent)
        for key, value in new
    )


def _rendered(document: Document, value: Json, indent: str | None) -> str:
    """*value* as text: objects spread over lines where there are lines (*indent* is that of the line it begins on)."""
    if indent is None or "\n" not in document.text or not _has_object(value):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    lines = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=len(_STEP)).split("\n")
    return (_newline(document) + indent).join(lines)


def _has_object(value: Json) -> bool:
    return isinstance(value, Mapping) or (_is_list(value) and any(_has_object(one) for one in value))  # type: ignore[union-attr]


def _indent(text: str, position: int) -> str:
    line_start = text.rfind("\n", 0, position) + 1
    match = re.compile(r"[ \t]*").match(text, line_start)
    return match[0] if match else ""


def _newline(document: Document) -> str:
    return "\r\n" if "\r\n" in document.text else "\n"
