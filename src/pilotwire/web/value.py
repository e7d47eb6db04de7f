"""Values as JSON brings them, and why one is refused."""

from __future__ import annotations

from pilotwire.core.variable import Kind, Refusal, Value, Variable
from pilotwire.web.error import Unprocessable

MAX_WHOLE = 2**53  # what JSON keeps exactly (RFC 8259 section 6)
FORMS = {
    Kind.BOOLEAN: "true or false",
    Kind.INTEGER: "a whole number",
    Kind.DECIMAL: "a number",
    Kind.TEXT: "a text",
    Kind.OPTION: "a text",
    Kind.MEMBERS: "a list of texts",
    Kind.SEQUENCE: "a list of texts",
}


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


def objection(variable: Variable[Value], refusal: Refusal) -> str:
    """*refusal* in words that say what would have been right; the refused value is not repeated."""
    match refusal:
        case Refusal.WRONG_TYPE:
            return f"must be {FORMS[variable.kind]}"
        case Refusal.TOO_LONG:
            return f"is too long: at most {variable.max_length}"
        case Refusal.OUT_OF_RANGE:
            ranges = (f"{low:g}" if low == high else f"{low:g} to {high:g}" for low, high in variable.allowed)
            return f"must be {' or '.join(ranges)} {variable.unit}".rstrip()
        case Refusal.NOT_A_CHOICE:
            what = "must be one of" if variable.kind is Kind.OPTION else "every entry must be one of"
            return f"{what} {', '.join(variable.choices)}"
