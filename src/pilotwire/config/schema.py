"""JSON Schemas of the configuration files, for editors: made of the tables the station reads them with.

A file without any error or warning of ours is valid; a file that is not valid has one. What no schema can say (whether
an address is one, settings that contradict each other) only the station says: ``pilotwire check``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pilotwire.config import rotary
from pilotwire.config.check import is_mqtt_uri, is_websocket_uri
from pilotwire.config.codec import CASELESS, EMPTY_IS_NONE, LISTS, ONE_OR_MANY, WITHOUT_BLANKS
from pilotwire.config.customer import SCHEMA, TREE, Tree
from pilotwire.config.entry import Entry
from pilotwire.config.table import MOST_ITEMS, MOST_PORTS
from pilotwire.core.variable import Kind, Value, Variable
from pilotwire.core.wording import allowed_text

Schema = dict[str, Any]
DRAFT: Final = "http://json-schema.org/draft-07/schema#"  # what editors understand best
TYPES: Final = {Kind.BOOLEAN: "boolean", Kind.INTEGER: "integer", Kind.DECIMAL: "number"}
BEGINNINGS: Final[Mapping[object, str]] = {is_websocket_uri: "^wss?://", is_mqtt_uri: "^mqtts?://"}


def customer_schema(variables: Mapping[str, Variable[Value]]) -> Schema:
    """The schema of customer.json with *variables* as a personality has them."""
    schema = _object(TREE, "", variables)
    schema["properties"] = {SCHEMA: {}, **schema["properties"]}
    return {"$schema": DRAFT, "title": "customer.json of a charging station", **schema}


def rotary_schema() -> Schema:
    """The schema of rotaryencd.json."""
    positions = [_position(number, usual) for number, usual in enumerate(rotary.USUAL)]
    switch = {
        "description": "positions 0 to F of the rotary switch SW2 (chargebyte guide 4.2.2); the others are as usual",
        "type": "array",
        "items": positions,
        "additionalItems": False,
    }
    return {
        "$schema": DRAFT,
        "title": "rotaryencd.json of a charging station",
        "type": "object",
        "properties": {SCHEMA: {}, rotary.SWITCH: switch},
        "additionalProperties": False,
    }


def _position(number: int, usual: rotary.Position) -> Schema:
    fields = {name: {**_numbers(variable), "default": getattr(usual, name)} for name, variable in rotary.FIELDS.items()}
    return {
        "title": f"position {number:X}",
        "type": "object",
        "properties": fields,
        "additionalProperties": False,
    }


def _node(below: Tree | Entry, pattern: str, variables: Mapping[str, Variable[Value]]) -> Schema:
    if isinstance(below, Entry):
        return _leaf(below, variables.get(below.variable.name, below.variable))
    return _list(below["[]"], pattern, variables) if "[]" in below else _object(below, pattern, variables)


def _object(tree: Tree, pattern: str, variables: Mapping[str, Variable[Value]]) -> Schema:
    members = {name: _node(below, f"{pattern}/{name}".removeprefix("/"), variables) for name, below in tree.items()}
    others = members.pop("*", False)
    schema: Schema = {"type": "object", "properties": members, "additionalProperties": others}
    if pattern == "ocpp/csDataTransfers[]":
        schema["dependencies"] = {name: ["vendorId"] for name in members if name != "vendorId"}
    return schema


def _list(item: Tree | Entry, pattern: str, variables: Mapping[str, Variable[Value]]) -> Schema:
    schema = _node(item, f"{pattern}[]", variables)
    if pattern == "ports":
        return {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_PORTS}
    most = MOST_ITEMS.get(pattern)
    if most is None:
        return {"type": "array", "items": schema}
    return {"type": "array", "items": [schema] * most, "additionalItems": True}  # surplus items are ignored


def _leaf(entry: Entry, variable: Variable[Value]) -> Schema:
    schema: Schema = {"description": _about(entry, variable)} if _about(entry, variable) else {}
    schema |= _typed(entry, variable)
    if not variable.secret and not entry.is_record:
        schema["default"] = entry.codec.write(variable.default)
    return schema


def _about(entry: Entry, variable: Variable[Value]) -> str:
    allowed = allowed_text(variable) if variable.allowed or variable.choices else ""
    source = "" if entry.is_ours else entry.source
    parts = (entry.about, f"({allowed})" if allowed else "", f"[{source}]" if source else "")
    return " ".join(part for part in parts if part)


def _typed(entry: Entry, variable: Variable[Value]) -> Schema:
    if variable.kind in LISTS:
        return _words(entry, variable)
    schema = _text(entry, variable) if variable.kind in (Kind.TEXT, Kind.OPTION) else _numbers(variable)
    return schema if variable.default is not None else {"anyOf": [schema, {"type": "null"}]}


def _numbers(variable: Variable[Value]) -> Schema:
    """A number with its ranges, or a boolean, which has none; of bits a schema can only say how many there are."""
    if variable.bits is not None:
        return {"type": TYPES[variable.kind], **_range(0.0, float(variable.bits))}
    ranges = [{"const": _whole(low)} if low == high else _range(low, high) for low, high in variable.allowed]
    schema: Schema = {"type": TYPES[variable.kind]}
    if len(ranges) == 1:
        return schema | ranges[0]
    return schema | ({"anyOf": ranges} if ranges else {})


def _range(low: float, high: float) -> Schema:
    return {"minimum": _whole(low), "maximum": _whole(high)}


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number


def _text(entry: Entry, variable: Variable[Value]) -> Schema:
    if variable.choices:
        exact: Schema = {"enum": list(variable.choices)}
        any_case = {"anyOf": [exact, {"pattern": _any_case(variable.choices)}]}
        return {"type": "string", **(any_case if _is(entry, CASELESS) else exact)}
    schema: Schema = {"type": "string"}
    most = entry.cut or entry.sent or variable.max_length
    if most is not None:
        schema |= {"pattern": f"^( *[^ ]){{0,{most}}} *$"} if _is(entry, WITHOUT_BLANKS) else {"maxLength": most}
    if variable.pattern:
        schema["pattern"] = f"^(?:{variable.pattern})$"
    beginning = BEGINNINGS.get(entry.check) if entry.check else None
    if beginning is not None:
        schema["pattern"] = f"^$|{beginning}" if _is(entry, EMPTY_IS_NONE) else beginning
    return schema


def _words(entry: Entry, variable: Variable[Value]) -> Schema:
    word: Schema = {"type": "string", "enum": list(variable.words)} if variable.choices else {"type": "string"}
    schema: Schema = {"type": "array", "items": word}
    if variable.max_length is not None:
        schema["maxItems"] = variable.max_length
    return {"anyOf": [word, schema]} if _is(entry, ONE_OR_MANY) else schema


def _is(entry: Entry, codec: object) -> bool:
    return entry.codec is codec


def _any_case(words: tuple[str, ...]) -> str:
    """A pattern that any of *words* matches, in capitals or small letters; JSON Schema has no flag for it."""
    return "^(?:" + "|".join("".join(map(_either, word)) for word in words) + ")$"


def _either(char: str) -> str:
    if char.lower() != char.upper():
        return f"[{char.lower()}{char.upper()}]"
    return char if char.isalnum() or char in "-," else f"\\{char}"
