"""Every way in which a request can be wrong, made from the official JSON schemas: one fault at a time."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

Schema = Mapping[str, Any]
Step = str | int
Path = tuple[Step, ...]

# OCPP-J 1.6 4.2.3, table 7, in the standard's own spelling (errata 5.1 and 5.2 keep it)
FORM = "FormationViolation"
PROPERTY = "PropertyConstraintViolation"
OCCURRENCE = "OccurenceConstraintViolation"
TYPE = "TypeConstraintViolation"

OTHER_TYPES: Mapping[str, tuple[Any, ...]] = {
    "string": (7, True, [], {}, 1.5),
    "integer": ("7", True, [], {}, 1.5),
    "number": ("7", True, [], {}),
    "boolean": ("true", 1, [], {}),
    "array": ("x", 7, {}, True),
    "object": ("x", 7, [], True),
}
FORMATTED = {"date-time": "2099-01-01T00:00:00Z", "uri": "https://files.example/x"}


@dataclass(frozen=True)
class Wrong:
    """A payload with one fault: what it is, and the code it gets; None: no schema forbids it, the station may."""

    about: str
    payload: Any
    code: str | None


def schema_of(action: str) -> Schema:
    """The schema of the request *action*; with ``Response`` behind its name that of the answer."""
    text = (files("ocpp") / "v16" / "schemas" / f"{action}.json").read_text("utf-8-sig")
    schema: Schema = json.loads(text)
    return schema


def whole(action: str) -> Any:
    """A request with every field there is, each with a value that fits."""
    schema = schema_of(action)
    return _value(schema, schema)


def wrongs(action: str) -> Iterator[Wrong]:
    """The request *action*, wrong in every way."""
    schema, right = schema_of(action), whole(action)
    for value in ("x", 7, [], True):
        yield Wrong(f"the payload is {value!r}", value, FORM)
    for path, below in _below(schema, schema, ()):
        yield from _at(right, path, below)
    for path in _objects(schema, schema, ()):
        yield Wrong(f"{_text(path)} has a property nobody knows", _with(right, (*path, "unknown"), 1), FORM)


def _at(right: Any, path: Path, schema: Schema) -> Iterator[Wrong]:
    name, kind = _text(path), schema["type"]
    if schema["is_required"]:
        yield Wrong(f"{name} is missing", _without(right, path), OCCURRENCE)
    yield Wrong(f"{name} is null", _with(right, path, None), TYPE)
    for value in OTHER_TYPES[kind]:
        yield Wrong(f"{name} is {value!r}", _with(right, path, value), TYPE)
    yield from _of_its_kind(right, path, schema)


def _of_its_kind(right: Any, path: Path, schema: Schema) -> Iterator[Wrong]:
    """Wrong although of the right type."""
    name, kind = _text(path), schema["type"]
    if "enum" in schema:
        for value in ("Nonsense", "", schema["enum"][0].swapcase()):
            yield Wrong(f"{name} is {value!r}", _with(right, path, value), PROPERTY)
    if "maxLength" in schema:
        for more in (1, 100_000):
            yield Wrong(f"{name} is {more} too long", _with(right, path, "x" * (schema["maxLength"] + more)), PROPERTY)
    if schema.get("format") == "date-time":
        for value in ("", "soon", "2099-13-01T00:00:00Z", "2099-01-01T25:00:00Z", "99999-01-01T00:00:00Z"):
            yield Wrong(f"{name} is {value!r}", _with(right, path, value), PROPERTY)
    if kind in ("integer", "number"):
        for huge in (10**39, -(10**39), 10**200, 10**4000):
            yield Wrong(
                f"{name} has {len(str(huge))} digits", _with(right, path, huge), PROPERTY if kind == "integer" else None
            )
        for odd in (-1, 0, 2**31, 2**63, 2**128 - 1):
            yield Wrong(f"{name} is {odd}", _with(right, path, odd), None)
    if "multipleOf" in schema:
        yield Wrong(f"{name} is 1.05", _with(right, path, 1.05), PROPERTY)
    if kind == "string":
        for odd_text in ("", "\u0000", "\U0001f50c", "x\n"):
            yield Wrong(f"{name} is {odd_text!r}", _with(right, path, odd_text), None)
    if schema.get("minItems"):
        yield Wrong(f"{name} is empty", _with(right, path, []), OCCURRENCE)


def numbered(action: str, number: int) -> Any:
    """The request *action* as no other *number* has it: in each number and in each text that is free."""
    schema = schema_of(action)
    changed = whole(action)
    for path, below in _below(schema, schema, ()):
        if below["type"] in ("integer", "number") and path[-1] not in ("connectorId", "startPeriod", "numberPhases"):
            changed = _with(changed, path, number)
        elif below["type"] == "string" and not {"enum", "format"} & set(below):
            changed = _with(changed, path, f"{number:05}"[: below.get("maxLength", 20)])
    return changed


# -- the schema


def _resolved(schema: Schema, root: Schema) -> Schema:
    while "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _value(schema: Schema, root: Schema) -> Any:
    schema = _resolved(schema, root)
    match schema["type"]:
        case "object":
            return {name: _value(below, root) for name, below in schema.get("properties", {}).items()}
        case "array":
            return [_value(schema["items"], root)]
        case "string" if "enum" in schema:
            return schema["enum"][0]
        case "string":
            return FORMATTED.get(schema.get("format", ""), "x")
        case "boolean":
            return True
        case _:
            return 1


def _below(schema: Schema, root: Schema, path: Path) -> Iterator[tuple[Path, Schema]]:
    """Every field below *schema*, and whether it has to be there."""
    schema = _resolved(schema, root)
    for name, each in schema.get("properties", {}).items():
        below = {**_resolved(each, root), "is_required": name in schema.get("required", ())}
        yield (*path, name), below
        yield from _below(below, root, (*path, name))
    if schema["type"] == "array":
        items = {**_resolved(schema["items"], root), "is_required": False}
        yield (*path, 0), items
        yield from _below(items, root, (*path, 0))


def _objects(schema: Schema, root: Schema, path: Path) -> Iterator[Path]:
    schema = _resolved(schema, root)
    if schema["type"] == "object":
        yield path
    for below, each in _below(schema, root, path):
        if each["type"] == "object":
            yield below


# -- the payload


def _with(right: Any, path: Path, value: Any) -> Any:
    """A copy of *right* with *value* at *path*."""
    changed = copy.deepcopy(right)
    _parent(changed, path)[path[-1]] = value
    return changed


def _without(right: Any, path: Path) -> Any:
    changed = copy.deepcopy(right)
    del _parent(changed, path)[path[-1]]
    return changed


def _parent(value: Any, path: Path) -> Any:
    for step in path[:-1]:
        value = value[step]
    return value


def _text(path: Path) -> str:
    return "$" + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
