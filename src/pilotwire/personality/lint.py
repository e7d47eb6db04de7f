"""Checks the data of all personalities as a compiler checks code."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from enum import Enum
from importlib.resources.abc import Traversable
from typing import Any, Final

from pilotwire.core import registry
from pilotwire.core.measurand import NAMES as MEASURANDS
from pilotwire.core.port.fault import Fault
from pilotwire.core.variable import Value, Variable, refusal_of
from pilotwire.personality import lint_key
from pilotwire.personality.load import TABLES, made_of
from pilotwire.personality.model import Personality, VariableChange
from pilotwire.personality.reading import LintError
from pilotwire.personality.source import (
    DATA,
    ENTRIES,
    OF_ONE_FILE,
    Raw,
    SourceError,
    by_name,
    merged,
    names,
    own,
    place_of,
    whole,
)

ALWAYS_SAID: Final = ("name", "source")
MASK_BITS: Final = 32
Problem = tuple[str, str]  # entry, text


def lint(directory: Traversable = DATA) -> tuple[LintError, ...]:
    """All mistakes in all personalities of *directory*."""
    return tuple(error for name in names(directory) for error in _of_file(name, directory))


def lint_file(path: str) -> tuple[LintError, ...]:
    """All mistakes in the personality at *path*, which may inherit from those beside it and from the shipped ones."""
    return tuple(_of_file(*place_of(path)))


def _of_file(name: str, directory: Traversable) -> Iterator[LintError]:
    try:
        said = own(name, directory)
        inherited = whole(str(said["inherits"]), directory) if "inherits" in said else {}
        raw = whole(name, directory)
    except SourceError as error:
        yield LintError(f"{error.name}.toml", "", error.text)
        return
    misfits: list[LintError] = []
    versions = [("", said, inherited, raw)]
    variants = said.get("variants", {})
    for variant, differences in variants.items() if isinstance(variants, dict) else ():
        if not isinstance(differences, dict):
            continue  # made_of tells it
        versions.append((f"variant {variant} ", differences, raw, merged(raw, differences)))
    limitations = said.get("limitations")
    if isinstance(limitations, dict):
        versions.append(("limitations ", limitations, raw, merged(raw, limitations)))
    for prefix, one_said, one_inherited, one_raw in versions:
        personality = made_of(name, one_raw, misfits)
        problems = [*_of_said(one_said, one_inherited), *(one for check in CHECKS for one in check(personality))]
        yield from (LintError(f"{name}.toml", prefix + entry, text) for entry, text in problems)
    yield from dict.fromkeys(misfits)


def _of_said(said: Raw, inherited: Raw) -> Iterator[Problem]:
    """What is wrong with what a file itself says, whatever it inherits."""
    for kind in ENTRIES:
        entries = said.get(kind, [])
        titles = (
            [entry.get("name") for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []
        )
        there = Counter(titles)
        yield from ((f"{kind} {name}", "stands here twice") for name, count in there.items() if count > 1)
        is_membership_news = kind == "key" and said.get("only_own_keys") is True
        for name, entry in by_name(entries).items():
            old = None if kind in OF_ONE_FILE else by_name(inherited.get(kind, [])).get(name)
            yield from _of_entry(f"{kind} {name}", entry, old, is_membership_news=is_membership_news)
    for key in (*TABLES, "shipped"):
        if isinstance(said.get(key), dict):
            old = {**_defaults(key), **inherited.get(key, {})}
            yield from _of_entry(key, said[key], old, is_membership_news=False)


def _defaults(key: str) -> Raw:
    """What a table says that says nothing."""
    kind = TABLES.get(key)
    if kind is None:
        return {}
    values = {one.name: one.default for one in fields(kind)}
    return {name: value.value if isinstance(value, Enum) else value for name, value in values.items()}


def _of_entry(title: str, said: Raw, old: Raw | None, *, is_membership_news: bool) -> Iterator[Problem]:
    if not said.get("source"):
        yield title, "has no source"
    news = [field for field in said if field not in ALWAYS_SAID]
    for field in news:
        if old is not None and field in old and old[field] == said[field]:
            yield title, f"{field} is what it inherits"
    if not news and old is not None and not is_membership_news:
        yield title, "says nothing"


def _of_variables(personality: Personality) -> Iterator[Problem]:
    for change in personality.changes:
        title = f"variable {change.name}"
        variable = registry.VARIABLES.get(change.name)
        if variable is None:
            yield from ((title, text) for text in _of_own(change))
            continue
        if change.kind is not None:
            yield title, "has a kind, but is a Variable of core"
        unknown = set(change.choices or ()) - set(variable.choices)
        if variable.choices and unknown:
            yield title, f"core does not know {', '.join(sorted(unknown))}"
        yield from ((title, f"{field} is as in core") for field in _unchanged(change))


def _of_own(change: VariableChange) -> Iterator[str]:
    """A Variable of the vendor's own."""
    if change.kind is None:
        yield "there is no such Variable"
    if change.effect is not None or change.executed is not None:
        yield "has an effect or is executed, but core knows nothing of it"


