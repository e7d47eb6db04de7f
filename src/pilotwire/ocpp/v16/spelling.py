"""What the texts of configuration keys mean: true and false, numbers, lists with commas (OCPP 1.6 9)."""

import re
from collections.abc import Callable, Mapping

from pilotwire.core.variable import Kind, Value, Variable
from pilotwire.ocpp.value_text import to_text
from pilotwire.personality.habit import Spelling

INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}  # whatever else a vendor says
USUAL = Spelling()


class Unreadable(ValueError):
    """The text is no value of this kind."""


def from_text(text: str, variable: Variable[Value], spelling: Spelling = USUAL) -> Value:
    """What *text* means for *variable*; whether that is allowed is not asked here. Raises Unreadable."""
    if not text.strip() and variable.default is None:
        return None
    if variable.kind is Kind.BOOLEAN:
        return _boolean(text.strip(), spelling)
    return READERS[variable.kind](text.strip(), variable)


def told(value: Value, spelling: Spelling = USUAL) -> str | None:
    """*value* as the vendor writes it; None: it is not set."""
    match value:
        case bool():
            return spelling.true if value else spelling.false
        case tuple():
            return spelling.comma.join(value)
        case _:
            return to_text(value)


def _boolean(text: str, spelling: Spelling) -> bool:
    meaning = {**BOOLEANS, **spelling.booleans}.get(text.lower())
    if meaning is None and not spelling.others_are_false:
        raise Unreadable(text)
    return bool(meaning)


def _integer(text: str, variable: Variable[Value]) -> Value:
    if not INTEGER.fullmatch(text):
        raise Unreadable(text)
    return int(text)


def _decimal(text: str, variable: Variable[Value]) -> Value:
    if not DECIMAL.fullmatch(text):
        raise Unreadable(text)
    return float(text)


def _text(text: str, variable: Variable[Value]) -> Value:
    return text


def _option(text: str, variable: Variable[Value]) -> Value:
    return _spelled(text, variable)


def _list(text: str, variable: Variable[Value]) -> Value:
    """Blanks after commas are common; a member named twice is one member."""
    members = (_spelled(each.strip(), variable) for each in text.split(",")) if text else ()
    return tuple(dict.fromkeys(members)) if variable.kind is Kind.MEMBERS else tuple(members)


def _spelled(word: str, variable: Variable[Value]) -> str:
    """*word* in the Variable's own spelling; values are CiStrings (OCPP 1.6 7.19)."""
    asked = word.casefold()
    return next((choice for choice in variable.words if choice.casefold() == asked), word)


Reader = Callable[[str, Variable[Value]], Value]
READERS: Mapping[Kind, Reader] = {
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.TEXT: _text,
    Kind.OPTION: _option,
    Kind.MEMBERS: _list,
    Kind.SEQUENCE: _list,
}
