"""Values in words: what a Variable allows, and why a value is refused."""

from __future__ import annotations

from typing import Final

from pilotwire.core.variable import Kind, Refusal, Value, Variable, refusal_of

MAX_SHOWN: Final = 60
MAX_WORDS, FIRST_WORDS = 20, 6  # a person reads no more of them in one line

KIND_TEXTS: Final = {
    Kind.BOOLEAN: "true or false",
    Kind.INTEGER: "a whole number",
    Kind.DECIMAL: "a number",
    Kind.TEXT: "a text",
    Kind.OPTION: "a text",
    Kind.MEMBERS: "a list of texts",
    Kind.SEQUENCE: "a list of texts",
}


def shown(text: str) -> str:
    """*text*, cut where it is too long to read."""
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "..."


def allowed_text(variable: Variable[Value]) -> str:
    """What *variable* allows: ``0 or 10 to 86400 s``, ``one of nc, no, none``, ``0, or any sum of 1, 256``."""
    if variable.bits is not None:
        return _bits_text(variable.bits)
    if variable.allowed:
        ranges = (f"{low:g}" if low == high else f"{low:.12g} to {high:.12g}" for low, high in variable.allowed)
        return f"{' or '.join(ranges)} {variable.unit}".rstrip()
    if variable.choices:
        word = "one of" if variable.kind is Kind.OPTION else "a list of"
        return f"{word} {' | '.join(_few(variable.choices))}"
    if variable.starts:
        return f"a text that begins with {' or '.join(variable.starts)}"
    if variable.example:
        return f"a text like {variable.example}"
    return KIND_TEXTS[variable.kind]


def _few(words: tuple[str, ...]) -> tuple[str, ...]:
    return words if len(words) <= MAX_WORDS else (*words[:FIRST_WORDS], f"... ({len(words)} words)")


def objection(variable: Variable[Value], value: Value) -> str | None:
    """Why *value* may not be written to *variable*, in words; None when it may. A secret is not repeated."""
    match refusal_of(variable, value):
        case None:
            return None
        case Refusal.WRONG_TYPE:
            return f"must be {KIND_TEXTS[variable.kind]}{'' if value is not None else ', not null'}"
        case Refusal.TOO_LONG:
            unit = "characters" if isinstance(value, str) else "entries"
            return f"is too long: at most {variable.max_length} {unit}"
        case Refusal.OUT_OF_RANGE | Refusal.RESERVED_BIT | Refusal.NOT_A_CHOICE:
            what = "the value" if variable.secret else _shown_value(value)
            return f"{what} is not allowed: {allowed_text(variable)}"


def _bits_text(bits: int) -> str:
    singles = ", ".join(str(1 << bit) for bit in range(bits.bit_length()) if bits >> bit & 1)
    return f"0, or any sum of {singles}" if bits else "0"


def _shown_value(value: Value) -> str:
    return shown(
        ", ".join(value) if isinstance(value, tuple) else f"{value!r}" if isinstance(value, str) else str(value)
    )
