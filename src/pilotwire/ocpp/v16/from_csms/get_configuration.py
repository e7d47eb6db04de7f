"""GetConfiguration: the values of keys (OCPP 1.6 5.8)."""

from collections.abc import Iterator

from pilotwire.ocpp.dialect import Answer
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.keys import Key, reported
from pilotwire.ocpp.v16.messages.get_configuration import (
    GetConfigurationRequest,
    GetConfigurationResponse,
    KeyValue,
)


def take(request: GetConfigurationRequest, asking: Asking) -> Answer:
    """All keys, or those that were asked for and the names of those that are not known."""
    if not request.key:
        return Answer(GetConfigurationResponse(configuration_key=tuple(_all(asking))))
    names = tuple({name.casefold(): name for name in request.key}.values())
    unknown = tuple(name for name in names if name.casefold() not in asking.keys)
    known = tuple(_asked(name, asking) for name in names if name.casefold() in asking.keys)
    return Answer(GetConfigurationResponse(configuration_key=known or None, unknown_key=unknown or None))


def _all(asking: Asking) -> Iterator[KeyValue]:
    """What is hidden or secret is left out."""
    for key in dict.fromkeys(asking.keys.values()):
        if not key.hidden and not key.is_secret:
            for name in (key.name, *key.also):
                yield _key_value(name, key, asking)


def _asked(name: str, asking: Asking) -> KeyValue:
    """A key by the name it was asked for, in our spelling; a secret one is known and has no value to tell."""
    key = asking.keys[name.casefold()]
    names = (key.name, *key.also, *key.aliases)
    return _key_value(next(each for each in names if each.casefold() == name.casefold()), key, asking)


def _key_value(name: str, key: Key, asking: Asking) -> KeyValue:
    return KeyValue(key=name, readonly=key.is_read_only, value=reported(key, asking.station))
