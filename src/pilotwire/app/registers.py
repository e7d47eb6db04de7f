"""What the simulated meters showed last: a real one keeps its register when the station is killed, and so do they."""

from __future__ import annotations

from collections.abc import Iterator

from pilotwire.core.transaction import TransactionChanged
from pilotwire.store.database import StoreFailed
from pilotwire.store.ledger import Ledger

NEWEST = 20  # transactions that are looked through: the last one of an EVSE is among them, or it has been idle for long


def registers_wh(ledger: Ledger) -> dict[int, float]:
    """The highest register of each EVSE that is durable; of a ledger that cannot be read the start will tell."""
    registers: dict[int, float] = {}
    try:
        for evse, register_wh in _durable(ledger):
            registers[evse] = max(registers.get(evse, 0.0), register_wh)
    except StoreFailed:
        return {}
    return registers


def _durable(ledger: Ledger) -> Iterator[tuple[int, float]]:
    for evse, running in ledger.kept().transactions.items():
        if running.reading is not None:
            yield evse, running.reading.energy_wh
    for transaction in ledger.transactions(NEWEST):
        rows, _ = ledger.ends_of(transaction)
        yield from ((row.evse, register_wh) for row in rows for register_wh in _shown(row))


def _shown(row: TransactionChanged) -> Iterator[float]:
    if row.meter_wh is not None:
        yield row.meter_wh
    for sample in row.samples:
        yield sample.reading.energy_wh
