"""leds.json as it leaves the factory, and its JSON Schema: both views of the table."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Final

from pilotwire.config.customer import SCHEMA
from pilotwire.config.jsonc import Json
from pilotwire.config.leds_table import (
    FIELDS,
    FIRST_GPIOS,
    HIGHEST_GPIO,
    LONGEST,
    MOST_GPIOS,
    MOST_LEDS,
    STATUS_LED,
    Field,
)
from pilotwire.config.schema import DRAFT

HEAD: Final = """\
// leds.json: what the status LEDs show. The first entry of "leds" is the LED of the first charging point (EVSE), the
// second that of the second, and so on. Comments may stand anywhere.
"""
GPIOS: Final = (
    "the digital outputs for red, green and blue; a LED of a single output has one colour, and any colour but black"
    " lights it"
)
WIDTH: Final = 112


def factory_text() -> str:
    """leds.json as it leaves the factory: the status LED of chargebyte guide 7.9.2."""
    behaviors = [f"        {json.dumps(behavior)}" for behavior in STATUS_LED]
    lines = [
        "{",
        '  "leds": [',
        "    {",
        *_comment(f"gpios: {GPIOS}", 6),
        f'      "gpios": {json.dumps(list(FIRST_GPIOS))},',
        *(line for field in FIELDS for line in _about(field)),
        '      "behaviors": [',
        ",\n".join(behaviors),
        "      ]",
        "    }",
        "  ]",
        "}",
    ]
    return HEAD + "\n".join(lines) + "\n"


def _about(field: Field) -> Iterator[str]:
    yield from _comment(f"{field.name}: {field.about}", 6)
    for word in field.words:
        if word.about:
            yield from _comment(f"    {word.name}: {word.about}", 6)
    if field.words and not any(word.about for word in field.words):
        yield from _comment(f"    {', '.join(word.name for word in field.words)}", 6)


def _comment(text: str, indent: int) -> Iterator[str]:
    begin = " " * indent + "// "
    yield from textwrap.wrap(text, WIDTH, initial_indent=begin, subsequent_indent=begin + " " * 8)


def schema() -> Mapping[str, Json]:
    """The JSON Schema of leds.json; what it cannot say is that no output and no condition may stand there twice."""
    led: dict[str, Json] = {
        "gpios": {
            "type": "array",
            "description": GPIOS,
            "items": {"type": "integer", "minimum": 0, "maximum": HIGHEST_GPIO},
            "minItems": 1,
            "maxItems": MOST_GPIOS,
            "uniqueItems": True,
            "default": list(FIRST_GPIOS),
        },
        "behaviors": {"type": "array", "items": _behavior(), "maxItems": len(FIELDS[0].words)},
    }
    leds: dict[str, Json] = {"type": "array", "items": _object(led), "maxItems": MOST_LEDS}
    properties: dict[str, Json] = {SCHEMA: {}, "leds": leds}
    return {"$schema": DRAFT, "title": "leds.json of a charging station", **_object(properties, ("leds",))}


def _behavior() -> Mapping[str, Json]:
    required = tuple(field.name for field in FIELDS if field.default is None)
    return _object({field.name: _field(field) for field in FIELDS}, required)


def _field(field: Field) -> Mapping[str, Json]:
    if field.words:
        return {"description": field.about, "enum": [word.name for word in field.words]}
    whole: dict[str, Json] = {"type": "integer", "minimum": 0, "maximum": LONGEST}
    return {"description": field.about, **whole, "default": field.default}


def _object(properties: Mapping[str, Json], required: tuple[str, ...] = ()) -> Mapping[str, Json]:
    needed: dict[str, Json] = {"required": list(required)} if required else {}
    return {"type": "object", "properties": properties, **needed, "additionalProperties": False}
