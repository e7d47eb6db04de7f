"""What writing a configuration key means for the Variables it names (OCPP 1.6 5.3)."""

from collections.abc import Iterator
from dataclasses import replace

from pilotwire.core.settings import Write
from pilotwire.core.station import Station
from pilotwire.core.variable import Kind, Refusal, Value, Variable, refusal_of
from pilotwire.ocpp.v16 import websocket_settings
from pilotwire.ocpp.v16.codecs import coder_of
from pilotwire.ocpp.v16.connector import STATION, connectors
from pilotwire.ocpp.v16.keys import Key
from pilotwire.ocpp.v16.spelling import Unreadable, from_text
from pilotwire.personality.key import Codec, OnInvalid


def writes_of(key: Key, text: str, station: Station) -> tuple[Write, ...]:
    """The writes that *text* in *key* asks for. Raises Unreadable where it is no value of the key."""
    if key.codec is Codec.WEBSOCKET_SETTINGS:
        return tuple(websocket_settings.writes(key, text))
    if key.codec is Codec.PHASE_ROTATION:
        return tuple(_rotation(key, text, station))
    if key.codec is Codec.SWITCHES:
        return tuple(_switches(key, text))
    by = key.by.strip() or key.by
    parts = text.split(by) if by else [text]
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


def _switches(key: Key, text: str) -> Iterator[Write]:
    """``abort unlock``: in any order and case; what is not named is off."""
    names = {word.casefold(): name for word, name in key.words.items()}
    said = {word.casefold() for word in text.split()}
    if not said <= names.keys():
        raise Unreadable(text)
    for word, name in names.items():
        yield Write(name, word in said)


def _rotation(key: Key, text: str, station: Station) -> Iterator[Write]:
    """``0.RST,1.RTS``: connectors that are not named stay as they are (OCPP 1.6 9.1.7)."""
    of_station, of_evse = key.variables
    for part in text.split(key.by.strip() or key.by) if text.strip() else ():
        connector, _, word = part.strip().partition(".")
        numbers = {str(number): number for number in (STATION, *connectors(station))}
        if connector not in numbers or not word:
            raise Unreadable(text)
        number = numbers[connector]
        variable = of_evse if number else of_station
        yield Write(variable.name, _value(key, variable, word), number)


def _value(key: Key, variable: Variable[Value], text: str) -> Value:
    if key.empty_is_default and not text.strip():
        return variable.default
    try:
        value = _read(key, variable, text)
    except Unreadable:
        if key.on_invalid is OnInvalid.RESTORE_DEFAULT:
            return variable.default
        raise
    if key.check is not None and key.check(value):
        raise Unreadable(text)
    refusal = refusal_of(variable, value)
    return value if refusal is None else _mended(key, variable, value, refusal)


def _read(key: Key, variable: Variable[Value], text: str) -> Value:
    """What *text* means, in the words and the unit of the Variable. Raises Unreadable."""
    usual = _worded(key, text) if key.words else coder_of(key.codec).read(text)
    if key.scale is not None:
        return _scaled(usual, variable, key.scale)
    value = from_text(usual, variable, key.spelling)
    return not value if key.codec is Codec.INVERTED and isinstance(value, bool) else value


def _worded(key: Key, text: str) -> str:
    asked = text.strip().casefold()
    for word, meaning in key.words.items():
        if word.casefold() == asked:
            return meaning
    raise Unreadable(text)


def _scaled(text: str, variable: Variable[Value], scale: float) -> Value:
    """The number in the unit of the Variable; one that is whole there must be whole after it."""
    number = from_text(text, replace(variable, kind=Kind.DECIMAL))
    if not isinstance(number, float):
        return number
    value = round(number * scale, 6)
    if variable.kind is Kind.INTEGER and not value.is_integer():
        raise Unreadable(text)
    return int(value) if variable.kind is Kind.INTEGER else value


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
