"""Where the times of a message stand: what the schemas call ``format: date-time``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, get_args

import msgspec
from msgspec import Struct


@lru_cache
def fields_with_times(kind: type[Struct]) -> tuple[tuple[msgspec.structs.FieldInfo, bool], ...]:
    """The fields of a message that are times (True) or hold some (False)."""
    found = ((field, _is_time(field.type), _structs_in(field.type)) for field in msgspec.structs.fields(kind))
    return tuple((field, is_time) for field, is_time, inner in found if is_time or any(map(fields_with_times, inner)))


def times_of(message: Struct, path: str = "$") -> Iterator[tuple[str, str]]:
    """Every time in *message*, with its path on the wire."""
    for field, is_time in fields_with_times(type(message)):
        value, here = getattr(message, field.name), f"{path}.{field.encode_name}"
        if is_time and value is not None:
            yield here, value
        elif isinstance(value, tuple):
            for index, each in enumerate(value):
                yield from times_of(each, f"{here}[{index}]")
        elif value is not None:
            yield from times_of(value, here)


def without_times(message: Struct, keep: Callable[[str], bool]) -> Struct:
    """*message* with every time empty that *keep* does not want: nobody can read it then."""
    changes: dict[str, Any] = {}
    for field, is_time in fields_with_times(type(message)):
        value = getattr(message, field.name)
        if is_time and value is not None and not keep(value):
            changes[field.name] = ""
        elif isinstance(value, tuple):
            changes[field.name] = tuple(without_times(each, keep) for each in value)
        elif isinstance(value, Struct):
            changes[field.name] = without_times(value, keep)
    return msgspec.structs.replace(message, **changes) if changes else message


def _is_time(hint: Any) -> bool:
    metas = (meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, msgspec.Meta))
    is_marked = any((meta.extra or {}).get("format") == "date-time" for meta in metas)
    return is_marked or any(_is_time(each) for each in get_args(hint) if not _is_struct(each))


def _structs_in(hint: Any) -> tuple[type[Struct], ...]:
    if _is_struct(hint):
        return (hint,)
    return tuple(found for each in get_args(hint) for found in _structs_in(each))


def _is_struct(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct)
