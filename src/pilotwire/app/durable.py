"""What a batch of steps makes durable: values with a place in customer.json go there, everything else to the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from pilotwire.config.writer import CustomerWriteError, CustomerWriter, has_path
from pilotwire.core.request import ConfigurationEdited
from pilotwire.core.told import Told
from pilotwire.core.variable import Key, Values
from pilotwire.store.ledger import Ledger

log = structlog.get_logger("pilotwire.app.durable")


class DurableStore:
    """First the file, then the ledger: a value is told as stored only when the next start will find it."""

    def __init__(self, ledger: Ledger, writer: CustomerWriter, stored: Values) -> None:
        self._ledger, self._writer, self._stored = ledger, writer, stored

    async def keep(self, batch: Sequence[Told]) -> None:
        """Make everything of *batch* durable. Raises OSError, and may be called again with the same batch."""
        stored = batch[-1].after.settings.stored
        known = {key: value for key, value in self._stored.items() if key not in edited_in(batch)}
        changes = {
            key: value for key, value in stored.items() if has_path(key) and (key not in known or known[key] != value)
        }
        if changes:
            await self._write(changes)
        self._stored = stored
        await self._ledger.keep(batch)

    async def _write(self, changes: Values) -> None:
        try:
            for error in await asyncio.to_thread(self._writer.write, changes):
                log.error("customer.json would be wrong with it; the value is lost at the next start", error=str(error))
        except CustomerWriteError as refused:
            raise OSError(str(refused)) from refused


def edited_in(batch: Sequence[Told]) -> set[Key]:
    """What a person has changed in the file meanwhile: it does not say any more what we had written there."""
    edits = (told.event for told in batch if isinstance(told.event, ConfigurationEdited))
    return {(change.name, change.evse) for edit in edits for change in edit.changes}
