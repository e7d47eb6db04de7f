"""What a batch of steps makes durable: values with a place in customer.json go there, everything else to the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from pilotwire.config.writer import CustomerWriteError, CustomerWriter, has_path
from pilotwire.core.told import Told
from pilotwire.core.variable import Values
from pilotwire.store.ledger import Ledger

log = structlog.get_logger("pilotwire.app.durable")


class DurableStore:
    """First the file, then the ledger: a value is told as stored only when the next start will find it."""

    def __init__(self, ledger: Ledger, writer: CustomerWriter, stored: Values) -> None:
        self._ledger, self._writer, self._stored = ledger, writer, stored

    async def keep(self, batch: Sequence[Told]) -> None:
        """Make everything of *batch* durable. Raises OSError, and may be called again with the same batch."""
        stored = batch[-1].after.settings.stored
        changes = {
            key: value
            for key, value in stored.items()
            if has_path(key) and (key not in self._stored or self._stored[key] != value)
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
