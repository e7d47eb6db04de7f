"""GetConfiguration: the values of keys (OCPP 1.6 5.8)."""

from collections.abc import Iterator

from pilotwire.core import registry
from pilotwire.ocpp.dialect import Answer, Refused
from pilotwire.ocpp.rpc_error import RpcErrorKind
from pilotwire.ocpp.v16.from_csms.asking import Asking
from pilotwire.ocpp.v16.keys import Key, fold, is_fixed
from pilotwire.ocpp.v16.messages.get_configuration import (
    GetConfigurationRequest,
    GetConfigurationResponse,
    KeyValue,
)
from pilotwire.ocpp.v16.telling import reported
from pilotwire.personality.habit import TooMany, Unknown, Unset


def take(request: GetConfigurationRequest, asking: Asking) -> Answer | Refused:
    """All keys, or those that were asked for and the names of those that are not known."""
    if not request.key:
        return _answer(tuple(_all(asking)), (), asking)
    names = tuple({fold(name, asking.configuring): name for name in request.key}.values())
    most = asking.station.settings.reported(registry.ITEMS_PER_MESSAGE)
    if len(names) > most and asking.configuring.too_many is TooMany.REFUSED:
        return Refused(RpcErrorKind.OCCURRENCE_CONSTRAINT, f"GetConfigurationMaxKeys is {most}, not {len(names)}")
    if asking.configuring.too_many is TooMany.FIRST:
        names = names[:most]
    known = tuple(_asked(name, key, asking) for name in names if (key := asking.key(name)) is not None)
    return _answer(known or None, tuple(name for name in names if asking.key(name) is None), asking)


def _answer(known: tuple[KeyValue, ...] | None, unknown: tuple[str, ...], asking: Asking) -> Answer:
    habit = asking.configuring.unknown
    if habit is Unknown.ALWAYS:
        return Answer(GetConfigurationResponse(configuration_key=known or (), unknown_key=unknown))
    is_told = habit is Unknown.TOLD and unknown
    return Answer(GetConfigurationResponse(configuration_key=known, unknown_key=unknown if is_told else None))


def _all(asking: Asking) -> Iterator[KeyValue]:
    """What is hidden is left out, and what is secret mostly too."""
    for key in {id(key): key for key in asking.keys.values()}.values():
        if not key.hidden and (asking.configuring.lists_secrets or not key.is_secret):
            for name in (key.name, *key.also):
                yield _key_value(name, key, asking)


def _asked(name: str, key: Key, asking: Asking) -> KeyValue:
    """A key by the name it was asked for, in our spelling; a secret one is known and has no value to tell."""
    names = (key.name, *key.also, *key.aliases)
    wanted = fold(name, asking.configuring)
    return _key_value(next(each for each in names if fold(each, asking.configuring) == wanted), key, asking)


def _key_value(name: str, key: Key, asking: Asking) -> KeyValue:
    unset = "" if asking.configuring.unset is Unset.EMPTY else None
    value = reported(key, asking.station)
    is_read_only = key.is_read_only or is_fixed(key, asking.station)
    return KeyValue(key=name, readonly=is_read_only, value=unset if value is None else value)