def _of_defaults(personality: Personality) -> Iterator[Problem]:
    """A default must be allowed once everything is said, wherever it was said; and nobody says it twice."""
    variables = _changed(personality)
    for name in sorted(set(personality.defaults) & variables.keys()):
        changed = variables[name]
        refusal = refusal_of(changed, changed.default)
        if refusal is not None:
            yield f"variable {name}", f"the default {changed.default!r} is not allowed: {refusal.value}"
    counts = Counter(personality.defaults)
    yield from ((f"variable {name}", "has more than one default") for name, count in counts.items() if count > 1)


def _changed(personality: Personality) -> dict[str, Variable[Value]]:
    """All Variables as *personality* has them, but for changes of those there are not."""
    own = {change.name for change in personality.variables if change.kind is not None}
    changes = tuple(each for each in personality.variables if each.name in registry.VARIABLES or each.name in own)
    keys = tuple(key for key in personality.keys if key.variable in registry.VARIABLES or key.variable in own)
    return replace(personality, variables=changes, keys=keys).changed()


def _unchanged(change: VariableChange) -> Iterator[str]:
    variable = registry.VARIABLES[change.name]
    for field in ("default", "allowed", "choices", "max_length", "access", "applies", "executed", "effect"):
        value = getattr(change, field)
        if value is not None and value == getattr(variable, field):
            yield field


def _of_keys(personality: Personality) -> Iterator[Problem]:
    variables = _changed(personality)
    names = {key.name for key in personality.keys}
    for key in personality.keys:
        title = f"key {key.name}"
        ways = [key.variable, key.split, key.view, key.constant, key.counts, key.limits]
        if sum(way is not None for way in ways) != 1:
            yield title, "must have one of variable, split, view, constant, counts, limits"
        yield from ((title, text) for text in lint_key.mistakes(key, variables, names))
    counts = Counter(name.lower() for key in personality.keys for name in key.names)
    twice = sorted(name for name, count in counts.items() if count > 1)
    yield from ((f"key {name}", "is the name of more than one key") for name in twice)


def _of_masks(personality: Personality) -> Iterator[Problem]:
    written = {name for key in personality.keys for name in key.variables}
    named = zip(("fault_mask", "function_mask"), personality.masks.items(), strict=True)
    for title, (variable, mask) in named:
        yield from ((title, f"there is no bit {bit}") for bit in mask.bits if not 0 <= bit < MASK_BITS)
        yield from ((title, f"bit {bit} hides a fault twice") for bit, faults in mask.bits.items() if _is_twice(faults))
        if mask.bits and variable not in written:
            yield title, f"no key writes {variable}"


def _of_fault_bits(personality: Personality) -> Iterator[Problem]:
    bits = personality.fault_bits.bits
    yield from (("fault_bits", f"{bit:#x} is not a single bit") for bit in bits if bit <= 0 or bit & (bit - 1))
    counts = Counter(fault for faults in bits.values() for fault in faults)
    yield from (("fault_bits", f"{fault.value} has more than one bit") for fault, count in counts.items() if count > 1)


def _is_twice(faults: tuple[Fault, ...]) -> bool:
    return len(set(faults)) < len(faults)


def _of_messages(personality: Personality) -> Iterator[Problem]:
    messages = personality.messages
    yield from (
        ("messages", f"{one} is triggered, but not sent") for one in messages.triggers if one not in messages.sent
    )
    both = sorted(set(messages.errors) & set(messages.supported))
    yield from (("messages", f"{one} is supported and has an error") for one in both)


def _of_forms(personality: Personality) -> Iterator[Problem]:
    """What is said of messages no station sends, and of measurands there are not."""
    sent, form = whole("pilotwire")["messages"]["sent"], personality.meter_values
    yield from (("wire", f"no station sends a {one}") for one in personality.wire.members if one not in sent)
    named = (*form.order, *(one for one in form.decimals if "." in one))
    yield from (("meter_values", f"{one} is no measurand") for one in dict.fromkeys(named) if one not in MEASURANDS)
    told = {one.value for one in personality.messages.security_events}
    nobody = sorted(set(personality.messages.tech_info) - told)
    yield from (("messages", f"{one} has a tech_info, but is not told") for one in nobody)


def _of_shipped(personality: Personality) -> Iterator[Problem]:
    for path, value in personality.shipped.items():
        if not _is_json(value):
            yield "shipped", f"{path} has a value JSON cannot say"


def _is_json(value: Any) -> bool:
    try:
        json.dumps(value, allow_nan=False)
    except (TypeError, ValueError):
        return False
    return True


CHECKS: Final[tuple[Callable[[Personality], Iterator[Problem]], ...]] = (
    _of_variables,
    _of_defaults,
    _of_keys,
    _of_masks,
    _of_fault_bits,
    _of_messages,
    _of_forms,
    _of_shipped,
)
