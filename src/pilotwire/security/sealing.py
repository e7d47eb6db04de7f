"""At the door: secrets are left in the vault, and what goes on is their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from pilotwire.core import registry
from pilotwire.core.event import Event
from pilotwire.core.request import ConfigurationEdited, VariablesWritten
from pilotwire.core.restart import Kept
from pilotwire.core.sealed import is_sealed
from pilotwire.core.settings import Layers, Write
from pilotwire.core.variable import Key, Value, Values, Variable, refusal_of
from pilotwire.security.vault import Vault

Variables = Mapping[str, Variable[Value]]


def sealing(vault: Vault, variables: Callable[[], Variables]) -> Callable[[Event], Event]:
    """What makes an event of any origin fit for the inbox."""

    def seal(event: Event) -> Event:
        match event:
            case VariablesWritten():
                writes = tuple(_sealed(vault, variables(), write) for write in event.writes)
                return event if writes == event.writes else replace(event, writes=writes)
            case ConfigurationEdited():
                changes = tuple(_sealed(vault, variables(), write) for write in event.changes)
                return event if changes == event.changes else replace(event, changes=changes)
        return event

    return seal


def sealed_layers(vault: Vault, layers: Layers) -> Layers:
    """*layers* with the names of their secrets."""
    return replace(
        layers,
        base=_sealed_values(vault, layers.variables, layers.base),
        pinned=_sealed_values(vault, layers.variables, layers.pinned),
    )


def _sealed_values(vault: Vault, variables: Variables, values: Values) -> Values:
    return {key: _named(vault, variables, key, value) for key, value in values.items()}


def _named(vault: Vault, variables: Variables, key: Key, value: Value) -> Value:
    variable = variables.get(key[0])
    is_text = isinstance(value, str) and not is_sealed(value)
    return vault.seal(str(value)) if variable is not None and variable.secret and is_text else value


def _sealed(vault: Vault, variables: Variables, write: Write) -> Write:
    """One that is not allowed is refused as what it is not: nobody needs to know what it was."""
    variable = variables.get(write.name)
    if variable is None or not variable.secret or not isinstance(write.value, str) or is_sealed(write.value):
        return write
    if refusal_of(variable, write.value) is not None:
        return replace(write, value=())
    return replace(write, value=vault.seal(write.value))


def without_overruled(kept: Kept, vault: Vault, layers: Layers) -> Kept:
    """*kept* without a password that was written from afar, if a person has put another one into the file since."""
    key = (registry.PASSWORD.name, 0)
    in_file = layers.base.get(key)
    if not vault.is_file_edited(vault.opened(in_file)):
        return kept
    return replace(
        kept,
        settings={each: value for each, value in kept.settings.items() if each != key},
        proven={each: value for each, value in kept.proven.items() if each != key},
    )
