"""What the texts of configuration keys mean: true and false, numbers, lists with commas (OCPP 1.6 9)."""

import re
from collections.abc import Callable, Mapping

from pilotwire.core.variable import Kind, Value, Variable
from pilotwire.personality.key import Codec

HEXADECIMAL = re.compile(r"0[xX][0-9a-fA-F]{1,12}")
INTEGER = re.compile(r"[+-]?[0-9]{1,15}")
DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?")
BOOLEANS: Mapping[str, bool] = {"true": True, "false": False}


class Unreadable(ValueError):
    """The text is no value of this kind."""


def from_text(text: str, variable: Variable[Value]) -> Value:
    """What *text* means for *variable*; whether that is allowed is not asked here. Raises Unreadable."""
    if not text.strip() and variable.default is None:
        return None
    return READERS[variable.kind](text.strip(), variable)


def _boolean(text: str, variable: Variable[Value]) -> Value:
    if text.lower() not in BOOLEANS:
        raise Unreadable(text)
    return BOOLEANS[text.lower()]


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


def _as_it_is(text: str) -> str:
    return text


def _decimal_text(text: str) -> str:
    """*text* with a hexadecimal number written decimal."""
    return str(int(text, 16)) if HEXADECIMAL.fullmatch(text.strip()) else text


DECODED: Mapping[Codec | None, Callable[[str], str]] = {
    None: _as_it_is,
    Codec.DECIMAL_OR_HEXADECIMAL: _decimal_text,
}
Reader = Callable[[str, Variable[Value]], Value]
READERS: Mapping[Kind, Reader] = {
    Kind.BOOLEAN: _boolean,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.TEXT: _text,
    Kind.OPTION: _option,
    Kind.MEMBERS: _list,
    Kind.SEQUENCE: _list,
}
