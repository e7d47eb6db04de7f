"""A transaction as it stands in the ledger, summed up from its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pilotwire.core.moment import Stamp
from pilotwire.core.stop import Reason
from pilotwire.core.transaction import ChargingState, Kind, TransactionChanged


@dataclass(frozen=True, slots=True)
class TransactionView:
    """``ended`` and ``reason`` are None while it runs; ``energy_wh`` is None without a meter."""

    id: str
    evse: int
    token: str | None
    remote_start_id: int | None
    began: Stamp
    ended: Stamp | None
    reason: Reason | None
    charging: ChargingState
    meter_start_wh: float | None
    meter_last_wh: float | None
    energy_wh: float | None
    rows: int


def transaction_view(rows: Sequence[TransactionChanged]) -> TransactionView:
    """The sum of *rows*, which are all of one transaction, in order, and at least one."""
    first, last = rows[0], rows[-1]
    ended = last.kind is Kind.ENDED
    meters_wh = tuple(row.meter_wh for row in rows if row.meter_wh is not None)
    return TransactionView(
        id=last.transaction,
        evse=last.evse,
        token=next((row.token.id for row in reversed(rows) if row.token), None),
        remote_start_id=last.remote_start_id,
        began=first.stamp,
        ended=last.stamp if ended else None,
        reason=last.reason,
        charging=last.charging,
        meter_start_wh=meters_wh[0] if meters_wh else None,
        meter_last_wh=meters_wh[-1] if meters_wh else None,
        energy_wh=meters_wh[-1] - meters_wh[0] if meters_wh else None,
        rows=len(rows),
    )
