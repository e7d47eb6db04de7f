"""How a value is spelled in customer.json where that differs from the value itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.config.jsonc import Json
from pilotwire.core.variable import PYTHON_TYPES, Kind, Value, Variable
from pilotwire.core.wording import KIND_TEXTS

LISTS: Final = (Kind.MEMBERS, Kind.SEQUENCE)


class MisspeltError(ValueError):
    """The JSON value is not a spelling of any value of the Variable."""


@dataclass(frozen=True, slots=True)
class Codec:
    """``read`` turns JSON into a value (or raises MisspeltError), ``write`` turns a value into JSON."""

    read: Callable[[Variable[Value], Json], Value]
    write: Callable[[Value], Json]


def _read_plain(variable: Variable[Value], json: Json) -> Value:
    if json is None:
        return None
    if variable.kind in LISTS:
        if not isinstance(json, list) or not all(isinstance(word, str) for word in json):
            raise MisspeltError(f"must be {KIND_TEXTS[variable.kind]}")
        return tuple(json)
    json = whole(json) if variable.kind is Kind.INTEGER else json
    is_number_by_accident = isinstance(json, bool) and variable.kind is not Kind.BOOLEAN
    if is_number_by_accident or not isinstance(json, PYTHON_TYPES[variable.kind]):
        raise MisspeltError(f"must be {KIND_TEXTS[variable.kind]}")
    assert isinstance(json, bool | int | float | str)
    return json


def whole(json: Json) -> Json:
    """6.0 is 6: to JSON, and to JSON Schema, they are one number."""
    return int(json) if isinstance(json, float) and json.is_integer() else json


def _write_plain(value: Value) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _read_one_or_many(variable: Variable[Value], json: Json) -> Value:
    if isinstance(json, str):
        return (json,)
    return _read_plain(variable, json)


def _write_one_or_many(value: Value) -> Json:
    return value[0] if isinstance(value, tuple) and len(value) == 1 else _write_plain(value)


def _read_caseless(variable: Variable[Value], json: Json) -> Value:
    value = _read_plain(variable, json)
    by_lower = {choice.lower(): choice for choice in variable.choices}
    return by_lower.get(value.lower(), value) if isinstance(value, str) else value


def _read_without_blanks(variable: Variable[Value], json: Json) -> Value:
    value = _read_plain(variable, json)
    return value.replace(" ", "") if isinstance(value, str) else value


def _read_empty_as_none(variable: Variable[Value], json: Json) -> Value:
    return _read_plain(variable, json) or None


def _read_uris(variable: Variable[Value], json: Json) -> Value:
    """Texts, or objects with a ``uri`` as they stand in the file."""
    items = [one.get("uri") if isinstance(one, Mapping) else one for one in json] if isinstance(json, list) else json
    return _read_plain(variable, [one for one in items if one is not None] if isinstance(items, list) else items)


def _write_uris(value: Value) -> Json:
    return [{"uri": uri} for uri in value] if isinstance(value, tuple) else []


PLAIN: Final = Codec(_read_plain, _write_plain)
ONE_OR_MANY: Final = Codec(_read_one_or_many, _write_one_or_many)  # T51: String or Array of Strings
CASELESS: Final = Codec(_read_caseless, _write_plain)  # "Stronglink" is printed with a capital, the others without
WITHOUT_BLANKS: Final = Codec(_read_without_blanks, _write_plain)  # T48 prints an EVSEID with blanks in it
EMPTY_IS_NONE: Final = Codec(_read_empty_as_none, _write_plain)
TRUE_ONLY: Final = Codec(lambda _, json: json is True, _write_plain)  # T51: all other JSON types count as false
FALSE_ONLY: Final = Codec(lambda _, json: json is not False, _write_plain)  # T51: what is no boolean counts as true
URIS: Final = Codec(_read_uris, _write_uris)  # T47: remote_ports is a list of objects with one key each
