"""Turns tables of TOML into frozen dataclasses; what does not fit is told with its place."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from pilotwire.personality.model import Toml

D = TypeVar("D")


@dataclass(frozen=True, slots=True)
class LintError:
    """A mistake in the data of a personality: which file, which entry, what."""

    file: str
    entry: str
    text: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.entry, self.text) if part)


class MisfitError(ValueError):
    """A value that a field cannot take."""


Tell = Callable[[str], None]


@cache
def _hints(kind: type[Any]) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def table(kind: type[D], raw: Toml, tell: Tell) -> D | None:
    """The dataclass *kind* from *raw*; every mistake is told, and then there is None."""
    if not isinstance(raw, dict):
        tell("must be a table")
        return None
    hints = _hints(kind)  # type: ignore[arg-type]  # mypy does not see that classes can be hashed
    values: dict[str, Any] = {}
    is_right = True
    known = {one.name: one for one in fields(kind) if not one.metadata}  # type: ignore[arg-type]
    for name, value in raw.items():
        try:
            if name not in known:
                raise MisfitError(f"there is no {name}")
            values[name] = _value(hints[name], value, name)
        except MisfitError as error:
            tell(str(error))
            is_right = False
    for name, one in known.items():
        if one.default is MISSING and one.default_factory is MISSING and name not in values:
            tell(f"{name} is missing")
            is_right = False
    return kind(**values) if is_right else None


def _value(hint: Any, raw: Toml, name: str) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _of_union(hint, raw, name)
    if origin is tuple:
        return _tuple(hint, raw, name)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(hint, raw, name)
    if is_dataclass(hint):
        return _nested(hint, raw, name)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint, raw, name)
    return _scalar(hint, raw, name)


def _of_union(hint: Any, raw: Toml, name: str) -> Any:
    errors: list[str] = []
    for one in typing.get_args(hint):
        if one is type(None):
            continue
        try:
            return _value(one, raw, name)
        except MisfitError as error:
            errors.append(str(error))
    raise MisfitError(errors[0] if len(errors) == 1 else f"{name} cannot be {raw!r}")


def _tuple(hint: Any, raw: Toml, name: str) -> tuple[Any, ...]:
    inner = typing.get_args(hint)
    if not isinstance(raw, list):
        raise MisfitError(f"{name} must be a list")
    if inner[-1] is Ellipsis:
        return tuple(_value(inner[0], item, name) for item in raw)
    if len(raw) != len(inner):
        raise MisfitError(f"{name} must have {len(inner)} parts")
    return tuple(_value(one, item, name) for one, item in zip(inner, raw, strict=True))


def _mapping(hint: Any, raw: Toml, name: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise MisfitError(f"{name} must be a table")
    key_hint, value_hint = typing.get_args(hint)
    made = {_key(key_hint, key, name): _value(value_hint, value, f"{name}.{key}") for key, value in raw.items()}
    if len(made) < len(raw):
        raise MisfitError(f"{name} says a number twice")
    return made


def _key(hint: Any, key: str, name: str) -> Any:
    """The keys of TOML are texts; where numbers are wanted, ``0x100`` is one."""
    if hint is not int:
        return key
    try:
        return int(key, 0)
    except ValueError:
        raise MisfitError(f"{name}.{key} has a name that is no number") from None


def _nested(hint: Any, raw: Toml, name: str) -> Any:
    errors: list[str] = []
    made = table(hint, raw, errors.append)
    if made is None:
        raise MisfitError(f"{name}: {'; '.join(errors)}")
    return made


def _member(hint: type[Enum], raw: Toml, name: str) -> Enum:
    try:
        return hint(raw)
    except ValueError:
        raise MisfitError(f"{name} cannot be {raw!r}: {', '.join(str(one.value) for one in hint)}") from None


def _scalar(hint: Any, raw: Toml, name: str) -> Any:
    if hint is object:
        return raw
    if hint is float and isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if not isinstance(raw, hint) or (isinstance(raw, bool) and hint is not bool):
        raise MisfitError(f"{name} cannot be {raw!r}")
    return raw
