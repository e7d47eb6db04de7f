"""What is told of a configuration key (OCPP 1.6 5.8)."""

from pilotwire.core.station import Station
from pilotwire.core.variable import Value, Variable
from pilotwire.ocpp.v16 import websocket_settings
from pilotwire.ocpp.v16.codecs import coder_of
from pilotwire.ocpp.v16.keys import Key, is_fixed
from pilotwire.ocpp.v16.spelling import told
from pilotwire.ocpp.v16.views import VIEWS, known_rotations
from pilotwire.personality.key import Codec

MAX_VALUE = 500  # OCPP 1.6 7.29: the value is a CiString500Type


def reported(key: Key, station: Station) -> str | None:
    """What is told of *key*, cut to what 1.6 can say; None: it is not set, or is nobody's business."""
    if key.is_secret:
        return None
    text = _text(key, station)
    return None if text is None else text[:MAX_VALUE]


def _text(key: Key, station: Station) -> str | None:
    if key.view is not None:
        return VIEWS[key.view](station)
    if is_fixed(key, station):
        return "false"
    if key.counts is not None:
        return str(_members(_text(key.counts, station)))
    if key.limits is not None:
        return str(_most(key.limits))
    if key.codec is Codec.WEBSOCKET_SETTINGS:
        return websocket_settings.told(key, station.settings)
    if key.codec is Codec.SWITCHES:
        return _switches(key, station)
    if key.codec is Codec.PHASE_ROTATION:
        return _rotation(key, station)
    if not key.variables:
        return key.constant
    texts = [_of_variable(key, variable, station) for variable in key.variables]
    return None if texts == [None] else key.by.join(text or "" for text in texts)


def _of_variable(key: Key, variable: Variable[Value], station: Station) -> str | None:
    value = _value(variable, station, key.evse)
    if key.fallback is not None and value in (None, "", ()):
        value = _value(key.fallback, station, None)
    return _spelled(key, value)


def _spelled(key: Key, value: Value) -> str | None:
    """*value* in the words and the unit of the key."""
    text = told(_turned(key, value), key.spelling)
    if text is None:
        return None
    if key.words:
        usual = told(value) or ""
        return next((word for word, meaning in key.words.items() if meaning == usual), text)
    return coder_of(key.codec).write(text)


def _turned(key: Key, value: Value) -> Value:
    if key.codec is Codec.INVERTED and isinstance(value, bool):
        return not value
    if key.scale is not None and isinstance(value, int | float) and not isinstance(value, bool):
        return value / key.scale
    return value


def _switches(key: Key, station: Station) -> str:
    """The words of those that are on."""
    on = {variable.name for variable in key.variables if _value(variable, station, None)}
    return key.by.join(word for word, name in key.words.items() if name in on)


def _rotation(key: Key, station: Station) -> str:
    """What somebody wrote, else what can be known."""
    of_station, of_evse = key.variables
    words = known_rotations(station)
    for connector, known in words.items():
        variable = of_evse if connector else of_station
        words[connector] = str(station.settings.reported(variable, connector) or known)
    return key.by.join(f"{connector}.{word}" for connector, word in words.items())


def _members(text: str | None) -> int:
    return text.count(",") + 1 if text else 0


def _most(key: Key) -> int:
    """How many members the list *key* can have: as it says, or each choice once."""
    longest = [len(each.words) if each.max_length is None else each.max_length for each in key.variables]
    return min(longest, default=_members(key.constant))


def _value(variable: Variable[Value], station: Station, evse: int | None) -> Value:
    """A Variable that each EVSE has is told as the first one has it: most keys know nothing of EVSEs."""
    first = 1 if variable.per_evse else 0
    return station.settings.reported(variable, first if evse is None else evse)
