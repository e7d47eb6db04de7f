"""The names a person may use for a Variable, and values written as text: what ``--set NAME=VALUE`` takes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.config.codec import LISTS, PLAIN, MisspeltError
from pilotwire.config.entry import PORTS, Entry
from pilotwire.config.jsonc import Json, path_of, path_text
from pilotwire.config.table import BY_VARIABLE, KEYED, MISPRINTS, VARIABLES, entry_of
from pilotwire.core.variable import Key, Kind, Value, Values, Variable
from pilotwire.core.wording import allowed_text, objection, shown

EACH: Final = 0  # the EVSE in the key of a Variable that has a value for each: all of them
TRUTHS: Final = {"true": True, "false": False}

_COMPONENT_NAME: Final = re.compile(r"(?P<component>[^@=/]+?)(?:@(?P<evse>\d{1,3}))?\.(?P<variable>[^.@=/]+)")
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?")
_BY_PATH: Final[Mapping[str, Entry]] = {entry.path: entry for entry in KEYED}

# what such a path names, and what is wrong with a value for it
OcppPath = tuple[Variable[Value], int, Callable[[Value], str | None] | None]
Parse = Callable[[Variable[Value], str], Value]
# names of another room (1.6 keys): what each names, and how its text is read
NameTable = Mapping[str, tuple[Key, Parse]]


class SettingError(ValueError):
    """Nothing has this name, or the text is no value for it."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a name names: a key, its Variable, and how a text becomes a value of it."""

    key: Key
    variable: Variable[Value]
    parse: Parse


def parse_value(variable: Variable[Value], text: str) -> Value:
    """The value of *variable* written as *text*: true or false in any case, numbers, lists with commas.

    Nothing at all stands for "not set" where a Variable can be that.

    :raises SettingError: it is none, or is not allowed.
    """
    entry = BY_VARIABLE.get(variable.name)
    codec = entry.codec if entry else PLAIN
    try:
        value = codec.read(variable, _spelled(variable, text.strip()))
    except MisspeltError as error:
        raise SettingError(f"{variable.name} {error}") from None
    wrong = objection(variable, value) or (entry and entry.check and entry.check(value))
    if wrong:
        raise SettingError(f"{variable.name}: {wrong}")
    return value


def _spelled(variable: Variable[Value], text: str) -> Json:
    if text == "" and variable.default is None:
        return None
    if variable.kind in LISTS:
        return [word.strip() for word in text.split(",") if word.strip()]
    if variable.kind is Kind.BOOLEAN and text.lower() in TRUTHS:
        return TRUTHS[text.lower()]
    if variable.kind is Kind.INTEGER and _INTEGER.fullmatch(text):
        return int(text)
    if variable.kind is Kind.DECIMAL and _DECIMAL.fullmatch(text):
        return float(text)
    if variable.kind in (Kind.TEXT, Kind.OPTION):
        return text
    what = "that" if variable.secret else repr(shown(text))
    raise MisspeltError(f"cannot be {what}: {allowed_text(variable)}")


def resolve(name: str, keys: NameTable, variables: Mapping[str, Variable[Value]] = VARIABLES) -> Target:
    """What *name* names: a path in customer.json, ``Component[.Instance][@evse].Variable``, or one of *keys*.

    :raises SettingError: nothing has this name.
    """
    found = keys.get(name)
    if found is not None and found[0][0] in variables:
        return Target(found[0], variables[found[0][0]], found[1])
    key = _key_of_path(name) or _key_of_component(name, variables)
    if key is None or key[0] not in variables:
        raise SettingError(f"{shown(name)} is not known{_suggestion(name, keys, variables)}")
    return Target(key, variables[key[0]], parse_value)


def _key_of_path(name: str) -> Key | None:
    path = path_of(name)
    if path is None:
        return None
    pattern = re.sub(r"\[[0-9]+\]", "[]", name)
    for misprint, right in MISPRINTS.items():
        pattern = pattern.replace(misprint + "/", misprint.rpartition("/")[0] + f"/{right}/")
    entry = _BY_PATH.get(pattern)
    if entry is None:
        return None
    return entry.variable.name, path[1] + 1 if isinstance(path[1], int) else 0


def _key_of_component(name: str, variables: Mapping[str, Variable[Value]]) -> Key | None:
    match = _COMPONENT_NAME.fullmatch(name)
    if match is None:
        return None
    wanted = f"{match['component']}.{match['variable']}".lower()  # OCPP 2.0.1 names are compared without case
    variable = next((one for one in variables.values() if one.name.lower() == wanted), None)
    if variable is None or (match["evse"] and not variable.per_evse):
        return None
    return variable.name, int(match["evse"] or EACH)


def ocpp_paths(evses: int, variables: Mapping[str, Variable[Value]] = VARIABLES) -> dict[str, OcppPath]:
    """The paths a central system may use as names of keys: "yes" in the column "OCPP" of T47, T48, T51 and T56.

    *variables* are those of the station, with those of the names in its tables.
    """
    named = [entry for name in variables if (entry := entry_of((name, 0))) is not None and name not in BY_VARIABLE]
    paths: dict[str, OcppPath] = {}
    for entry in (*_BY_PATH.values(), *named):
        for evse in range(1, evses + 1) if entry.variable.per_evse else (0,):
            path = path_text(entry.at(evse))
            here = variables.get(entry.variable.name, entry.variable), evse, entry.check
            paths |= {name: here for name in (path, *(path + rest for rest in entry.also))} if entry.by_ocpp else {}
    return paths


def _suggestion(name: str, keys: NameTable, variables: Iterable[str]) -> str:
    known = [*keys, *variables, *(path.replace(PORTS, "ports[0]/") for path in _BY_PATH)]
    by_lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(name.lower()[:80], list(by_lower), 1, 0.7)
    return f"; did you mean {by_lower[near[0]]}?" if near else ""


def assigned(
    texts: Iterable[str], keys: NameTable, variables: Mapping[str, Variable[Value]] = VARIABLES
) -> dict[Key, Value]:
    """The values of ``NAME=VALUE`` texts, later ones over earlier ones.

    :raises SettingError: a text has no ``=``, an unknown name, or a value that is not allowed.
    """
    values: dict[Key, Value] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise SettingError(f"{shown(text)} has no '='; NAME=VALUE is expected")
        target = resolve(name.strip(), keys, variables)
        values[target.key] = target.parse(target.variable, value)
    return values


def spread(values: Values, variables: Mapping[str, Variable[Value]], evses: int) -> dict[Key, Value]:
    """*values* with those for ``EACH`` EVSE put in for every one; what names one EVSE wins.

    :raises SettingError: there is no such EVSE.
    """
    result: dict[Key, Value] = {}
    for (name, evse), value in sorted(values.items(), key=lambda item: item[0][1]):
        if evse > evses:
            raise SettingError(f"{name} of EVSE {evse}: there are only {evses}")
        is_each = evse == EACH and name in variables and variables[name].per_evse
        result |= {(name, one): value for one in (range(1, evses + 1) if is_each else (evse,))}
    return result
