"""Samples that wait for the end of their transaction: kept in order, never more than can be told then."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import msgspec

from pilotwire.core import registry
from pilotwire.core.outcome import Receipt
from pilotwire.core.sampling import Sampled
from pilotwire.core.transaction_data import SampleKept

SAMPLE = msgspec.json.Decoder(Sampled)
MOST = registry.MOST_TX_VALUES.default - 1  # one place is for the last one, which comes with the end


def write(connection: sqlite3.Connection, fact: SampleKept) -> None:
    """One more; of too many every second goes, but never the first (OCPP 1.6 errata 3.91)."""
    connection.execute(
        "INSERT INTO sample(tx, sample) VALUES (?, ?)", (fact.transaction, msgspec.json.encode(fact.sample))
    )
    (count,) = connection.execute("SELECT count(*) FROM sample WHERE tx = ?", (fact.transaction,)).fetchone()
    if count > MOST:
        connection.execute(
            "DELETE FROM sample WHERE number IN (SELECT number FROM (SELECT number,"
            " row_number() OVER (ORDER BY number) AS place FROM sample WHERE tx = ?) WHERE place % 2 = 0)",
            (fact.transaction,),
        )


def forget(connection: sqlite3.Connection, receipts: Iterable[Receipt]) -> None:
    """Those of transactions whose end the central system has."""
    connection.executemany(
        "DELETE FROM sample WHERE tx IN (SELECT tx FROM ledger WHERE row = ? AND ended = 1)",
        [(receipt.row,) for receipt in receipts],
    )


def read(connection: sqlite3.Connection, transaction: str) -> tuple[Sampled, ...]:
    """Those of *transaction*, in order."""
    found = connection.execute("SELECT sample FROM sample WHERE tx = ? ORDER BY number", (transaction,))
    return tuple(each for (sample,) in found.fetchall() for each in _read(sample))


def _read(sample: bytes) -> tuple[Sampled, ...]:
    """None that another version of this program wrote otherwise: the end of a transaction is told without it."""
    try:
        return (SAMPLE.decode(sample),)
    except msgspec.MsgspecError:
        return ()


def thinned(samples: list[Sampled]) -> list[Sampled]:
    """The same in memory."""
    return samples if len(samples) <= MOST else samples[::2]
