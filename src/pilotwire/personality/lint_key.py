"""What can be wrong with one key of a personality: words that mean nothing together, or promise what is not so."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from pilotwire.core import registry
from pilotwire.core.variable import Access, Effect, Kind, Value, Variable
from pilotwire.personality.key import Codec, KeyEntry, KeyType, OnInvalid, version

Variables = Mapping[str, Variable[Value]]
NUMBERS: Final = frozenset({Kind.INTEGER, Kind.DECIMAL})
LISTS: Final = frozenset({Kind.MEMBERS, Kind.SEQUENCE})
TEXTS: Final = frozenset({Kind.TEXT, Kind.OPTION})
KINDS: Final[Mapping[KeyType, frozenset[Kind]]] = {
    KeyType.BOOLEAN: frozenset({Kind.BOOLEAN}),
    KeyType.INTEGER: NUMBERS,
    KeyType.DECIMAL: NUMBERS,
    KeyType.STRING: TEXTS,
    KeyType.LIST: LISTS | {Kind.TEXT},
}


def mistakes(key: KeyEntry, variables: Variables, names: Collection[str]) -> Iterator[str]:
    """All that is wrong with *key*, in words; *variables* are all as the personality has them, *names* its keys."""
    yield from (f"there is no Variable {name}" for name in key.variables if name not in variables)
    known = {name: variables[name] for name in key.variables if name in variables}
    for check in CHECKS:
        yield from check(key, known)
    for word, about in (("counts", key.counts), ("limits", key.limits)):
        if about is not None and about not in names:
            yield f"{word} {about}, which is no key"
    if key.fallback is not None and key.fallback not in variables:
        yield f"falls back to {key.fallback}, which is no Variable"


def _of_range(key: KeyEntry, known: Variables) -> Iterator[str]:
    if any(low > high for low, high in key.allowed):
        yield "a range ends before it begins"
    if key.executed is not None and key.executed[0] > key.executed[1]:
        yield "execute_min is above execute_max"
    if key.pattern is not None and not _is_expression(key.pattern):
        yield f"the pattern {key.pattern!r} is no regular expression"
    for word, text in (("since", key.since), ("until", key.until)):
        if text is not None and not version(text):
            yield f"{word} {text!r} is no version"
    if key.since and key.until and version(key.since) >= version(key.until):
        yield "until is not behind since"


def _is_expression(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _of_default(key: KeyEntry, known: Variables) -> Iterator[str]:
    if key.default is not None and key.choices and not _words(key.default) <= set(key.choices):
        yield f"the default {key.default!r} is not one of its choices"
    of_variable = {
        "a default": key.default,
        "applies": key.applies,
        "bounds of what is executed": key.executed,
        "an effect": None if key.effect is Effect.NONE else key.effect,
    }
    if key.variable is None:
        yield from (f"has {word}, but not one Variable" for word, said in of_variable.items() if said is not None)


def _words(value: Value) -> set[object]:
    return set(value) if isinstance(value, tuple) else {value}


def _of_width(key: KeyEntry, known: Variables) -> Iterator[str]:
    """A key narrows; what its Variable does not take, nobody can write by whatever name."""
    for variable in known.values():
        is_inside = all(any(_is_in(inner, outer) for outer in variable.allowed) for inner in key.allowed)
        if variable.allowed and not is_inside:
            yield f"allows what {variable.name} does not: say it of the Variable"
        if variable.choices and not set(key.choices) <= set(variable.choices):
            yield f"has choices that {variable.name} does not: say it of the Variable"
        if variable.access is Access.READ_ONLY and key.access not in (None, Access.READ_ONLY):
            yield f"can be written, but {variable.name} cannot"


def _is_in(inner: tuple[float, float], outer: tuple[float, float]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _of_spelling(key: KeyEntry, known: Variables) -> Iterator[str]:
    kinds = {variable.kind for variable in known.values()}
    if key.type is not None and key.variable and not key.words and not kinds <= KINDS[key.type]:
        yield f"is no {key.type.value}, but {', '.join(sorted(kind.value for kind in kinds))}"
    if key.scale is not None and (not kinds <= NUMBERS or key.scale <= 0):
        yield "has a scale, which is for numbers, and above 0"
    if key.codec is Codec.INVERTED and not kinds <= {Kind.BOOLEAN}:
        yield "is inverted, but is no boolean"
    if key.codec is Codec.TWO_DECIMALS and not kinds <= NUMBERS:
        yield "has two decimals, but is no number"
    if key.words and key.codec is not Codec.SWITCHES and (key.codec is not None or key.scale is not None):
        yield "has words and something else that says how it is spelled"


def _of_switches(key: KeyEntry, known: Variables) -> Iterator[str]:
    if key.codec is not Codec.SWITCHES:
        return
    if sorted(key.words.values()) != sorted(key.variables):
        yield "needs one word for each of its Variables"
    if any(variable.kind is not Kind.BOOLEAN or variable.per_evse for variable in known.values()):
        yield "switches what is no boolean of the station"


def _of_connectors(key: KeyEntry, known: Variables) -> Iterator[str]:
    if key.codec is Codec.PHASE_ROTATION and [one.per_evse for one in known.values()] != [False, True]:
        yield "needs two Variables: that of the station, and one that each EVSE has"


def _of_address(key: KeyEntry, known: Variables) -> Iterator[str]:
    parts = (registry.CSMS_URL.name, registry.USERNAME.name, registry.PASSWORD.name)
    if key.codec is Codec.WEBSOCKET_SETTINGS and key.variables != parts:
        yield f"needs the Variables {', '.join(parts)}"


def _of_invalid(key: KeyEntry, known: Variables) -> Iterator[str]:
    if key.on_invalid is OnInvalid.CLAMP and not any(key.allowed or one.allowed for one in known.values()):
        yield "is clamped, but nothing says to what"
    if key.on_invalid is OnInvalid.TRUNCATE and not any(key.max_length or one.max_length for one in known.values()):
        yield "is truncated, but nothing says to what"


CHECKS: Final[tuple[Callable[[KeyEntry, Variables], Iterator[str]], ...]] = (
    _of_range,
    _of_default,
    _of_width,
    _of_spelling,
    _of_switches,
    _of_connectors,
    _of_address,
    _of_invalid,
)
