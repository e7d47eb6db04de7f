"""Values of Variables as both versions write them (OCPP 1.6 9, OCPP 2.0.1 part 2, 2.1.4); each reads in its own way."""

from pilotwire.core.variable import Value

DECIMALS = 6  # OCPP 2.0.1 part 2, 2.1.4


def to_text(value: Value) -> str | None:
    """Lower-case booleans, numbers without exponent, lists with commas; None: it is not set."""
    match value:
        case str():
            return value
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case tuple():
            return ",".join(value)
        case float():
            return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
        case _:
            return str(value)
