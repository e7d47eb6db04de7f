"""Reads leds.json (chargebyte guide 14.1, table 49): every value checked, everything wrong told at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pilotwire.config.customer import MOST_ERRORS, SCHEMA, syntax_error
from pilotwire.config.error import ConfigError, ConfigErrors
from pilotwire.config.jsonc import Document, JsoncError, Node, Path, Shape, parse, path_text
from pilotwire.config.leds_table import (
    FIELDS,
    FIRST_GPIOS,
    HIGHEST_GPIO,
    LONGEST,
    MOST_GPIOS,
    MOST_LEDS,
    UNIT_S,
    Field,
)
from pilotwire.core.led import Behavior, Color, Condition, Led, Mode
from pilotwire.core.wording import shown

NAME: Final = "leds.json"
MOST_BEHAVIORS: Final = len(Condition)
BLUE: Final = (Color.BLUE, Color.CYAN, Color.MAGENTA, Color.WHITE)
MAX_COMPARED: Final = 80
Place = tuple[Node, Path]


@dataclass(frozen=True, slots=True)
class LedsFile:
    """What leds.json says: the LED of each EVSE, in their order."""

    leds: tuple[Led, ...] = ()
    warnings: tuple[ConfigError, ...] = ()


NONE_TAKEN: Final[Mapping[int, str]] = {}


def read_leds(text: str, taken: Mapping[int, str] = NONE_TAKEN) -> LedsFile:
    """What *text* says. *taken* are the outputs that customer.json uses, and where it says so.

    :raises ConfigErrors: something in it is wrong; all of it is told, except behind the first error of syntax.
    """
    try:
        document = parse(text)
    except JsoncError as error:
        raise ConfigErrors((syntax_error(error.fault, NAME),)) from None
    reader = _Reader(document, taken)
    leds = tuple(reader.leds())
    if reader.errors:
        raise ConfigErrors(tuple(sorted(reader.errors, key=lambda error: error.line)[:MOST_ERRORS]))
    return LedsFile(leds, tuple(reader.warnings))


class _Reader:
    """Walks through the document; a part that is wrong is told and left out."""

    def __init__(self, document: Document, taken: Mapping[int, str]) -> None:
        self.document = document
        self.errors = [
            ConfigError(fault.line, shown(path_text(path)), fault.text, NAME) for path, fault in document.duplicates
        ]
        self.warnings: list[ConfigError] = []
        self.gpios = {gpio: f"{path} of customer.json" for gpio, path in taken.items()}

    def _wrong(self, place: Place, text: str) -> None:
        node, path = place
        self.errors.append(ConfigError(self.document.line_of(node.start), shown(path_text(path)), text, NAME))

    def leds(self) -> Iterator[Led]:
        root: Place = (self.document.root, ())
        if not self._is_object(root, ("leds", SCHEMA)):
            return
        node = self.document.root.child("leds")
        if node is None:
            self._wrong(root, "'leds' is missing: a list with one object for each LED")
            return
        for place in self._items((node, ("leds",)), MOST_LEDS):
            if self._is_object(place, ("gpios", "behaviors")):
                led = Led(self._gpios(place), tuple(self._behaviors(place)))
                self._check_colors(place, led)
                yield led

    def _is_object(self, place: Place, names: tuple[str, ...]) -> bool:
        """Whether it is one; names nobody knows are told."""
        node, path = place
        if node.shape is not Shape.OBJECT:
            self._wrong(place, "must be an object in braces")
            return False
        for member in node.members:
            if member.key not in names and len(self.errors) < MOST_ERRORS:
                near = difflib.get_close_matches(member.key[:MAX_COMPARED], names, 1)
                meant = f"; did you mean {path_text((*path, near[0]))}?" if near else ""
                line = self.document.line_of(member.start)
                where = shown(path_text((*path, member.key)))
                self.errors.append(ConfigError(line, where, f"is not known{meant}", NAME))
        return True

    def _items(self, place: Place, most: int) -> Iterator[Place]:
        node, path = place
        if node.shape is not Shape.ARRAY:
            self._wrong(place, "must be a list")
            return
        if len(node.members) > most:
            self._wrong(place, f"must have at most {most} entries")
        for index, member in enumerate(node.members[:most]):
            yield member.node, (*path, index)

    def _gpios(self, led: Place) -> tuple[int, ...]:
        node, path = led
        below = node.child("gpios")
        if below is None:
            if path[-1] != 0:
                self._wrong(led, "'gpios' is missing; only the first LED has a default")
            return tuple(gpio for gpio in FIRST_GPIOS if self._is_own(led, gpio))
        place = (below, (*path, "gpios"))
        found = [self._gpio(each) for each in self._items(place, MOST_GPIOS)]
        if below.shape is Shape.ARRAY and not found:
            self._wrong(place, f"must have 1 to {MOST_GPIOS} entries: the outputs for red, green and blue")
        return tuple(gpio for gpio in found if gpio is not None)

    def _gpio(self, place: Place) -> int | None:
        gpio = self._number(place, HIGHEST_GPIO)
        return gpio if gpio is not None and self._is_own(place, gpio) else None

    def _is_own(self, place: Place, gpio: int) -> bool:
        if gpio in self.gpios:
            self._wrong(place, f"{gpio} stands at {self.gpios[gpio]} already")
            return False
        self.gpios[gpio] = path_text(place[1])
        return True

    def _behaviors(self, led: Place) -> Iterator[Behavior]:
        node, path = led
        below = node.child("behaviors")
        if below is None:
            return
        lines: dict[Condition, int] = {}
        for place in self._items((below, (*path, "behaviors")), MOST_BEHAVIORS):
            behavior = self._behavior(place)
            if behavior is None:
                continue
            if behavior.condition in lines:
                first = lines[behavior.condition]
                self._wrong(place, f"{behavior.condition.value!r} has a behavior already, in line {first}")
            lines.setdefault(behavior.condition, self.document.line_of(place[0].start))
            yield behavior

    def _behavior(self, place: Place) -> Behavior | None:
        if not self._is_object(place, tuple(field.name for field in FIELDS)):
            return None
        words = {field.name: self._word(place, field) for field in FIELDS if field.words}
        numbers = {field.name: self._count(place, field) for field in FIELDS if not field.words}
        condition, mode, color = words["condition"], words["mode"], words["color"]
        if condition is None or mode is None or color is None:
            return None
        return Behavior(
            Condition(condition),
            Mode(mode),
            Color(color),
            duration_s=numbers["duration"] * UNIT_S,
            delay_s=numbers["delay"] * UNIT_S,
        )

    def _word(self, behavior: Place, field: Field) -> str | None:
        """The word at *field*; None, and told, when there is none that is known."""
        node, path = behavior
        below = node.child(field.name)
        known = tuple(word.name for word in field.words)
        if below is None:
            self._wrong(behavior, f"{field.name!r} is missing: one of {', '.join(known)}")
            return None
        word = below.scalar
        if isinstance(word, str) and word in known:
            return word
        near = difflib.get_close_matches(word[:MAX_COMPARED].lower(), known, 1) if isinstance(word, str) else ()
        meant = f"; did you mean {near[0]!r}?" if near else ""
        self._wrong((below, (*path, field.name)), f"must be one of {', '.join(known)}{meant}")
        return None

    def _count(self, behavior: Place, field: Field) -> int:
        node, path = behavior
        below = node.child(field.name)
        number = None if below is None else self._number((below, (*path, field.name)), LONGEST)
        return (field.default or 0) if number is None else number

    def _number(self, place: Place, highest: int) -> int | None:
        number = place[0].scalar
        if isinstance(number, bool) or not isinstance(number, int):
            self._wrong(place, "must be a whole number")
            return None
        if not 0 <= number <= highest:
            self._wrong(place, f"{shown(str(number))} is not allowed: 0 to {highest}")
            return None
        return number

    def _check_colors(self, place: Place, led: Led) -> None:
        """A colour can need a lamp that is not there."""
        if len(led.gpios) != MOST_GPIOS - 1:
            return
        node, path = place
        for behavior in led.behaviors:
            if behavior.color in BLUE:
                text = (
                    f"{behavior.color.value} at {behavior.condition.value!r} has blue in it, and no third GPIO is named"
                )
                self.warnings.append(ConfigError(self.document.line_of(node.start), path_text(path), text, NAME))
