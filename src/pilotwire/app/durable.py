"""What a batch of steps makes durable: values with a place in customer.json go there, everything else to the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from pilotwire.config.writer import CustomerWriteError, CustomerWriter, has_path
from pilotwire.core import registry
from pilotwire.core.request import ConfigurationEdited
from pilotwire.core.sealed import is_sealed
from pilotwire.core.settings import Settings
from pilotwire.core.told import Told
from pilotwire.core.trial import proven
from pilotwire.core.variable import Key, Value, Values
from pilotwire.security.vault import Vault
from pilotwire.store.ledger import Ledger

log = structlog.get_logger("pilotwire.app.durable")


VAULTED = frozenset({registry.PASSWORD.name})  # a password that came from afar stays in the vault


def is_in_file(key: Key) -> bool:
    """Whether a written value of *key* goes to customer.json; all others are kept in the ledger."""
    return has_path(key) and key[0] not in VAULTED


class DurableStore:
    """First vault and file, then the ledger: a value is told as stored only when the next start will find it."""

    def __init__(self, ledger: Ledger, writer: CustomerWriter, settings: Settings, vault: Vault) -> None:
        self._ledger, self._writer, self._stored, self._vault = ledger, writer, settings.stored, vault
        self._settings = settings

    async def keep(self, batch: Sequence[Told]) -> None:
        """Make everything of *batch* durable. Raises OSError, and may be called again with the same batch."""
        settings = batch[-1].after.settings
        if settings is not self._settings:
            await self._keep_settings(settings, edited_in(batch))
        await self._ledger.keep(batch)

    async def _keep_settings(self, settings: Settings, edited: set[Key]) -> None:
        await asyncio.to_thread(self._vault.keep, sealed_in(settings))
        stored = settings.stored
        known = {key: value for key, value in self._stored.items() if key not in edited}
        changes = {
            key: self._opened(value)
            for key, value in stored.items()
            if is_in_file(key) and (key not in known or known[key] != value)
        }
        if changes:
            await self._write(changes)
        self._stored, self._settings = stored, settings

    def _opened(self, value: Value) -> Value:
        return self._vault.opened(value) if is_sealed(value) else value

    async def _write(self, changes: Values) -> None:
        try:
            for error in await asyncio.to_thread(self._writer.write, changes):
                log.error("customer.json would be wrong with it; the value is lost at the next start", error=str(error))
        except CustomerWriteError as refused:
            raise OSError(str(refused)) from refused


def sealed_in(settings: Settings) -> frozenset[str]:
    """The names of the secrets that have to survive: those that are stored, and those that still count."""
    return frozenset(
        str(value)
        for values in (settings.stored, proven(settings))
        for (name, _), value in values.items()
        if name in VAULTED and is_sealed(value)
    )


def edited_in(batch: Sequence[Told]) -> set[Key]:
    """What a person has changed in the file meanwhile: it does not say any more what we had written there."""
    edits = (told.event for told in batch if isinstance(told.event, ConfigurationEdited))
    return {(change.name, change.evse) for edit in edits for change in edit.changes}
