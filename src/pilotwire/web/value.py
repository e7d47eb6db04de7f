"""Values as JSON brings them."""

from __future__ import annotations

from pilotwire.core.variable import Value
from pilotwire.web.error import Unprocessable

MAX_WHOLE = 2**53  # what JSON keeps exactly (RFC 8259 section 6)


def json_to_value(path: str, value: object) -> Value:
    """*value* as the core knows values; raises Unprocessable for what no Variable can hold."""
    if isinstance(value, list):
        return tuple(_text(f"{path}[{place}]", each) for place, each in enumerate(value))
    if isinstance(value, int) and not -MAX_WHOLE <= value <= MAX_WHOLE:
        raise Unprocessable(path, "is too large")
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise Unprocessable(path, "must be true, false, a number, a text, a list of texts or null")


def _text(path: str, value: object) -> str:
    if not isinstance(value, str):
        raise Unprocessable(path, "must be a text")
    return value
