"""The page docs/reference/leds_json.md, made of the table."""

from __future__ import annotations

from pilotwire.config.leds_factory import GPIOS, factory_text
from pilotwire.config.leds_table import FIELDS, FIRST_GPIOS, Field, Word

INTRO = """# leds.json

`leds` is a list; its first entry is the LED of the first charging point (EVSE), the second that of the second. Comments
are allowed; there is [a schema for your editor](schema/leds.schema.json). What the words do together:
[how to light the lamps](../howto/leds.md). What is marked *own* is pilotwire's; the rest is chargebyte guide 14.1 T49.

| path | type | default | meaning |
|---|---|---|---|
"""


def render() -> str:
    """Every field and word of the file, and the file of the factory."""
    gpios = f"| `leds[]/gpios` | 1 to 3 whole numbers | `{list(FIRST_GPIOS)}` for the first LED | {GPIOS} |\n"
    words = "".join(_words(each) for each in FIELDS if any(word.about for word in each.words))
    factory = f"\n## The factory file\n\n```\n{factory_text()}```\n"
    return INTRO + gpios + "".join(_field(each) for each in FIELDS) + words + factory


def _field(field: Field) -> str:
    words = ", ".join(f"`{word.name}`" for word in field.words) or "whole number from 0"
    default = "must be there" if field.default is None else str(field.default)
    return f"| `leds[]/behaviors[]/{field.name}`{_own(field)} | {words} | {default} | {field.about} |\n"


def _words(field: Field) -> str:
    rows = "".join(f"| `{word.name}`{_own(word)} | {word.about} |\n" for word in field.words)
    return f"\n## {field.name}\n\n| word | meaning |\n|---|---|\n{rows}"


def _own(each: Field | Word) -> str:
    return " (*own*)" if each.is_ours else ""
