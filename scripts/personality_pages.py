"""The page docs/reference/personalities.md: what each vendor's station is, from the data that makes it so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from enum import Enum
from typing import Any

from pilotwire.core.moment import Moment
from pilotwire.core.restart import Kept, Plan, restore
from pilotwire.core.settings import Layers
from pilotwire.core.station import Station
from pilotwire.core.variable import Access, Applies, Effect, Value, Variable
from pilotwire.core.wording import allowed_text
from pilotwire.ocpp.v16.keys import Key, keys_of
from pilotwire.ocpp.v16.telling import reported
from pilotwire.personality.key import KeyEntry, OnInvalid
from pilotwire.personality.load import TABLES, available, load
from pilotwire.personality.model import Personality, VariableChange
from pilotwire.personality.source import own

HABITS = ("rules", "configuration", "spelling", "requests", "status", "meter_values", "wire", "customer_json")
INTRO = """# Personalities

Whose station pilotwire can be, and what that means ([how to use and write them](../howto/personalities.md)). A value is what
GetConfiguration tells of a station that nobody has configured yet; what a key does not say is as in [variables](variables.md).
"""


def render() -> str:
    """The whole page."""
    names = ("pilotwire", *sorted(set(available()) - {"pilotwire"}))
    return INTRO + _overview(names) + "".join(_personality(name) for name in names)


def _overview(names: tuple[str, ...]) -> str:
    """Which requests each of them answers, side by side, and the error it has for the others."""
    all_of_them = {name: load(name) for name in names}
    head = f"| a request to | {' | '.join(f'[{name}](#{name})' for name in names)} |\n|---|{'---|' * len(names)}\n"
    asked = sorted({action for each in all_of_them.values() for action in each.messages.supported})
    rows = "".join(
        f"| {action} | {' | '.join(_answered(action, each) for each in all_of_them.values())} |\n" for action in asked
    )
    counts = " | ".join(str(len(each.keys)) for each in all_of_them.values())
    return f"\n## At a glance\n\n{head}{rows}| keys | {counts} |\n"


def _answered(action: str, personality: Personality) -> str:
    messages = personality.messages
    return "yes" if action in messages.supported else messages.errors.get(action, messages.unsupported).value


def _personality(name: str) -> str:
    personality = load(name)
    page = f"\n## {name}\n\n{_family(personality)}\n"
    page += _identity(personality) + _habits(name, personality) + _messages(personality) + _keys(personality)
    for variant in personality.variants:
        page += _variant(name, variant, personality)
    return page + _limitations(name)


def _family(personality: Personality) -> str:
    parts = [f"Everything else as `{personality.inherits}`."] if personality.inherits else ["pilotwire itself."]
    if personality.variants:
        parts.append(f"Variants: {', '.join(f'`{variant}`' for variant in personality.variants)}.")
    return " ".join(parts)


def _identity(personality: Personality) -> str:
    said = {one.name: getattr(personality.identity, one.name) for one in fields(personality.identity)}
    lines = [f"{field.replace('_', ' ')} `{value}`" for field, value in said.items() if value is not None]
    return f"\nIdentity: {', '.join(lines)}.\n" if lines else ""


def _habits(name: str, personality: Personality) -> str:
    raw = own(name)
    rows = "".join(
        f"| {table} | {field} | {_shown(value)} | {_cell(raw.get(table, {}).get('source', ''))} |\n"
        for table in HABITS
        for field, value in _different(table, personality)
    )
    rows += _variables(personality)
    return f"\n| table | what | is | source |\n|---|---|---|---|\n{rows}" if rows else ""


def _different(table: str, personality: Personality) -> Iterator[tuple[str, object]]:
    """What is not as it is without a word."""
    said, usual = getattr(personality, table), TABLES[table]()
    for one in fields(said):
        value = getattr(said, one.name)
        if not one.metadata and value != getattr(usual, one.name):
            yield one.name, value


def _variables(personality: Personality) -> str:
    return "".join(
        f"| variable | `{change.name}` | {_cell(_difference(change))} | {_cell(change.source)} |\n"
        for change in personality.variables
    )


def _difference(change: VariableChange) -> str:
    news = {one.name: getattr(change, one.name) for one in fields(change) if one.name not in ("name", "source")}
    return "; ".join(f"{field} {_plain(value)}" for field, value in news.items() if value is not None)


def _messages(personality: Personality) -> str:
    messages = personality.messages
    page = f"\nAnswers: {', '.join(messages.supported)}.\n\nSends: {', '.join(messages.sent)}.\n"
    page += f"\nCan be triggered: {', '.join(messages.triggers) or 'nothing'}.\n"
    page += "\nBootNotification has its name as chargeBoxSerialNumber.\n" if messages.names_station else ""
    others = {action: error.value for action, error in messages.errors.items()}
    told = "".join(f"; {action} gets {error}" for action, error in others.items())
    return page + f"\nWhat it does not answer gets {messages.unsupported.value}{told}.\n"


def station_of(personality: Personality) -> Station:
    """A station of *personality* with one EVSE that nobody has configured."""
    variables = personality.changed()
    given = {name: variables[name] for name in personality.defaults}
    base = {(name, 1 if each.per_evse else 0): each.default for name, each in given.items()}
    plan = Plan("page", Layers(variables, base), 1, personality.ruled)
    return restore(Kept(), plan, Moment(0.0, 0.0))[0]


def _keys(personality: Personality, only: Iterable[KeyEntry] | None = None) -> str:
    station, keys = station_of(personality), keys_of(personality)
    entries = personality.keys if only is None else only
    rows = "".join(_key(entry, keys, station) for entry in entries)
    return f"\n| key | access | type | value | allowed | applies | more | source |\n|---|---|---|---|---|---|---|---|\n{rows}"


def _key(entry: KeyEntry, keys: Mapping[str, Key], station: Station) -> str:
    key = keys[entry.name.casefold()]
    value = reported(key, station)
    cells = (
        f"`{entry.name}`",
        {Access.READ_ONLY: "R", Access.WRITE_ONLY: "W", Access.READ_WRITE: "RW"}[key.access],
        " ".join(
            word for word in (entry.type.value if entry.type else "", f"({entry.unit})" if entry.unit else "") if word
        ),
        "" if value is None else f"`{value}`" if value else "empty",
        "" if key.is_read_only else _cell("; ".join(dict.fromkeys(_allowed(each) for each in key.variables))),
        "" if key.is_read_only else ", ".join(sorted({_applies(each) for each in key.variables})),
        _cell("; ".join(_more(entry))),
        _cell(entry.source),
    )
    return f"| {' | '.join(cells)} |\n"


def _allowed(variable: Variable[Value]) -> str:
    limits = [allowed_text(variable)]
    if variable.max_length is not None:
        limits.append(f"at most {variable.max_length}")
    return ", ".join(limits)


def _applies(variable: Variable[Value]) -> str:
    return "at once" if variable.applies is Applies.NOW else variable.applies.value.replace("_", " ")


def _more(entry: KeyEntry) -> Iterator[str]:
    lists = {"also": entry.also, "alias": entry.aliases}
    yield from (f"{word} `{name}`" for word, names in lists.items() for name in names)
    texts = {"since": entry.since, "until": entry.until, "empty tells": entry.fallback}
    yield from (f"{word} {text}" for word, text in texts.items() if text is not None)
    if entry.hidden:
        yield "told only by name"
    if entry.on_invalid is not OnInvalid.REJECT:
        yield f"invalid: {entry.on_invalid.value.replace('_', ' ')}"
    if entry.executed is not None:
        yield f"runs on {entry.executed[0]:g} to {entry.executed[1]:g}"
    if entry.effect is not Effect.NONE:
        yield f"effect: {entry.effect.value.replace('_', ' ')}"
    if entry.empty_is_default:
        yield "empty: the default"
    if entry.codec is not None:
        yield entry.codec.value
    if entry.scale is not None:
        yield f"1 is {entry.scale:g} of the Variable"
    yield from (f"`{word}` is {meaning}" for word, meaning in entry.words.items())


def _variant(name: str, variant: str, plain: Personality) -> str:
    other = load(name, variant)
    page = f"\n### {name}, variant {variant}\n"
    if other.identity != plain.identity:
        page += _identity(other)
    rows = "".join(
        f"| {table} | {field} | {_shown(value)} |\n"
        for table in HABITS
        for field, value in _different(table, other)
        if getattr(getattr(plain, table), field) != value
    )
    news = [change for change in other.variables if change not in plain.variables]
    rows += "".join(f"| variable | `{change.name}` | {_cell(_difference(change))} |\n" for change in news)
    page += f"\n| table | what | is |\n|---|---|---|\n{rows}" if rows else ""
    if other.messages != plain.messages:
        page += _messages(other)
    page += _key_news(plain, other)
    return page


def _key_news(plain: Personality, other: Personality) -> str:
    before, after = station_of(plain), station_of(other)
    was, here = keys_of(plain), keys_of(other)
    news = [
        entry
        for entry in other.keys
        if was.get(entry.name.casefold()) != here[entry.name.casefold()]
        or reported(was[entry.name.casefold()], before) != reported(here[entry.name.casefold()], after)
    ]
    gone = [entry.name for entry in plain.keys if entry.name.casefold() not in here]
    page = _keys(other, news) if news else ""
    return page + (f"\nWithout the keys {', '.join(f'`{each}`' for each in gone)}.\n" if gone else "")


def _limitations(name: str) -> str:
    raw: dict[str, Any] = own(name).get("limitations", {})
    if not raw:
        return ""
    lines = "".join(f"- {_cell(line)}\n" for line in _said(raw))
    return f"\n### {name} with Limitations=on\n\n{lines}"


def _said(raw: dict[str, Any]) -> Iterator[str]:
    for table, content in raw.items():
        for entry in content if isinstance(content, list) else [content]:
            said = ", ".join(f"{field} {_plain(value)}" for field, value in entry.items() if field != "source")
            yield f"{table}: {said} ({entry.get('source', '')})"


def _shown(value: object) -> str:
    return _cell(_plain(value))


def _plain(value: object) -> str:
    match value:
        case Enum():
            return str(value.value)
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case Mapping():
            return ", ".join(f"{key} as {_plain(each)}" for key, each in value.items())
        case tuple() | list():
            return ", ".join(_plain(each) for each in value) or "nothing"
        case _:
            return str(value)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
