"""What writing a configuration key means for the Variables it names (OCPP 1.6 5.3)."""

from collections.abc import Iterator

from pilotwire.core.settings import Write
from pilotwire.core.station import Station
from pilotwire.core.variable import Refusal, Value, Variable, refusal_of
from pilotwire.ocpp.v16.connector import connectors
from pilotwire.ocpp.v16.keys import Key
from pilotwire.ocpp.v16.spelling import DECODED, Unreadable, from_text
from pilotwire.personality.key import OnInvalid


def writes_of(key: Key, text: str, station: Station) -> tuple[Write, ...]:
    """The writes that *text* in *key* asks for. Raises Unreadable where it is no value of the key."""
    parts = text.split(key.by) if key.by else [text]
    if len(parts) != len(key.variables):
        raise Unreadable(text)
    pairs = zip(key.variables, parts, strict=True)
    values = ((variable, _value(key, variable, part)) for variable, part in pairs)
    return tuple(write for variable, value in values for write in _writes(key, variable, value, station))


def _writes(key: Key, variable: Variable[Value], value: Value, station: Station) -> Iterator[Write]:
    """Most keys know nothing of EVSEs: they write to all."""
    if key.evse is not None or not variable.per_evse:
        yield Write(variable.name, value, key.evse or 0)
        return
    for connector in connectors(station):
        yield Write(variable.name, value, connector)


def _value(key: Key, variable: Variable[Value], text: str) -> Value:
    if key.empty_is_default and not text.strip():
        return variable.default
    try:
        value = from_text(DECODED[key.codec](text), variable)
    except Unreadable:
        if key.on_invalid is OnInvalid.RESTORE_DEFAULT:
            return variable.default
        raise
    if key.check is not None and key.check(value):
        raise Unreadable(text)
    refusal = refusal_of(variable, value)
    return value if refusal is None else _mended(key, variable, value, refusal)


def _mended(key: Key, variable: Variable[Value], value: Value, refusal: Refusal) -> Value:
    """What a personality makes of a value that is not allowed. Raises Unreadable where it makes nothing of it."""
    match key.on_invalid, value:
        case OnInvalid.RESTORE_DEFAULT, _:
            return variable.default
        case OnInvalid.CLAMP, int() | float() if refusal is Refusal.OUT_OF_RANGE:
            bounds = [bound for ends in variable.allowed for bound in ends]
            return type(value)(min(bounds, key=lambda bound: abs(bound - value)))
        case OnInvalid.TRUNCATE, str() | tuple() if refusal is Refusal.TOO_LONG:
            return value[: variable.max_length]
        case _:
            raise Unreadable(value)
